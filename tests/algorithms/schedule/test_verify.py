"""The verifier refuses whatever does not keep what it says, and needs no solver to do so."""

import subprocess
import sys
from dataclasses import replace

import pytest

from headway.algorithms.schedule.cuts import Cut
from headway.algorithms.schedule.problem import Sequence
from headway.algorithms.schedule.proof import Case
from headway.algorithms.schedule.solve import Effort, solve
from headway.algorithms.schedule.verify import UnverifiedResultError, verify
from schedule_problems import item, problem, session

ASKED = problem(
    item("course", hours=4.0, money=60.0, min_length=2.0, max_length=4.0),
    item("talk", hours=2.0, sessions=(session(3), session(6)), requires=("course",)),
    item("twin-one", hours=1.0, amount=0.1, group="twins"),
    item("twin-two", hours=1.0, amount=0.1, group="twins"),
    item("dear", hours=1.0, money=90.0, amount=0.2),
    item("after", hours=1.0, amount=0.05),
    sequences=(Sequence(first="course", then="after", worth=0.01),),
)
RESULT = solve(ASKED, Effort(relative_gap=0.0))
PROOF = RESULT.proof
PLACED = {p.item: p for p in RESULT.placements}


def with_placement(name, **changes):
    others = [p for p in RESULT.placements if p.item != name]
    return replace(RESULT, placements=(*others, replace(PLACED[name], **changes)))


def with_another(name, **changes):
    copied = replace(PLACED["course"], item=name, **changes)
    return replace(RESULT, placements=(*RESULT.placements, copied))


def test_the_result_itself_is_accepted():
    assert {"course", "talk", "after"} <= set(PLACED)
    verify(ASKED, RESULT)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(RESULT, objective=RESULT.objective + 0.01),
        replace(RESULT, bound=RESULT.bound + 0.01),
        replace(RESULT, bound=RESULT.objective - 0.01),
        replace(RESULT, relative_gap=0.5),
        replace(RESULT, relative_gap=float("nan")),
        replace(RESULT, bound=float("inf")),
        replace(RESULT, proof=replace(PROOF, prices=((),))),
        replace(RESULT, proof=replace(PROOF, prices=(((0, float("nan")),),))),
        replace(RESULT, proof=replace(PROOF, prices=(((9999, 1.0),),))),
        replace(RESULT, proof=replace(PROOF, cases=Case(prices=7))),
        replace(RESULT, proof=replace(PROOF, block_size=0)),
        replace(RESULT, proof=replace(PROOF, cuts=(Cut(skill="x", items=(), kind="alone"),))),
        replace(
            RESULT, proof=replace(PROOF, cuts=(Cut(skill="talking", items=("x",), kind="alone"),))
        ),
        replace(RESULT, chosen_worth=RESULT.objective + 0.1),
        replace(RESULT, chosen_worth=RESULT.objective + 0.1, without_few=RESULT.placements),
        replace(RESULT, placements=RESULT.placements[1:]),
        replace(RESULT, placements=(*RESULT.placements, RESULT.placements[0])),
        replace(RESULT, left_out=(("dear", "money"),)),
        with_placement("course", first_step=-1),
        with_placement("course", first_step=7),
        with_placement("course", shares=(1.0,)),
        with_placement("course", shares=(0.5, 0.4)),
        with_placement("course", shares=(1.5, -0.5)),
        with_placement("course", shares=(0.5, 0.0, 0.0, 0.0, 0.0, 0.5)),
        with_placement("course", year=1),
        with_placement("course", item="unknown"),
        with_placement("course", session=0),
        with_placement("talk", first_step=5),
        with_placement("talk", session=None),
        with_placement("talk", session=9),
        with_placement("talk", first_step=0, session=0),
        with_placement("after", first_step=0),
        with_another("dear"),
        with_another("twin-one" if "twin-two" in PLACED else "twin-two"),
    ],
)
def test_a_changed_result_is_refused(wrong):
    with pytest.raises(UnverifiedResultError):
        verify(ASKED, wrong)


@pytest.mark.parametrize(
    "changed",
    [
        replace(ASKED, banned=("course",)),
        replace(ASKED, locked=("dear",)),
        replace(ASKED, at_once=0),
        replace(ASKED, steps=ASKED.steps[:2], items=ASKED.items[:1], sequences=()),
        replace(ASKED, skills=(replace(ASKED.skills[0], level=0.9),)),
        replace(
            ASKED, resources=(replace(ASKED.resources[0], limits=(0.5,) * 8), ASKED.resources[1])
        ),
        replace(ASKED, resources=(ASKED.resources[0], replace(ASKED.resources[1], limits=(5.0,)))),
    ],
)
def test_a_result_of_another_problem_is_refused(changed):
    with pytest.raises(UnverifiedResultError):
        verify(changed, RESULT)


def test_an_entry_level_that_is_not_reached_is_seen():
    asked = problem(item("plain"), item("high", entry=(("talking", 0.3),)))
    result = solve(asked, Effort(relative_gap=0.0))
    too_high = tuple(replace(i, entry=(("talking", 0.5),)) if i.entry else i for i in asked.items)
    with pytest.raises(UnverifiedResultError, match="entry level"):
        verify(replace(asked, items=too_high), result)


def test_the_verifier_brings_no_solver_and_no_array_library():
    code = (
        "import sys, headway.algorithms.schedule.verify\n"
        "assert not {'numpy', 'scipy'} & {name.split('.')[0] for name in sys.modules}"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
