"""What a visit is about: whose dossier, on which day, against which ladder and catalogue."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from headway.core.dossier import NOBODY, Dossier
from headway.core.ladder import Ladder, Role
from headway.core.learn import Catalogue
from headway.core.profile import About, Aim
from headway.formats import built_in
from headway.records import access, bridge


@dataclass(frozen=True, kw_only=True)
class Visit:
    """The person at hand and what they are compared with; `today` is the day where they live."""

    dossier: Dossier
    ladder: Ladder
    catalogue: Catalogue
    today: date
    is_sample: bool

    @property
    def name(self) -> str:
        about = self.dossier.latest(About)
        return about.name if about else ""

    def is_empty(self, as_of: date) -> bool:
        return not self.dossier.known_by(as_of).facts

    def aim(self, as_of: date) -> Aim | None:
        return self.dossier.known_by(as_of).latest(Aim)

    def role(self, asked: str, as_of: date) -> Role | None:
        """The role asked for, else the one the person wants, else none."""
        aim = self.aim(as_of)
        name = asked or (aim.target_role if aim else "")
        return self.ladder.role(name) if name else None

    def first_day(self) -> date | None:
        """The first day as of which anything is known."""
        zone = ZoneInfo(self.dossier.time_zone)
        # Not the facts themselves: what waits in a round of ratings shows nowhere.
        known = self.dossier.known_by(date.max)
        return min(
            (max(f.happened_on, f.recorded_at.astimezone(zone).date()) for f in known.facts),
            default=None,
        )


def begin_visit() -> Visit:
    """The visit to the sample person or to the workspace's owner, whichever is served."""
    now = datetime.now(UTC)
    is_sample = os.environ.get("HEADWAY_SAMPLE") == "1"
    dossier = built_in.sample_dossier(now.date()) if is_sample else _owners_dossier()
    return Visit(
        dossier=dossier,
        ladder=built_in.ladder(),
        catalogue=built_in.catalogue(),
        today=now.astimezone(ZoneInfo(dossier.time_zone)).date(),
        is_sample=is_sample,
    )


def _owners_dossier() -> Dossier:
    owner = access.workspace_owner()
    return bridge.load_dossier(owner) if owner else Dossier(owner=NOBODY)
