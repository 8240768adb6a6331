"""Reads the address of a PostgreSQL database: postgresql://user:password@host:port/name?sslmode=..."""

from typing import Any
from urllib.parse import ParseResult, parse_qsl, unquote, urlparse

from headway.core.errors import InvalidInputError

# Settings of a connection (libpq, "Parameter Key Words") that may follow the question mark.
PARAMETERS = {
    "application_name", "channel_binding", "connect_timeout", "gssencmode", "host", "keepalives",
    "keepalives_count", "keepalives_idle", "keepalives_interval", "options", "passfile", "port",
    "sslcert", "sslcrl", "sslkey", "sslmode", "sslrootcert", "target_session_attrs",
    "tcp_user_timeout",
}  # fmt: skip


def parse(address: str) -> dict[str, Any]:
    """`address` as an entry of Django's DATABASES; raises InvalidInputError.

    No message repeats the address, for it may hold a password.
    """
    url = _split(address)
    options = _options(url.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": options.pop("host", "") or unquote(url.hostname or ""),
        "PORT": options.pop("port", "") or str(url.port or ""),
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
    }


def _split(address: str) -> ParseResult:
    try:
        url = urlparse(address)
        url.port  # noqa: B018 -- reading it is what checks it
    except ValueError:
        raise _malformed("its host or port cannot be read") from None
    if url.scheme not in ("postgresql", "postgres"):
        raise _malformed("it must begin with postgresql://")
    if not url.path.strip("/"):
        raise _malformed("it names no database after the host")
    return url


def _options(query: str) -> dict[str, str]:
    options = dict(parse_qsl(query, keep_blank_values=True))
    unknown = sorted(options.keys() - PARAMETERS)
    if unknown:
        raise _malformed(f"PostgreSQL has no setting '{unknown[0]}'")
    return options


def _malformed(reason: str) -> InvalidInputError:
    return InvalidInputError(
        f"HEADWAY_DATABASE_URL is not the address of a PostgreSQL database: {reason}. "
        "Write postgresql://user:password@host:5432/name."
    )
