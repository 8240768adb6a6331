"""What others reach of a served workspace: the private links of requests, and nothing beside them."""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from threading import Condition, Lock
from time import monotonic
from wsgiref.types import StartResponse, WSGIEnvironment
from zoneinfo import ZoneInfo

from django.db import connections

from headway.core.errors import HeadwayError, InvalidInputError, UnknownNameError
from headway.core.requests import AskedText, Reply, Request, find_receipt
from headway.formats import request_link
from headway.formats.request_link import Sent
from headway.records import access, private_links, replies
from headway.records.models import Person
from headway.records.replies import FormToSend
from headway.web.doorkeeper import HEADERS, SECRET_PATH

LINK = re.compile(r"/answer/(?P<code>[a-z2-9]{10})/(?P<letters>[a-z2-7]{32})/?")
MOST_BYTES = 64_000
# Of one link and of all that is none: far more than people press, far less than a program tries.
MOST_A_MINUTE = 30
WAIT_SECONDS = 2
OWN_HEADERS = {
    "Content-Security-Policy": request_link.find_policy(),
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
log = logging.getLogger("headway.private_links")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What goes back: a page, or a sentence where there is none to be shown."""

    status: str
    text: str | bytes
    kind: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


NOTHING = Answer(
    status="404 Not Found",
    text="There is nothing at this address. If you were sent a link, copy the whole of it.",
    kind="text/plain; charset=utf-8",
)
FAULT = replace(
    NOTHING,
    status="500 Internal Server Error",
    text="Something went wrong here, and nothing was kept. Try again later, or write to whoever asked you.",
)
TOO_OFTEN = Answer(
    status="429 Too Many Requests",
    text="This was asked for too often. Wait a minute, then try again.",
    kind="text/plain; charset=utf-8",
    headers={"Retry-After": "60"},
)
NOT_ALLOWED = replace(
    NOTHING,
    status="405 Method Not Allowed",
    text="This page can be read and answered; nothing else.",
    headers={"Allow": "GET, HEAD, POST"},
)
NO_LENGTH = replace(
    NOTHING, status="411 Length Required", text="An answer says how long it is; this one did not."
)
TOO_LARGE = replace(
    NOTHING,
    status="413 Content Too Large",
    text="That is far more than an answer; nothing was kept. Go back, shorten the note and send it again.",
)


class Allowance:
    """How often each thing may still be asked for in the minute that runs."""

    def __init__(self, most: int, clock: Callable[[], float] = monotonic) -> None:
        self._most, self._clock = most, clock
        self._lock = Lock()
        self._minute, self._asked = 0, dict[str, int]()

    def takes(self, name: str) -> bool:
        """Whether `name` may be asked for once more now; only names of what there is, so they are few."""
        with self._lock:
            minute = int(self._clock() // 60)
            if minute != self._minute:
                self._minute, self._asked = minute, {}
            self._asked[name] = self._asked.get(name, 0) + 1
            return self._asked[name] <= self._most


class PrivateLinks:
    """A WSGI application that others may reach: it has no pages, no cookies and no token to be guessed.

    Whoever has no link learns nothing, not even whether there is a workspace: any other path, any other
    name of this machine and any wrong letters get the same answer, before anything is looked up or read.
    `find_calendar` gives the calendar for the letters of its own address, None for any others.
    """

    def __init__(
        self,
        *,
        hosts: Iterable[str],
        find_calendar: Callable[[str], bytes | None] = lambda _letters: None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._hosts = frozenset(host.lower() for host in hosts)
        self._find_calendar = find_calendar
        self._allowance = Allowance(MOST_A_MINUTE, clock)
        self._sending = Condition()
        self._being_sent: set[str] = set()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            answer = self._answer(environ)
        except Exception:
            # Without the path, which would put the link's letters into a log.
            log.exception("A private link could not be answered.")
            answer = FAULT
        finally:
            # A backup may take the database's place between two visits.
            connections.close_all()
        return _send(answer, environ, start_response)

    def _answer(self, environ: WSGIEnvironment) -> Answer:
        is_known_here = environ.get("HTTP_HOST", "").lower() in self._hosts
        path = environ.get("PATH_INFO", "") if is_known_here else ""
        link, dates = LINK.fullmatch(path), SECRET_PATH.fullmatch(path)
        if link and private_links.opens(link["code"], link["letters"]):
            return self._answer_known(link["code"], environ)
        calendar = self._find_calendar(dates["secret"]) if dates else None
        if calendar is not None and environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            if not self._allowance.takes("calendar"):
                return TOO_OFTEN
            return Answer(status="200 OK", text=calendar, kind="text/calendar; charset=utf-8")
        return NOTHING if self._allowance.takes("") else TOO_OFTEN

    def _answer_known(self, code: str, environ: WSGIEnvironment) -> Answer:
        if not self._allowance.takes(code):
            return TOO_OFTEN
        if environ["REQUEST_METHOD"] == "POST":
            return self._take_alone(code, environ)
        return _show(code) if environ["REQUEST_METHOD"] in ("GET", "HEAD") else NOT_ALLOWED

    def _take_alone(self, code: str, environ: WSGIEnvironment) -> Answer:
        """One answer at a time for each link: one that is sent slowly holds a thread while it comes."""
        with self._sending:
            # A button that was pressed twice sends twice: the second is told what became of the first.
            if not self._sending.wait_for(lambda: code not in self._being_sent, WAIT_SECONDS):
                return TOO_OFTEN
            self._being_sent.add(code)
        try:
            return _take(code, environ)
        finally:
            with self._sending:
                self._being_sent.discard(code)
                self._sending.notify_all()


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A request as it stands at this moment, and what came back to it."""

    person: Person
    form: FormToSend
    now: datetime
    answered: tuple[date, Reply] | None

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.person.time_zone)).date()

    @property
    def is_over(self) -> bool:
        return self.answered is None and self.today > self.form.request.until

    @property
    def parts(self) -> tuple[Request, AskedText, bytes]:
        return self.form.request, self.form.text, self.form.key


