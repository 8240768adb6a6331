"""An organisation's marks as arrays, and the same in the one order and form that calibration works on."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from headway.algorithms.rating_model.model import SELF, Calibration, Floats

Integers = NDArray[np.integer[Any]]
Booleans = NDArray[np.bool_]

NOBODY = -1
NO_MARK = -1
_CELLS_AT_A_TIME = 1 << 16


@dataclass(frozen=True, kw_only=True, eq=False)
class Ratings:
    """All marks of an organisation: equal-length arrays, one entry a mark, in any order.

    `person`, `competency` are places in `prior_mean` (people, competencies; logits), `rater` and
    `source` places in the tuples of names, `mark` a level from 0 on, `age_years` how long ago it was
    made. `known_sd` (people, competencies) is for written cases among the people, whose level is
    `prior_mean` with that SD; NaN where nothing is known, as for all real people. The rater of a
    self-rating is the person, whatever its number says.
    """

    person: Integers
    rater: Integers
    source: Integers
    competency: Integers
    mark: Integers
    age_years: NDArray[np.floating[Any]]
    prior_mean: Floats
    raters: tuple[str, ...]
    sources: tuple[str, ...]
    known_sd: Floats | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Block:
    """People with equally many forms, laid out without a gap between forms.

    `people` (n,) are their places; `marks` (n, forms, competencies) holds -1 for what was not marked;
    `rater` and `source` (n, forms), the rater -1 for oneself; `prior_mean` (n, competencies);
    `known_sd` the same for written cases, else None. `wander` (as marks, or None if all is 0) is how
    far, as a variance, the level may have moved between the mark and the person's newest form.
    """

    people: Integers
    marks: NDArray[np.int8]
    rater: Integers
    source: Integers
    prior_mean: Floats
    known_sd: Floats | None
    wander: Floats | None


@dataclass(frozen=True, kw_only=True, eq=False)
class Layout:
    """All blocks, and what is the same throughout: the pattern of who meets whom.

    Raters and sources are numbered by the order of their names, so that nothing hangs on how they were
    numbered; `rater_order` (raters,) gives the place each had. `has_rated` (raters,), `component_of_rater`
    (raters,) and `component_of_person` (people,) say who is connected: two forms are linked when they
    share a person or a rater; self-ratings and written cases link nobody. `component_count` is how many
    there are, single people included. `youngest_age` (people,) is that of the newest mark.
    """

    blocks: tuple[Block, ...]
    rater_order: Integers
    sources: tuple[str, ...]
    has_rated: Booleans
    component_of_rater: Integers
    component_of_person: Integers
    component_count: int
    youngest_age: Floats


def check(ratings: Ratings, top_level: int, calibration: Calibration) -> None:
    """Raises ValueError with a sentence for arrays that do not fit each other or the calibration."""
    people, competencies = ratings.prior_mean.shape
    limits = {
        "person": people,
        "rater": len(ratings.raters),
        "source": len(ratings.sources),
        "competency": competencies,
        "mark": top_level + 1,
    }
    for name, limit in limits.items():
        values = getattr(ratings, name)
        if values.shape != ratings.mark.shape or ratings.mark.ndim != 1:
            raise ValueError(f"`{name}` has another length than the marks.")
        if len(values) and not 0 <= values.min() <= values.max() < limit:
            raise ValueError(f"`{name}` holds numbers outside 0 to {limit - 1}.")
    if ratings.age_years.shape != ratings.mark.shape:
        raise ValueError("`age_years` has another length than the marks.")
    if not (np.isfinite(ratings.age_years) & (ratings.age_years >= 0)).all():
        raise ValueError("An age is 0 years or more.")
    if unknown := sorted(set(ratings.sources) - set(calibration.sources)):
        raise ValueError(f"The calibration knows no source '{unknown[0]}'.")
    if len(set(ratings.raters)) < len(ratings.raters):
        raise ValueError("Two raters have the same name.")


def lay_out(ratings: Ratings, calibration: Calibration, *, self_beside_others: bool) -> Layout:
    """The marks that count, in the one order and form that calibration works on.

    Of several marks by one rater of one person on one competency the newest counts. With
    `self_beside_others` a self-rating counts only where nobody else rated the person.
    """
    people = len(ratings.prior_mean)
    forms = _find_forms(ratings, self_beside_others=self_beside_others)
    youngest = np.full(people, np.inf)
    np.minimum.at(youngest, forms.person[forms.form], ratings.age_years[forms.marks])
    youngest[np.isinf(youngest)] = 0.0
    of_rater, of_person, component_count = _components(ratings, forms)
    return Layout(
        blocks=tuple(_blocks(ratings, forms, youngest, calibration)),
        rater_order=forms.rater_order,
        sources=tuple(sorted(ratings.sources)),
        has_rated=np.bincount(forms.rater[forms.rater >= 0], minlength=len(forms.rater_order)) > 0,
        component_of_rater=of_rater,
        component_of_person=of_person,
        component_count=component_count,
        youngest_age=youngest,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Forms:
    """All that one rater said of one person: `marks` are places of marks that count, by form.

    `form` (marks,) says to which form each belongs, `source` (marks,) is its number by name; `person`
    and `rater` (forms,) ascend. `rater_order` gives the place of each rater by name.
    """

    marks: Integers
    form: Integers
    source: Integers
    person: Integers
    rater: Integers
    rater_order: Integers


def _find_forms(ratings: Ratings, *, self_beside_others: bool) -> _Forms:
    is_self = _is_self(ratings)
    order, rater_rank = _rank(ratings.raters)
    _, source_rank = _rank(ratings.sources)
    rater = np.full(len(ratings.mark), NOBODY, dtype=np.int64)
    rater[~is_self] = rater_rank[ratings.rater[~is_self]]
    source = source_rank[ratings.source]
    marks = np.lexsort(
        (ratings.mark, source, ratings.age_years, ratings.competency, rater, ratings.person)
    ).astype(np.int64)
    if self_beside_others:
        rated = np.zeros(len(ratings.prior_mean), dtype=np.bool_)
        rated[ratings.person[~is_self]] = True
        marks = marks[~(is_self & rated[ratings.person])[marks]]
    marks = marks[_differs(marks, ratings.person, rater, ratings.competency)]
    begins = _differs(marks, ratings.person, rater)
    return _Forms(
        marks=marks,
        form=np.cumsum(begins) - 1,
        source=source[marks],
        person=ratings.person[marks[begins]].astype(np.int64),
        rater=rater[marks[begins]],
        rater_order=order,
    )


def _rank(names: tuple[str, ...]) -> tuple[Integers, Integers]:
    """The places of the names in their order, and each name's number in it."""
    order = np.argsort(np.array(names, dtype=object), kind="stable").astype(np.int64)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return order, rank


