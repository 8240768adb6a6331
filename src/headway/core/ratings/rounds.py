"""Rounds of ratings: what others wrote in one counts once it is closed, and never a single peer's alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from headway.core.ratings.forms import RatingForm, named_rater

# The fewest different raters besides managers whose marks may begin to count, or cease to, together.
FEWEST_TOGETHER = 3
# Once others count already, so many of their forms must change what counts together.
FEWEST_LATER = 5


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a rater gave to a round, in place of what it supersedes; no form: that is taken back."""

    id: UUID
    form: RatingForm | None
    happened_on: date
    recorded_at: datetime
    supersedes: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Closing:
    """The end of a round, on the day it was recorded where the person lives."""

    id: UUID
    cycle: str
    recorded_on: date
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class Published:
    """What counts of a form (by its identity) from `on` on; all of it may come in several parts."""

    id: UUID
    form: RatingForm
    on: date


# One form with all that was given later in its place, oldest first.
_Chain = Sequence[Given]
# For each chain (by its first form) and competency: the form that speaks, and since when.
_State = dict[tuple[UUID, str], Published]


def publish(given: Iterable[Given], closings: Iterable[Closing]) -> tuple[Published, ...]:
    """What of `given` counts after `closings`.

    A manager's form counts once its round is closed. Of the others, what is said of a competency
    begins to count, changes or ceases only together with what at least three different raters say of
    it, and once some of it counts, only when at least five forms by three raters have come together:
    who compares two published states sees no fewer at once. What waits is looked at again at every
    later closing; so is what was given after its round was closed.
    """
    chains = _find_chains(given)
    state: _State = {}
    closed: set[str] = set()
    for closing in sorted(closings, key=lambda c: (c.recorded_at, str(c.id))):
        closed.add(closing.cycle)
        waiting = _find_changes(chains, state, closing, closed)
        for changes in waiting.values():
            for change in _allowed(changes, chains, state):
                _apply(change, state, closing.recorded_on)
    return tuple(_assemble(state))


@dataclass(frozen=True, kw_only=True)
class _Change:
    """That a chain says something else of a competency than is published, by the form `id`.

    No form: nothing any more.
    """

    chain: UUID
    competency: str
    id: UUID
    form: RatingForm | None


def _find_chains(given: Iterable[Given]) -> Mapping[UUID, _Chain]:
    chains: dict[UUID, list[Given]] = {}
    chain_of: dict[UUID, UUID] = {}
    for one in sorted(given, key=lambda g: (g.recorded_at, str(g.id))):
        first = chain_of.get(one.supersedes, one.id) if one.supersedes else one.id
        chain_of[one.id] = first
        chains.setdefault(first, []).append(one)
    return chains


def _find_changes(
    chains: Mapping[UUID, _Chain], state: _State, closing: Closing, closed: set[str]
) -> dict[str, list[_Change]]:
    """By competency, every chain that would say something else of it if all that is ready counted."""
    waiting: dict[str, list[_Change]] = defaultdict(list)
    for first, chain in chains.items():
        ready = [one for one in chain if _is_ready(one, chain, closing, closed)]
        if not ready:
            continue
        form = ready[-1].form
        published = {competency for key, competency in state if key == first}
        for competency in sorted(published | find_spoken_of(form)):
            former = state.get((first, competency))
            said = _said(form, competency)
            if said != _said(former.form if former else None, competency):
                change = _Change(
                    chain=first,
                    competency=competency,
                    id=ready[-1].id,
                    form=form if said else None,
                )
                waiting[competency].append(change)
    return waiting


def _is_ready(one: Given, chain: _Chain, closing: Closing, closed: set[str]) -> bool:
    """Whether it was given by the closing, to a round that is closed; what has none follows its chain."""
    cycles = [g.form.cycle for g in chain if g.form and g.form.cycle]
    cycle = one.form.cycle if one.form and one.form.cycle else cycles[0]
    # By the moment, not by the day where the person lives: who could choose their time zone could
    # else choose which of the forms dated that day begin to count, and read one off. Somewhere on
    # Earth it may already be the day after.
    latest_day = closing.recorded_at.astimezone(UTC).date() + timedelta(days=1)
    is_given = one.recorded_at <= closing.recorded_at and one.happened_on <= latest_day
    return is_given and cycle in closed


def find_spoken_of(form: RatingForm | None) -> set[str]:
    """The competencies that a form marks or answers about."""
    if form is None:
        return set()
    return {*form.marks, *(key.partition("/")[0] for key in form.answers)}


def _said(form: RatingForm | None, competency: str) -> tuple[object, ...]:
    """What a form says of a competency; nothing: empty."""
    if form is None or competency not in find_spoken_of(form):
        return ()
    answers = sorted(a for a in form.answers.items() if a[0].partition("/")[0] == competency)
    return (form.marks.get(competency), *answers)


def _allowed(changes: list[_Change], chains: Mapping[UUID, _Chain], state: _State) -> list[_Change]:
    """The managers' changes, and the others' if enough of them change together, by enough people."""
    by_others = [change for change in changes if not _is_managers(chains[change.chain])]
    raters = {_rater(chains[change.chain]) for change in by_others}
    is_first = _stands_alone(by_others, chains, state)
    fewest = FEWEST_TOGETHER if is_first else FEWEST_LATER
    if len(raters) >= FEWEST_TOGETHER and len(by_others) >= fewest:
        return changes
    return [change for change in changes if _is_managers(chains[change.chain])]


def _stands_alone(by_others: list[_Change], chains: Mapping[UUID, _Chain], state: _State) -> bool:
    """Whether nothing of others counts of the competency before the changes, or nothing after.

    Taking all back again shows no more than its first publication showed.
    """
    if not by_others:
        return False
    competency = by_others[0].competency
    counting = {key for key, of in state if of == competency and not _is_managers(chains[key])}
    return not counting or counting == {c.chain for c in by_others if c.form is None}


def _is_managers(chain: _Chain) -> bool:
    return all(one.form is None or one.form.source == "manager" for one in chain)


def _rater(chain: _Chain) -> str:
    names = (named_rater(one.form.rater) for one in chain if one.form)
    return next((name for name in names if name), str(chain[0].id))


def _apply(change: _Change, state: _State, on: date) -> None:
    if change.form is None:
        del state[change.chain, change.competency]
    else:
        published = Published(id=change.id, form=change.form, on=on)
        state[change.chain, change.competency] = published


def _assemble(state: _State) -> Iterator[Published]:
    """Each form that speaks, cut to what counts of it, from the first day on which any of it counted."""
    parts: dict[UUID, dict[str, Published]] = defaultdict(dict)
    for (_, competency), published in state.items():
        parts[published.id][competency] = published
    for id_, found in parts.items():
        (first, *_), days = found.values(), (published.on for published in found.values())
        yield Published(id=id_, form=_cut(first.form, found), on=min(days))


def _cut(form: RatingForm, competencies: Collection[str]) -> RatingForm:
    return replace(
        form,
        marks={slug: level for slug, level in form.marks.items() if slug in competencies},
        answers={
            key: answer
            for key, answer in form.answers.items()
            if key.partition("/")[0] in competencies
        },
    )
