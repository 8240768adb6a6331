"""What a command works with: the clock, the workspace, the person's dossier, ladder and catalogue."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from headway.core.dossier import NOBODY, Dossier
from headway.core.errors import InvalidInputError
from headway.core.ladder import Ladder, Role
from headway.core.learn import Catalogue, OwnOpportunity
from headway.core.profile import Aim

if TYPE_CHECKING:
    from headway.algorithms.rating_model import Calibration
    from headway.core.evidence import PhraseIndex
    from headway.core.ladder_moves import LadderReading
    from headway.core.organisation.calibration import CalibrationInUse
    from headway.records.ladders import LadderUse
    from headway.records.models import Person
    from headway.records.places import Workspace

AsOf = Annotated[
    str | None, typer.Option("--as-of", help="Answer with what was known by that day (YYYY-MM-DD).")
]
On = Annotated[
    str | None,
    typer.Option("--on", "--as-of", help="The day it happened, YYYY-MM-DD; else today."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Target = Annotated[
    str | None, typer.Option(help="The role to compare with; else the one you aim at.")
]
_chosen_workspace: list[Path | None] = [None]


@dataclass(frozen=True, kw_only=True)
class Session:
    """One command's view: who, as of which day, against which ladder and catalogue.

    `is_kept` says that the dossier is of this workspace, whose calibrations then count; `reading` how
    facts told in the names of other ladders were read, None where there never was another;
    `catalogue_told` stands in for the catalogue.
    """

    dossier: Dossier
    ladder: Ladder
    as_of: date
    is_kept: bool = False
    reading: "LadderReading | None" = None
    catalogue_told: Catalogue | None = None

    @cached_property
    def catalogue(self) -> Catalogue:
        """The built-in catalogue and the person's own entries; read by whom needs it, for it is long."""
        if self.catalogue_told is not None:
            return self.catalogue_told
        from headway.core.ladder_changes import name_ladder
        from headway.core.ladder_moves import read_catalogue
        from headway.formats import built_in

        own = (body for _, body in self.dossier.known_by(self.as_of).each(OwnOpportunity))
        source = name_ladder(built_in.ladder())
        return read_catalogue(built_in.catalogue(), source, own, self.reading)

    @cached_property
    def in_use(self) -> "CalibrationInUse | None":
        """The kept calibration that counts on this day; None where that is the shipped one."""
        if not self.is_kept:
            return None
        from headway.records.calibrations import find_calibration

        return find_calibration(self.dossier, self.ladder, as_of=self.as_of)

    @property
    def calibration(self) -> "Calibration | None":
        """How marks are read on this day; None for the shipped calibration."""
        return self.in_use.scoring if self.in_use else None

    @property
    def phrases(self) -> "PhraseIndex":
        """The wordings that hint at competencies of the ladder in use."""
        from headway.formats import built_in

        return built_in.phrase_index_for(self.reading)

    @property
    def aim(self) -> Aim | None:
        """What the person said last of where they want to go."""
        return self.dossier.known_by(self.as_of).latest(Aim)

    def target_role(self, asked: str | None) -> Role:
        """The role asked for, else the one aimed at; raises InvalidInputError if there is neither."""
        role = self.target_or_none(asked)
        if role is None:
            raise InvalidInputError(
                "Say which role you want: add --target ROLE, or keep it with "
                "`headway profile --target ROLE`. `headway ladder list` shows the roles."
            )
        return role

    def target_or_none(self, asked: str | None) -> Role | None:
        """The role asked for, else the one aimed at, else None."""
        name = asked or (self.aim.target_role if self.aim else "")
        return self.ladder.role(name) if name else None


def choose_workspace(folder: Path | None) -> None:
    """Remembers the folder that this run of the program works in."""
    _chosen_workspace[0] = folder


def open_workspace() -> "Workspace":
    """The workspace, ready; creates it where there is none."""
    from headway.records import workspace

    return workspace.open_workspace(_chosen_workspace[0])


def find_workspace() -> "Workspace":
    """The workspace as it is, even damaged or not there; nothing is opened, created or migrated."""
    from headway.records import places

    return places.find_workspace(_chosen_workspace[0])


def now() -> datetime:
    """The only place where the command line asks the clock."""
    return datetime.now(UTC)


def begin_session(as_of: str | None = None) -> Session:
    """The owner's dossier against the ladder they adopted; nobody's where there is no owner yet."""
    open_workspace()
    from headway.records import access

    owner = access.workspace_owner()
    session = session_for(nobody(), as_of) if owner is None else _session_of(owner, as_of)
    return replace(session, is_kept=True)


def _session_of(owner: "Person", as_of: str | None) -> Session:
    from headway.formats import built_in
    from headway.records import ladders

    day = read_day(as_of) if as_of else today(owner.time_zone)
    use = ladders.find_use(owner, shipped=built_in.ladder(), as_of=day)
    return Session(dossier=use.load_dossier(), ladder=use.ladder, reading=use.reading, as_of=day)


def begin_built_in_session() -> Session:
    """The owner's dossier as it was told, against the built-in ladder: the one that vignettes are about."""
    open_workspace()
    from headway.records import access, bridge

    owner = access.workspace_owner()
    dossier = bridge.load_dossier(owner) if owner else nobody()
    return replace(session_for(dossier), is_kept=True)


def find_ladder_in_use(as_of: str | None = None) -> Ladder:
    """The ladder that counts for the owner at the end of that day, else today."""
    return find_use(as_of).ladder


def find_use(as_of: str | None = None) -> "LadderUse":
    """That ladder with how it came to count."""
    open_workspace()
    from headway.formats import built_in
    from headway.records import access, ladders

    owner = access.workspace_owner()
    day = read_day(as_of) if as_of else today(owner.time_zone if owner else "UTC")
    return ladders.find_use(owner, shipped=built_in.ladder(), as_of=day)


def session_for(dossier: Dossier, as_of: str | None = None) -> Session:
    """A session about `dossier`, with the built-in ladder and the catalogue, own entries among it."""
    from headway.formats import built_in

    day = read_day(as_of) if as_of else today(dossier.time_zone)
    return Session(dossier=dossier, ladder=built_in.ladder(), as_of=day)


def nobody() -> Dossier:
    """The dossier of somebody of whom nothing is known."""
    return Dossier(owner=NOBODY, time_zone=local_time_zone())


def ensure_owner(name: str = "") -> "Person":
    """The workspace's owner; registers one in this machine's time zone where there is none."""
    open_workspace()
    from headway.records import bridge

    return bridge.ensure_owner(name, created_at=now(), time_zone=local_time_zone())


def today(time_zone: str) -> date:
    """The day it is where the person lives."""
    return now().astimezone(ZoneInfo(time_zone)).date()


def read_day(text: str) -> date:
    """A day written as YYYY-MM-DD, from 1900 to 2200; raises InvalidInputError."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if len(text) != len("2027-06-30") or not 1900 <= day.year <= 2200:
        raise InvalidInputError(f"'{text}' is not a day; write it as 2027-06-30.")
    return day


def local_time_zone() -> str:
    """This machine's time zone by its name in the time zone database; UTC where it can't be told."""
    from headway.records import local_time

    return local_time.local_time_zone()