def _look_up(code: str) -> _Asked | None:
    """The request, if it was not withdrawn, deleted, or made of what is deleted now."""
    person = access.workspace_owner()
    if person is None:
        return None
    try:
        form = replies.find_form(person, code)
    except (InvalidInputError, UnknownNameError):
        return None
    answered = replies.find_answer(person, code)
    return _Asked(person=person, form=form, now=datetime.now(UTC), answered=answered)


def _show(code: str, trouble: str = "", sent: Sent | None = None) -> Answer:
    asked = _look_up(code)
    if asked is None:
        return Answer(status="410 Gone", text=request_link.write_ended())
    if asked.answered:
        page = request_link.write_answered(*asked.parts[:2], *asked.answered)
        return _with_copy(
            Answer(status="409 Conflict" if sent else "200 OK", text=page), asked, sent
        )
    if asked.is_over:
        return _with_copy(Answer(status="410 Gone", text=request_link.write_ended()), asked, sent)
    page = request_link.write_form(*asked.parts, sent, trouble)
    return Answer(status="400 Bad Request" if trouble else "200 OK", text=page)


def _take(code: str, environ: WSGIEnvironment) -> Answer:
    length = environ.get("CONTENT_LENGTH") or ""
    if not re.fullmatch(r"[0-9]{1,9}", length):
        return NO_LENGTH
    if int(length) > MOST_BYTES:
        return TOO_LARGE
    content = environ["wsgi.input"].read(int(length))
    asked = _look_up(code)
    if asked is None:
        return _show(code)
    request, _text, key = asked.parts
    sent = request_link.read(content, request, key)
    trouble = request_link.find_trouble(sent, request, key)
    return _show(code, trouble, sent) if trouble or asked.is_over else _keep(asked, sent)


def _keep(asked: _Asked, sent: Sent) -> Answer:
    """Through the same door as an answer in a file; what it refuses is told as things then stand."""
    request, _text, key = asked.parts
    reply = request_link.to_reply(sent, request, key)
    try:
        taken = replies.take_reply(asked.person, reply, today=asked.today, recorded_at=asked.now)
    except HeadwayError:
        return _show(request.code, request_link.NOT_KEPT, sent)
    page = request_link.write_thanks(*asked.parts, sent, find_receipt(reply), is_new=taken.is_new)
    return Answer(status="200 OK", text=page)


def _with_copy(answer: Answer, asked: _Asked, sent: Sent | None) -> Answer:
    if sent is None:
        return answer
    return replace(answer, text=request_link.add_not_taken(str(answer.text), *asked.parts, sent))


def _send(answer: Answer, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    body = answer.text if isinstance(answer.text, bytes) else answer.text.encode()
    own = {"Content-Type": answer.kind, "Content-Length": str(len(body))}
    start_response(answer.status, list({**HEADERS, **OWN_HEADERS, **own, **answer.headers}.items()))
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
