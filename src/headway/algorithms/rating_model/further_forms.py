"""Which few further forms would make raters comparable, or more surely so."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from headway.algorithms.rating_model.network import (
    Component,
    Form,
    Integers,
    Network,
    WeakBridge,
    find_components,
    find_weak_bridges,
    link,
)

MOST_SUGGESTIONS = 10
# Of each side of a split so many raters and people are thought of for a further form.
_WIDEST_LOOK = 200


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A further form that would help: by whom, on whom; it `joins` components or strengthens a bridge."""

    rater: int
    person: int
    joins: bool


def suggest_forms(
    network: Network,
    *,
    is_allowed: Callable[[int, int], bool] = lambda _rater, _person: True,
    most: int = MOST_SUGGESTIONS,
) -> tuple[Suggestion, ...]:
    """Few further forms that join components, then make weak bridges stronger, most useful first.

    `is_allowed` says whether a rater could rate a person, both by number. Raters and people with
    the most forms are asked for first: what is known of them carries furthest. A weak bridge is
    strong once other raters reach across too. Ends early where nobody allowed could help.
    """
    suggested: list[Suggestion] = []
    while len(suggested) < most:
        grown = _with_forms(network, suggested)
        found = _bring_together(grown, is_allowed, most - len(suggested))
        if not found:
            break
        suggested += found
    return tuple(suggested[:most])


def _with_forms(network: Network, suggested: Sequence[Suggestion]) -> Network:
    further = np.array([(s.rater, s.person) for s in suggested], dtype=np.int64).reshape(-1, 2)
    forms = np.concatenate([np.stack([network.rater, network.person], axis=1), further])
    return link(forms, rater_count=network.rater_count, person_count=network.person_count)


def _bring_together(
    network: Network, is_allowed: Callable[[int, int], bool], most: int
) -> list[Suggestion]:
    """One form for each split: between components, or else across weak bridges of groups apart."""
    components = find_components(network)
    found = []
    for part in components[1:]:
        form = _across(network, part, components[0], (), is_allowed)
        found += [Suggestion(rater=form[0], person=form[1], joins=True)] if form else []
        if len(found) == most:
            break
    return found or _strengthen(network, components, is_allowed)


def _strengthen(
    network: Network, components: Sequence[Component], is_allowed: Callable[[int, int], bool]
) -> list[Suggestion]:
    found, helped = list[Suggestion](), set[int]()
    for bridge in find_weak_bridges(network):
        if helped.isdisjoint(bridge.raters):
            form = _across_bridge(network, bridge, components, is_allowed)
            further = Suggestion(rater=form[0], person=form[1], joins=False) if form else None
            if further and further not in found:
                helped.update(bridge.raters)
                found.append(further)
    return found


def _across_bridge(
    network: Network,
    bridge: WeakBridge,
    components: Sequence[Component],
    is_allowed: Callable[[int, int], bool],
) -> Form | None:
    """A form by somebody who does not bridge yet: a bridge by one rater gets no stronger by more of it."""
    whole = next(part for part in components if bridge.raters[0] in set(part.raters))
    rest = Component(
        raters=tuple(sorted(set(whole.raters) - set(bridge.raters))),
        persons=tuple(sorted(set(whole.persons) - set(bridge.persons))),
    )
    side = Component(raters=bridge.raters, persons=bridge.persons)
    bridging = {rater for rater, _ in bridge.forms} | {bridge.rater}
    return _across(network, side, rest, bridging, is_allowed)


def _across(
    network: Network,
    one: Component,
    other: Component,
    bridging: Collection[int | None],
    is_allowed: Callable[[int, int], bool],
) -> Form | None:
    """The allowed form between two groups whose rater and person have the most forms already."""
    given = np.bincount(network.rater, minlength=network.rater_count)
    received = np.bincount(network.person, minlength=network.person_count)
    best: tuple[int, int, int] | None = None
    for raters, persons in ((one.raters, other.persons), (other.raters, one.persons)):
        free = _most_linked(given, set(raters) - set(bridging))
        seen = _most_linked(received, persons)
        pairs = ((rater, person) for rater in free for person in seen if is_allowed(rater, person))
        pair = next(pairs, None)
        if pair is not None:
            known = int(min(given[pair[0]], received[pair[1]]))
            best = max(best or (-1, 0, 0), (known, -pair[0], -pair[1]))
    return None if best is None else (-best[1], -best[2])


def _most_linked(forms: Integers, among: Collection[int | None]) -> list[int]:
    """The places `among` those of `forms` with the highest numbers, of equals the first."""
    places = np.sort(np.array(list(among), dtype=np.int64))
    found: list[int] = places[np.argsort(-forms[places], kind="stable")][:_WIDEST_LOOK].tolist()
    return found
