"""Each expectation of a role with what shows it, and what is missing most."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from examples import DAY, JUNIOR, LADDER, SENIOR, dossier, estimate, fact, law, seen, standing
from headway.core.gap import expected_shortfall_sd, find_gaps
from headway.core.standing import SD_OF_LEVEL

logits = st.floats(min_value=-50, max_value=50)
sds = st.floats(min_value=0.01, max_value=5)
EVEN = (estimate("asking"), estimate("telling"))


def gaps(*facts, estimates=EVEN, role=SENIOR):
    return find_gaps(dossier(*facts), standing(*estimates), LADDER, role, as_of=DAY)


def gap_of(report, slug):
    (found,) = (e for e in report.expectations if e.slug == slug)
    return found


@law
@given(logits, sds, logits)
@example(38.321, 1.0, 0.0)
def test_a_shortfall_is_never_negative(mean, sd, bar):
    assert expected_shortfall_sd(estimate(mean=mean, sd=sd, bar=bar)) >= 0


@law
@given(logits, logits, sds, logits)
def test_a_shortfall_falls_as_the_mean_rises(one, other, sd, bar):
    low, high = sorted((one, other))
    below, above = (expected_shortfall_sd(estimate(mean=m, sd=sd, bar=bar)) for m in (low, high))
    assert above <= below + 1e-9


@law
@given(logits, sds, logits)
def test_a_shortfall_is_at_least_the_distance_of_the_mean_below_the_bar(mean, sd, bar):
    shortfall = expected_shortfall_sd(estimate(mean=mean, sd=sd, bar=bar))
    assert shortfall >= (bar - mean) / SD_OF_LEVEL - 1e-9


def test_on_the_bar_the_shortfall_is_that_of_the_normal_loss_function():
    # L(0) = 1 / sqrt(2 pi) = .398942...
    assert expected_shortfall_sd(estimate(sd=SD_OF_LEVEL)) == pytest.approx(0.3989422804)


def test_without_a_bar_nothing_falls_short():
    assert expected_shortfall_sd(estimate(bar=None)) == 0


def test_levels_come_first_then_experiences_then_responsibilities():
    kinds = [(e.kind, e.slug) for e in gaps().expectations]
    assert kinds == [
        ("level", "asking"),
        ("level", "telling"),
        ("experience", "launched"),
        ("responsibility", "explain"),
    ]


def test_a_level_the_role_does_not_ask_for_is_left_out():
    assert [e.slug for e in gaps(role=JUNIOR).expectations] == ["asking", "listen"]


def test_a_level_carries_what_its_estimate_says():
    sure = estimate(state="shown", meets_chance=0.9, view_count=2, most_likely_level=1)
    found = gap_of(gaps(estimates=(sure,)), "asking")
    assert (found.state, found.meets_chance, found.view_count) == ("shown", 0.9, 2)
    assert (found.expected_level_name, found.most_likely_level_name) == ("Awareness", "Awareness")


def test_a_level_without_a_state_is_too_little_to_tell():
    found = gap_of(gaps(estimates=(estimate(state=None, bar=None),)), "asking")
    assert (found.state, found.shortfall_sd) == ("too little to tell", 0)


def test_a_level_names_the_evidence_that_bears_on_it():
    report = gaps(fact(seen("Asked nine people", asking=1)), fact(seen("Sang", asking=None)))
    assert gap_of(report, "asking").evidence == ("Asked nine people",)
    assert gap_of(report, "telling").evidence == ()


@pytest.mark.parametrize(
    ("support", "state"),
    [
        ("claimed", "too little to tell"),
        ("corroborated", "shown"),
        ("verified", "shown"),
    ],
)
@pytest.mark.parametrize("slug", ["launched", "explain"])
def test_only_another_person_makes_an_expectation_shown(slug, support, state):
    found = gap_of(gaps(fact(seen(support=support, expectations=(slug,)))), slug)
    assert (found.state, found.evidence_count) == (state, 1)
    assert found.evidence == ("Asked nine people",)


def test_an_expectation_that_nothing_supports_is_not_yet():
    assert gap_of(gaps(), "launched").state == "not yet"


def test_one_confirmed_item_among_claims_is_enough():
    own = fact(seen("Own", support="claimed", expectations=("launched",)))
    found = gap_of(gaps(own, fact(seen(expectations=("launched",)))), "launched")
    assert (found.state, found.evidence_count) == ("shown", 2)


def test_a_draft_supports_nothing_and_is_counted():
    draft = fact(seen(asking=1, is_draft=True, expectations=("launched",)))
    report = gaps(draft)
    assert gap_of(report, "launched").state == "not yet"
    assert gap_of(report, "asking").evidence == ()
    assert report.draft_count == 1


def test_later_evidence_is_not_known_yet():
    assert gap_of(gaps(fact(seen(expectations=("launched",)), 1)), "launched").state == "not yet"


def test_the_largest_shortfall_matters_most():
    estimates = (estimate("asking", mean=0.5), estimate("telling", mean=-0.5))
    assert gaps(estimates=estimates).top == ("telling", "asking", "launched")


def test_of_equal_shortfalls_the_first_of_the_ladder_comes_first():
    assert gaps().top[:2] == ("asking", "telling")


def test_what_is_shown_does_not_matter_any_more():
    estimates = (estimate("asking", state="shown"), estimate("telling", state="shown"))
    shown = fact(seen(expectations=("launched",)))
    assert gaps(shown, estimates=estimates).top == ("explain",)


def test_what_nothing_shows_comes_before_what_only_the_person_says():
    estimates = (estimate("asking", state="shown"), estimate("telling", state="shown"))
    own = fact(seen(support="claimed", expectations=("launched",)))
    assert gaps(own, estimates=estimates).top == ("explain", "launched")


def test_at_most_three_gaps_matter_most():
    levels = tuple(replace(c, slug=f"{c.slug}-{n}") for c in LADDER.competencies for n in range(3))
    role = replace(SENIOR, expected=dict.fromkeys((c.slug for c in levels), 1))
    estimates = tuple(estimate(c.slug) for c in levels)
    ladder = replace(LADDER, competencies=levels)
    report = find_gaps(dossier(), standing(*estimates), ladder, role, as_of=DAY)
    assert report.top == ("asking-0", "asking-1", "asking-2")


def test_the_report_names_the_role_the_day_and_what_is_held():
    report = gaps()
    assert (report.role, report.role_title, report.held_role) == ("senior", "Senior", "junior")
    assert report.as_of == DAY
