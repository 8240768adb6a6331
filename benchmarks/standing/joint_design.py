"""The design of a many-facet analysis: who is compared through whom, and what can't be estimated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

_NO_EIGENVALUE = 1e-9


class DisconnectedDesignError(ValueError):
    """Ratings that fall into parts between which nothing can be compared."""


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One side of each rating: persons, raters, items; `labels` (ratings,) name its elements.

    Elements of a facet that `raises_marks` (people's proficiency) push marks up, others (severity,
    difficulty) push them down. Exactly one facet `floats`; each other is centred on 0 by its elements
    that are not extreme, unless `anchors` hold some of its elements at given measures in logits.
    """

    name: str
    labels: Sequence[str]
    raises_marks: bool = False
    floats: bool = False
    anchors: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class Elements:
    """A facet by numbers: `of` (ratings,) are places in `names`; `anchors` (elements,) NaN if free."""

    facet: Facet
    names: tuple[str, ...]
    of: Integers
    anchors: Floats

    @property
    def sign(self) -> float:
        """How a measure enters the logit: 1 if more of it raises marks, else -1."""
        return 1.0 if self.facet.raises_marks else -1.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Categories:
    """Marks as consecutive categories from 0, by group of ratings that share a scale.

    `of` (ratings,) is the category of each mark, `top` (groups,) the highest of each group, `exists`
    (groups, categories) which ones there are, `values` the marks that they stand for. A group of which
    no rating can be used has category 0 alone, and tells nothing.
    """

    of: Integers
    top: Integers
    exists: Booleans
    values: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Estimable:
    """What is left once extreme elements are put aside, round by round.

    `ratings` (ratings,) says which ratings stay. `removed_in` holds for each facet the round in which
    each of its elements was put aside (-1: it stays).
    """

    ratings: Booleans
    removed_in: tuple[Integers, ...]
    categories: Categories


@dataclass(frozen=True, kw_only=True, eq=False)
class Data:
    """Ratings in one canonical order: sums then agree to the last digit whatever the order given."""

    marks: Integers
    weights: Floats
    groups: Integers
    elements: tuple[Elements, ...]
    order: Integers


def collect(
    marks: Sequence[int] | Integers,
    facets: Sequence[Facet],
    steps_by: str,
    weights: Sequence[float] | Floats | None,
) -> Data:
    """Ratings by numbers, in canonical order; raises ValueError if lengths or facets don't fit together."""
    listed = _whole(marks)
    given = np.ones(len(listed)) if weights is None else np.asarray(weights, dtype=np.float64)
    _check(listed, given, facets)
    elements = tuple(number_elements(facet) for facet in facets)
    order = np.lexsort((given, listed, *(facet.of for facet in elements)))
    elements = tuple(replace(facet, of=facet.of[order]) for facet in elements)
    groups = named(elements, steps_by).of if steps_by else np.zeros_like(listed)
    return Data(
        marks=listed[order], weights=given[order], groups=groups, elements=elements, order=order
    )


def _whole(marks: Sequence[int] | Integers) -> Integers:
    """The marks as whole numbers: cutting off half marks would change what was said."""
    given = np.asarray(marks)
    listed = np.zeros(len(given), dtype=np.int64)
    if len(given):
        is_number = np.issubdtype(given.dtype, np.number) and bool(np.isfinite(given).all())
        if not is_number or not np.array_equal(given, np.floor(given)):
            raise ValueError("Marks are whole numbers; double half marks.")
        listed[:] = given
    return listed


def place_of(name: str, names: Sequence[str]) -> int:
    """Where a facet's name stands among all; raises ValueError if it doesn't."""
    if name not in names:
        raise ValueError(f"There is no facet '{name}'; there are {', '.join(names)}.")
    return list(names).index(name)


def named(elements: Sequence[Elements], name: str) -> Elements:
    """The facet of that name; raises ValueError if there is none."""
    return elements[place_of(name, [facet.facet.name for facet in elements])]


def number_elements(facet: Facet) -> Elements:
    """The elements of a facet in the order of their names; raises ValueError for a strange anchor."""
    names, of = np.unique(np.asarray(facet.labels, dtype=np.str_), return_inverse=True)
    listed = tuple(names.tolist())
    strange = sorted(set(facet.anchors) - set(listed))
    if strange:
        raise ValueError(f"The facet '{facet.name}' has no '{strange[0]}' to anchor.")
    if not np.isfinite(list(facet.anchors.values())).all():
        raise ValueError(f"The anchors of the facet '{facet.name}' are finite numbers of logits.")
    anchors = np.array([facet.anchors.get(name, np.nan) for name in listed], dtype=np.float64)
    return Elements(facet=facet, names=listed, of=of.astype(np.int64), anchors=anchors)


def number_categories(
    marks: Integers, groups: Integers, used: Booleans, *, keeps_unused: bool
) -> Categories:
    """Categories from 0 of the marks that are `used`; any other mark takes the nearest below or above.

    A mark that nobody gave either has no category, so that its neighbours stand side by side, or
    `keeps_unused` leaves its place empty.
    """
    of = np.zeros_like(marks)
    values = []
    for group in range(int(groups.max()) + 1):
        own = groups == group
        seen = np.unique(marks[own & used])
        if len(seen):
            kept = marks[own] - seen[0] if keeps_unused else np.searchsorted(seen, marks[own])
            of[own] = np.clip(kept, 0, seen[-1] - seen[0] if keeps_unused else len(seen) - 1)
        values.append(tuple(seen.tolist()))
    places = [
        np.array(seen, dtype=np.int64) - seen[0] if keeps_unused and seen else np.arange(len(seen))
        for seen in values
    ]
    top = np.array([int(own.max(initial=0)) for own in places], dtype=np.int64)
    exists = np.zeros((len(values), max(int(top.max()), 1) + 1), dtype=np.bool_)
    for group, own in enumerate(places):
        exists[group, own] = True
    exists[:, 0] = True
    return Categories(of=of, top=top, exists=exists, values=tuple(values))