def _differs(places: Integers, *columns: Integers) -> Booleans:
    """Whether an entry differs from the one before it in any of the columns."""
    differs = np.zeros(len(places), dtype=np.bool_)
    differs[:1] = True
    for column in columns:
        values = column[places]
        differs[1:] |= values[1:] != values[:-1]
    return differs


def _is_self(ratings: Ratings) -> Booleans:
    names = np.array([name == SELF for name in ratings.sources], dtype=np.bool_)
    return names[ratings.source] if len(names) else np.zeros(len(ratings.mark), dtype=np.bool_)


def _components(ratings: Ratings, forms: _Forms) -> tuple[Integers, Integers, int]:
    """Components of raters and of people, and how many there are."""
    people, raters = len(ratings.prior_mean), len(ratings.raters)
    if people + raters == 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), 0
    others = (forms.rater >= 0) & ~_is_known(ratings)[forms.person]
    graph = coo_matrix(
        (np.ones(int(others.sum())), (forms.person[others], people + forms.rater[others])),
        shape=(people + raters, people + raters),
    )
    count, label = connected_components(graph, directed=False)
    label = np.asarray(label, dtype=np.int64)
    return label[people:], label[:people], int(count)


def _is_known(ratings: Ratings) -> Booleans:
    if ratings.known_sd is None:
        return np.zeros(len(ratings.prior_mean), dtype=np.bool_)
    return np.asarray(np.isfinite(ratings.known_sd).any(axis=1))


