"""Where others reach private links: the address they type, and where this machine listens for it."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from headway.core.errors import InvalidInputError
from headway.web.listening import LOOPBACK

USUAL_OTHERS_PORT = 8766
USUAL_PORTS = {"http": 80, "https": 443}
EVERYWHERE = "0.0.0.0"  # noqa: S104  # asked for by name, and private links alone are answered there
# "Every address of this machine": to be listened on, not to be typed.
NOBODYS = (EVERYWHERE, "[::]")
LABEL = "[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?"
NAME = re.compile(rf"(?=.{{1,253}}$){LABEL}(?:\.{LABEL})*\.?")


@dataclass(frozen=True, kw_only=True)
class Others:
    """How others reach this machine: links begin with `address`, `hosts` are what a browser names.

    `typed` is the same address with its port told, to be read once more.
    """

    address: str
    hosts: tuple[str, ...]
    listen_on: str
    port: int
    typed: str

    @property
    def is_plain(self) -> bool:
        """Whether all that goes by can be read on its way."""
        return self.address.startswith("http:")


def read_others(address: str, port: int | None = None) -> Others:
    """How others reach the machine under `address`, as a person types it; raises InvalidInputError.

    Under https:// a proxy on this machine holds the certificate, and passes on to `port` of loopback
    (8766 unless told). In plain HTTP this machine itself listens, at that port.
    """
    parts = _split(address)
    name, own_port = _read_name(parts, address), _read_port(parts, address)
    if name in NOBODYS:
        raise _no_address(address)
    is_plain, usual = parts.scheme == "http", USUAL_PORTS[parts.scheme]
    own_port = own_port or ((port or USUAL_OTHERS_PORT) if is_plain else usual)
    listened = port or (own_port if is_plain else USUAL_OTHERS_PORT)
    # Many proxies name the machine they pass on to, not the one that was asked for.
    passed_on = () if is_plain else (f"{LOOPBACK}:{listened}", f"localhost:{listened}")
    shown = name if own_port == usual else f"{name}:{own_port}"
    return Others(
        address=f"{parts.scheme}://{shown}",
        hosts=tuple(dict.fromkeys((shown, f"{name}:{own_port}", *passed_on))),
        listen_on=_listen_on(name) if is_plain else LOOPBACK,
        port=listened,
        typed=f"{parts.scheme}://{name}:{own_port}",
    )


def _split(address: str) -> SplitResult:
    typed = address.strip()
    try:
        parts = urlsplit(typed if "://" in typed else f"http://{typed}")
    except ValueError:
        raise _no_address(address) from None
    if parts.scheme not in USUAL_PORTS or "@" in parts.netloc:
        raise _no_address(address)
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise InvalidInputError(
            f"'{address}' goes on after the name; links need an address of their own, as in "
            "https://headway.example.org."
        )
    return parts


def _read_name(parts: SplitResult, address: str) -> str:
    name = parts.hostname or ""
    if parts.netloc.startswith("["):
        try:
            return f"[{ip_address(name).compressed}]"
        except ValueError:
            raise _no_address(address) from None
    try:
        plain = name.encode("idna").decode().lower()
    except UnicodeError:
        raise _no_address(address) from None
    if not NAME.fullmatch(plain):
        raise _no_address(address)
    return plain


def _read_port(parts: SplitResult, address: str) -> int | None:
    try:
        port = parts.port
    except ValueError:
        raise _no_address(address) from None
    if port == 0:
        raise _no_address(address)
    return port


def _listen_on(name: str) -> str:
    """An address of this machine is listened on alone; a name may lead to any of its addresses."""
    if name == "localhost" or name.endswith(".localhost"):
        return LOOPBACK
    try:
        return ip_address(name.strip("[]")).compressed
    except ValueError:
        return EVERYWHERE


def _no_address(address: str) -> InvalidInputError:
    return InvalidInputError(
        f"'{address}' is no address that others can type; say a name or a number of this machine, as in "
        "http://ada-laptop:8766, or https://headway.example.org where a proxy of yours answers."
    )