def put_extremes_aside(
    marks: Integers,
    groups: Integers,
    weights: Floats,
    facets: Sequence[Elements],
    *,
    keeps_unused: bool = False,
) -> Estimable:
    """What can be estimated: an element with lowest or with highest marks only has no finite measure.

    Without it others may become extreme, so it goes on until none is. Anchored elements stay.
    """
    stays = weights > 0
    removed = tuple(np.full(len(facet.names), -1, dtype=np.int64) for facet in facets)
    round_, going = 0, True
    while going:
        categories = number_categories(marks, groups, stays, keeps_unused=keeps_unused)
        going = False
        for facet, removed_in in zip(facets, removed, strict=True):
            extreme = _extreme(facet, categories, groups, weights * stays) & (removed_in < 0)
            removed_in[extreme] = round_
            going |= bool(extreme.any())
        for facet, removed_in in zip(facets, removed, strict=True):
            stays &= removed_in[facet.of] < 0
        round_ += 1
    return Estimable(ratings=stays, removed_in=removed, categories=categories)


def find_subsets(facets: Sequence[Facet]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """By facet the groups of elements that can be compared with each other; one group is connected.

    Two elements are comparable if no change of measures that leaves every rating's logit as it is moves
    one against the other: exact for any number of facets, where linked pairs alone (Weeks and
    Williams 1964) would find too many parts.
    """
    numbered = [number_elements(facet) for facet in facets]
    sizes = [len(facet.names) for facet in numbered]
    starts = np.cumsum([0, *sizes[:-1]]).tolist()
    places = [start + np.arange(size) for start, size in zip(starts, sizes, strict=True)]
    columns = [place[facet.of] for facet, place in zip(numbered, places, strict=True)]
    loose = loose_directions(columns, sizes)
    found = {}
    for facet, place in zip(numbered, places, strict=True):
        _, part = np.unique(np.round(loose[place], 6) + 0.0, axis=0, return_inverse=True)
        order = part.ravel()
        found[facet.facet.name] = tuple(
            tuple(name for name, own in zip(facet.names, order, strict=True) if own == number)
            for number in dict.fromkeys(order.tolist())
        )
    return found


def loose_directions(columns: Sequence[Integers], sizes: Sequence[int]) -> Floats:
    """A basis (columns, directions) of the changes that leave every sum of a rating's columns alone.

    `columns` holds for each facet the column of each rating (-1: none), in blocks of `sizes`. The
    facet with the most columns is eliminated: no two of its elements meet in one rating.
    """
    total = sum(sizes)
    ratings = np.arange(len(columns[0]))
    rows = np.concatenate([ratings[column >= 0] for column in columns])
    flat = np.concatenate([column[column >= 0] for column in columns])
    incidence = sparse.csr_array((np.ones(len(flat)), (rows, flat)), shape=(len(ratings), total))
    gram = sparse.csr_array(incidence.T @ incidence)
    largest = int(np.argmax(sizes))
    start = sum(sizes[:largest])
    out = np.arange(start, start + sizes[largest])
    kept = np.setdiff1d(np.arange(total), out)
    if not len(kept):
        return np.zeros((total, 0))
    counts = np.maximum(gram.diagonal()[out], 1.0)
    shared = sparse.csr_array(gram[out][:, kept])
    scaled = sparse.diags_array(1 / counts) @ shared
    values, vectors = np.linalg.eigh((gram[kept][:, kept] - shared.T @ scaled).toarray())
    loose = vectors[:, values < _NO_EIGENVALUE * max(float(values[-1]), 1.0)]
    directions = np.zeros((total, loose.shape[1]))
    directions[kept] = loose
    directions[out] = -(scaled @ loose)
    return directions


def _check(marks: Integers, weights: Floats, facets: Sequence[Facet]) -> None:
    if not len(marks):
        raise ValueError("There are no ratings.")
    for facet in facets:
        if len(facet.labels) != len(marks):
            raise ValueError(f"The facet '{facet.name}' needs one label for each rating.")
    if len(weights) != len(marks) or not bool(np.all((weights >= 0) & np.isfinite(weights))):
        raise ValueError("There must be one weight of 0 or more for each rating.")
    if len({facet.name for facet in facets}) < len(facets):
        raise ValueError("Two facets have the same name.")
    if sum(facet.floats for facet in facets) != 1:
        raise ValueError("Exactly one facet must float; the others are centred or anchored.")
    if any(facet.floats and facet.anchors for facet in facets):
        raise ValueError("A facet that floats can't be anchored.")


def _extreme(
    facet: Elements, categories: Categories, groups: Integers, weights: Floats
) -> Booleans:
    """Which free elements have lowest or highest marks only, or none at all."""

    def reached(is_so: Booleans) -> Booleans:
        found = np.bincount(facet.of, weights=weights * is_so, minlength=len(facet.names)) > 0
        return np.asarray(found, dtype=np.bool_)

    above = reached(categories.of > 0)
    below = reached(categories.of < categories.top[groups])
    return np.asarray(~(above & below) & np.isnan(facet.anchors), dtype=np.bool_)
