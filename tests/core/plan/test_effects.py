"""Effects from views before and after: pulled to what is stated, told with enough, used only when asked."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import CATALOGUE, DAY, LADDER, dossier, fact, rated
from headway.core.evidence import Completion
from headway.core.plan.effects import ENOUGH, estimate_effects, with_own_effects

LATER = DAY + timedelta(days=100)
ITEM = "tell-a-room"


def done(days=0, opportunity=ITEM):
    return fact(Completion(opportunity=opportunity, outcome="done"), days)


def person(before, after, *, source="manager", done_on=0):
    """Somebody seen by three people at these levels before and after finishing one thing."""
    views = [
        fact(rated(f"{rater} {source}", source, telling=level), days)
        for days, level in ((-20, before), (20, after))
        for rater in ("A", "B", "C")
    ]
    return dossier(done(done_on), *views)


def effects_of(*people):
    return estimate_effects(people, LADDER, CATALOGUE, as_of=LATER)


def test_rises_seen_after_completions_raise_the_effect_and_none_lowers_it():
    (risen,) = effects_of(*[person(0, 1)] * ENOUGH)
    (still,) = effects_of(*[person(1, 1)] * ENOUGH)
    assert risen.found_sd > risen.stated_sd > still.found_sd
    assert (risen.kind, risen.people_count, risen.completion_count) == ("workshop", 5, 5)


def test_the_range_narrows_with_more_people_and_holds_the_figure():
    few, many = (effects_of(*[person(0, 1)] * number)[0] for number in (ENOUGH, 30))
    for effect in (few, many):
        low, high = effect.found_range
        assert low <= effect.found_sd <= high
    assert many.found_range[1] - many.found_range[0] < few.found_range[1] - few.found_range[0]


def test_too_few_people_tell_no_figure():
    (effect,) = effects_of(*[person(0, 1)] * (ENOUGH - 1))
    assert (effect.found_sd, effect.found_range, effect.people_count) == (None, None, 4)


def test_completions_without_views_on_both_sides_tell_nothing():
    only_before = dossier(done(), fact(rated(telling=0), -20))
    only_after = dossier(done(), fact(rated(telling=1), 20))
    own_then_others = dossier(
        done(), fact(rated("self", "self", telling=0), -20), fact(rated(telling=1), 20)
    )
    not_done = dossier(*person(0, 1).facts[1:])
    assert effects_of(only_before, only_after, own_then_others, not_done) == ()


def test_what_was_told_only_later_counts_by_the_day_on_which_it_happened():
    told = person(0, 1)
    late = datetime.combine(LATER, time.min, UTC)
    later = replace(told, facts=tuple(replace(fact, recorded_at=late) for fact in told.facts))
    assert effects_of(*[later] * ENOUGH) == effects_of(*[told] * ENOUGH)


def test_no_effect_that_was_found_leaves_the_catalogue_as_it_is():
    few = effects_of(*[person(0, 1)] * (ENOUGH - 1))
    assert with_own_effects(CATALOGUE, few) is CATALOGUE


def test_what_two_completions_build_alike_is_told_of_neither():
    both = person(0, 1)
    twin = replace(both, facts=(*both.facts, done(opportunity="tell-a-room-again")))
    again = replace(
        CATALOGUE,
        opportunities=(
            *CATALOGUE.opportunities,
            replace(CATALOGUE.opportunity(ITEM), slug="tell-a-room-again"),
        ),
    )
    assert estimate_effects([twin], LADDER, again, as_of=LATER) == ()


def test_only_what_was_known_by_the_day_counts():
    people = [person(0, 1)] * ENOUGH
    assert estimate_effects(people, LADDER, CATALOGUE, as_of=DAY) == ()


@settings(deadline=None, max_examples=10)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=5, max_size=6))
def test_the_order_of_people_changes_nothing_that_counts(levels):
    people = [person(*pair) for pair in levels]
    (one,), (other,) = effects_of(*people), effects_of(*people[::-1])
    assert one.found_sd == pytest.approx(other.found_sd, abs=1e-12)


def test_own_effects_replace_the_stated_ones_and_the_version_says_so():
    effects = effects_of(*[person(0, 1)] * ENOUGH)
    changed = with_own_effects(CATALOGUE, effects)
    assert changed.kind("workshop").effect_sd == effects[0].found_sd
    assert changed.kind("workshop").source.startswith("Views before and after 5 completions")
    assert changed.version == f"{CATALOGUE.version}+own-effects"


def test_with_nothing_found_the_catalogue_stays_as_it_is():
    assert with_own_effects(CATALOGUE, effects_of(person(0, 1))) is CATALOGUE


def test_one_completion_in_a_personal_file_is_not_enough():
    (effect,) = effects_of(person(0, 1))
    assert (effect.completion_count, effect.found_sd) == (1, None)


def test_views_so_old_that_they_hardly_narrow_anything_tell_nothing():
    def seen(years):
        return fact(rated(telling=0), -365 * years)

    after = fact(rated(telling=1), 20)
    assert effects_of(dossier(seen(1), done(), after)) != ()
    assert effects_of(dossier(seen(300), done(), after)) == ()


def test_a_kind_of_which_nothing_was_found_keeps_what_is_stated():
    other = replace(CATALOGUE.kinds[0], slug="other")
    both = replace(CATALOGUE, kinds=(*CATALOGUE.kinds, other))
    assert with_own_effects(both, effects_of(*[person(0, 1)] * ENOUGH)).kind("other") is other


def test_what_was_only_begun_or_is_in_no_catalogue_tells_nothing():
    whole = person(0, 1)
    begun = replace(whole, facts=whole.facts[1:])
    only_begun = fact(Completion(opportunity=ITEM, outcome="begun"))
    elsewhere = done(opportunity="in-no-catalogue")
    more = replace(begun, facts=(only_begun, elsewhere, *begun.facts))
    assert effects_of(*[more] * ENOUGH) == effects_of(*[begun] * ENOUGH) == ()
