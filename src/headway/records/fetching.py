"""The only place that opens a connection: one address, asked because the person said so, within bounds."""

import http.client
import io
import ipaddress
import socket
import ssl
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from headway import __version__
from headway.core.errors import HeadwayError

LONGEST_SECONDS, LARGEST_BYTES, MOST_REDIRECTS = 10.0, 2_000_000, 5
LARGEST_CHUNK = 1 << 16
REDIRECTS = (301, 302, 303, 307, 308)
NOT_MODIFIED, OK = 304, 200
GZIP_MARK = b"\x1f\x8b\x08"
PORTS = {"http": 80, "https": 443}
# IPv4 addresses are written into these as well: what counts is where they lead.
NAT64 = ipaddress.ip_network("64:ff9b::/96")
KEEP_IN_PATH = "/%:@!$&'()*+,;=~-._"
WHAT_IS_FETCHED = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]


class FetchError(HeadwayError):
    """What stood in the way of fetching an address."""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What an address answered: `content` None says that nothing changed since the marks that were sent."""

    address: str
    content: bytes | None
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, and to no machine or network of one's own."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.teredo or address.is_site_local or address.packed[:12] == bytes(12):
            return False
    special = (address.is_multicast, address.is_reserved, address.is_loopback)
    return address.is_global and not any((*special, address.is_link_local, address.is_unspecified))


def resolve(host: str, port: int) -> list[str]:
    """The addresses of `host`, in the order in which to try them; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True, kw_only=True)
class Fetcher:
    """How addresses are fetched. Tests alone let it connect to what is not public."""

    seconds: float = LONGEST_SECONDS
    resolve: Resolve = resolve
    may_connect: Callable[[Address], bool] = is_public
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context

    def fetch(self, address: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        """What `address` answers, all redirects included, in 10 seconds and 2 MB; raises FetchError.

        Each name is resolved once and the connection made to the very address that was checked, so that
        a name which leads elsewhere a moment later leads nowhere. No cookie, no password, no proxy. The
        marks of the last answer, `etag` and `last_modified`, spare sending the same again (RFC 9110, 13).
        """
        deadline = _Deadline(at=monotonic() + self.seconds)
        marks = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in marks.items() if value}
        for _turn in range(MOST_REDIRECTS + 1):
            place = _Place.read(address)
            answer = _ask(self._connect(place, deadline), place, headers, deadline)
            if isinstance(answer, Fetched):
                return answer
            address = _send_on(address, answer)
        raise FetchError(f"It was sent on more than {MOST_REDIRECTS} times.")

    def _connect(self, place: "_Place", deadline: "_Deadline") -> socket.socket:
        """A connection to the first address of the place that answers; every one must be allowed."""
        found = _in_time(lambda: self.resolve(place.host, place.port), deadline)
        checked = [(text, ipaddress.ip_address(text.partition("%")[0])) for text in found]
        if not checked or not all(self.may_connect(each) for _text, each in checked):
            raise FetchError(
                f"{place.host} is an address of your own machine or network, or of none; "
                "Headway fetches from public ones only."
            )
        failure: OSError = OSError()
        for text, _address in checked:
            try:
                connected = socket.create_connection((text, place.port), timeout=deadline.left())
            except OSError as error:
                failure = error
            else:
                return self._secured(connected, place, deadline)
        raise _told(failure)

    def _secured(
        self, connected: socket.socket, place: "_Place", deadline: "_Deadline"
    ) -> socket.socket:
        if place.scheme == "http":
            return connected
        try:
            connected.settimeout(deadline.left())
            return self.tls().wrap_socket(connected, server_hostname=place.host)
        except (OSError, ValueError, FetchError) as error:
            connected.close()
            raise _told(error) from None


