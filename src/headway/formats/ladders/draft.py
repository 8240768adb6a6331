"""What every form of ladder is read into first: names and texts as the file has them, not yet checked."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from headway.core.ladder import CompetencyKind, Track


def key_of(name: str) -> str:
    """By what a competency's name is known within a file; unlike a slug it tells "C" from "C++"."""
    return " ".join(name.casefold().split())


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One act of a cell; `evidence` are examples the file gives for it."""

    text: str
    evidence: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One level of a file's scale: how its cells name it (`key`), and what people read.

    `number` orders the steps from 1; two steps of one number stand beside each other on two tracks.
    """

    key: str
    name: str
    number: int
    track: Track | None = None
    meaning: str = ""
    aliases: tuple[str, ...] = ()
    usual_years: tuple[float, float] | None = None


@dataclass(kw_only=True)
class DraftCompetency:
    """What is rated; `cells` maps the key of a step to its statements by text; an empty one is absent."""

    name: str
    area: str = ""
    definition: str = ""
    kind: CompetencyKind | None = None
    cells: dict[str, dict[str, Statement]] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    place: str = ""

    def add(self, level: str, acts: Iterable[Statement]) -> None:
        """Puts acts into the cell of a level, each text once."""
        for act in acts:
            self.cells.setdefault(level, {}).setdefault(act.text, act)


@dataclass(kw_only=True)
class DraftRole:
    """A rung of `group` (a family of roles); `expected` maps names of competencies to keys of steps.

    `place` orders the rungs of one group from 0; two of one place stand beside each other.
    """

    title: str
    place: int
    group: str = ""
    track: Track | None = None
    scope: str = ""
    expected: dict[str, str] = field(default_factory=dict)
    responsibilities: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    usual_years: tuple[float, float] | None = None


@dataclass(kw_only=True)
class Draft:
    """A whole ladder as read.

    `competencies` are by the name under which roles expect them. Without `roles`, the steps
    become some; without `steps`, all that is told is whether somebody has a competency or not.
    """

    form: str
    title: str
    steps: tuple[Step, ...] = ()
    competencies: dict[str, DraftCompetency] = field(default_factory=dict)
    roles: list[DraftRole] = field(default_factory=list)
    licence: str = ""
    note: str = ""
    links_to: str = ""
