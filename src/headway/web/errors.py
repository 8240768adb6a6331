"""The one place where expected failures become pages: the sentence, and the way back."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from headway.core.errors import HeadwayError, UnknownNameError
from headway.web.frame import show_page

View = Callable[..., HttpResponse]


def status_of(error: HeadwayError) -> int:
    """404 for a name that there is not, 400 for anything else a person can mend."""
    return 404 if isinstance(error, UnknownNameError) else 400


def page(view: View) -> View:
    """`view` for reading only, with its expected failures told as a page."""

    @wraps(view)
    def told(request: HttpRequest, **named: str) -> HttpResponse:
        try:
            return view(request, **named)
        except HeadwayError as error:
            context = {"sentence": str(error)}
            return show_page(
                request, "trouble/trouble.html", context=context, status=status_of(error)
            )

    return require_safe(told)