@dataclass(frozen=True, kw_only=True)
class _Deadline:
    """The moment at which all must be over."""

    at: float

    def left(self) -> float:
        seconds = self.at - monotonic()
        if seconds <= 0:
            raise FetchError("It took too long to answer.")
        return seconds


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where an address leads."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def read(cls, address: str) -> "_Place":
        try:
            parts = urlsplit(address)
            host = (parts.hostname or "").encode("idna").decode()
            port = parts.port or PORTS.get(parts.scheme, 0)
        except ValueError:
            raise FetchError(f"'{address[:200]}' is no address that can be fetched.") from None
        if parts.scheme not in PORTS or not host:
            raise FetchError(f"'{address[:200]}' does not begin with https:// or http://.")
        if parts.username is not None or parts.password is not None:
            raise FetchError("The address holds a name or password; Headway sends none.")
        return cls(scheme=parts.scheme, host=host, port=port, path=_path(parts))

    @property
    def as_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def _send_on(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError:
        raise FetchError(f"It was sent on to '{location[:200]}', which is no address.") from None


def _path(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe=KEEP_IN_PATH)
    return f"{path}?{quote(parts.query, safe=KEEP_IN_PATH + '?')}" if parts.query else path


def _ask(
    connected: socket.socket, place: _Place, marks: Mapping[str, str], deadline: _Deadline
) -> Fetched | str:
    """What the place answers, or the address it sends one on to."""
    bounded = _Bounded(connected, deadline)
    connection = http.client.HTTPConnection(place.host, place.port)
    connection.sock = bounded
    # http.client would open a connection of its own once this one is closed.
    connection.auto_open = 0
    try:
        connection.request("GET", place.path, headers=_headers(place, marks))
        answer = connection.getresponse()
        if answer.status in REDIRECTS:
            return answer.headers.get("Location", "") or _refuse(answer.status)
        if answer.status == NOT_MODIFIED and marks:
            return _answer_of(place, answer.headers, None)
        if answer.status != OK:
            _refuse(answer.status)
        content = _unpack(_read(answer), answer.headers.get("Content-Encoding", ""))
        if answer.length:
            # It broke off: what is read stays, and the next time all of it is asked for again.
            del answer.headers["ETag"], answer.headers["Last-Modified"]
        return _answer_of(place, answer.headers, content)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _told(error) from None
    finally:
        connected.close()


def _headers(place: _Place, marks: Mapping[str, str]) -> dict[str, str]:
    return {
        "Host": place.as_header,
        "User-Agent": f"Headway/{__version__} (feed reader)",
        "Accept": WHAT_IS_FETCHED,
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **marks,
    }


def _answer_of(place: _Place, headers: Any, content: bytes | None) -> Fetched:
    return Fetched(
        address=f"{place.scheme}://{place.as_header}{place.path}",
        content=content,
        content_type=headers.get("Content-Type", "")[:200],
        etag=_mark(headers.get("ETag", "")),
        last_modified=_mark(headers.get("Last-Modified", "")),
    )


def _read(answer: http.client.HTTPResponse) -> bytes:
    parts, size = [], 0
    while part := answer.read1(LARGEST_CHUNK):
        size += len(part)
        if size > LARGEST_BYTES:
            raise FetchError(f"It is larger than {LARGEST_BYTES // 10**6} MB.")
        parts.append(part)
    return b"".join(parts)


def _unpack(content: bytes, encoding: str) -> bytes:
    """`content` as it was before it was packed, at most as large as any other answer.

    Machines pack without saying so, or say so and don't: for gzip its own mark counts (RFC 1952, 2.3.1).
    """
    is_packed = content.startswith(GZIP_MARK)
    if not is_packed and encoding.strip().lower() in ("", "identity", "gzip", "x-gzip"):
        return content
    if not is_packed:
        raise FetchError(f"It came packed in a way that was not asked for ({encoding[:40]}).")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(content, LARGEST_BYTES + 1)
    except zlib.error:
        raise FetchError("It came damaged.") from None
    if len(unpacked) > LARGEST_BYTES:
        raise FetchError(f"It is larger than {LARGEST_BYTES // 10**6} MB.")
    return unpacked


def _refuse(status: int) -> str:
    if status in (404, 410):
        raise FetchError(f"There is nothing at this address ({status}).")
    if status in (401, 403):
        raise FetchError(f"This address lets nobody in without a key ({status}).")
    raise FetchError(f"The machine there answered with {status} instead of a feed; try later.")


def _told(error: Exception) -> FetchError:
    if isinstance(error, FetchError):
        return error
    if isinstance(error, TimeoutError):
        return FetchError("It took too long to answer.")
    if isinstance(error, socket.gaierror):
        return FetchError("There is no machine of that name, or no way to the internet now.")
    if isinstance(error, ssl.SSLError):
        return FetchError("It could not prove to be the machine of that name (TLS).")
    if isinstance(error, ConnectionError | OSError):
        return FetchError("The machine there does not answer; try later.")
    return FetchError("What came back is no answer of the web.")


def _mark(value: str) -> str:
    """`value` if it can be sent back as it came, else nothing."""
    return value if value.isascii() and value.isprintable() and len(value) <= 500 else ""


def _in_time(question: Callable[[], list[str]], deadline: _Deadline) -> list[str]:
    """What `question` answers in time: a system resolves names for as long as it likes."""
    answers: SimpleQueue[list[str] | OSError | UnicodeError] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(question())
        except (OSError, UnicodeError) as error:
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except Empty:
        raise FetchError("It took too long to find the machine of that name.") from None
    if isinstance(answer, list):
        return answer
    raise _told(answer) from None


@dataclass(kw_only=True)
class _Reader(io.RawIOBase):
    """Reads a connection, each time with what is left of the time; a drop now and then buys no more."""

    connected: socket.socket
    deadline: _Deadline = field(repr=False)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.connected.settimeout(self.deadline.left())
        return self.connected.recv_into(buffer)


class _Bounded:
    """As much of a socket as http.client uses, within the deadline."""

    def __init__(self, connected: socket.socket, deadline: _Deadline) -> None:
        self._connected, self._deadline = connected, deadline

    def sendall(self, content: bytes) -> None:
        self._connected.settimeout(self._deadline.left())
        self._connected.sendall(content)

    @cached_property
    def _reader(self) -> io.BufferedReader:
        return io.BufferedReader(_Reader(connected=self._connected, deadline=self._deadline))

    def makefile(self, *_how: object) -> io.BufferedReader:
        return self._reader

    def close(self) -> None:
        """Left to whoever opened it: http.client closes before it has read the answer."""
