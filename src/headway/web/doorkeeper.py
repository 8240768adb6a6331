"""Stands before a served workspace: lets in the browser that brings the token, and nobody else."""

import hmac
import json
import re
import secrets
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.http.cookie import parse_cookie
from django.utils.translation import gettext as _

# Added to every answer that does not say otherwise itself. Pages hold a person's record: no cache keeps them.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")
SECRET_PATH = re.compile(r"/calendar/(?P<secret>[A-Za-z0-9_-]{43})\.ics")
OTHER_CHARSET = re.compile(r"charset(?!\s*=\s*\"?utf-?8\"?\s*(;|$))|\*\d*\s*=", re.IGNORECASE)
AS_CALENDAR = {
    "PATH_INFO": "/calendar.ics",
    "QUERY_STRING": "",
    "HTTP_COOKIE": "",
    "REQUEST_URI": "",
    "RAW_URI": "",
}
BAD_REQUEST, FORBIDDEN = "400 Bad Request", "403 Forbidden"
NOT_ALLOWED = "405 Method Not Allowed"
# A history with all its attachments left out is far smaller.
MOST_BYTES = 25_000_000


class Doorkeeper:
    """A WSGI application around another one, so that nothing behind it runs for a stranger.

    The token opens once and is exchanged for a cookie with a key of its own: an address found later
    in a history or a list of processes opens nothing. The cookie is named by port because browsers
    send cookies to every port of a machine, and two workspaces may be served at a time.
    """

    def __init__(
        self,
        application: WSGIApplication,
        *,
        token: str,
        port: int,
        opens_calendar: Callable[[str], bool] = lambda _secret: False,
    ) -> None:
        self._application = application
        self._opens_calendar = opens_calendar
        self._tokens = [token]
        self._tokens_lock = Lock()
        self._key = secrets.token_urlsafe(32)
        self._cookie_name = f"headway_{port}"
        self._hosts = {f"{name}:{port}" for name in LOCAL_NAMES}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start = _with_headers(start_response)
        if environ.get("HTTP_HOST", "").lower() not in self._hosts:
            return _refuse(
                environ, start, _("This address is not one under which Headway answers.")
            )
        if OTHER_CHARSET.search(environ.get("CONTENT_TYPE") or ""):
            # Django would read the address, too, by that name, and fail.
            return _refuse(environ, start, _("Headway reads UTF-8 only."), status=BAD_REQUEST)
        if environ["REQUEST_METHOD"] == "POST":
            return self._take_in(environ, start)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            sentence = _("These pages can be read, and their forms sent; nothing else.")
            return _refuse(environ, start, sentence, status=NOT_ALLOWED)
        if _is_woven_in_elsewhere(environ):
            return _refuse(environ, start, _("Only Headway's own pages may ask for this."))
        if self._asks_for_calendar(environ):
            # The secret ends here: nothing behind the door could tell it to a log.
            return self._application(environ | AS_CALENDAR, start)
        token = dict(parse_qsl(environ.get("QUERY_STRING", ""))).get("token")
        if self._holds_key(environ):
            return self._application(environ, start) if token is None else _send_on(environ, start)
        if token is None or not self._take(token):
            return _refuse(environ, start, self._how_to_enter(environ, token))
        return _send_on(environ, start, cookie=self._cookie())

    def _take_in(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """A form goes on only with the key, from a page of this server, and at a size one can bear."""
        if not self._holds_key(environ):
            return _refuse(environ, start, self._how_to_enter(environ, None))
        origin = environ.get("HTTP_ORIGIN", f"http://{environ['HTTP_HOST']}")
        from_site = environ.get("HTTP_SEC_FETCH_SITE", "same-origin")
        if origin.lower() != f"http://{environ['HTTP_HOST'].lower()}" or from_site != "same-origin":
            return _refuse(environ, start, _("Only Headway's own pages may send this."))
        if not (environ.get("CONTENT_LENGTH") or "0").isdecimal():
            return _refuse(environ, start, _("That is no length."), status=BAD_REQUEST)
        if int(environ.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            sentence = _(
                "That is more than 25 MB; nothing was taken in. Go back in your browser. Larger files "
                "are taken by the commands: headway import, headway restore, headway evidence attach."
            )
            return _refuse(environ, start, sentence, status="413 Content Too Large")
        return self._application(environ, start)

    def _asks_for_calendar(self, environ: WSGIEnvironment) -> bool:
        """Whether this is the calendar's own address, which calendars ask for without a cookie."""
        found = SECRET_PATH.fullmatch(environ.get("PATH_INFO", ""))
        return found is not None and self._opens_calendar(found["secret"])

    def _holds_key(self, environ: WSGIEnvironment) -> bool:
        held = self._held(environ)
        return held is not None and _is_same(held, self._key)

    def _held(self, environ: WSGIEnvironment) -> str | None:
        return parse_cookie(environ.get("HTTP_COOKIE", "")).get(self._cookie_name)

    def _take(self, token: str) -> bool:
        """Whether `token` opens; it never does so a second time."""
        with self._tokens_lock:
            opens = any(_is_same(token, own) for own in self._tokens)
            if opens:
                self._tokens.clear()
            return opens

    def _how_to_enter(self, environ: WSGIEnvironment, token: str | None) -> str:
        if token is None and self._held(environ):
            return _(
                "Headway was started anew since this window was opened. Open the address that "
                "`headway serve` shows now in this browser. What you typed and did not send is still "
                "here, and after that this window works again: load it once more."
            )
        if token is None:
            return _("Open Headway with the whole address that `headway serve` shows, once.")
        if self._tokens:
            return _("This is not the address that `headway serve` shows; copy the whole of it.")
        return _(
            "This address was used already, and it works once. If it was not you who used it, stop "
            "Headway now. To open it in another browser, stop `headway serve` and start it again."
        )

    def _cookie(self) -> str:
        return f"{self._cookie_name}={self._key}; Path=/; HttpOnly; SameSite=Strict"


def _is_woven_in_elsewhere(environ: WSGIEnvironment) -> bool:
    """Whether a page of another address asks for this as an image, a script or the like.

    Another program's page on this machine is of the same site, so its requests bring the cookie. What a
    person opens, by a link or by hand, goes on.
    """
    from_site = environ.get("HTTP_SEC_FETCH_SITE", "none")
    is_opened = environ.get("HTTP_SEC_FETCH_MODE", "navigate") == "navigate"
    return from_site not in ("same-origin", "none") and not is_opened


def _is_same(offered: str, own: str) -> bool:
    """Compared in constant time, so that guessing learns nothing from how long the answer takes."""
    return hmac.compare_digest(offered.encode(errors="replace"), own.encode())


def _send_on(environ: WSGIEnvironment, start: StartResponse, cookie: str = "") -> list[bytes]:
    """To the same page without the token, so that it stays in no address bar."""
    # One slash only: "//host" would name another machine.
    path = "/" + quote(environ.get("PATH_INFO", "").lstrip("/"), encoding="latin-1")
    kept = [pair for pair in parse_qsl(environ.get("QUERY_STRING", "")) if pair[0] != "token"]
    headers = [("Location", f"{path}?{urlencode(kept)}" if kept else path), ("Content-Length", "0")]
    if cookie:
        headers.append(("Set-Cookie", cookie))
    start("303 See Other", headers)
    return [b""]


def _refuse(
    environ: WSGIEnvironment, start: StartResponse, sentence: str, *, status: str = FORBIDDEN
) -> list[bytes]:
    is_call = environ.get("PATH_INFO", "").startswith("/api/")
    body = (json.dumps({"error": sentence}) if is_call else sentence).encode()
    kind = "application/json" if is_call else "text/plain; charset=utf-8"
    headers = [("Content-Type", kind), ("Content-Length", str(len(body)))]
    if status == NOT_ALLOWED:
        headers.append(("Allow", "GET, HEAD" if is_call else "GET, HEAD, POST"))
    start(status, headers)
    return [body] if environ["REQUEST_METHOD"] != "HEAD" else [b""]


def _with_headers(start_response: StartResponse) -> StartResponse:
    def start(
        status: str, headers: list[tuple[str, str]], exc_info: Any = None, /
    ) -> Callable[[bytes], object]:
        all_headers = Headers(headers)
        for name, value in HEADERS.items():
            all_headers.setdefault(name, value)
        return start_response(status, all_headers.items(), exc_info)

    return start
