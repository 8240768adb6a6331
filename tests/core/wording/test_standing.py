"""The words about one estimate: what pulls it, one's own mark beside it, what would sharpen it."""

from dataclasses import replace

import pytest

from examples import DAY, LADDER, estimate
from headway.core.standing.pulls import AgeEffect, EvidencePull, Pull
from headway.core.standing.sharpen import Sharpener
from headway.core.standing.trace import HistoryPoint
from headway.core.standing.why import Why
from headway.core.wording import standing as words

WHY = Why(
    as_of=DAY,
    estimate=estimate(view_count=2, own_level=1),
    others_have_rated=True,
    reveals_raters=True,
    pulls=(),
    evidence=(),
    age=None,
    left_out=(),
    history=(),
    sharpeners=(),
)
BEST = Sharpener(view="peer", level=None, doubt_now=0.25, doubt_after=0.2, chance_of_a_call=0.3)


@pytest.mark.parametrize(
    ("pull", "said"),
    [
        (Pull(source="peer", name="Ana", count=1), "Ana (a peer) said nothing of this one"),
        (Pull(source="manager", count=1, levels=(1,)), "Your manager marked Awareness"),
        (Pull(source="peer", count=3, answer_count=2), "Peers (3 people) answered about 2 acts"),
        (Pull(source="claimed", count=1), "Evidence that nobody else confirmed (1 piece of"),
        (Pull(source="verified"), "Evidence that was checked (on other competencies)"),
        (Pull(source="self", levels=(0, 1)), "Your own view marked None yet, then Awareness"),
    ],
)
def test_a_pull_is_told_by_whose_it_is_and_what_they_said(pull: Pull, said: str) -> None:
    assert words.describe_pull(pull, WHY, LADDER).startswith(said)


def test_a_pull_says_which_way_and_whether_it_narrows_the_range() -> None:
    wide = Pull(source="peer", count=3, moves_levels=-0.5, sd_without=1.5)
    told = words.describe_pull(wide, WHY, LADDER)
    assert told.endswith(": lowers it strongly and makes the range narrower.")
    role = replace(wide, source="role", moves_levels=0.1)
    assert words.describe_pull(role, WHY, LADDER).endswith(": raises it a little.")


def test_further_views_are_counted() -> None:
    assert words.tell_untold(WHY) == ""
    one, two = (words.tell_untold(replace(WHY, untold_views=n)) for n in (1, 2))
    assert (one, two) == (
        "1 further view moves it less than these.",
        "2 further views move it less than these.",
    )


def test_a_piece_of_evidence_is_told_with_its_level_its_support_and_its_day() -> None:
    pull = EvidencePull(text="Asked ten", level=1, support="verified", seen_on=DAY)
    told = "“Asked ten” (Awareness, verified, 2 March 2026): "
    assert words.describe_evidence_pull(pull, LADDER) == f"{told}by itself it hardly moves it."
    clear = replace(pull, moves_levels=0.2)
    assert words.describe_evidence_pull(clear, LADDER) == f"{told}raises it clearly."


@pytest.mark.parametrize(
    ("own", "others", "views", "said"),
    [
        (None, True, 2, ""),
        (1, False, 0, "You see Awareness; nobody else has rated you yet, so this counts."),
        (1, True, 0, "You see Awareness; of those who rated you nobody spoke of this competency."),
        (1, True, 2, "You see Awareness, and so do the others, most likely."),
        (0, True, 2, "You see None yet; from what others say it is most likely Awareness."),
    ],
)
def test_ones_own_mark_stands_beside(own: int | None, others: bool, views: int, said: str) -> None:
    beside = words.describe_own_beside(
        estimate(own_level=own, view_count=views), LADDER, others_have_rated=others
    )
    assert beside == said


@pytest.mark.parametrize(
    ("fresh", "said"), [(0.99, ""), (0.95, "a little wider."), (0.5, "much wider.")]
)
def test_what_time_does_is_told_where_it_shows(fresh: float, said: str) -> None:
    age = AgeEffect(oldest_on=DAY, moves_levels=0.0, sd_if_fresh=fresh)
    told = words.describe_age(age, estimate())
    assert told.endswith(said)
    assert bool(told) is bool(said)


def test_beside_an_estimate_stand_ones_own_mark_and_its_age() -> None:
    age = AgeEffect(oldest_on=DAY, moves_levels=0.0, sd_if_fresh=0.5)
    assert words.tell_beside(WHY, LADDER) == [
        "You see Awareness, and so do the others, most likely."
    ]
    assert len(words.tell_beside(replace(WHY, age=age), LADDER)) == 2


@pytest.mark.parametrize(
    ("chance", "state", "said"),
    [
        (
            0.3,
            "too little to tell",
            "; the chance that it is then shown or not yet is about 3 in 10.",
        ),
        (0.01, "too little to tell", "hardly be enough by itself for “shown” or “not yet”."),
        (0.3, "shown", "A view by a further peer would sharpen it most."),
    ],
)
def test_what_would_sharpen_it_is_told_with_how_much_to_hope_for(
    chance: float, state: str, said: str
) -> None:
    best = replace(BEST, chance_of_a_call=chance)
    why = replace(WHY, estimate=estimate(state=state), sharpeners=(best,))
    assert words.describe_sharpeners(why, LADDER).endswith(said)


def test_where_raters_stay_hidden_a_further_peer_counts_with_others() -> None:
    why = replace(WHY, sharpeners=(BEST,), reveals_raters=False)
    assert "once three have given theirs" in words.describe_sharpeners(why, LADDER)


def test_evidence_that_would_sharpen_it_is_named_by_its_level() -> None:
    piece = replace(BEST, view="verified", level=1)
    told = words.describe_sharpeners(replace(WHY, sharpeners=(piece,)), LADDER)
    assert told.startswith("A piece of evidence at Awareness that somebody checks")


@pytest.mark.parametrize("now", [0.0, 0.25])
def test_where_no_view_would_help_much_that_is_said(now: float) -> None:
    idle = replace(BEST, doubt_now=now, doubt_after=now)
    told = words.describe_sharpeners(replace(WHY, sharpeners=(idle,)), LADDER)
    assert told == "No single further view would sharpen it much."


def test_a_day_without_anything_known_says_so() -> None:
    point = HistoryPoint(on=DAY, estimate=estimate())
    assert words.describe_point(point, LADDER) == "2 March 2026: nothing known of it yet"
    known = replace(point, estimate=estimate(view_count=2))
    assert "2 views" in words.describe_point(known, LADDER)
