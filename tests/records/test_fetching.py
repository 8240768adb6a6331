"""Fetching an address: within bounds, only from public machines, and each failure a sentence."""

import gzip
import ipaddress
import re
import socket
import ssl
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.records import fetching
from headway.records.fetching import Fetched, Fetcher, FetchError, is_public
from web_answers import answer, machine, open_fetcher


def refused(fetcher: Fetcher, address: str) -> str:
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(address)
    return str(caught.value)


def got(body: bytes = b"", *headers: str, status: str = "200 OK") -> Fetched:
    with machine(lambda _asked: answer(body, *headers, status=status)) as (port, _):
        return open_fetcher().fetch(f"http://feeds.example:{port}/feed?a=1")


def why_not(body: bytes = b"", *headers: str, status: str = "200 OK") -> str:
    with machine(lambda _asked: answer(body, *headers, status=status)) as (port, _):
        return refused(open_fetcher(), f"http://feeds.example:{port}/")


def test_an_answer_comes_with_its_marks() -> None:
    found = got(b"<rss/>", 'ETag: "x"', "Last-Modified: Mon", "Content-Type: text/xml")
    assert (found.content, found.etag, found.last_modified) == (b"<rss/>", '"x"', "Mon")
    assert found.content_type == "text/xml"
    assert re.fullmatch(r"http://feeds\.example:\d+/feed\?a=1", found.address)


def test_marks_are_sent_back_and_nothing_that_tells_who_asks() -> None:
    with machine(lambda _asked: answer(status="304 Not Modified")) as (port, asked):
        found = open_fetcher().fetch(f"http://a.example:{port}/", etag='"x"', last_modified="Mon")
    assert found.content is None
    head = asked[0].decode().lower()
    assert 'if-none-match: "x"' in head
    assert "if-modified-since: mon" in head
    assert f"host: a.example:{port}" in head
    assert not any(word in head for word in ("cookie", "referer", "authorization"))


def test_a_mark_that_could_not_be_sent_back_is_forgotten() -> None:
    assert got(b"x", "ETag: \x01caf\xe9").etag == ""


def test_what_breaks_off_is_taken_and_asked_for_whole_the_next_time() -> None:
    short = b'HTTP/1.1 200 OK\r\nETag: "x"\r\nLast-Modified: Mon\r\nContent-Length: 9\r\n\r\n<rss/>'
    with machine(lambda _asked: short) as (port, _):
        found = open_fetcher().fetch(f"http://a.example:{port}/")
    assert (found.content, found.etag, found.last_modified) == (b"<rss/>", "", "")


def test_an_answer_packed_by_gzip_is_unpacked() -> None:
    assert got(gzip.compress(b"<rss/>"), "Content-Encoding: gzip").content == b"<rss/>"
    assert got(b"x", "Content-Encoding: identity").content == b"x"


def test_what_is_packed_without_saying_so_is_unpacked_and_what_only_says_so_is_taken() -> None:
    assert got(gzip.compress(b"<rss/>")).content == b"<rss/>"
    assert got(b"<rss/>", "Content-Encoding: gzip").content == b"<rss/>"


@pytest.mark.parametrize(
    ("body", "headers", "status", "sentence"),
    [
        (b"x" * 2_000_001, (), "200 OK", "larger than 2 MB"),
        (
            gzip.compress(b"x" * 2_000_001),
            ("Content-Encoding: gzip",),
            "200 OK",
            "larger than 2 MB",
        ),
        (b"\x1f\x8b\x08nonsense" * 9, ("Content-Encoding: gzip",), "200 OK", "damaged"),
        (b"x", ("Content-Encoding: br",), "200 OK", "not asked for"),
        (b"", (), "404 Not Found", "nothing at this address (404)"),
        (b"", (), "403 Forbidden", "without a key (403)"),
        (b"", (), "500 Oh", "answered with 500"),
        (b"", (), "302 Found", "answered with 302"),
        (b"", (), "304 Not Modified", "answered with 304"),
        (b"", ("Location: //[::1",), "301 Moved", "which is no address"),
        (b"", ("Location: ftp://a.example/",), "301 Moved", "does not begin with https://"),
        (b"", ("Location: /on",), "307 On", "sent on more than 5 times"),
        (b"x", ("Content-Length: many",), "nonsense", "no answer of the web"),
        (b"x", ("Transfer-Encoding: chunked",), "200 OK", "no answer of the web"),
    ],
)
def test_what_is_no_answer_is_told_in_a_sentence(
    body: bytes, headers: tuple[str, ...], status: str, sentence: str
) -> None:
    assert sentence in why_not(body, *headers, status=status)


def test_a_redirect_is_followed_to_where_it_leads() -> None:
    def says(asked: bytes) -> bytes:
        if asked.startswith(b"GET /new "):
            return answer(b"here")
        return answer(b"", "Location: /new", status="301 Moved")

    with machine(says) as (port, asked):
        found = open_fetcher().fetch(f"http://a.example:{port}/old", etag='"x"')
    assert (found.content, found.address) == (b"here", f"http://a.example:{port}/new")
    assert len(asked) == 2