def _blocks(
    ratings: Ratings, forms: _Forms, youngest: Floats, calibration: Calibration
) -> Iterator[Block]:
    """People with equally many forms together, as many at a time as a processor's cache holds.

    Padding all to the longest would let one person with 44 forms make everybody cost as much.
    """
    people, competencies = ratings.prior_mean.shape
    forms_of = np.bincount(forms.person, minlength=people)
    first_form = np.cumsum(forms_of) - forms_of
    is_known = _is_known(ratings)
    for known, count in product((False, True), np.unique(forms_of).tolist()):
        alike = np.flatnonzero((forms_of == count) & (is_known == known))
        at_once = max(1, _CELLS_AT_A_TIME // max(1, count * competencies))
        for start in range(0, len(alike), at_once) if count else ():
            chosen = alike[start : start + at_once]
            rows = (first_form[chosen][:, None] + np.arange(count)).ravel()
            yield _block(ratings, forms, chosen, rows, youngest, calibration)


def _ranges(starts: Integers, ends: Integers) -> Integers:
    """All numbers from each start up to its end, one after the other."""
    lengths = ends - starts
    jumps = np.repeat(starts - np.concatenate(([0], np.cumsum(lengths)))[:-1], lengths)
    return np.asarray(jumps + np.arange(int(lengths.sum())), dtype=np.int64)


def _block(
    ratings: Ratings,
    forms: _Forms,
    people: Integers,
    rows: Integers,
    youngest: Floats,
    calibration: Calibration,
) -> Block:
    """The block of `people`, whose forms are `rows`."""
    starts, ends = (np.searchsorted(forms.form, rows + after) for after in (0, 1))
    cells, row = _ranges(starts, ends), np.repeat(np.arange(len(rows)), ends - starts)
    shape = (len(people), len(rows) // len(people), ratings.prior_mean.shape[1])
    marks = np.full((len(rows), shape[2]), NO_MARK, dtype=np.int8)
    age = np.full(marks.shape, np.nan)
    at = (row, ratings.competency[forms.marks[cells]])
    marks[at] = ratings.mark[forms.marks[cells]]
    age[at] = ratings.age_years[forms.marks[cells]]
    # A form's source is that of its newest mark: who became somebody's manager rates as one.
    newest = np.lexsort((forms.source[cells], age[at], row))
    source = forms.source[cells][newest][np.searchsorted(row, np.arange(len(rows)))]
    known = None if ratings.known_sd is None else ratings.known_sd[people]
    return Block(
        people=people,
        marks=marks.reshape(shape),
        rater=forms.rater[rows].reshape(shape[:2]),
        source=source.reshape(shape[:2]),
        prior_mean=ratings.prior_mean[people],
        known_sd=known if known is not None and np.isfinite(known).any() else None,
        wander=_wander(age.reshape(shape), youngest[people], calibration.age_sd_per_year),
    )


def _wander(age: Floats, youngest: Floats, sd_per_year: float) -> Floats | None:
    """What may have happened since each mark, as a variance of its own for each mark.

    Marks of one day share what happened since. As the closed form needs independent marks, each has
    as many times that variance as there are marks of that day, whose mean then has it once.
    """
    years = age - youngest[:, None, None]
    if not (years > 0).any():
        return None
    alike = np.stack(
        [(age == age[:, form : form + 1]).sum(axis=1) for form in range(age.shape[1])], axis=1
    )
    return np.where(years > 0, sd_per_year**2 * years * alike, 0.0)
