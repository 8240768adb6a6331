"""Who rated whom: which raters can be compared at all, by how few forms, and what would help."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

Integers = NDArray[np.int64]

# A rater or two at the edge of a network are no group that somebody would want to compare.
FEWEST_RATERS = 2
MOST_BRIDGES = 20
_LABEL_BITS = 62
_LABEL_SEED = 20_261_123

# A form: the rater's number, the person's number.
Form = tuple[int, int]
_Parts = frozenset[frozenset[int]]


@dataclass(frozen=True, kw_only=True)
class Component:
    """Raters and people, by their numbers, who are linked by forms; comparable only with each other."""

    raters: tuple[int, ...]
    persons: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class WeakBridge:
    """What alone holds a group of raters to the rest of their component: one rater, or a form or two.

    `raters` and `persons` are the smaller side. `rater` is the one whose forms are all there is (None:
    it is `forms`).
    """

    rater: int | None
    forms: tuple[Form, ...]
    raters: tuple[int, ...]
    persons: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Network:
    """Forms between raters and people, each once, in canonical order: `rater` and `person` (forms,)."""

    rater_count: int
    person_count: int
    rater: Integers
    person: Integers


def link(forms: Iterable[Form] | Integers, *, rater_count: int, person_count: int) -> Network:
    """The network of `forms`; several forms by one rater on one person are one link.

    Raises ValueError for a number outside of the counts. A person's own form links nobody: leave it out.
    """
    listed = np.array(list(forms), dtype=np.int64).reshape(-1, 2)
    rater, person = listed[:, 0], listed[:, 1]
    if len(listed) and not (
        0 <= rater.min() <= rater.max() < rater_count
        and 0 <= person.min() <= person.max() < person_count
    ):
        raise ValueError("A form names a rater or a person who isn't there.")
    rater, person = np.divmod(np.unique(rater * person_count + person), max(person_count, 1))
    return Network(rater_count=rater_count, person_count=person_count, rater=rater, person=person)


def find_components(network: Network) -> tuple[Component, ...]:
    """The linked parts of a network that have a form, largest first (by raters, then by people)."""
    labels = _component_labels(network)
    has_form = np.zeros(len(labels), dtype=np.bool_)
    has_form[network.rater] = has_form[network.rater_count + network.person] = True
    order = np.argsort(np.where(has_form, labels, -1), kind="stable")
    order = order[np.searchsorted(np.where(has_form, labels, -1)[order], 0) :]
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    parts = np.split(order, cuts) if len(order) else []
    components = [_component(part, network) for part in parts]
    return tuple(sorted(components, key=lambda c: (-len(c.raters), -len(c.persons), c.raters)))


def find_weak_bridges(
    network: Network, *, fewest_raters: int = FEWEST_RATERS, most: int = MOST_BRIDGES
) -> tuple[WeakBridge, ...]:
    """What splits a component when it goes: one rater, one form, or two, most raters at stake first.

    Only splits with at least `fewest_raters` raters on each side are told, and of several pairs of
    forms that cut the same ring the one that halves it best; at most `most` in all. Cut vertices by
    depth-first search (Tarjan 1972, without recursion); cuts of one or two forms by random labels of
    cycles (Pritchard and Thurimella 2011) with a fixed seed: 62 bits, so that a false one is beyond
    hope. Time grows with the number of forms.
    """
    walk = _walk(network)
    cuts = [*_rater_cuts(network, walk), *_form_cuts(network, walk)]
    telling = sorted(
        (cut for cut in cuts if cut.raters_at_stake >= fewest_raters),
        key=lambda cut: (-cut.raters_at_stake, cut.rater is not None, cut.rater or 0, cut.forms),
    )
    found: list[tuple[WeakBridge, _Parts]] = []
    for cut in telling:
        if len(found) == most:
            break
        bridge, parts = _look_at(cut, network)
        if not any(_says_the_same(bridge, parts, other) for _, other in found):
            found.append((bridge, parts))
    return tuple(bridge for bridge, _ in found)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Walk:
    """A depth-first walk; nodes are raters, then people; edges are forms. Entries are by node.

    `place` is when a node was met, `parent` and `parent_edge` lead up (-1: a root), `reach` is the
    earliest place that a subtree touches, `raters` counts the raters in it, `in_component` those in
    the whole component. `label` (forms,) is 0 for a form that is the only way, and alike for forms of
    which any two cut the network.
    """

    place: Integers
    parent: Integers
    parent_edge: Integers
    reach: Integers
    raters: Integers
    in_component: Integers
    label: Integers


@dataclass(frozen=True, kw_only=True)
class _Cut:
    """A split by one rater or by forms, given by their places: how many raters the smaller part has."""

    raters_at_stake: int
    rater: int | None = None
    forms: tuple[int, ...] = ()


def _nodes(network: Network) -> tuple[Integers, Integers, int]:
    return network.rater, network.rater_count + network.person, _node_count(network)


def _node_count(network: Network) -> int:
    return network.rater_count + network.person_count


def _component_labels(network: Network) -> Integers:
    rater, person, count = _nodes(network)
    graph = sparse.coo_array((np.ones(len(rater)), (rater, person)), shape=(count, count))
    _, labels = connected_components(graph, directed=False)
    return np.asarray(labels, dtype=np.int64)


def _component(nodes: Integers, network: Network) -> Component:
    raters = nodes[nodes < network.rater_count]
    persons = nodes[nodes >= network.rater_count] - network.rater_count
    return Component(raters=tuple(raters.tolist()), persons=tuple(persons.tolist()))


def _walk(network: Network) -> _Walk:
    rater, person, count = _nodes(network)
    order, parent, parent_edge = _walk_down(rater, person, count)
    place = np.empty(count, dtype=np.int64)
    place[order] = np.arange(count)
    is_tree = np.zeros(len(rater), dtype=np.bool_)
    is_tree[parent_edge[parent_edge >= 0]] = True
    label = np.random.default_rng(_LABEL_SEED).integers(1, 1 << _LABEL_BITS, len(rater))
    reach, mixed = place.copy(), np.zeros(count, dtype=np.int64)
    for ends, others in ((rater, person), (person, rater)):
        np.minimum.at(reach, ends[~is_tree], place[others[~is_tree]])
        np.bitwise_xor.at(mixed, ends[~is_tree], label[~is_tree])
    raters = (np.arange(count) < network.rater_count).astype(np.int64)
    reach, raters, mixed = _gather_up(order, parent, reach, raters, mixed)
    has_parent = parent_edge >= 0
    label[parent_edge[has_parent]] = mixed[has_parent]
    roots = np.flatnonzero(~has_parent)
    owner = roots[np.searchsorted(place[roots], place, side="right") - 1] if count else roots
    return _Walk(
        place=place,
        parent=parent,
        parent_edge=parent_edge,
        reach=reach,
        raters=raters,
        in_component=raters[owner],
        label=label,
    )


def _walk_down(
    rater: Integers, person: Integers, count: int
) -> tuple[Integers, Integers, Integers]:
    """Nodes in the order of a depth-first walk from each root, with the way up from each."""
    ends = np.concatenate([rater, person])
    by_end = np.argsort(ends, kind="stable")
    neighbours = np.concatenate([person, rater])[by_end].tolist()
    edges = np.tile(np.arange(len(rater)), 2)[by_end].tolist()
    first = np.searchsorted(ends[by_end], np.arange(count + 1)).tolist()
    upcoming, order = first[:-1], []
    parent, parent_edge, is_met = [-1] * count, [-1] * count, [False] * count
    for root in range(count):
        if is_met[root]:
            continue
        is_met[root] = True
        order.append(root)
        node = root
        while node >= 0:
            if upcoming[node] == first[node + 1]:
                node = parent[node]
                continue
            way = upcoming[node]
            upcoming[node] += 1
            other = neighbours[way]
            if not is_met[other]:
                is_met[other] = True
                order.append(other)
                parent[other], parent_edge[other] = node, edges[way]
                node = other
    return np.array(order, np.int64), np.array(parent, np.int64), np.array(parent_edge, np.int64)


def _gather_up(
    order: Integers, parent: Integers, *by_node: Integers
) -> tuple[Integers, Integers, Integers]:
    """By node over its whole subtree: earliest reach, number of raters, labels of forms that leave it."""
    ups = parent.tolist()
    reach, raters, mixed = (values.tolist() for values in by_node)
    for node in order[::-1].tolist():
        up = ups[node]
        if up >= 0:
            reach[up] = min(reach[up], reach[node])
            raters[up] += raters[node]
            mixed[up] ^= mixed[node]
    return np.array(reach, np.int64), np.array(raters, np.int64), np.array(mixed, np.int64)


def _rater_cuts(network: Network, walk: _Walk) -> Iterator[_Cut]:
    """Raters without whom their component falls apart; the second largest part is at stake."""
    children = np.flatnonzero(walk.parent >= 0)
    ups = walk.parent[children]
    falls_off = (walk.reach[children] >= walk.place[ups]) & (ups < network.rater_count)
    parts: dict[int, list[int]] = {}
    for child, up in zip(children[falls_off].tolist(), ups[falls_off].tolist(), strict=True):
        parts.setdefault(up, []).append(int(walk.raters[child]))
    for rater, sizes in parts.items():
        rest = int(walk.in_component[rater]) - 1 - sum(sizes)
        yield _Cut(raters_at_stake=sorted([0, rest, *sizes])[-2], rater=rater)


def _form_cuts(network: Network, walk: _Walk) -> Iterator[_Cut]:
    """Forms that alone, or two together, hold two parts of a component to each other."""
    is_tree = walk.parent_edge >= 0
    below = np.full(len(network.rater), -1, dtype=np.int64)
    below[walk.parent_edge[is_tree]] = np.flatnonzero(is_tree)
    order = np.lexsort((below, walk.label))
    starts = np.flatnonzero(np.diff(walk.label[order], prepend=-1))
    for ring in np.split(order, starts[1:]) if len(order) else []:
        if walk.label[ring[0]] == 0:
            for form in ring.tolist():
                inside, all_ = walk.raters[below[form]], walk.in_component[below[form]]
                yield _Cut(raters_at_stake=int(min(inside, all_ - inside)), forms=(form,))
        elif len(ring) > 1:
            yield _halve(ring, below[ring], walk)


def _halve(ring: Integers, below: Integers, walk: _Walk) -> _Cut:
    """The two forms of a ring, any two of which cut it, that leave the larger smaller side.

    Its forms in the walk lie on one way down; at most one leads back up and has nothing below.
    """
    raters = np.where(below >= 0, walk.raters[below], 0)
    down = np.argsort(-raters, kind="stable")
    ring, raters = ring[down], raters[down]
    whole = int(walk.in_component[below.max()])
    best = (-1, 0, 0)
    for first in range(len(ring) - 1):
        wanted = raters[first] - whole / 2
        near = first + 1 + int(np.searchsorted(-raters[first + 1 :], -wanted))
        for second in {min(near, len(ring) - 1), max(near - 1, first + 1)}:
            between = int(raters[first] - raters[second])
            best = max(best, (min(between, whole - between), -first, -second))
    forms = sorted((int(ring[-best[1]]), int(ring[-best[2]])))
    return _Cut(raters_at_stake=best[0], forms=tuple(forms))


def _look_at(cut: _Cut, network: Network) -> tuple[WeakBridge, _Parts]:
    """The bridge, its smaller side all that is cut off from the largest part, and all parts' raters."""
    removed = np.isin(np.arange(len(network.rater)), cut.forms)
    if cut.rater is not None:
        removed |= network.rater == cut.rater
    labels = _component_labels(
        Network(
            rater_count=network.rater_count,
            person_count=network.person_count,
            rater=network.rater[~removed],
            person=network.person[~removed],
        )
    )
    ends = np.concatenate([network.rater[removed], network.rater_count + network.person[removed]])
    labelled = labels[ends if cut.rater is None else ends[ends != cut.rater]]
    split = [
        _component(np.flatnonzero(labels == label), network)
        for label in np.unique(labelled).tolist()
    ]
    split.sort(key=lambda part: (-len(part.raters), -len(part.persons), part.raters))
    bridge = WeakBridge(
        rater=cut.rater,
        forms=tuple((int(network.rater[f]), int(network.person[f])) for f in cut.forms),
        raters=tuple(sorted(rater for part in split[1:] for rater in part.raters)),
        persons=tuple(sorted(person for part in split[1:] for person in part.persons)),
    )
    return bridge, frozenset(frozenset(part.raters) for part in split if part.raters)


def _says_the_same(bridge: WeakBridge, parts: _Parts, other: _Parts) -> bool:
    """Whether a rater splits the same groups as is told already of forms, the rater apart."""
    apart = frozenset({bridge.rater} - {None})
    return {part - apart for part in parts} == {part - apart for part in other}
