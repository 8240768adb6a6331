"""Whatever is written into whichever field of whichever form: a sentence comes back, never a fault."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from headway.formats import built_in
from headway.records import bridge
from headway.records.models import Fact, Person
from headway.records.rows import KeptFact
from web_client import MOMENT

NASTY = (
    "",
    "\x00",
    "x" * 30_000,
    "🦊 \u202eold rtl\u202c עברית \ud7ff\u0301\u200b",
    "-1e309",
    "9" * 400,
    "0001-01-01",
    "9999-12-31",
    "<script>alert(1)</script>'\";--{{ 7 }}",
    "=cmd()\r\n\tÅ\u2028",
    "00000000-0000-0000-0000-000000000000",
)
# So many pages of one kind: every contact has the same forms.
MOST_OF_A_KIND = 1
# A form of many fields of one kind is tried in its first.
MOST_FIELDS = 8


@dataclass
class FoundForm:
    """A form as a page shows it."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)


class PageReader(HTMLParser):
    """The links and the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[FoundForm] = []
        self._inside = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(told.get("href", ""))
        if tag == "form":
            self.forms.append(FoundForm(told.get("action", ""), told.get("method", "get")))
            self._inside = True
        if self._inside and tag in ("input", "select", "textarea", "button"):
            self._note(tag, told)
        if tag == "option" and self._select and "selected" in told:
            self.forms[-1].values[self._select] = told.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == "select":
            self._select = ""

    def _note(self, tag: str, told: dict[str, str]) -> None:
        name = told.get("name", "")
        if tag == "select":
            self._select = name
        is_box = told.get("type") in ("checkbox", "radio")
        if name and not (is_box and "checked" not in told):
            self.forms[-1].values[name] = told.get("value", "")


@pytest.fixture
def filled(own: Client, ada: Person) -> Client:
    """A workspace in which everything is told that the sample tells."""
    facts = built_in.sample_dossier(MOMENT.date()).facts
    bridge.keep_dossier(ada, [KeptFact(fact=fact, ladder="") for fact in facts])
    return own


def crawl(client: Client) -> Iterator[FoundForm]:
    """Every form of every kind of page that links lead to."""
    waiting, seen, kinds = ["/"], {"/"}, dict[str, int]()
    forms = set()
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        if not answer["Content-Type"].startswith("text/html"):
            continue
        reader = PageReader()
        reader.feed(answer.content.decode())
        for form in reader.forms:
            form.action = form.action.split("#")[0] or address
            sign = (resolve(urlsplit(form.action).path).view_name, tuple(sorted(form.values)))
            if sign not in forms:
                forms.add(sign)
                yield form
        for link in reader.links:
            path = link.split("#")[0]
            if not path.startswith("/") or path in seen:
                continue
            seen.add(path)
            kind = str(resolve(urlsplit(path).path).view_name)
            kinds[kind] = kinds.get(kind, 0) + 1
            if kinds[kind] <= MOST_OF_A_KIND:
                waiting.append(path)


def send(client: Client, form: FoundForm, values: dict[str, str]) -> int:
    """Django's client raises what would be a fault."""
    if form.method == "get":
        return client.get(form.action, values).status_code
    return client.post(form.action, values).status_code


def spoil(form: FoundForm) -> Iterator[dict[str, str]]:
    """The form with nonsense in every field, and with nonsense in one field at a time."""
    names = [name for name in form.values if name != "csrfmiddlewaretoken"]
    for text in NASTY[1:4]:
        yield dict.fromkeys(names, text)
    for number, name in enumerate(names[:MOST_FIELDS]):
        yield form.values | {name: NASTY[number % len(NASTY)]}


def test_nothing_written_into_any_form_is_a_fault(filled: Client) -> None:
    forms = [form for form in crawl(filled) if "delete" not in form.action]
    found = {urlsplit(form.action).path.split("/")[1] for form in forms if form.method == "post"}
    assert found >= {"evidence", "learn", "mentors", "network", "packet", "plan", "profile"}
    told = {send(filled, form, values) for form in forms for values in spoil(form)}
    assert told <= {200, 302, 400, 404}


# A field of each form that changes what stands, and what two tabs make of it.
EDITS = {
    "profile": ("hours_per_week", "3", "5"),
    "profile-position": ("role", "chief-product-officer", "none"),
    "evidence-entry": ("text", "Said in one tab", "Said in another"),
    "gap-aside": ("reason", "Sales sets prices", "Finance sets prices"),
    "learn-reading-schedule": ("every_hours", "24", "168"),
    "learn-taken-entry": ("title", "Called so in one tab", "Called so in another"),
    "learn-talks-move": ("on", "2028-01-05", "2028-02-05"),
    "mentors": ("places", "3", "5"),
    "network-change": ("name", "Ada Example", "Ida Example"),
    "network-event": ("title", "Evening", "Morning"),
    "network-membership": ("association", "One", "Another"),
    "packet-edit": ("opening", "In one tab", "In another"),
    "packet-line": ("sentence", "In one tab", "In another"),
}


def test_an_older_tab_overwrites_nothing_and_a_second_press_changes_nothing(filled: Client) -> None:
    named = [(resolve(urlsplit(form.action).path).view_name, form) for form in crawl(filled)]
    found = {name: form for name, form in named if EDITS.get(name, ("",))[0] in form.values}
    assert found.keys() == EDITS.keys()
    for name, form in found.items():
        with transaction.atomic():
            told = send_from_two_tabs(filled, form, *EDITS[name])
            # Each form finds what stood when its page was shown.
            transaction.set_rollback(True)
        assert (name, told) == (name, [302, 400, 302, 0])


def send_from_two_tabs(
    client: Client, form: FoundForm, box: str, one: str, other: str
) -> list[int]:
    """How three forms of one showing are answered, and how many facts came of the last, as the first."""
    first = send(client, form, form.values | {box: one})
    kept = Fact.objects.count()
    later = [send(client, form, form.values | {box: said}) for said in (other, one)]
    return [first, *later, Fact.objects.count() - kept]
