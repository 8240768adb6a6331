"""Components, weak bridges and further forms, against taking each rater and form out by hand."""

from collections.abc import Collection
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.algorithms.rating_model.further_forms import suggest_forms
from headway.algorithms.rating_model.network import (
    Form,
    Network,
    find_components,
    find_weak_bridges,
    link,
)

SIZE = 10
FORMS = st.lists(st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)), max_size=20)


def _link(forms: Collection[Form], size: int = SIZE) -> Network:
    return link(forms, rater_count=size, person_count=size)


def _team(first: int, size: int) -> list[Form]:
    """Everybody of a team rates everybody else of it."""
    members = range(first, first + size)
    return [(rater, person) for rater in members for person in members if rater != person]


def _split(forms: Collection[Form], *, without: int | None = None) -> list[int]:
    """How many raters each part has, largest first, by flooding from each rater."""
    left = [form for form in forms if form[0] != without]
    unseen, sizes = set(range(SIZE)) - {without}, []
    while unseen:
        raters, persons = {unseen.pop()}, set[int]()
        while True:
            persons |= {person for rater, person in left if rater in raters}
            wider = raters | {rater for rater, person in left if person in persons}
            if wider == raters:
                break
            raters = wider
        unseen -= raters
        sizes.append(len(raters))
    return sorted(sizes, reverse=True)


def test_two_teams_that_share_nobody_are_two_components() -> None:
    found = find_components(_link([*_team(0, 6), *_team(6, 4)]))
    assert [component.raters for component in found] == [(0, 1, 2, 3, 4, 5), (6, 7, 8, 9)]


def test_who_neither_gave_nor_got_a_form_is_in_no_component() -> None:
    (found,) = find_components(_link([(2, 5)]))
    assert (found.raters, found.persons) == ((2,), (5,))
    assert find_components(_link([])) == ()


def test_one_form_between_teams_is_a_weak_bridge() -> None:
    (found,) = find_weak_bridges(_link([*_team(0, 6), *_team(6, 4), (1, 7)]))
    assert found.forms == ((1, 7),)
    assert (found.raters, found.persons) == ((6, 7, 8, 9), (6, 7, 8, 9))


def test_two_forms_between_teams_are_a_weak_bridge_together() -> None:
    (found,) = find_weak_bridges(_link([*_team(0, 6), *_team(6, 4), (1, 7), (8, 2)]))
    assert (found.rater, found.forms, found.raters) == (None, ((1, 7), (8, 2)), (6, 7, 8, 9))


def test_three_forms_by_one_rater_hang_on_that_rater() -> None:
    across = [(1, 6), (1, 7), (1, 8)]
    (found,) = find_weak_bridges(_link([*_team(0, 6), *_team(6, 4), *across]))
    assert (found.rater, found.forms, found.raters) == (1, (), (6, 7, 8, 9))


def test_three_forms_by_three_raters_are_no_weak_bridge() -> None:
    across = [(1, 6), (2, 7), (8, 3)]
    assert find_weak_bridges(_link([*_team(0, 6), *_team(6, 4), *across])) == ()


@given(FORMS)
def test_components_are_the_parts_that_flooding_finds(forms: list[Form]) -> None:
    alone = SIZE - len({rater for rater, _ in forms})
    found = [len(component.raters) for component in find_components(_link(forms))]
    assert found + [1] * alone == _split(forms)


@given(FORMS)
def test_a_bridge_is_told_just_when_something_splits_two_groups(forms: list[Form]) -> None:
    listed = sorted(set(forms))
    whole = _split(listed)

    def splits(parts: list[int]) -> bool:
        return len(parts) > len(whole) and parts != whole and _cut_size(whole, parts) >= 2

    by_forms = any(
        splits(_split([form for form in listed if form not in removed]))
        for count in (1, 2)
        for removed in combinations(listed, count)
    )
    found = find_weak_bridges(_link(forms))
    assert any(bridge.forms for bridge in found) == by_forms or _only_doubly(listed, whole)
    for bridge in found:
        left = [form for form in listed if form not in bridge.forms]
        assert len(_split(left, without=bridge.rater)) > len(whole) - (bridge.rater is not None)


def _cut_size(whole: list[int], parts: list[int]) -> int:
    """The raters of the smaller of the parts that one whole fell into."""
    new, old = list(parts), list(whole)
    for size in whole:
        if size in new:
            new.remove(size)
            old.remove(size)
    return min(new) if len(new) == 2 else 0


def _only_doubly(listed: list[Form], whole: list[int]) -> bool:
    """Two splits by one form each add up to a split by two; each is told by itself, if large enough."""
    return any(len(_split([f for f in listed if f != form])) > len(whole) for form in listed)


@given(FORMS)
def test_what_is_told_does_not_hang_on_the_order_of_forms(forms: list[Form]) -> None:
    assert find_weak_bridges(_link(forms)) == find_weak_bridges(_link([*forms[::-1], *forms]))


@given(FORMS)
def test_suggested_forms_make_one_component(forms: list[Form]) -> None:
    further = suggest_forms(_link(forms), most=100)
    joined = [*forms, *((form.rater, form.person) for form in further)]
    assert len(find_components(_link(joined))) <= 1
    assert len({(form.rater, form.person) for form in further} - set(forms)) == len(further)


@given(FORMS, st.integers(0, 4))
def test_no_more_forms_are_suggested_than_wanted_and_none_that_is_not_allowed(
    forms: list[Form], most: int
) -> None:
    found = suggest_forms(_link(forms), is_allowed=lambda rater, person: rater != person, most=most)
    assert len(found) <= most
    assert all(form.rater != form.person for form in found)


def test_a_bridge_on_one_rater_is_strengthened_by_others() -> None:
    forms = [*_team(0, 6), *_team(6, 4), (1, 6), (1, 7), (1, 8)]
    further = suggest_forms(_link(forms))
    assert further
    assert all(form.rater != 1 and not form.joins for form in further)
    joined = [*forms, *((form.rater, form.person) for form in further)]
    assert find_weak_bridges(_link(joined)) == ()


def test_where_nobody_may_help_nothing_is_suggested() -> None:
    network = _link([*_team(0, 6), *_team(6, 4)])
    assert suggest_forms(network, is_allowed=lambda _rater, _person: False) == ()


def test_a_chain_of_ten_thousand_raters_needs_no_recursion() -> None:
    size = 10_000
    chain = [(n, n) for n in range(size)] + [(n, n + 1) for n in range(size - 1)]
    found = find_weak_bridges(_link(chain, size))
    assert len(found[0].raters) == size // 2


@pytest.mark.parametrize("form", [(-1, 0), (SIZE, 0), (0, -1), (0, SIZE)])
def test_a_form_by_or_on_nobody_is_refused(form: Form) -> None:
    with pytest.raises(ValueError, match="isn't there"):
        _link([form])
