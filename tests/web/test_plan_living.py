"""The plan's page carries on what was adopted, and gives it to a calendar."""

import json
from datetime import UTC, datetime

import icalendar
import msgspec
import pytest
from django.test import Client

from headway.core.evidence import Completion
from headway.core.fact_kinds import AdoptedPlan
from headway.core.plan import PlanWish, make_plan
from headway.core.profile import Aim
from headway.core.standing import estimate_levels
from headway.formats import built_in
from headway.records import bridge

NOW = datetime.now(UTC)
ASKED = "?target=senior-product-manager&hours_per_week=2"


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, db: None) -> Client:
    monkeypatch.setenv("HEADWAY_SAMPLE", "")
    return Client(HTTP_HOST="127.0.0.1")


def keep(body: AdoptedPlan | Aim | Completion) -> None:
    person = bridge.ensure_owner("Dana", created_at=NOW)
    bridge.record_fact(person, body, happened_on=NOW.date(), recorded_at=datetime.now(UTC))


def adopt() -> list[dict[str, str]]:
    """Keeps a plan as the owner's; returns its steps in their JSON form."""
    aim = Aim(target_role="senior-product-manager", hours_per_week=2)
    keep(aim)
    ladder, person = built_in.ladder(), bridge.ensure_owner("Dana", created_at=NOW)
    dossier = bridge.load_dossier(person)
    role = ladder.role(aim.target_role)
    standing = estimate_levels(dossier, ladder, as_of=NOW.date(), compared_role=role)
    by = NOW.date().replace(year=NOW.year + 1, day=1)
    wish = PlanWish(target_role=role.slug, by=by, hours_per_week=2, budget_per_year_minor=0)
    catalogue = built_in.catalogue()
    plan = make_plan(dossier, standing, ladder, catalogue, wish, as_of=NOW.date())
    document = json.loads(msgspec.json.encode(plan))
    keep(AdoptedPlan(document=document))
    steps: list[dict[str, str]] = document["items"]
    return steps


def test_the_page_says_what_changed_since_the_plan_was_adopted(own: Client) -> None:
    steps = adopt()
    assert "nothing in it has changed" in own.get("/plan/").content.decode()
    keep(Completion(opportunity=steps[0]["opportunity"], outcome="cancelled"))
    assert "is out: it was cancelled." in own.get("/plan/").content.decode()


def test_the_api_carries_it_on_too(own: Client) -> None:
    steps = adopt()
    answer = json.loads(own.get("/api/plan").content)
    assert (answer["adopted_on"], answer["items"]) == (NOW.date().isoformat(), steps)


def test_the_plan_can_be_taken_into_a_calendar(own: Client) -> None:
    answer = own.get(f"/plan/calendar.ics{ASKED}")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    plan = json.loads(own.get(f"/api/plan{ASKED}").content)
    assert [str(e["SUMMARY"]) for e in events] == [item["title"] for item in plan["items"]]


def test_a_calendar_without_a_role_says_what_is_missing(own: Client) -> None:
    answer = own.get("/plan/calendar.ics")
    assert answer.status_code == 400
    assert "which role you want" in answer.content.decode()


def test_the_page_links_the_calendar_with_what_was_asked(own: Client) -> None:
    keep(Aim(target_role="senior-product-manager"))
    page = own.get(f"/plan/{ASKED}").content.decode()
    assert 'href="/plan/calendar.ics?target=senior-product-manager&amp;hours_per_week=2"' in page
