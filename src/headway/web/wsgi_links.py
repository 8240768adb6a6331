"""The application that `headway serve --for-others` runs beside the pages: private links alone."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headway.web.settings")
django.setup()

# These read tables, so they come once Django is up.
from headway.records import places, private_links  # noqa: E402
from headway.web.listening import end_with_the_parent  # noqa: E402
from headway.web.others import read_others  # noqa: E402
from headway.web.private_links import PrivateLinks  # noqa: E402
from headway.web.views import calendar_address  # noqa: E402

end_with_the_parent()
others = read_others(os.environ["HEADWAY_OTHERS"], int(os.environ["HEADWAY_OTHERS_PORT"]))
# Open for as long as this process lives: it tells the others that links are answered.
held = private_links.hold_address(places.find_workspace(), others.address)
# Over plain HTTP a calendar, which is asked for all day long from everywhere, would be read by too many.
find_calendar = (lambda _letters: None) if others.is_plain else calendar_address.find_calendar
application = PrivateLinks(hosts=others.hosts, find_calendar=find_calendar)
