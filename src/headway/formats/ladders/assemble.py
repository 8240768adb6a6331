"""Makes a ladder of a draft: names become slugs, gaps are filled where the form asks, all of it told."""

from collections.abc import Iterable, Sequence

from headway.core.errors import UnreadableFileError
from headway.core.ladder import (
    Area,
    Behaviour,
    Competency,
    Ladder,
    Level,
    Responsibility,
    Role,
    Track,
    slugify,
)
from headway.core.ladder_quality import RESERVED_ROLE
from headway.formats.history import LONGEST_NAME, LONGEST_STATEMENT, shorten
from headway.formats.ladder_file import FORMAT
from headway.formats.ladders.brackets import take_off
from headway.formats.ladders.draft import Draft, DraftCompetency, DraftRole, Step
from headway.formats.ladders.guesses import kind_of, stage_of, track_of
from headway.formats.ladders.report import LadderImport, Notebook

MOST_COMPETENCIES = 3_000
MOST_ROLES = 1_500
MOST_ACTS = 50_000
MOST_LEVELS = 20
PUT_BELOW = "Level 0, 'None yet', was put below the file's own levels."
_LONGEST_SLUG = 60
_BOTH: tuple[Track, ...] = ("individual", "management")


class _Slugs:
    """Gives each name a slug of its own."""

    def __init__(self, *taken: str) -> None:
        self._taken = set(taken)

    def give(self, name: str, fallback: str, besides: frozenset[str] = frozenset()) -> str:
        wanted = slugify(name)[:_LONGEST_SLUG].strip("-") or fallback
        slug, number = wanted, 1
        while slug in self._taken or slug in besides:
            number += 1
            slug = f"{wanted}-{number}"
        self._taken.add(slug)
        return slug


def assemble(draft: Draft, notes: Notebook) -> LadderImport:
    """The ladder of `draft`, sound in its references, with the report of all that was noted.

    Raises UnreadableFileError where there is no competency, or more of something than a ladder holds.
    """
    _refuse_sizes(draft)
    draft = take_off(draft, notes)
    steps = draft.steps or _yes_or_no(draft, notes)
    roles = draft.roles or _roles_of_steps(draft, steps, notes)
    slugs, areas = _Slugs(), _Areas(c.area for c in draft.competencies.values())
    keys = {key: slugs.give(c.name, "competency") for key, c in draft.competencies.items()}
    numbers = {step.key: step.number for step in steps}
    competencies = tuple(
        _competency(c, keys[key], areas, numbers, draft, notes)
        for key, c in draft.competencies.items()
    )
    _note_gaps(draft, steps, notes)
    ladder = Ladder(
        format=FORMAT,
        slug=slugify(draft.title)[:_LONGEST_SLUG].strip("-") or "imported-ladder",
        version="1.0.0",
        title=shorten(draft.title) or "Imported ladder",
        language="en",
        licence=draft.licence or "not said",
        note=draft.note,
        levels=_levels(steps, notes),
        areas=areas.all(),
        competencies=competencies,
        roles=_roles(roles, keys, numbers, notes),
    )
    if not draft.licence:
        notes.guess("The file states no licence; ask its owner before you pass it on.")
    _note_falls(ladder, notes)
    _count(ladder, notes)
    return LadderImport(ladder=ladder, report=notes.report(draft.form))


def _refuse_sizes(draft: Draft) -> None:
    if not draft.competencies:
        raise UnreadableFileError(f"'{draft.title}' holds no competency or skill.")
    acts = sum(len(a) for c in draft.competencies.values() for a in c.cells.values())
    for count, most, what in (
        (len(draft.competencies), MOST_COMPETENCIES, "competencies"),
        (len(draft.roles), MOST_ROLES, "roles"),
        (len(draft.steps), MOST_LEVELS, "levels"),
        (acts, MOST_ACTS, "acts"),
    ):
        if count > most:
            raise UnreadableFileError(
                f"'{shorten(draft.title, 60)}' holds {count:,} {what}; a ladder has at most "
                f"{most:,}. Name the part you want, such as 'product manager'."
            )


# Levels and the roles they become ------------------------------------------------------------------


def _yes_or_no(draft: Draft, notes: Notebook) -> tuple[Step, ...]:
    notes.guess(
        "The file has no levels: a competency is either shown or not. A side file of levels gives a scale."
    )
    for role in draft.roles:
        role.expected = dict.fromkeys(role.expected, "shown")
    return (Step(key="shown", name="Shown", number=1, meaning="Somebody has seen it done."),)


def _roles_of_steps(draft: Draft, steps: Sequence[Step], notes: Notebook) -> list[DraftRole]:
    """Rungs out of the levels: each expects itself wherever the file says what it looks like."""
    real = [step for step in steps if step.number > 0]
    if not draft.steps:
        every = dict.fromkeys(draft.competencies, "shown")
        notes.guess("The file names no role: one was made that expects every competency.")
        return [DraftRole(title=f"All of {shorten(draft.title, 100)}", place=0, expected=every)]
    notes.guess("The file names no role of its own: each level became one that expects that level.")
    is_described = any(c.cells for c in draft.competencies.values())
    return [
        DraftRole(
            title=step.name,
            place=step.number - 1,
            track=step.track,
            usual_years=step.usual_years,
            expected={
                key: step.key
                for key, competency in draft.competencies.items()
                if step.key in competency.cells or not is_described
            },
        )
        for step in real
    ]


