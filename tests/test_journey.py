"""The whole way from what is known of a person to a packet, and the same answer at every door."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from html import unescape
from typing import Any
from uuid import UUID, uuid5

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from headway.algorithms.rating_model import Calibration
from headway.cli.app import app
from headway.core import wording
from headway.core.assessment import assess
from headway.core.dossier import Dossier, Fact
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.journey import LOOK_BACK, Journey, travel
from headway.core.organisation.calibration import OrganisationCalibration, calibrate_organisation
from headway.core.plan import PlanWish
from headway.core.profile import Aim
from headway.core.progress import measure_progress
from headway.core.ratings import RatingForm
from headway.core.standing import estimate_levels
from headway.core.standing.why import explain_estimate
from headway.formats import built_in, json_form
from headway.records import bridge, calibrations, rows

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
    # Without the texts that the gap rests on: a packet holds what it cites and nothing beside it.
    asked = tuple(replace(expectation, evidence=()) for expectation in journey.gap.expectations)
    assert tuple(line.expectation for line in journey.packet.lines) == asked


def test_the_packet_cites_nothing_that_the_gap_does_not_name(journey: Journey) -> None:
    for line, gap in zip(journey.packet.lines, journey.gap.expectations, strict=True):
        cited = {item.text for item in (*line.evidence, *line.below)}
        assert cited <= set(gap.evidence)


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
    with pytest.raises(UnknownNameError, match="no role 'wizard'; it has Associate"):
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
    bridge.keep_dossier(owner, (rows.KeptFact(fact=fact) for fact in SAMPLE.facts))


WISHED = {
    "by": "2027-12-31",
    "hours_per_week": "4",
    "budget_per_year": "1500",
}


def told_as_json(answer: object) -> Any:
    """An answer as its JSON form reads."""
    return json.loads(json_form.write(answer))


def without_reading(text: str) -> Any:
    """A JSON answer without what is worth reading beside it, which the journey does not look for."""
    told = json.loads(text)
    told.pop("related_reading", None)
    return told


@pytest.mark.parametrize("word", ["standing", "gap", "plan", "progress", "packet"])
def test_a_command_prints_what_the_journey_found(
    kept_sample: None, journey: Journey, word: str
) -> None:
    options = [f"--{name.replace('_', '-')}={value}" for name, value in WISHED.items()]
    asked = [word, "--json", f"--as-of={DAY}", f"--target={ROLE.slug}"]
    result = CliRunner().invoke(app, [*asked, *(options if word == "plan" else [])])
    assert result.exit_code == 0, result.exception
    assert without_reading(result.stdout) == told_as_json(getattr(journey, word))


@pytest.mark.parametrize("word", ["mentors", "network"])
def test_a_command_and_the_api_tell_the_same_of_people(kept_sample: None, word: str) -> None:
    asked = [word, "--json", f"--as-of={DAY}", f"--target={ROLE.slug}"]
    told = json.loads(CliRunner().invoke(app, asked).stdout)
    answer = Client(HTTP_HOST="127.0.0.1").get(f"/api/{word}?as_of={DAY}&target={ROLE.slug}")
    assert told == answer.json()
    assert told["role"] == ROLE.slug


@pytest.mark.parametrize("word", ["standing", "gap", "plan", "progress", "packet"])
def test_the_api_answers_what_the_journey_found(
    kept_sample: None, journey: Journey, word: str
) -> None:
    query = {"as_of": str(DAY), "target": ROLE.slug, **(WISHED if word == "plan" else {})}
    answer = Client(HTTP_HOST="127.0.0.1").get(f"/api/{word}", query)
    assert without_reading(answer.content.decode()) == told_as_json(getattr(journey, word))


def told_by(journey: Journey, word: str) -> list[str]:
    """What the page of that word has to say, if it says what the journey found."""
    if word == "standing":
        return [wording.describe_estimate(e, LADDER, ROLE) for e in journey.standing.estimates]
    if word == "gap":
        return [wording.describe_gap(e) for e in journey.gap.expectations]
    if word == "plan":
        return [
            text for i in journey.plan.items for text in (i.title, wording.say_date(i.starts_on))
        ]
    if word == "progress":
        return [m.name for m in journey.progress.movements] + list(journey.progress.new_evidence)
    return [wording.describe_line(line) for line in journey.packet.lines]


@pytest.mark.parametrize("word", ["standing", "gap", "plan", "progress", "packet"])
def test_the_page_says_what_the_journey_found(
    kept_sample: None, journey: Journey, word: str
) -> None:
    query = {"as_of": str(DAY), "target": ROLE.slug, **(WISHED if word == "plan" else {})}
    text = unescape(Client(HTTP_HOST="127.0.0.1").get(f"/{word}/", query).content.decode())
    sentences = told_by(journey, word)
    assert sentences
    assert [s for s in sentences if s not in text] == []


# One calibration at every door ------------------------------------------------------------------

KEPT_ON = DAY - timedelta(days=10)
FIGURES = WISHED | {"as_of": str(DAY), "target": ROLE.slug}
PAGES = ("/standing/", "/standing/communication/", "/gap/", "/plan/", "/progress/", "/packet/")


@cache
def learnt(as_of: date = KEPT_ON) -> OrganisationCalibration:
    """What five people's ratings teach, all of them as the sample's: a strict manager among them."""
    forms = [fact for fact in SAMPLE.facts if isinstance(fact.body, RatingForm)]
    people = [SAMPLE]
    for number in range(1, 5):
        facts = tuple(replace(f, id=uuid5(f.id, str(number))) for f in forms)
        people.append(replace(SAMPLE, owner=UUID(int=number), facts=facts))
    return calibrate_organisation(people, LADDER, as_of=as_of)


@pytest.fixture
def kept(kept_sample: None) -> Calibration:
    """As the sample is read once a calibration was kept ten days ago."""
    moment = datetime.combine(KEPT_ON, time(12), UTC)
    calibrations.keep_calibration(learnt(), recorded_at=moment)
    found = calibrations.find_calibration(SAMPLE, LADDER, as_of=DAY)
    assert found is not None
    return found.scoring


def asked_of(word: str, day: date = DAY) -> str:
    """The answer of a command as JSON; of plan with the wish."""
    options = [f"--{name.replace('_', '-')}={value}" for name, value in WISHED.items()]
    asked = [*word.split(), "--json", f"--as-of={day}", f"--target={ROLE.slug}"]
    result = CliRunner().invoke(app, [*asked, *(options if word == "plan" else [])])
    assert result.exit_code == 0, result.exception
    return result.stdout


def read_page(path: str, day: date = DAY) -> str:
    answer = Client(HTTP_HOST="127.0.0.1").get(path, FIGURES | {"as_of": str(day)})
    return answer.content.decode()


def test_every_command_counts_the_kept_calibration(kept: Calibration, journey: Journey) -> None:
    found = travel(SAMPLE, LADDER, CATALOGUE, WISH, as_of=DAY, calibration=kept)
    for word in ("standing", "gap", "plan", "packet"):
        told = told_as_json(getattr(found, word))
        assert without_reading(asked_of(word)) == told, word
        assert told != told_as_json(getattr(journey, word)), word


def test_progress_counts_the_kept_calibration_on_both_days(kept: Calibration) -> None:
    found = measure_progress(
        SAMPLE, LADDER, ROLE, since=HALF_A_YEAR_AGO, as_of=DAY, calibration=kept
    )
    assert asked_of(f"progress --since={HALF_A_YEAR_AGO}") == json_form.write(found) + "\n"
    then = estimate_levels(
        SAMPLE, LADDER, as_of=HALF_A_YEAR_AGO, compared_role=ROLE, calibration=kept
    )
    assert found.movements
    # Where the last day settled an earlier one starts, so it is found to within a hair of its own standing.
    alone = {estimate.competency: estimate for estimate in then.estimates}
    for movement in found.movements:
        before, estimate = movement.then, alone[movement.competency]
        assert before.mean == pytest.approx(estimate.mean, abs=1e-3)
        assert before.level_chances == pytest.approx(estimate.level_chances, abs=1e-3)
        assert (before.state, before.bars) == (estimate.state, estimate.bars)


def test_every_path_of_the_api_counts_the_kept_calibration(kept: Calibration) -> None:
    found = travel(SAMPLE, LADDER, CATALOGUE, WISH, as_of=DAY, calibration=kept)
    for word in ("standing", "gap", "plan", "packet"):
        assert without_reading(read_page(f"/api/{word}")) == told_as_json(getattr(found, word)), (
            word
        )


def test_why_counts_the_kept_calibration_at_both_doors(kept: Calibration) -> None:
    why = explain_estimate(
        SAMPLE,
        LADDER,
        "communication",
        as_of=DAY,
        compared_role=ROLE,
        reveals_raters=True,
        calibration=kept,
    )
    standing = estimate_levels(SAMPLE, LADDER, as_of=DAY, compared_role=ROLE, calibration=kept)
    assert why.estimate in standing.estimates
    assert why.history[-1].estimate == why.estimate
    assert asked_of("standing --why=communication") == json_form.write(why) + "\n"
    assert read_page("/api/standing/communication") == json_form.write(why)


def test_what_is_told_as_json_names_the_calibration_that_counts(kept: Calibration) -> None:
    version = json.loads(asked_of("standing"))["calibration"]
    assert version == kept.version != ""
    assert json.loads(asked_of("standing --why=communication"))["calibration"] == version
    assert json.loads(read_page("/api/standing"))["calibration"] == version
    before = KEPT_ON - timedelta(days=1)
    assert json.loads(asked_of("standing", before))["calibration"] == ""


def test_the_assessment_counts_the_scale_of_the_kept_calibration(kept: Calibration) -> None:
    told = CliRunner().invoke(app, ["assess", "--json", f"--as-of={DAY}"], input="q\n")
    assert told.exit_code == 0, told.exception
    aim = SAMPLE.known_by(DAY).latest(Aim)
    role = LADDER.role(aim.target_role) if aim else None
    found = assess(SAMPLE, LADDER, role, as_of=DAY, calibration=kept)
    assert told.stdout == json_form.write(found) + "\n"
    assert found != assess(SAMPLE, LADDER, role, as_of=DAY)


def test_every_page_and_command_says_which_calibration_counts(kept: Calibration) -> None:
    said = "calibration kept on 13 November 2026 from the ratings of 5 people (version "
    for path in PAGES:
        assert said in read_page(path), path
    for word in ("standing", "gap", "progress", "packet", "standing --why=communication"):
        asked = [*word.split(), f"--as-of={DAY}", f"--target={ROLE.slug}"]
        assert said in " ".join(CliRunner().invoke(app, asked).output.split()), word


def test_before_it_was_kept_the_shipped_calibration_counts(kept: Calibration) -> None:
    before = KEPT_ON - timedelta(days=1)
    shipped = estimate_levels(SAMPLE, LADDER, as_of=before, compared_role=ROLE)
    assert asked_of("standing", before) == json_form.write(shipped) + "\n"
    assert read_page("/api/standing", before) == json_form.write(shipped)
    assert "calibration kept" not in read_page("/standing/", before)


def test_a_calibration_of_few_people_changes_no_answer(kept_sample: None, journey: Journey) -> None:
    few = calibrate_organisation([SAMPLE], LADDER, as_of=KEPT_ON)
    calibrations.keep_calibration(few, recorded_at=datetime.combine(KEPT_ON, time(12), UTC))
    assert asked_of("standing") == json_form.write(journey.standing) + "\n"
    assert "calibration kept" not in read_page("/standing/")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_for_the_kept_calibration_once(kept: Calibration, path: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        read_page(path)
    assert sum("calibration" in query["sql"] for query in queries) == 1
