"""An organisation's calibration follows from its facts alone, and leaves few people alone."""

import math
import random
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from uuid import UUID, uuid5

import numpy as np
import pytest

from examples import DAY, OWNER, fact, rated
from headway.core.dossier import Dossier, Fact
from headway.core.organisation.calibration import (
    OrganisationCalibration,
    RaterSeverity,
    calibrate_organisation,
)
from headway.core.organisation.marks import collect_marks
from headway.core.organisation.scoring import scoring_calibration
from headway.core.ratings import CycleClosing, RatingForm, VignetteForm
from headway.core.ratings.vignettes import answer_vignettes
from headway.core.standing import estimate_levels
from headway.core.standing.severity import choose_vignettes, default_calibration
from headway.formats import built_in, json_form

LADDER = built_in.ladder()
AS_OF = DAY + timedelta(days=60)
SLUGS = [competency.slug for competency in LADDER.competencies[:6]]
SCENES = built_in.vignettes().vignettes
STRICT, LENIENT = "Rater 0", "Rater 1"


def somebody(number: int) -> UUID:
    return uuid5(OWNER, f"person {number}")


def of_person(number: int, *bodies: object) -> Dossier:
    facts = tuple(
        replace(fact(body), id=uuid5(OWNER, f"{number} {place} {body}"))
        for place, body in enumerate(bodies)
    )
    return Dossier(owner=somebody(number), facts=facts)


@cache
def people(count: int = 12) -> tuple[Dossier, ...]:
    """Everybody is marked by the strict, the lenient and one usual rater, and by themselves."""
    draw = random.Random(7)
    found = []
    for number in range(count):
        level = draw.choice([1, 2, 3])
        marks = {slug: max(1, min(3, level + draw.choice([-1, 0, 0, 1]))) for slug in SLUGS}
        forms = [
            rated(STRICT, "peer", **{slug: mark - 1 for slug, mark in marks.items()}),
            rated(LENIENT, "peer", **{slug: mark + 1 for slug, mark in marks.items()}),
            rated(f"Rater {2 + number % 3}", "manager", **marks),
            rated("Me", "self", **dict.fromkeys(SLUGS, 3)),
        ]
        found.append(of_person(number, *forms))
    return tuple(found)


@cache
def calibrated(count: int = 12) -> OrganisationCalibration:
    return calibrate_organisation(people(count), LADDER, as_of=AS_OF)


def test_the_strict_and_the_lenient_are_told_apart() -> None:
    raters = calibrated().raters
    assert raters["named rater 0"].mean > 0.4
    assert raters["named rater 1"].mean < -0.4
    assert raters["named rater 0"].case_count == 12


def test_it_says_what_it_was_made_from() -> None:
    found = calibrated()
    assert (found.people_count, found.form_count, found.rater_count) == (12, 48, 5)
    assert found.mark_count == 12 * 4 * 6
    assert (found.ladder, found.ladder_version) == (LADDER.slug, LADDER.version)
    assert len(found.inputs_sha256) == 64
    assert not found.is_shipped


def test_the_order_of_people_and_facts_changes_no_digit() -> None:
    turned = [replace(d, facts=tuple(reversed(d.facts))) for d in reversed(people())]
    assert calibrate_organisation(turned, LADDER, as_of=AS_OF) == calibrated()


def test_one_more_mark_changes_the_hash_of_the_inputs() -> None:
    more = [*people()[1:], replace(people()[0], facts=people()[0].facts[1:])]
    found = calibrate_organisation(more, LADDER, as_of=AS_OF)
    assert found.inputs_sha256 != calibrated().inputs_sha256


def test_all_of_it_is_plain_and_survives_json() -> None:
    import msgspec

    text = json_form.write(calibrated())
    assert msgspec.json.decode(text, type=OrganisationCalibration) == calibrated()


def test_fewer_than_five_people_leave_the_shipped_numbers_and_no_rater() -> None:
    found = calibrated(4)
    shipped = default_calibration(LADDER)
    assert found.is_shipped
    assert found.spreads["sd_halo"] == shipped.sd_halo
    assert found.steps[SLUGS[0]] == shipped.steps_of(0)
    assert found.raters == {}


def test_nobody_at_all_leaves_the_shipped_numbers() -> None:
    found = calibrate_organisation([], LADDER, as_of=AS_OF)
    assert (found.people_count, found.is_shipped, found.raters) == (0, True, {})


