"""The page and the API path of one opportunity against the plan: why it is in it, or why not."""

import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headway.core.dossier import DraftFact
from headway.core.plan import AskedNow, complete_wish
from headway.core.plan.explain import explain_item
from headway.core.plan.living import follow_plan
from headway.core.profile import About, Aim
from headway.core.standing import estimate_levels
from headway.core.wording import NO_PROMISE
from headway.formats import built_in, json_form
from headway.records import bridge

TODAY = datetime.now(UTC).date()
MOST_QUERIES = 25
NAMED = re.compile(r'href="(/plan/why/[a-z0-9-]+/[^"]*)"')


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("HEADWAY_SAMPLE", "1")
    return Client(HTTP_HOST="127.0.0.1")


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, db: None) -> Client:
    monkeypatch.setenv("HEADWAY_SAMPLE", "")
    return Client(HTTP_HOST="127.0.0.1")


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def keep(*bodies: About | Aim) -> None:
    moment = datetime(2026, 2, 3, 9, tzinfo=UTC)
    person = bridge.ensure_owner("Ada", created_at=moment, time_zone="Europe/London")
    drafts = [DraftFact(body=body, happened_on=moment.date()) for body in bodies]
    bridge.record_facts(person, drafts, recorded_at=moment)


def test_the_plan_leads_to_why_of_each_item_and_of_what_was_close(sample: Client) -> None:
    text = read(sample, "/plan/?hours_per_week=3")
    addresses = NAMED.findall(text)
    assert len(addresses) == text.split('class="items"')[1].split("</ol>")[0].count("<h3>") + 3
    assert all(address.endswith("?hours_per_week=3") for address in addresses)


def test_a_planned_item_tells_why_it_is_in_why_then_and_what_it_adds(sample: Client) -> None:
    address = NAMED.findall(read(sample, "/plan/"))[0]
    text = read(sample, address)
    for heading in ("Why it is in your plan", "Why from ", "What it adds", "What else was close"):
        assert heading in text
    assert NO_PROMISE in text
    assert 'href="/plan/"' in text


def test_what_was_close_tells_why_it_is_not_in(sample: Client) -> None:
    text = read(sample, NAMED.findall(read(sample, "/plan/"))[-1])
    assert "Why it is not in your plan" in text
    assert "What it would add" in text


def test_the_page_needs_nothing_unsafe(sample: Client) -> None:
    answer = sample.get("/plan/why/practise-structured-interviewing/")
    assert "unsafe" not in answer["Content-Security-Policy"]
    inline = (b" style=", b"<script>", b"<style", b" onclick=", b"javascript:")
    assert not any(part in answer.content for part in inline)


def test_the_page_reads_little_from_the_database(own: Client) -> None:
    keep(About(name="Ada"), Aim(target_role="senior-product-manager"))
    with CaptureQueriesContext(connection) as queries:
        read(own, "/plan/why/practise-structured-interviewing/")
    assert 0 < len(queries) <= MOST_QUERIES


def test_a_wrong_wish_is_told_and_nothing_explained(sample: Client) -> None:
    text = read(sample, "/plan/why/practise-structured-interviewing/?hours_per_week=many")
    assert "Write hours as a number" in text
    assert "Why it is" not in text


def test_an_opportunity_that_there_is_not_is_told(sample: Client) -> None:
    assert "no opportunity 'juggling'" in read(sample, "/plan/why/juggling/", 404)
    answer = sample.get("/api/plan/why/juggling")
    assert answer.status_code == 404
    assert "juggling" in json.loads(answer.content)["error"]


def test_without_a_role_the_page_asks_for_one(own: Client) -> None:
    keep(About(name="Ada"))
    assert "which role you want" in read(own, "/plan/why/practise-structured-interviewing/")
    assert own.get("/api/plan/why/practise-structured-interviewing").status_code == 409


def test_the_api_explains_as_the_core_does(sample: Client) -> None:
    known, ladder = built_in.sample_dossier(TODAY), built_in.ladder()
    wish = complete_wish(known.latest(Aim), AskedNow(), as_of=TODAY)
    role = ladder.role(wish.target_role)
    standing = estimate_levels(known, ladder, as_of=TODAY, compared_role=role)
    rest = (known, standing, ladder, built_in.catalogue())
    plan = follow_plan(*rest, wish, as_of=TODAY)
    slug = plan.items[0].opportunity
    reason = explain_item(plan, *rest, slug)
    answer = sample.get(f"/api/plan/why/{slug}?as_of={TODAY}")
    assert json.loads(answer.content) == json.loads(json_form.write(reason))
