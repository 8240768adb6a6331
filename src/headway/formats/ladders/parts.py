"""What one table or document tells of a ladder; several parts are joined into one draft."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from headway.core.ladder import Track, slugify
from headway.formats.ladders.draft import Draft, DraftCompetency, DraftRole, Step
from headway.formats.ladders.guesses import rank_level, rank_rung, says_seniority
from headway.formats.ladders.report import Notebook

HIGHEST_NUMBER = 20
# What lies between two neighbouring titles in `rank_rung`: a lead stands one above a senior.
_ONE_RUNG = 1.0


@dataclass(kw_only=True)
class Part:
    """Pieces of a ladder from one table; `steps` may be empty where the table tells no level.

    `settles_steps` is a part that lists the levels, with their meanings; it beats all others.
    """

    steps: tuple[Step, ...] = ()
    competencies: dict[str, DraftCompetency] = field(default_factory=dict)
    roles: list[DraftRole] = field(default_factory=list)
    settles_steps: bool = False
    orders_steps: bool = True


def find_step(steps: Sequence[Step], said: str) -> Step | None:
    """The step that a cell means: by key or name, else by how high its words or digits stand."""
    wanted = slugify(said)
    for step in steps:
        if wanted in {slugify(name) for name in (step.key, step.name, *step.aliases)}:
            return step
    rank = rank_level(said)
    ranked = [step for step in steps if rank is not None and rank_level(step.name) == rank]
    # A bare number means a place on a scale of words, and the same number on one of numbers.
    if len(ranked) == 1 and (not said.strip().isdecimal() or re.search(r"\d", ranked[0].name)):
        return ranked[0]
    if said.strip().isdecimal() and len(said.strip()) < 4:
        return next((step for step in steps if step.number == int(said)), None)
    return None


def number_steps(names: Iterable[str]) -> tuple[Step, ...]:
    """Steps of those names, numbered from 1 in their order; a first one that means none gets 0."""
    told = list(names)
    start = 0 if told and len(told) > 1 and rank_level(told[0]) == 0 else 1
    return tuple(
        Step(key=name, name=_spell(name), number=number) for number, name in enumerate(told, start)
    )


def _spell(name: str) -> str:
    """What people read: "3" is "Level 3", "Level 3: Expert" as Headway writes it is "Expert"."""
    if name.isdecimal():
        return f"Level {name}"
    return re.sub(r"^Level \d{1,2}: (?=\S)", "", name)


def number_beside(pairs: Sequence[tuple[str, Track | None]], notes: Notebook) -> tuple[Step, ...]:
    """Steps of names on tracks: those of management above the others where their titles say so.

    Else they end beside the highest of the others.
    """
    plain = [name for name, track in pairs if track != "management"]
    leading = [name for name, track in pairs if track == "management"]
    if not plain or not leading:
        return number_steps(name for name, _ in pairs)
    tracks, steps = dict(pairs), number_steps(plain)
    top = steps[-1].number
    if _stand_above(leading, plain):
        first, where = top + 1, "The levels of management were put above the others."
    else:
        first = max(1, top - len(leading) + 1)
        where = "The highest levels of both tracks were put beside each other."
    notes.guess(where, *leading)
    found = [Step(key=s.key, name=s.name, number=s.number, track=tracks[s.key]) for s in steps]
    found += [
        Step(key=s.key, name=s.name, number=n, track="management")
        for n, s in enumerate(number_steps(leading), first)
    ]
    return tuple(found)


def _stand_above(leading: Sequence[str], plain: Sequence[str]) -> bool:
    """Whether each title of one track is senior to all of the other: a director to a senior PM."""
    apart = min(map(rank_rung, leading)) - max(map(rank_rung, plain))
    return all(map(says_seniority, leading)) and apart >= _ONE_RUNG


def steps_of_marks(said: Sequence[str], notes: Notebook) -> tuple[Step, ...]:
    """The scale that marks are on, lowest first; none where they only tick ("yes").

    Numbers stand for every level up to the highest; words are put in order by what they mean, or
    where one tells nothing as they come up.
    """
    distinct = [mark for mark in dict.fromkeys(said) if mark != "yes"]
    if all(mark.isdecimal() and int(mark[:4]) <= HIGHEST_NUMBER for mark in distinct):
        low = 0 if "0" in distinct else 1
        return number_steps(map(str, range(low, max(map(int, distinct), default=low - 1) + 1)))
    ranks = {mark: rank_level(mark) for mark in distinct}
    if None not in ranks.values():
        distinct.sort(key=lambda mark: ranks[mark] or 0.0)
    elif len(distinct) > 1:
        notes.guess("The levels were taken to be lowest first as they come up.", *distinct)
    return number_steps(distinct)


def join(parts: Sequence[Part], *, form: str, title: str, notes: Notebook) -> Draft:
    """One draft of all parts: competencies of one name become one, roles follow each other."""
    draft = Draft(form=form, title=title)
    draft.steps = _choose_steps(parts, notes)
    for part in parts:
        for key, found in part.competencies.items():
            _merge(draft, key, found)
        draft.roles.extend(part.roles)
    for competency in draft.competencies.values():
        _rekey(competency, draft.steps, notes)
    for role in draft.roles:
        role.expected = settle_expected(role, draft.steps, notes)
    return draft


def _choose_steps(parts: Sequence[Part], notes: Notebook) -> tuple[Step, ...]:
    """The steps of the part that settles them, else those with acts, else any."""
    settled = [part.steps for part in parts if part.settles_steps and part.steps]
    described = [
        p.steps for p in parts if p.steps and any(c.cells for c in p.competencies.values())
    ]
    if settled and all(find_step(settled[0], step.key) for steps in described for step in steps):
        return settled[0]
    if not described:
        return next(iter(settled), next((p.steps for p in parts if p.steps), ()))
    ordered = [p.steps for p in parts if p.steps in described and p.orders_steps]
    first, *others = ordered or described
    return _add_steps(first, others, notes)


def _add_steps(
    first: tuple[Step, ...], others: Sequence[tuple[Step, ...]], notes: Notebook
) -> tuple[Step, ...]:
    """`first` and the steps that only others have: beside the top where their track is another."""
    steps = list(first)
    for other in others:
        new = [step for step in other if find_step(steps, step.key) is None]
        if not new:
            continue
        top = max(step.number for step in steps)
        is_beside = {s.track for s in new} != {s.track for s in steps}
        shift = (0 if is_beside else len(new)) + top - new[-1].number
        shift = max(shift, 1 - new[0].number)
        steps += [Step(key=s.key, name=s.name, number=s.number + shift, track=s.track) for s in new]
        where = "beside the highest of the others" if is_beside else "above the others"
        notes.guess(f"Levels of a further table were put {where}.", *(s.name for s in new))
    return tuple(steps)


def _merge(draft: Draft, key: str, found: DraftCompetency) -> None:
    kept = draft.competencies.get(key)
    if kept is None:
        draft.competencies[key] = found
        return
    kept.area, kept.definition = kept.area or found.area, kept.definition or found.definition
    kept.kind, kept.links = kept.kind or found.kind, kept.links or found.links
    kept.place = kept.place or found.place
    for name, acts in found.cells.items():
        kept.add(name, acts.values())


def _rekey(competency: DraftCompetency, steps: Sequence[Step], notes: Notebook) -> None:
    """Names the cells by the keys of `steps`."""
    told, competency.cells = competency.cells, {}
    for name, acts in told.items():
        step = find_step(steps, name)
        if step is None:
            notes.drop(
                f"There is no level '{name}' on the scale; its acts are left out.", competency.name
            )
        else:
            competency.add(step.key, acts.values())


def settle_expected(role: DraftRole, steps: Sequence[Step], notes: Notebook) -> dict[str, str]:
    """What a role expects by the keys of `steps`; what is not on the scale is left out and told."""
    expected = {}
    for key, said in role.expected.items():
        step = find_step(steps, said) if steps else None
        if step is None and steps:
            notes.drop(
                f"There is no level '{said}' on the scale; nothing is expected there.", role.title
            )
        elif step is not None and step.number == 0:
            notes.drop("A level of none was read as nothing expected.", role.title)
        else:
            expected[key] = step.key if step else said
    return expected
