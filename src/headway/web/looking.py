"""Looking around: whether this browser is shown the sample person instead of one's own record."""

import os
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

COOKIE = "headway_look"
_looks_around: ContextVar[bool] = ContextVar("looks_around", default=False)
_asked_day: ContextVar[str] = ContextVar("asked_day", default="")

Answer = Callable[[HttpRequest], HttpResponse]


def middleware(answer: Answer) -> Answer:
    """Remembers, while a request is answered, whether its browser looks around, and at which day."""

    def remembering(request: HttpRequest) -> HttpResponse:
        former = _looks_around.set(request.COOKIES.get(COOKIE) == "1")
        former_day = _asked_day.set(request.GET.get("as_of", ""))
        try:
            return answer(request)
        finally:
            _looks_around.reset(former)
            _asked_day.reset(former_day)

    return remembering


def shows_sample() -> bool:
    """Whether the sample person is shown, because it is served or because somebody looks around."""
    return serves_sample() or _looks_around.get()


def asked_day() -> str:
    """The day as of which the page is asked for, as it stands in its address; "" for none."""
    return _asked_day.get()


def serves_sample() -> bool:
    """Whether there is nothing but the sample person here."""
    return os.environ.get("HEADWAY_SAMPLE") == "1"


def begin_look(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    answer = redirect("today")
    answer.set_cookie(COOKIE, "1", httponly=True, samesite="Strict")
    return answer


def end_look(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    answer = redirect("today")
    answer.delete_cookie(COOKIE, samesite="Strict")
    return answer
