"""What a person is told of how far their answers reach."""

from dataclasses import replace

import pytest

from examples import DAY, LADDER, SENIOR, dossier
from headway.core.assessment import assess
from headway.core.wording.assessment import describe_reach

NOTHING = assess(dossier(), LADDER, SENIOR, as_of=DAY)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            {"answered_count": 7, "called": ("asking",), "more_answers": 6, "more_calls": 1},
            "7 answered; 1 of 2 competencies can be told; about 6 more answers would tell 1 more.",
        ),
        (
            {"answered_count": 7, "called": ("asking", "telling"), "more_calls": 0},
            "7 answered; 2 of 2 competencies can be told.",
        ),
        (
            {"more_answers": 4, "more_calls": 1},
            "none answered yet; about 4 answers would tell 1 of 2 competencies.",
        ),
        (
            {"more_answers": 0, "more_calls": 0},
            "none answered; 0 of 2 competencies can be told; a few more answers would tell no other.",
        ),
        (
            {"answered_count": 9, "more_calls": 0, "next_behaviour": None},
            "9 answered; 0 of 2 competencies can be told; more would tell little.",
        ),
    ],
)
def test_the_reach_of_the_answers_in_words(found, said):
    assert describe_reach(replace(NOTHING, **found)) == said


def test_without_a_role_nothing_is_called():
    found = assess(dossier(), LADDER, None, as_of=DAY)
    assert (
        describe_reach(replace(found, answered_count=3))
        == "3 answered, about none of 2 competencies."
    )