def test_vignettes_tell_even_where_few_people_were_rated() -> None:
    chosen = choose_vignettes(built_in.vignettes(), (), LADDER, wanted=4)
    marks = {f"{v.slug}/{s.competency}": max(0, s.level - 1) for v in chosen for s in v.shows}
    form = answer_vignettes(built_in.vignettes(), marks, rater=STRICT, source="peer")
    with_form = [*people(2), of_person(9, form)]
    found = calibrate_organisation(with_form, LADDER, as_of=AS_OF)
    assert list(found.raters) == ["named rater 0"]
    assert found.raters["named rater 0"].mean > 0.4


def test_vignettes_are_marks_of_cases_whose_level_is_known() -> None:
    form = VignetteForm(
        rater="Kim",
        source="peer",
        marks={f"a/{SLUGS[0]}": 2, f"a/{SLUGS[1]}": 2, "a/nothing": 2},
        intended={f"a/{SLUGS[0]}": 3},
        version="1",
    )
    told = collect_marks([of_person(1, form)], LADDER, as_of=AS_OF)
    assert told.shown == {"vignette a 1": frozenset({0})}
    assert [(mark.case, mark.place, mark.level) for mark in told.marks] == [("vignette a 1", 0, 2)]
    assert told.of_people == ()


def test_vignettes_move_the_severity_of_a_calibrated_rater() -> None:
    marks = {
        f"{v.slug}/{s.competency}": max(0, s.level - 2)
        for v in built_in.vignettes().vignettes
        for s in v.shows
    }
    form = answer_vignettes(built_in.vignettes(), marks, rater="Rater 2", source="manager")
    found = calibrate_organisation([*people(), of_person(99, form)], LADDER, as_of=AS_OF)
    before, after = calibrated().raters["named rater 2"], found.raters["named rater 2"]
    assert after.mean > before.mean + 0.2
    assert after.case_count == before.case_count + len(built_in.vignettes().vignettes)
    assert found.people_count == 12


def test_a_form_whose_round_is_open_goes_in_nowhere() -> None:
    waiting = RatingForm(rater="Rater 7", source="peer", marks={SLUGS[0]: 4}, cycle="spring")
    with_form = [of_person(0, waiting), *people()[1:]]
    without = [of_person(0), *people()[1:]]
    assert calibrate_organisation(with_form, LADDER, as_of=AS_OF) == calibrate_organisation(
        without, LADDER, as_of=AS_OF
    )
    closed = [of_person(0, waiting, CycleClosing(cycle="spring")), *people()[1:]]
    assert "named rater 7" not in calibrate_organisation(closed, LADDER, as_of=AS_OF).raters


def test_what_was_recorded_later_goes_in_nowhere() -> None:
    late: Fact = fact(rated("Rater 0", "peer", **{SLUGS[0]: 4}), 400)
    first = replace(people()[0], facts=(*people()[0].facts, late))
    assert calibrate_organisation([first, *people()[1:]], LADDER, as_of=AS_OF) == calibrated()


def test_raters_are_kept_under_pseudonyms_where_one_is_given() -> None:
    found = calibrate_organisation(
        people(), LADDER, as_of=AS_OF, pseudonym=lambda rater: f"p{rater[-1]}"
    )
    assert set(found.raters) == {"p0", "p1", "p2", "p3", "p4"}
    assert "rater" not in json_form.write(found.raters).casefold()


def test_scoring_knows_the_raters_of_this_person_only() -> None:
    found = scoring_calibration(calibrated(), people()[0], LADDER, as_of=AS_OF)
    assert sorted(found.raters) == ["named rater 0", "named rater 1", "named rater 2"]
    shown = calibrated().raters["named rater 0"]
    assert 0 < found.raters["named rater 0"].mean < shown.mean
    follows = found.ground.following["named rater 0"] * found.ground.sd
    assert shown.sd < math.hypot(found.raters["named rater 0"].sd, follows) < found.sd_severity


def test_a_rater_of_one_person_is_as_unknown_as_before_for_that_person() -> None:
    one = RaterSeverity(mean=0.7, sd=0.6, case_count=1)
    calibration = replace(calibrated(), raters={"named rater 0": one})
    found = scoring_calibration(calibration, people()[0], LADDER, as_of=AS_OF)
    told = found.raters["named rater 0"]
    assert (told.mean, told.sd) == pytest.approx((0.0, found.sd_severity))