def _levels(steps: Sequence[Step], notes: Notebook) -> tuple[Level, ...]:
    """Levels 0 to the highest; level 0 is ours where the file has none."""
    levels = []
    if all(step.number for step in steps):
        levels.append(
            Level(number=0, name="None yet", meaning="An occasion arose and nothing was seen.")
        )
        notes.guess(PUT_BELOW)
    for number in sorted({step.number for step in steps}):
        beside = [step for step in steps if step.number == number]
        levels.append(
            Level(
                number=number,
                name=shorten(" / ".join(step.name for step in beside)),
                meaning=shorten(
                    " ".join(filter(None, (s.meaning for s in beside))), LONGEST_STATEMENT
                ),
            )
        )
    return tuple(levels)


# Competencies --------------------------------------------------------------------------------------


class _Areas:
    """The areas in the order in which competencies name them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._is_told = any(names)
        self._slugs = _Slugs()
        self._found: dict[str, Area] = {}

    def slug(self, name: str) -> str:
        if not name and not self._is_told:
            return ""
        if name not in self._found:
            slug = self._slugs.give(name, "area")
            self._found[name] = Area(slug=slug, name=shorten(name) or "Other")
        return self._found[name].slug

    def all(self) -> tuple[Area, ...]:
        return tuple(self._found.values())


def _competency(
    draft: DraftCompetency,
    slug: str,
    areas: _Areas,
    numbers: dict[str, int],
    whole: Draft,
    notes: Notebook,
) -> Competency:
    if not draft.definition:
        notes.notice("No description: it stays empty.", draft.name)
    if draft.kind is None:
        notes.guess("Whether a competency is technical or soft was guessed from its name.")
    _note_cut(draft, notes)
    behaviours = tuple(
        Behaviour(
            level=level,
            act=shorten(act.text, LONGEST_STATEMENT),
            evidence=shorten(act.evidence, LONGEST_STATEMENT),
            audience="not said",
        )
        for level, key in ((numbers[key], key) for key in sorted(numbers, key=numbers.__getitem__))
        for act in draft.cells.get(key, {}).values()
    )
    if any(behaviour.level == 0 for behaviour in behaviours):
        notes.drop("What the file says of a level of none is no act and was left out.", draft.name)
    return Competency(
        slug=slug,
        name=shorten(draft.name),
        area=areas.slug(draft.area),
        kind=draft.kind or kind_of(draft.name),
        definition=shorten(draft.definition, LONGEST_STATEMENT),
        behaviours=tuple(behaviour for behaviour in behaviours if behaviour.level),
        crosswalk={whole.links_to: draft.links} if whole.links_to and draft.links else {},
    )


def _note_gaps(draft: Draft, steps: Sequence[Step], notes: Notebook) -> None:
    """Names each empty cell: no act there is no zero, and where levels are rungs nothing is expected."""
    competencies = draft.competencies.values()
    for competency in competencies if any(each.cells for each in competencies) else ():
        filled = {step.number for step in steps if step.key in competency.cells}
        for step in steps:
            if step.number and step.number not in filled:
                where = f"{competency.name}, {step.name}"
                place = f"{competency.place}: {where}" if competency.place else where
                notes.notice("An empty cell is not defined: it holds no act.", place)


def _note_cut(draft: DraftCompetency, notes: Notebook) -> None:
    texts = [draft.definition, *(a.text for acts in draft.cells.values() for a in acts.values())]
    if len(draft.name) > LONGEST_NAME or any(len(text) > LONGEST_STATEMENT for text in texts):
        notes.drop("Overlong text was cut.", shorten(draft.name, 60))


# Roles ---------------------------------------------------------------------------------------------


def _roles(
    drafts: Sequence[DraftRole], keys: dict[str, str], numbers: dict[str, int], notes: Notebook
) -> tuple[Role, ...]:
    slugs, duties = _Slugs(RESERVED_ROLE), _Slugs()
    _settle_tracks(drafts, notes)
    titles = _title(drafts, notes)
    # A role is found by slug and by title alike: no slug may be another's title.
    known = frozenset(map(slugify, titles))
    named = [slugs.give(title, "role", known - {slugify(title)}) for title in titles]
    taken = {slugify(name) for pair in zip(named, titles, strict=True) for name in pair}
    families = _families(drafts)
    highest = {name: max(drafts[i].place for i in family) for name, family in families.items()}
    notes.guess("The stage of each role was guessed from its title, or its place on the ladder.")
    roles = []
    for draft, title, slug in zip(drafts, titles, named, strict=True):
        roles.append(
            Role(
                slug=slug,
                title=title,
                stage=stage_of(title, _share_of_way(draft, highest[draft.group])),
                tracks=(draft.track,) if draft.track else _BOTH,
                scope=shorten(draft.scope, LONGEST_STATEMENT),
                theme=shorten(draft.group) if slugify(draft.group) != slug else "",
                aliases=_aliases(draft, taken),
                usual_years=draft.usual_years,
                expected={
                    keys[key]: numbers[step] for key, step in draft.expected.items() if key in keys
                },
                next_roles=tuple(named[i] for i in _next(draft, families[draft.group], drafts)),
                responsibilities=tuple(
                    Responsibility(
                        slug=duties.give(f"{slug[:25]} {text[:34]}", "duty"),
                        text=shorten(text, LONGEST_STATEMENT),
                    )
                    for text in draft.responsibilities
                ),
            )
        )
        if not draft.expected:
            notes.notice("No level is expected of this role.", title)
    return tuple(roles)


def _settle_tracks(drafts: Sequence[DraftRole], notes: Notebook) -> None:
    """Suffixes such as "(management)" tell a track only where others of the family lack them."""
    for draft in drafts:
        title = draft.title.rpartition("(")[2] if draft.title.endswith(")") else ""
        if draft.track is None and (told := track_of(title)):
            draft.track = told
            notes.guess("The track of a role was read from the end of its title.", draft.title)
    for draft in (each for each in drafts if each.track == "management"):
        stem = slugify(draft.title.partition("(")[0])
        for other in drafts:
            same = other.group == draft.group and slugify(other.title.partition("(")[0]) == stem
            if same and other is not draft:
                other.track = other.track or "individual"
                other.place = draft.place = min(other.place, draft.place)


def _title(drafts: Sequence[DraftRole], notes: Notebook) -> list[str]:
    """Titles that differ, also as slugs: a repeated one gets its family, or a number, behind it."""
    titles: list[str] = []
    taken: set[str] = set()
    for draft in drafts:
        title, number = shorten(draft.title) or "Role", 1
        if slugify(title) in taken and draft.group:
            title = f"{title} ({shorten(draft.group, 60)})"
        base = title
        while slugify(title) in taken or not slugify(title):
            number += 1
            title = f"{base} {number}" if slugify(base) else f"Role {number}"
        if title != draft.title and slugify(title) != slugify(draft.title):
            notes.notice("A title stands more than once and was told apart.", title)
        taken.add(slugify(title))
        titles.append(title)
    return titles


def _aliases(draft: DraftRole, taken: set[str]) -> tuple[str, ...]:
    kept = []
    for alias in draft.aliases:
        if slugify(alias) and slugify(alias) not in taken:
            taken.add(slugify(alias))
            kept.append(shorten(alias))
    return tuple(kept)


def _families(drafts: Sequence[DraftRole]) -> dict[str, list[int]]:
    """The roles of each family by their index."""
    families: dict[str, list[int]] = {}
    for index, draft in enumerate(drafts):
        families.setdefault(draft.group, []).append(index)
    return families


def _next(draft: DraftRole, family: Sequence[int], drafts: Sequence[DraftRole]) -> list[int]:
    """The rungs one place up in the same family, on a track one stands on."""
    above = [
        index
        for index in family
        if drafts[index].place > draft.place and _share_track(draft, drafts[index])
    ]
    lowest = min((drafts[index].place for index in above), default=0)
    return [index for index in above if drafts[index].place == lowest]


def _share_track(one: DraftRole, other: DraftRole) -> bool:
    return one.track is None or other.track is None or one.track == other.track


def _share_of_way(draft: DraftRole, places: int) -> float:
    """How far up its family a rung stands, from 0 to 1; a lone one in the middle."""
    return draft.place / places if places else 0.5


# The report ----------------------------------------------------------------------------------------


def _note_falls(ladder: Ladder, notes: Notebook) -> None:
    """Levels that drop with seniority are kept as the file has them, and named."""
    names = {competency.slug: competency.name for competency in ladder.competencies}
    roles = {role.slug: role for role in ladder.roles}
    for role in ladder.roles:
        for following in (roles[slug] for slug in role.next_roles):
            for slug, level in role.expected.items():
                asked = following.expected.get(slug, level)
                if asked < level:
                    notes.notice(
                        "A higher role expects a lower level; kept as it stands.",
                        f"{following.title}: {names[slug]} falls from {level} to {asked}",
                    )


def _count(ladder: Ladder, notes: Notebook) -> None:
    behaviours = sum(len(competency.behaviours) for competency in ladder.competencies)
    for what, number in (
        ("levels", len(ladder.levels)),
        ("areas", len(ladder.areas)),
        ("competencies", len(ladder.competencies)),
        ("behaviours", behaviours),
        ("roles", len(ladder.roles)),
        ("expected levels", sum(len(role.expected) for role in ladder.roles)),
        ("responsibilities", sum(len(role.responsibilities) for role in ladder.roles)),
    ):
        notes.read[what] = number
