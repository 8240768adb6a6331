"""What changed from one ladder to another, and for whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from headway.core.ladder import Competency, Ladder, Level, Role


def name_ladder(ladder: Ladder) -> str:
    """The one name of a ladder's version, as "headway-product 1.0.0"."""
    return f"{ladder.slug} {ladder.version}"


@dataclass(frozen=True, kw_only=True)
class RoleChange:
    """What another ladder asks of one role: levels by competency, experiences and responsibilities by slug.

    `more` and `less` map competencies to the level before and after, `added` and `dropped` to the one
    level that there is.
    """

    role: str
    title: str
    more: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    less: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    added: Mapping[str, int] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    experiences_added: tuple[str, ...] = ()
    experiences_dropped: tuple[str, ...] = ()
    responsibilities_added: tuple[str, ...] = ()
    responsibilities_dropped: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether the role asks for the same as before."""
        return self == RoleChange(role=self.role, title=self.title)


@dataclass(frozen=True, kw_only=True)
class CompetencyChange:
    """What became of one competency: `parts` of its text that differ, and how many acts came and went."""

    competency: str
    parts: tuple[str, ...] = ()
    behaviours_added: int = 0
    behaviours_dropped: int = 0


@dataclass(frozen=True, kw_only=True)
class LadderDiff:
    """All that differs between two ladders, by slugs, in the order of the newer one.

    `levels` are the two scales as names, empty where they are the same.
    """

    former: str
    new: str
    levels: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    competencies_added: tuple[str, ...] = ()
    competencies_dropped: tuple[str, ...] = ()
    competencies_changed: tuple[CompetencyChange, ...] = ()
    roles_added: tuple[str, ...] = ()
    roles_dropped: tuple[str, ...] = ()
    roles_changed: tuple[RoleChange, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether nothing that anybody is asked for or rated by differs."""
        return self == LadderDiff(former=self.former, new=self.new)


def diff_ladders(former: Ladder, new: Ladder) -> LadderDiff:
    """What `new` says otherwise than `former`; competencies and roles are the same by their slugs.

    Levels are the same by their names, else where there are as many by their place; what stands at a
    level without a like is not compared.
    """
    before = {c.slug: c for c in former.competencies}
    roles = {role.slug: role for role in former.roles}
    scale = _find_scale(former.levels, new.levels)
    competencies = (
        _change_competency(before[c.slug], c, scale) for c in new.competencies if c.slug in before
    )
    asked = (_change_role(roles[r.slug], r, scale) for r in new.roles if r.slug in roles)
    return LadderDiff(
        former=name_ladder(former),
        new=name_ladder(new),
        levels=_change_scale(former.levels, new.levels),
        competencies_added=_not_in(before, (c.slug for c in new.competencies)),
        competencies_dropped=_not_in({c.slug for c in new.competencies}, before),
        competencies_changed=tuple(
            c for c in competencies if c != CompetencyChange(competency=c.competency)
        ),
        roles_added=_not_in(roles, (r.slug for r in new.roles)),
        roles_dropped=_not_in({r.slug for r in new.roles}, roles),
        roles_changed=tuple(change for change in asked if not change.is_nothing),
    )


def _change_scale(
    former: tuple[Level, ...], new: tuple[Level, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    before, after = (tuple(level.name for level in levels) for levels in (former, new))
    return None if before == after else (before, after)


def _find_scale(former: tuple[Level, ...], new: tuple[Level, ...]) -> dict[int, int]:
    """The new number of each former level that has a like; 0 is nothing shown yet on every scale."""
    numbers = {level.name.casefold().strip(): level.number for level in new}
    is_as_long = len(former) == len(new)
    by_place = {level.number: level.number for level in former if is_as_long or not level.number}
    by_name = {
        level.number: numbers[name]
        for level in former
        if (name := level.name.casefold().strip()) in numbers
    }
    return by_place | by_name


def _not_in(there: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    known = set(there)
    return tuple(name for name in names if name not in known)


def _change_competency(
    former: Competency, new: Competency, scale: Mapping[int, int]
) -> CompetencyChange:
    parts = ("name", "area", "kind", "definition", "boundary")
    before = {(scale.get(b.level), b.act) for b in former.behaviours}
    # An act at a level without a like is the same wherever it stands now.
    untold = {act for level, act in before if level is None}
    stay = {b.act for b in new.behaviours} & untold
    before = {each for each in before if each[1] not in stay}
    after = {(b.level, b.act) for b in new.behaviours if b.act not in stay}
    return CompetencyChange(
        competency=new.slug,
        parts=tuple(part for part in parts if getattr(former, part) != getattr(new, part)),
        behaviours_added=len(after - before),
        behaviours_dropped=len(before - after),
    )


def _change_role(former: Role, new: Role, scale: Mapping[int, int]) -> RoleChange:
    both = {
        slug: (former.expected[slug], new.expected[slug])
        for slug in new.expected
        if slug in former.expected
    }
    # Beside the levels as they stand, the former one on the new scale; without a like it is left out.
    moved = {slug: (scale.get(low), high) for slug, (low, high) in both.items()}
    duties = [[r.slug for r in role.responsibilities] for role in (former, new)]
    return RoleChange(
        role=new.slug,
        title=new.title,
        more={s: both[s] for s, (was, now) in moved.items() if was is not None and now > was},
        less={s: both[s] for s, (was, now) in moved.items() if was is not None and now < was},
        added={slug: level for slug, level in new.expected.items() if slug not in both},
        dropped={slug: level for slug, level in former.expected.items() if slug not in both},
        experiences_added=_not_in(former.experiences, new.experiences),
        experiences_dropped=_not_in(new.experiences, former.experiences),
        responsibilities_added=_not_in(duties[0], duties[1]),
        responsibilities_dropped=_not_in(duties[1], duties[0]),
    )
