"""How others reach a machine, as a person types it."""

import pytest

from headway.core.errors import InvalidInputError
from headway.web.others import read_others


@pytest.mark.parametrize(
    ("typed", "port", "address", "listen_on", "listened"),
    [
        ("ada-laptop", None, "http://ada-laptop:8766", "0.0.0.0", 8766),
        ("http://Ada-Laptop.office/", None, "http://ada-laptop.office:8766", "0.0.0.0", 8766),
        ("http://ada-laptop:9000", None, "http://ada-laptop:9000", "0.0.0.0", 9000),
        ("http://home.example", 9000, "http://home.example:9000", "0.0.0.0", 9000),
        ("http://home.example:80", 8766, "http://home.example", "0.0.0.0", 8766),
        ("192.168.1.20:9000", None, "http://192.168.1.20:9000", "192.168.1.20", 9000),
        ("http://[FD00::1]", None, "http://[fd00::1]:8766", "fd00::1", 8766),
        ("localhost", None, "http://localhost:8766", "127.0.0.1", 8766),
        ("ada.localhost:9000", None, "http://ada.localhost:9000", "127.0.0.1", 9000),
        ("https://headway.example", None, "https://headway.example", "127.0.0.1", 8766),
        ("https://headway.example:8443", 9000, "https://headway.example:8443", "127.0.0.1", 9000),
        ("bücher.example", None, "http://xn--bcher-kva.example:8766", "0.0.0.0", 8766),
    ],
)
def test_links_begin_with_it_and_this_machine_listens_for_it(
    typed: str, port: int | None, address: str, listen_on: str, listened: int
) -> None:
    others = read_others(typed, port)
    assert (others.address, others.listen_on, others.port) == (address, listen_on, listened)


def test_what_links_begin_with_is_read_as_itself() -> None:
    for typed, port in (
        ("ada-laptop", None),
        ("http://home.example:80", 8766),
        ("https://a.example", 9),
    ):
        others = read_others(typed, port)
        assert read_others(others.typed, others.port) == others


def test_a_browser_may_name_the_port_or_leave_it_out() -> None:
    assert read_others("http://home.example:80", 8766).hosts == ("home.example", "home.example:80")
    assert read_others("ada-laptop").hosts == ("ada-laptop:8766",)


def test_a_proxy_may_name_the_machine_it_passes_on_to() -> None:
    hosts = read_others("https://headway.example").hosts
    assert {"headway.example", "headway.example:443", "127.0.0.1:8766"} < set(hosts)
    assert not read_others("https://headway.example").is_plain


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "http://", "ftp://a.example", "https://a.example:0", "http://a.example:99999"),
        *("http://a.example:port", "http://me:word@a.example", "http://[::1", "http://[v1.x]"),
        *("a b", "a_.-", "-a", "a\r\nX: y", "0.0.0.0", "http://[::]", "x" * 300, "é" * 80),
    ],
)
def test_what_nobody_can_type_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInputError, match="is no address that others can type"):
        read_others(typed)


@pytest.mark.parametrize("typed", ["a.example/x", "https://a.example/?q", "https://a.example#x"])
def test_links_need_an_address_of_their_own(typed: str) -> None:
    with pytest.raises(InvalidInputError, match=r"goes on after the name|is no address"):
        read_others(typed)
