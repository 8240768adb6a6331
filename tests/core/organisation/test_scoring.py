"""One person is scored by a kept calibration as the calibration itself found them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from uuid import uuid5

import numpy as np
import pytest
from numpy.typing import NDArray

from examples import DAY, OWNER, fact, rated
from headway.algorithms import rating_model
from headway.core.dossier import Dossier
from headway.core.organisation.calibration import (
    OrganisationCalibration,
    PartMean,
    RaterSeverity,
    arrange_marks,
    calibrate_organisation,
)
from headway.core.organisation.marks import collect_marks
from headway.core.organisation.scoring import scoring_calibration
from headway.core.standing import estimate_levels
from headway.core.standing.severity import default_calibration
from headway.formats import built_in

LADDER = built_in.ladder()
LADDER = replace(LADDER, competencies=LADDER.competencies[:6])
SLUGS = [competency.slug for competency in LADDER.competencies]
AS_OF = DAY + timedelta(days=60)
TEAM = 7


def of_person(number: int, *raters: str, level: int) -> Dossier:
    """Marks a level up or down by turns, so that neither all people nor all raters are alike."""
    facts = []
    for turn, rater in enumerate(raters):
        moved = [
            (number * 3 + turn * 2 + place * place) % 5 // 2 - 1 for place in range(len(SLUGS))
        ]
        marks = {slug: min(4, max(0, level + by)) for slug, by in zip(SLUGS, moved, strict=True)}
        body = rated(rater, "peer" if turn else "manager", **marks)
        facts.append(replace(fact(body), id=uuid5(OWNER, f"{number} {turn}")))
    return Dossier(owner=uuid5(OWNER, f"person {number}"), facts=tuple(facts))


@cache
def people() -> tuple[Dossier, ...]:
    """Three teams that share peers, then a strong one that shares nobody with them."""
    found = []
    for number in range(3 * TEAM):
        peers = (f"Peer {(number + 1) % (3 * TEAM)}", f"Peer {(number + 5) % (3 * TEAM)}")
        found.append(of_person(number, f"Manager {number // TEAM}", *peers, level=2))
    for turn in range(TEAM):
        peers = (f"Apart {(turn + 1) % TEAM}", f"Apart {(turn + 2) % TEAM}")
        found.append(of_person(100 + turn, "Manager apart", *peers, level=3))
    return tuple(found)


@cache
def kept() -> OrganisationCalibration:
    return calibrate_organisation(people(), LADDER, as_of=AS_OF)


def part_of(rater: str) -> int:
    part = kept().raters[rater].part
    assert part is not None
    return part


def apart() -> PartMean:
    return kept().parts[part_of("named manager apart")]


def levels(
    calibration: OrganisationCalibration, persons: Sequence[Dossier]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and SD of everybody, each scored alone."""
    found = [
        estimate_levels(
            person,
            LADDER,
            as_of=AS_OF,
            calibration=scoring_calibration(calibration, person, LADDER, as_of=AS_OF),
        ).estimates
        for person in persons
    ]
    return np.array([[e.mean for e in one] for one in found]), np.array(
        [[e.sd for e in one] for one in found]
    )


def whole() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and SD of everybody as the calibration found them, in the order of `people`."""
    told = collect_marks(people(), LADDER, as_of=AS_OF)
    fitted = rating_model.calibrate(arrange_marks(told, AS_OF), default_calibration(LADDER))
    cases = sorted(str(person.owner) for person in people())
    order = [cases.index(str(person.owner)) for person in people()]
    return fitted.mean[order], fitted.sd[order]


def test_everybody_stands_where_the_calibration_itself_found_them() -> None:
    (mean, sd), (expected, expected_sd) = levels(kept(), people()), whole()
    # What one person's own forms taught of raters is taken out by an even share, not exactly.
    assert np.abs(mean - expected).max() < 0.2
    assert abs((mean - expected)[-TEAM:].mean()) < 0.02
    assert abs((mean - expected)[:-TEAM].mean()) < 0.02
    assert sd == pytest.approx(expected_sd, rel=0.03)


def test_without_the_means_of_parts_the_strong_team_apart_is_pulled_to_the_middle() -> None:
    strong = people()[-TEAM:]
    assert apart().mean > 0.3
    bare = replace(
        kept(),
        parts=(),
        raters={n: replace(r, part=None, following=0.0) for n, r in kept().raters.items()},
    )
    assert levels(kept(), strong)[0].mean() > levels(bare, strong)[0].mean() + 0.1


def test_each_part_is_told_with_its_people_and_the_raters_that_are_in_it() -> None:
    together = kept().parts[part_of("named peer 1")]
    assert (together.people_count, apart().people_count) == (3 * TEAM, TEAM)
    here = {n for n, r in kept().raters.items() if r.part == part_of("named manager apart")}
    assert here == {"named manager apart", *(f"named apart {turn}" for turn in range(TEAM))}
    assert all(0 < told.following < 1 for told in kept().raters.values())


def test_a_person_whose_raters_are_in_no_part_starts_where_the_steps_are() -> None:
    stranger = of_person(500, "Somebody new", level=3)
    found = scoring_calibration(kept(), stranger, LADDER, as_of=AS_OF)
    assert found.ground == rating_model.Ground()


def test_one_rater_of_a_part_is_enough_to_start_from_its_mean() -> None:
    newcomer = of_person(500, "Manager apart", level=3)
    ground = scoring_calibration(kept(), newcomer, LADDER, as_of=AS_OF).ground
    assert 0.2 < ground.mean < apart().mean
    assert apart().sd < ground.sd < kept().spreads["sd_apart"]


def test_the_part_of_most_raters_counts() -> None:
    between = of_person(500, "Manager apart", "Peer 1", "Peer 2", level=3)
    found = scoring_calibration(kept(), between, LADDER, as_of=AS_OF)
    assert found.ground.mean < 0.1
    assert found.ground.following["named manager apart"] == 0


def test_of_a_part_of_fewer_than_five_people_no_mean_is_kept() -> None:
    few = [of_person(300 + n, "Manager of few", level=4) for n in range(4)]
    found = calibrate_organisation([*people(), *few], LADDER, as_of=AS_OF)
    assert sorted(part.people_count for part in found.parts) == [TEAM, 3 * TEAM]
    told = found.raters["named manager of few"]
    assert (told.part, told.following) == (None, 0.0)


def test_the_mean_of_a_part_fades() -> None:
    newcomer = of_person(500, "Manager apart", level=3)
    soon, late = (
        scoring_calibration(kept(), newcomer, LADDER, as_of=AS_OF + timedelta(days=days)).ground
        for days in (0, 700)
    )
    assert late.mean < soon.mean
    assert soon.sd < late.sd < kept().spreads["sd_apart"]


def test_what_is_kept_of_a_severity_given_the_part_is_what_it_was_in_all() -> None:
    part = PartMean(mean=0.8, sd=0.4, people_count=10**9)
    told = RaterSeverity(mean=0.5, sd=0.5, case_count=10**9, part=0, following=0.6)
    calibration = replace(kept(), parts=(part,), raters={"named peer 1": told})
    person = of_person(500, "Peer 1", level=2)
    found = scoring_calibration(calibration, person, LADDER, as_of=AS_OF)
    severity = found.raters["named peer 1"]
    assert severity.mean == pytest.approx(0.5)
    total = severity.sd**2 + (found.ground.following["named peer 1"] * found.ground.sd) ** 2
    assert total == pytest.approx(0.5**2)
