"""The career ladder as a value: levels, competencies with behaviours, and roles with expectations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, get_args

from headway.core.errors import UnknownNameError

# Other houses' ladders don't tell it.
BehaviourAudience = Literal["customers", "engineering", "executives", "not said"]
CompetencyKind = Literal["technical", "soft"]
Stage = Literal["entry", "mid", "senior"]
Track = Literal["individual", "management"]


@dataclass(frozen=True, kw_only=True)
class Level:
    """One rung of the proficiency scale, lowest 0 ("none yet")."""

    number: int
    name: str
    meaning: str
    scope: str = ""
    autonomy: str = ""
    complexity: str = ""
    influence: str = ""


@dataclass(frozen=True, kw_only=True)
class Area:
    """A named group of competencies."""

    slug: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Experience:
    """Something a role asks to have been through, as one fact that somebody can confirm."""

    slug: str
    text: str
    evidence: str = ""


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """A behavioural indicator: one act that a colleague can say they saw or did not see."""

    level: int
    act: str
    evidence: str
    audience: BehaviourAudience


@dataclass(frozen=True, kw_only=True)
class Competency:
    """What one is rated on; `boundary` says what belongs to a neighbour instead."""

    slug: str
    name: str
    area: str
    kind: CompetencyKind
    definition: str
    boundary: str = ""
    path: tuple[str, ...] = ()
    article_terms: tuple[str, ...] = ()
    crosswalk: dict[str, tuple[str, ...]] = field(default_factory=dict)
    behaviours: tuple[Behaviour, ...] = ()

    def behaviours_at(self, level: int) -> tuple[Behaviour, ...]:
        """The behaviours that show `level`."""
        return tuple(b for b in self.behaviours if b.level == level)

    def keyed_behaviours(self) -> Iterator["KeyedBehaviour"]:
        """The behaviours under their keys, level by level, each numbered from 1 in the file's order."""
        for level in sorted({behaviour.level for behaviour in self.behaviours}):
            for number, behaviour in enumerate(self.behaviours_at(level), 1):
                yield KeyedBehaviour(
                    key=f"{self.slug}/{level}/{number}", competency=self.slug, behaviour=behaviour
                )


@dataclass(frozen=True, kw_only=True)
class KeyedBehaviour:
    """A behaviour under its key within one ladder version: competency/level/number."""

    key: str
    competency: str
    behaviour: Behaviour


@dataclass(frozen=True, kw_only=True)
class Responsibility:
    """Something a role answers for; `sources` are sections of the article it comes from."""

    slug: str
    text: str
    competencies: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TypicalDevelopment:
    """A kind of opportunity that people at this stage commonly take, and what for."""

    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Role:
    """A rung one can hold or aim at, with all it asks for.

    `expected` maps competency slugs to levels; a missing one is not expected. `usual_years` of
    product experience are a judgement that widens or narrows nothing by itself; None: not said.
    """

    slug: str
    title: str
    stage: Stage
    tracks: tuple[Track, ...]
    scope: str
    expected: dict[str, int]
    usual_years: tuple[float, float] | None = None
    theme: str = ""
    aliases: tuple[str, ...] = ()
    next_roles: tuple[str, ...] = ()
    experiences: tuple[str, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    development: tuple[TypicalDevelopment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AmbiguousTitle:
    """A job title whose scope varies so much that the person is always asked."""

    title: str
    candidates: tuple[str, ...]
    question: str


@dataclass(frozen=True, kw_only=True)
class OtherTitles:
    """Job titles that sound like a role of this ladder and are none."""

    titles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """A versioned career ladder; a published version never changes."""

    format: str
    slug: str
    version: str
    title: str
    language: str
    licence: str
    levels: tuple[Level, ...]
    competencies: tuple[Competency, ...]
    roles: tuple[Role, ...]
    note: str = ""
    areas: tuple[Area, ...] = ()
    experiences: tuple[Experience, ...] = ()
    ambiguous_titles: tuple[AmbiguousTitle, ...] = ()
    other_titles: OtherTitles = OtherTitles()

    @property
    def top_level(self) -> int:
        """The number of the highest level."""
        return max(level.number for level in self.levels)

    def level(self, number: int) -> Level:
        """The level with that number; raises UnknownNameError naming those there are."""
        found = next((level for level in self.levels if level.number == number), None)
        if found is None:
            raise UnknownNameError(_unknown("level", str(number), (lv.name for lv in self.levels)))
        return found

    def competency(self, slug: str) -> Competency:
        """The competency with that slug; raises UnknownNameError naming those there are."""
        found = next((c for c in self.competencies if c.slug == slug), None)
        if found is None:
            raise UnknownNameError(
                _unknown("competency", slug, (c.slug for c in self.competencies))
            )
        return found

    def keyed_behaviours(self) -> Iterator[KeyedBehaviour]:
        """All behaviours under their keys, in the ladder's order."""
        for competency in self.competencies:
            yield from competency.keyed_behaviours()

    def behaviour(self, key: str) -> KeyedBehaviour:
        """The behaviour with that key, as customer-discovery/2/1; raises UnknownNameError."""
        competency = self.competency(key.partition("/")[0])
        keyed = tuple(competency.keyed_behaviours())
        found = next((one for one in keyed if one.key == key), None)
        if found is None:
            raise UnknownNameError(_unknown("behaviour", key, (one.key for one in keyed)))
        return found

    def role(self, name: str) -> Role:
        """The role with that slug, title or alias; raises UnknownNameError naming those there are."""
        wanted = slugify(name)
        for role in self.roles:
            if wanted in map(slugify, (role.slug, role.title, *role.aliases)):
                return role
        raise UnknownNameError(_unknown("role", name, (role.title for role in self.roles)))

    def experience(self, slug: str) -> Experience:
        """The experience with that slug; raises UnknownNameError naming those there are."""
        found = next((e for e in self.experiences if e.slug == slug), None)
        if found is None:
            raise UnknownNameError(_unknown("experience", slug, (e.slug for e in self.experiences)))
        return found


@dataclass(frozen=True, kw_only=True)
class RoleComparison:
    """Two roles side by side, each pair in their order.

    `expected` maps every competency of the ladder to the two levels, None where one is not asked
    for; `experiences` maps those of either role to whether each asks for it.
    """

    first: str
    second: str
    expected: dict[str, tuple[int | None, int | None]]
    experiences: dict[str, tuple[bool, bool]]


def compare_roles(ladder: Ladder, first: Role, second: Role) -> RoleComparison:
    """What `first` and `second` ask for, in the ladder's order."""
    asked = {*first.experiences, *second.experiences}
    return RoleComparison(
        first=first.slug,
        second=second.slug,
        expected={
            c.slug: (first.expected.get(c.slug), second.expected.get(c.slug))
            for c in ladder.competencies
        },
        experiences={
            e.slug: (e.slug in first.experiences, e.slug in second.experiences)
            for e in ladder.experiences
            if e.slug in asked
        },
    )


def find_rungs(ladder: Ladder) -> dict[str, int]:
    """The rung of each role, lowest 0: its place on its track, the higher one where it is on two."""
    rungs: dict[str, int] = {}
    for track in get_args(Track):
        for number, role in enumerate(role for role in ladder.roles if track in role.tracks):
            rungs[role.slug] = max(number, rungs.get(role.slug, 0))
    return rungs


@lru_cache(maxsize=4096)
def slugify(name: str) -> str:
    """`name` in lower case with every run of other characters than letters and digits as one hyphen."""
    words = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
    return "-".join(words)


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    return f"This ladder has no {what} '{name}'; it has {', '.join(known)}."
