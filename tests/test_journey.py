"""The whole way from what is known of a person to a packet, and the same answer at every door."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from django.test import Client
from typer.testing import CliRunner

from headway.cli.app import app
from headway.core.dossier import Dossier, Fact
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.journey import LOOK_BACK, Journey, travel
from headway.core.plan import PlanWish
from headway.core.ratings import RatingForm
from headway.formats import built_in, json_form
from headway.records import bridge

DAY = date(2026, 11, 23)
HALF_A_YEAR_AGO = DAY - timedelta(days=180)
LADDER, CATALOGUE, SAMPLE = built_in.ladder(), built_in.catalogue(), built_in.sample_dossier(DAY)
ROLE = LADDER.role("senior-product-manager")
WISH = PlanWish(
    target_role=ROLE.slug,
    by=date(2027, 12, 31),
    hours_per_week=4.0,
    budget_per_year_minor=150_000,
)


def travelled(dossier: Dossier = SAMPLE, wish: PlanWish = WISH, as_of: date = DAY) -> Journey:
    return travel(dossier, LADDER, CATALOGUE, wish, as_of=as_of)


def written(dossier: Dossier = SAMPLE) -> str:
    return json_form.write(travelled(dossier))


@pytest.fixture(scope="module")
def journey() -> Journey:
    return travelled()


@pytest.fixture(scope="module")
def earlier() -> Journey:
    return travelled(as_of=HALF_A_YEAR_AGO)


def test_every_part_refers_to_the_same_role(journey: Journey) -> None:
    slugs = (journey.standing.compared_role, journey.gap.role, journey.packet.role)
    assert {*slugs, journey.plan.wish.target_role} == {ROLE.slug}
    assert {journey.gap.role_title, journey.plan.target_title} == {ROLE.title}


def test_every_part_refers_to_the_same_day(journey: Journey) -> None:
    parts = (journey.standing, journey.gap, journey.plan, journey.progress, journey.packet)
    assert {part.as_of for part in parts} == {DAY}
    assert journey.progress.since == DAY - LOOK_BACK


def test_every_part_starts_from_the_same_held_role(journey: Journey) -> None:
    held = (journey.standing, journey.gap, journey.plan, journey.packet)
    assert {part.held_role for part in held} == {"product-manager"}


def test_the_gap_tells_the_chances_that_standing_found(journey: Journey) -> None:
    found = {e.competency: e.meets_chance for e in journey.standing.estimates}
    told = {e.slug: e.meets_chance for e in journey.gap.expectations if e.kind == "level"}
    assert told == {slug: found[slug] for slug in ROLE.expected}


def test_the_plan_starts_from_the_chances_that_standing_found(journey: Journey) -> None:
    found = {e.competency: e.meets_chance for e in journey.standing.estimates}
    for outlook in journey.plan.outlook:
        assert outlook.chance_now == pytest.approx(found[outlook.competency])


def test_the_packet_has_a_line_for_every_expectation_of_the_gap(journey: Journey) -> None:
    assert tuple(line.expectation for line in journey.packet.lines) == journey.gap.expectations


def test_the_packet_cites_nothing_that_the_gap_does_not_name(journey: Journey) -> None:
    for line in journey.packet.lines:
        cited = {item.text for item in (*line.evidence, *line.below)}
        assert cited <= set(line.expectation.evidence)


def test_the_sample_has_something_in_every_part(journey: Journey) -> None:
    assert len(journey.standing.estimates) == len(LADDER.competencies)
    assert len(journey.gap.top) == 3
    assert journey.plan.items
    assert 0 < journey.packet.proven_count < len(journey.packet.lines)
    assert journey.progress.new_evidence


def test_the_same_input_gives_the_same_answer_to_the_last_digit(journey: Journey) -> None:
    assert written() == json_form.write(journey)


def test_another_process_gives_the_same_answer_to_the_last_digit() -> None:
    demo = ["demo", "--json", f"--as-of={DAY}"]
    # Another seed puts sets and dictionaries of text in another order.
    found = subprocess.run(
        [sys.executable, "-m", "headway.cli", *demo],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout == CliRunner().invoke(app, demo).stdout


def test_the_order_in_which_facts_are_kept_changes_nothing(journey: Journey) -> None:
    turned = replace(SAMPLE, facts=SAMPLE.facts[::-1])
    assert written(turned) == json_form.write(journey)


def test_what_is_told_later_changes_nothing(journey: Journey) -> None:
    later = Fact(
        id=UUID(int=7),
        body=RatingForm(rater="M.", source="manager", marks={"communication": 4}),
        happened_on=DAY,
        recorded_at=datetime.combine(DAY + timedelta(days=1), time(9), UTC),
    )
    assert written(replace(SAMPLE, facts=(*SAMPLE.facts, later))) == json_form.write(journey)


def test_a_day_in_the_past_knows_less(journey: Journey, earlier: Journey) -> None:
    assert earlier.packet.proven_count < journey.packet.proven_count
    assert earlier.standing.others_have_rated is False
    for then, now in zip(earlier.packet.lines, journey.packet.lines, strict=True):
        assert set(then.evidence) <= set(now.evidence)


def test_a_day_in_the_past_is_what_one_would_have_been_told_then(earlier: Journey) -> None:
    by_then = tuple(f for f in SAMPLE.facts if f.recorded_at.date() <= HALF_A_YEAR_AGO)
    told_then = travelled(replace(SAMPLE, facts=by_then), as_of=HALF_A_YEAR_AGO)
    assert json_form.write(told_then) == json_form.write(earlier)


def test_somebody_of_whom_nothing_is_known_travels_too() -> None:
    found = travelled(Dossier(owner=UUID(int=1)))
    assert {e.state for e in found.standing.estimates} <= {"too little to tell", None}
    assert found.packet.proven_count == 0
    assert found.plan.items


def test_a_role_that_is_none_stops_the_journey_with_those_there_are() -> None:
    with pytest.raises(UnknownNameError, match="no role 'wizard'; it has associate"):
        travelled(wish=replace(WISH, target_role="wizard"))


def test_a_wish_that_ends_before_it_begins_stops_the_journey() -> None:
    with pytest.raises(InvalidInputError, match="before it starts"):
        travelled(wish=replace(WISH, by=DAY - timedelta(days=1)))


# The same answer at every door ------------------------------------------------------------------


@pytest.fixture
def kept_sample(workspace: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample person's facts, kept in a workspace as if they were its owner's."""
    monkeypatch.setenv("HEADWAY_SAMPLE", "")
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    owner = bridge.register_person(
        "Robin Sample (fictional)",
        id=SAMPLE.owner,
        created_at=moment,
        time_zone=SAMPLE.time_zone,
        is_owner=True,
    )
    bridge.keep_dossier(owner, (bridge.KeptFact(fact=fact) for fact in SAMPLE.facts))


WISHED = {
    "by": "2027-12-31",
    "hours_per_week": "4",
    "budget_per_year": "1500",
}


@pytest.mark.parametrize("word", ["standing", "gap", "plan", "progress", "packet"])
def test_a_command_prints_what_the_journey_found(
    kept_sample: None, journey: Journey, word: str
) -> None:
    options = [f"--{name.replace('_', '-')}={value}" for name, value in WISHED.items()]
    asked = [word, "--json", f"--as-of={DAY}", f"--target={ROLE.slug}"]
    result = CliRunner().invoke(app, [*asked, *(options if word == "plan" else [])])
    assert result.exit_code == 0, result.exception
    assert result.stdout == json_form.write(getattr(journey, word)) + "\n"


@pytest.mark.parametrize("word", ["standing", "gap", "plan"])
def test_the_api_answers_what_the_journey_found(
    kept_sample: None, journey: Journey, word: str
) -> None:
    query = {"as_of": str(DAY), "target": ROLE.slug, **(WISHED if word == "plan" else {})}
    answer = Client(HTTP_HOST="127.0.0.1").get(f"/api/{word}", query)
    assert answer.content.decode() == json_form.write(getattr(journey, word))