def test_a_redirect_into_ones_own_network_is_refused() -> None:
    with machine(
        lambda _asked: answer(b"", "Location: http://inside.example/", status="302 F")
    ) as (
        port,
        asked,
    ):
        places = {"outside.example": "127.0.0.1", "inside.example": "10.0.0.1"}
        fetcher = Fetcher(
            resolve=lambda host, _port: [places[host]],
            may_connect=lambda address: is_public(address) or address.is_loopback,
        )
        assert "inside.example is an address of your own" in refused(
            fetcher, f"http://outside.example:{port}/"
        )
    assert len(asked) == 1


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("0.0.0.0", "100.64.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "fec0::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "64:ff9b::7f00:1", "2002:7f00:1::"),
        *("64:ff9b::a00:1", "2001:0:a00:1::1", "192.0.2.1", "198.18.0.1", "2001:db8::1"),
    ],
)
def test_what_is_not_of_the_public_internet_is_refused(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    fetcher = Fetcher(resolve=lambda _host, _port: [address])
    assert "own machine or network" in refused(fetcher, "https://a.example/feed")


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "64:ff9b::101:101"]
)
def test_what_is_of_the_public_internet_is_allowed(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=6, network="fc00::/7"))
def test_no_private_address_is_public_however_it_is_written(address: object) -> None:
    given_address = ipaddress.ip_address(str(address))
    assert not is_public(given_address)
    if isinstance(given_address, ipaddress.IPv4Address):
        assert not is_public(ipaddress.ip_address(f"::ffff:{given_address}"))


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    fetcher = Fetcher(resolve=lambda _host, _port: ["1.1.1.1", "192.168.0.1"])
    assert "own machine" in refused(fetcher, "http://a.example/")
    assert "own machine" in refused(Fetcher(resolve=lambda *_: []), "http://a.example/")


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    """A name that leads elsewhere the second time is not asked a second time."""
    given_out = iter([["127.0.0.1"], ["10.0.0.1"]])
    with machine(lambda _asked: answer(b"x")) as (port, _):
        fetcher = Fetcher(resolve=lambda _host, _port: next(given_out), may_connect=lambda _a: True)
        assert fetcher.fetch(f"http://a.example:{port}/").content == b"x"
    assert next(given_out) == ["10.0.0.1"]


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    with machine(lambda _asked: answer(b"x")) as (port, _):
        fetcher = Fetcher(
            resolve=lambda _host, _port: ["::1", "127.0.0.1"], may_connect=lambda _a: True
        )
        assert fetcher.fetch(f"http://a.example:{port}/").content == b"x"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("ftp://a.example/", "does not begin with"),
        ("file:///etc/passwd", "does not begin with"),
        ("https:///path", "does not begin with"),
        ("http://[::1", "no address that can be fetched"),
        ("http://a.example:99999/", "no address that can be fetched"),
        ("http://" + "a" * 70 + ".example/", "no address that can be fetched"),
        ("http://me:secret@a.example/", "holds a name or password"),
    ],
)
def test_an_address_that_cannot_be_fetched_is_told(address: str, sentence: str) -> None:
    told = refused(Fetcher(), address)
    assert sentence in told
    assert "secret" not in told


def test_a_machine_that_is_not_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert "does not answer" in refused(open_fetcher(), f"http://a.example:{port}/")


def test_a_name_that_is_not_there_is_told() -> None:
    def fails(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(8, "not known")

    assert "no machine of that name" in refused(Fetcher(resolve=fails), "http://a.example/")


def test_a_machine_that_says_nothing_is_left_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert "too long" in refused(open_fetcher(0.2), f"http://a.example:{port}/")


def test_a_machine_that_drips_buys_no_more_time() -> None:
    def drips(_asked: bytes) -> bytes:
        time.sleep(0.3)
        return answer(b"late")

    with machine(drips) as (port, _):
        assert "too long" in refused(open_fetcher(0.15), f"http://a.example:{port}/")


def test_looking_for_a_name_ends_in_time_too() -> None:
    def never(_host: str, _port: int) -> list[str]:
        time.sleep(0.3)
        return ["1.1.1.1"]

    fetcher = Fetcher(seconds=0.05, resolve=never)
    assert "too long to find" in refused(fetcher, "http://a.example/")
    assert "too long" in refused(Fetcher(seconds=0), "http://a.example/")


def test_a_machine_that_cannot_prove_its_name_is_refused() -> None:
    with machine(lambda _asked: b"this is no TLS") as (port, _):
        assert "could not prove" in refused(open_fetcher(), f"https://a.example:{port}/")


def test_an_address_with_other_letters_is_asked_as_machines_spell_it() -> None:
    with machine(lambda _asked: answer(b"x")) as (port, asked):
        open_fetcher().fetch(f"http://bücher.example:{port}/füße und mehr?q=ä")
    assert asked[0].startswith(b"GET /f%C3%BC%C3%9Fe%20und%20mehr?q=%C3%A4 HTTP/1.1")
    assert f"Host: xn--bcher-kva.example:{port}".encode() in asked[0]


def test_by_default_names_are_resolved_by_the_system_and_machines_prove_themselves() -> None:
    assert "127.0.0.1" in fetching.resolve("127.0.0.1", 80)
    context = Fetcher().tls()
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert "own machine" in refused(Fetcher(), "http://localhost:8765/calendar")
    assert "own machine" in refused(Fetcher(), "http://2130706433/")
    assert "own machine" in refused(Fetcher(), "http://[::1]:80/")


def test_over_tls_the_answer_is_read_as_over_none() -> None:
    """Without certificates, by ciphers that need none: what they prove is Python's part."""
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.maximum_version = ssl.TLSVersion.TLSv1_2
    theirs.set_ciphers("AECDH-AES128-SHA:@SECLEVEL=0")

    def ours() -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("AECDH-AES128-SHA:@SECLEVEL=0")
        return context

    with machine(lambda _asked: answer(b"safe"), theirs) as (port, _):
        fetcher = Fetcher(
            resolve=lambda _host, _port: ["127.0.0.1"], may_connect=lambda _a: True, tls=ours
        )
        assert fetcher.fetch(f"https://a.example:{port}/").content == b"safe"