def test_what_is_known_of_raters_fades() -> None:
    soon, late = (
        scoring_calibration(calibrated(), people()[0], LADDER, as_of=AS_OF + timedelta(days=days))
        for days in (0, 1500)
    )
    assert late.raters["named rater 0"].sd > soon.raters["named rater 0"].sd
    assert abs(late.raters["named rater 0"].mean) < soon.raters["named rater 0"].mean


def test_a_person_rated_by_the_strict_stands_higher_under_the_calibration() -> None:
    person = of_person(0, rated(STRICT, "peer", **dict.fromkeys(SLUGS, 2)))
    calibration = scoring_calibration(calibrated(), person, LADDER, as_of=AS_OF)
    plain = estimate_levels(person, LADDER, as_of=AS_OF)
    calibrated_ = estimate_levels(person, LADDER, as_of=AS_OF, calibration=calibration)
    raised = np.array([e.median_position for e in calibrated_.estimates[:6]])
    assert (raised > [e.median_position for e in plain.estimates[:6]]).all()


def test_what_raters_have_in_common_is_told_where_nothing_says_how_strict_all_are() -> None:
    shown = calibrated()
    shared = {rater.shared_sd for rater in shown.raters.values()}
    assert len(shared) == 1
    assert 0 < min(shared) < shown.spreads["sd_severity"]
    marks = {f"{v.slug}/{s.competency}": s.level for v in SCENES for s in v.shows}
    form = answer_vignettes(built_in.vignettes(), marks, rater="Rater 2", source="manager")
    told = calibrate_organisation([*people(), of_person(99, form)], LADDER, as_of=AS_OF)
    assert {rater.shared_sd < min(shared) for rater in told.raters.values()} == {True}


def test_the_mean_of_a_persons_raters_is_no_surer_than_what_they_have_in_common() -> None:
    known = {
        f"named rater {number}": RaterSeverity(mean=0, sd=0.5, case_count=10**9, shared_sd=0.4)
        for number in range(3)
    }
    found = scoring_calibration(
        replace(calibrated(), raters=known), people()[0], LADDER, as_of=AS_OF
    )
    variance_of_mean = sum(told.sd**2 for told in found.raters.values()) / 3**2
    apart = 0.5**2 - 0.4**2
    assert variance_of_mean == pytest.approx(apart / 3 + 0.4**2)


def test_vignettes_marked_since_go_before_a_calibration_of_vignettes_alone() -> None:
    told = RaterSeverity(mean=0.7, sd=0.6, case_count=2)
    calibration = replace(calibrated(4), raters={"named rater 0": told})
    marks = {f"{v.slug}/{s.competency}": s.level for v in SCENES for s in v.shows}
    form = answer_vignettes(built_in.vignettes(), marks, rater="Rater 0", source="peer")
    person = of_person(0, rated(STRICT, "peer", **dict.fromkeys(SLUGS, 2)), form)
    assert scoring_calibration(calibration, person, LADDER, as_of=AS_OF).raters == {}


def test_a_calibration_for_a_former_version_still_scores_what_is_new() -> None:
    former = replace(calibrated(), steps={SLUGS[0]: calibrated().steps[SLUGS[0]]})
    found = scoring_calibration(former, people()[0], LADDER, as_of=date(2026, 12, 1))
    assert found.steps_of(1) == default_calibration(LADDER).steps_of(1)
    assert found.steps_of(0) == calibrated().steps[SLUGS[0]]


def test_what_vignettes_alone_taught_is_kept_whole_for_scoring() -> None:
    told = RaterSeverity(mean=0.7, sd=0.6, case_count=2)
    calibration = replace(calibrated(4), raters={"named rater 0": told})
    found = scoring_calibration(calibration, people()[0], LADDER, as_of=AS_OF)
    assert (found.raters["named rater 0"].mean, found.raters["named rater 0"].sd) == (0.7, 0.6)


def test_a_mark_that_parts_of_a_competency_share_tells_nothing_of_each() -> None:
    told = rated(STRICT, "peer", **dict.fromkeys(SLUGS, 2))
    parts = replace(told, shared=dict.fromkeys(SLUGS[:2], 2))
    places = [
        mark.place for mark in collect_marks([of_person(1, parts)], LADDER, as_of=AS_OF).marks
    ]
    assert len(places) == len(SLUGS) - 2
