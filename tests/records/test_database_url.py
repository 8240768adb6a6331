"""The address of a server, with all that may be in one."""

import pytest

from headway.core.errors import InvalidInputError
from headway.records.database_url import parse


def test_every_part_is_found() -> None:
    found = parse("postgresql://ana:s%40cret@db.example:6543/head%20way?sslmode=verify-full")
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("ana", "s@cret", "head way")
    assert (found["HOST"], found["PORT"]) == ("db.example", "6543")
    assert found["OPTIONS"] == {"sslmode": "verify-full"}


def test_host_and_port_may_be_left_to_postgresql() -> None:
    found = parse("postgres:///headway")
    assert (found["HOST"], found["PORT"], found["USER"], found["OPTIONS"]) == ("", "", "", {})


def test_a_socket_is_named_after_the_question_mark() -> None:
    found = parse("postgresql://ana@/headway?host=%2Fvar%2Frun&port=5433")
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("/var/run", "5433", {})


def test_an_ipv6_address_is_a_host() -> None:
    assert parse("postgresql://[::1]:5432/headway")["HOST"] == "::1"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("mysql://ana:hush@host/name", "must begin with postgresql://"),
        ("headway.sqlite3", "must begin with postgresql://"),
        ("postgresql://ana:hush@host", "names no database"),
        ("postgresql://ana:hush@host/", "names no database"),
        ("postgresql://ana:hush@host:port/name", "cannot be read"),
        ("postgresql://ana:hush@[host/name", "cannot be read"),
        ("postgresql://ana:hush@host/name?password2=hush", "no setting 'password2'"),
    ],
)
def test_what_is_no_address_is_refused_without_repeating_it(address: str, reason: str) -> None:
    with pytest.raises(InvalidInputError, match=reason) as refusal:
        parse(address)
    assert "hush" not in str(refusal.value)
