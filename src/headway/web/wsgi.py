"""The application that `headway serve` runs: Django behind the doorkeeper, never without it."""

import logging
import os

from django.core.wsgi import get_wsgi_application

from headway.web.doorkeeper import Doorkeeper
from headway.web.garbage import collect_seldom
from headway.web.listening import end_with_the_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headway.web.settings")
pages = get_wsgi_application()
collect_seldom()
end_with_the_parent()

# A fault is told in the terminal, where whoever started Headway sees it; Django alone tells nobody.
faults = logging.StreamHandler()
faults.setLevel(logging.ERROR)
# What keeps a workspace from being used is told on the page, to whoever asked.
faults.addFilter(lambda record: getattr(record, "status_code", 0) != UNUSABLE)
logging.getLogger("django.request").addHandler(faults)

# These read tables, so they come once Django is up.
from headway.web.errors import UNUSABLE  # noqa: E402
from headway.web.reading_schedule import fetch_by_schedule  # noqa: E402
from headway.web.views import calendar_address  # noqa: E402

if not os.environ.get("HEADWAY_SAMPLE"):
    fetch_by_schedule()

# The token is taken out of the environment, which servers copy into every request.
application = Doorkeeper(
    pages,
    token=os.environ.pop("HEADWAY_TOKEN"),
    port=int(os.environ["HEADWAY_PORT"]),
    opens_calendar=calendar_address.opens,
)
