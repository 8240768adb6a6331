"""Looking around: the sample person in place of one's own record, and gone with one press."""

from django.test import Client

from headway.core.profile import About
from headway.core.wording import SAMPLE
from headway.records.models import Fact
from web_client import Keep, read, send

PAGES = ("/", "/profile/", "/evidence/", "/standing/", "/gap/", "/plan/")


def test_an_empty_workspace_shows_the_sample_on_every_page(own: Client) -> None:
    assert 'action="/look"' in read(own, "/")
    assert send(own, "/look") == "/"
    assert all(SAMPLE in read(own, page) for page in PAGES)
    assert not Fact.objects.exists()


def test_it_is_gone_with_one_press(own: Client) -> None:
    send(own, "/look")
    assert 'action="/leave"' in read(own, "/gap/")
    assert send(own, "/leave") == "/"
    assert SAMPLE not in read(own, "/")


def test_meanwhile_one_s_own_record_is_neither_shown_nor_changed(own: Client, keep: Keep) -> None:
    keep(About(name="Ada"))
    send(own, "/look")
    assert "Ada" not in read(own, "/profile/")
    send(own, "/profile/", 400, name="Other", time_zone="UTC")
    send(own, "/leave")
    assert "Ada" in read(own, "/profile/")


def test_another_browser_looks_at_its_own(own: Client, keep: Keep) -> None:
    keep(About(name="Ada"))
    send(Client(HTTP_HOST="127.0.0.1"), "/look")
    assert "Ada" in read(own, "/profile/")


def test_the_cookie_is_out_of_reach(own: Client) -> None:
    own.post("/look")
    cookie = own.cookies["headway_look"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")


def test_where_nothing_but_the_sample_is_served_nobody_is_offered_to_leave(sample: Client) -> None:
    assert 'action="/leave"' not in read(sample, "/")
