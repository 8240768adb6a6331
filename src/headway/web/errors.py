"""The one place where expected failures become pages: the sentence, and the way back."""

import re
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headway.core.errors import HeadwayError, UnknownNameError
from headway.records.failures import WorkspaceError, told_plainly
from headway.web.frame import show_page

View = Callable[..., HttpResponse]
UNUSABLE = 503
# A lock is mostly let go of within seconds.
SECONDS_TO_RETRY = "5"
# Choices, keys, days and numbers; whatever else was typed is text.
A_WORD = re.compile(r"[\w.:/&=%+-]*", re.ASCII)


def status_of(error: HeadwayError, otherwise: int = 400) -> int:
    """404 for a name that there is not, 503 for a workspace that can't be used now.

    `otherwise` is for anything else a person can mend.
    """
    if isinstance(error, WorkspaceError):
        return UNUSABLE
    return 404 if isinstance(error, UnknownNameError) else otherwise


def say_when(answer: HttpResponse) -> HttpResponse:
    """`answer`, which tells programs when to ask again if it is about a workspace that can't be used."""
    if answer.status_code == UNUSABLE:
        answer["Retry-After"] = SECONDS_TO_RETRY
    return answer


def page(view: View) -> View:
    """`view` for reading only, with its expected failures told as a page."""
    return require_safe(_told(view))


def form_page(view: View) -> View:
    """`view` for reading, and for the forms on it."""
    return require_http_methods(["GET", "HEAD", "POST"])(_told(view))


def act(view: View) -> View:
    """`view` for one button."""
    return require_POST(_told(view))


def say_nowhere(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """For an address that no page has."""
    return show_page(request, "404.html", status=404)


def refuse_unread(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """For what can't be read at all: more than anybody types, or broken on its way."""
    sentence = _(
        "Nothing was kept: this was too much at once, or it came broken. Go back in your browser, where "
        "what you typed still stands, and send it once more, in smaller parts if it is long."
    )
    if request.path.startswith("/api/"):
        return JsonResponse({"error": sentence}, status=400)
    # The question in the address may be what can't be read.
    request.GET = QueryDict()
    return show_page(request, "trouble/trouble.html", context={"sentence": sentence}, status=400)


def refuse_forgery(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature
    """For a form without the proof that this browser was shown it."""
    sentence = _(
        "Nothing was kept: this form came without the cookie that Headway gives your browser. "
        "Go back, load the page again and send it once more; allow cookies for this address."
    )
    context = {"sentence": sentence, "typed": _typed(request)}
    return show_page(request, "trouble/trouble.html", context=context, status=403)


def _typed(request: HttpRequest) -> list[str]:
    """The sentences that came with a form which has no page to stand on any more, so that none is lost."""
    values = [str(value) for _name, several in request.POST.lists() for value in several]
    return [value for value in values if not A_WORD.fullmatch(value)]


def _told(view: View) -> View:
    @wraps(view)
    def told(request: HttpRequest, **named: object) -> HttpResponse:
        try:
            with told_plainly():
                return view(request, **named)
        except HeadwayError as error:
            context = {"sentence": str(error), "typed": _typed(request)}
            answer = show_page(
                request, "trouble/trouble.html", context=context, status=status_of(error)
            )
            return say_when(answer)

    return told
