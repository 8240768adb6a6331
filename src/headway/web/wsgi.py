"""The application that `headway serve` runs: Django behind the doorkeeper, never without it."""

import os

from django.core.wsgi import get_wsgi_application

from headway.web.doorkeeper import Doorkeeper

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headway.web.settings")

# Taken out of the environment, which servers copy into every request.
application = Doorkeeper(
    get_wsgi_application(),
    token=os.environ.pop("HEADWAY_TOKEN"),
    port=int(os.environ["HEADWAY_PORT"]),
)
