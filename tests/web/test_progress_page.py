"""Progress: what moved between two days, and the weekly look that tells how steps go."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from headway.core.evidence import Completion, EvidenceItem
from headway.core.fact_kinds import AdoptedPlan
from headway.core.plan import Plan, PlanWish, make_plan
from headway.core.profile import About, Aim
from headway.core.progress import measure_progress
from headway.core.standing import estimate_levels
from headway.formats import built_in, json_form
from headway.records import access, bridge
from headway.records.models import Fact, Person
from web_client import TODAY, Keep, field, read, send

LADDER = built_in.ladder()
ROLE = LADDER.role("senior-product-manager")
BEGAN = TODAY - timedelta(days=120)


def adopted_plan() -> Plan:
    dossier = built_in.sample_dossier(TODAY)
    standing = estimate_levels(dossier, LADDER, as_of=BEGAN, compared_role=ROLE)
    wish = PlanWish(
        target_role=ROLE.slug,
        by=TODAY + timedelta(days=240),
        hours_per_week=4,
        budget_per_year_minor=100_000,
    )
    return make_plan(dossier, standing, LADDER, built_in.catalogue(), wish, as_of=BEGAN)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return adopted_plan()


@pytest.fixture
def begun(ada: Person, plan: Plan) -> list[str]:
    """A plan adopted four months ago; the steps that have begun by now."""
    moment = datetime.combine(BEGAN, datetime.min.time(), UTC)
    for body in (Aim(target_role=ROLE.slug), AdoptedPlan(document=bridge.document_of(plan))):
        bridge.record_fact(ada, body, happened_on=BEGAN, recorded_at=moment)
    items = sorted(plan.items, key=lambda i: (i.starts_on, i.ends_on, i.opportunity))
    return [item.opportunity for item in items if item.starts_on <= TODAY]


def told(kind: type) -> list[object]:
    person = access.workspace_owner()
    return [b for _, b in bridge.load_dossier(person).known_by(TODAY).each(kind)] if person else []


def look(client: Client, status: int = 302, **answers: object) -> str:
    return send(client, "/progress/", status, **({"key": uuid4()} | answers))


def test_it_compares_two_days_as_the_core_does(sample: Client) -> None:
    since = date(TODAY.year - 1, 12, 1)
    found = measure_progress(built_in.sample_dossier(TODAY), LADDER, ROLE, since=since, as_of=TODAY)
    answer = sample.get(f"/api/progress?since={since}&target={ROLE.slug}")
    assert answer.content.decode() == json_form.write(found)
    text = read(sample, f"/progress/?since={since}")
    assert text.count('class="chart range-bar"') == len(found.movements) > 0
    assert all(evidence in text for evidence in found.new_evidence)


@pytest.mark.parametrize(
    ("since", "sentence"),
    [("soon", "'soon' is no day"), (str(TODAY), "Progress needs a day before")],
)
def test_a_wrong_first_day_is_told_beside_its_field(
    sample: Client, since: str, sentence: str
) -> None:
    text = field(read(sample, f"/progress/?since={since}"), "since")
    assert sentence in text
    assert f'value="{since}"' in text
    assert sample.get(f"/api/progress?since={since}").status_code in (400, 409)


def test_every_step_is_listed_with_its_state(own: Client, begun: list[str], plan: Plan) -> None:
    text = read(own, "/progress/").split('class="next-steps plan-steps"')[1].split("</ol>")[0]
    assert all(item.title in text for item in plan.items)
    assert "to come" in text


def test_quarters_are_drawn_from_the_plan_s_first_day_on(own: Client, begun: list[str]) -> None:
    text = read(own, f"/progress/?since={BEGAN - timedelta(days=200)}")
    assert 2 <= text.count('id="quarter-') // 2 <= 3
    assert "hours told of" in text


def test_the_look_asks_about_the_steps_that_are_due_only(
    own: Client, begun: list[str], plan: Plan
) -> None:
    text = read(own, "/progress/")
    asked = {i.opportunity for i in plan.items if f'name="outcome_{i.opportunity}"' in text}
    assert asked == set(begun) != set()


def test_a_step_that_is_done_leaves_its_evidence_once(own: Client, begun: list[str]) -> None:
    key = uuid4()
    for _ in range(2):
        address = look(own, key=key, **{f"outcome_{begun[0]}": "done", f"hours_{begun[0]}": "7.5"})
    assert told(Completion) == [Completion(opportunity=begun[0], outcome="done", hours=7.5)]
    [evidence] = told(EvidenceItem)
    assert isinstance(evidence, EvidenceItem)
    assert evidence.text.startswith("Finished: ")
    text = read(own, address.split("#")[0])
    assert "Kept." in text
    assert f'name="outcome_{begun[0]}"' not in text


def test_after_a_look_the_page_says_what_it_changed_in_the_plan(
    own: Client, begun: list[str], plan: Plan
) -> None:
    title = next(i.title for i in plan.items if i.opportunity == begun[0])
    text = read(own, look(own, **{f"outcome_{begun[0]}": "cancelled"}).split("#")[0])
    assert f"{title} is out: it was cancelled." in text


def test_what_is_skipped_stays_as_it_was(own: Client, begun: list[str]) -> None:
    look(own, **{f"outcome_{slug}": "" for slug in begun})
    assert told(Completion) == []


def test_a_late_step_says_until_when(own: Client, begun: list[str]) -> None:
    until = TODAY + timedelta(days=21)
    look(own, **{f"outcome_{begun[0]}": "late", f"until_{begun[0]}": until})
    assert told(Completion) == [Completion(opportunity=begun[0], outcome="late", late_until=until)]
    answer = {f"outcome_{begun[0]}": "late", f"until_{begun[0]}": until}
    look(own, **answer)
    assert len(told(Completion)) == 1


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("until", "", "Say until which day to come"),
        ("until", str(TODAY), "Say until which day to come"),
        ("until", "soon", "'soon' is no day"),
        ("hours", "many", "Write hours as a number"),
        ("hours", "-1", "Hours run from 0"),
        ("hours", "nan", "Write hours as a number"),
    ],
)
def test_a_wrong_answer_stays_with_a_sentence_and_nothing_is_kept(
    own: Client, begun: list[str], name: str, typed: str, sentence: str
) -> None:
    slug = begun[0]
    answers = {f"outcome_{slug}": "late", f"until_{slug}": str(TODAY + timedelta(days=9))}
    page = look(own, 400, **(answers | {f"{name}_{slug}": typed}))
    assert sentence in field(page, f"{name}_{slug}")
    assert told(Completion) == []


def test_hours_need_an_answer_too(own: Client, begun: list[str]) -> None:
    page = look(own, 400, **{f"hours_{begun[0]}": "3"})
    assert "Say how it goes, too" in page
    assert told(Completion) == []


def test_a_step_that_is_not_due_is_not_told_of(own: Client, begun: list[str], plan: Plan) -> None:
    ahead = next(i.opportunity for i in plan.items if i.opportunity not in begun)
    look(own, **{f"outcome_{ahead}": "done"})
    assert told(Completion) == []


def test_without_a_plan_the_page_says_where_one_begins(own: Client, keep: Keep) -> None:
    keep(About(name="Ada"))
    text = read(own, "/progress/")
    assert "Once you take on a plan" in text
    assert 'name="key"' not in text


def test_a_past_day_and_the_sample_take_no_look(
    own: Client, sample: Client, begun: list[str]
) -> None:
    assert "outcome_" not in read(sample, "/progress/")
    assert "This is the sample person" in look(sample, 400)


def test_a_past_day_asks_nothing(own: Client, begun: list[str]) -> None:
    text = read(own, f"/progress/?as_of={TODAY - timedelta(days=1)}")
    assert "outcome_" not in text
    assert "Steps of your plan" in text


def test_a_day_without_a_first_one_before_is_no_trouble(own: Client, keep: Keep) -> None:
    keep(About(name="Ada"))
    assert "No plan was taken on" in read(own, "/progress/?as_of=2026-02-04")
    assert Fact.objects.count() == 1
