"""What a visit is about: whose dossier, on which day, against which ladder and catalogue."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from headway.algorithms.rating_model import Calibration
from headway.core.dossier import NOBODY, Dossier, Fact, read_fact
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.evidence import PhraseIndex
from headway.core.ladder import Ladder, Role
from headway.core.ladder_changes import name_ladder
from headway.core.ladder_moves import LadderReading, read_catalogue
from headway.core.learn import Catalogue, OwnOpportunity
from headway.core.organisation.calibration import CalibrationInUse
from headway.core.profile import About, Aim
from headway.core.wording import severity as severity_words
from headway.formats import built_in
from headway.records import access, bridge, calibrations
from headway.records.ladders import LadderUse, find_use
from headway.records.local_time import local_time_zone
from headway.records.models import Person
from headway.web import looking
from headway.web.forms.asked import DayField


@dataclass(frozen=True, kw_only=True)
class Visit:
    """The person at hand and what they are compared with; `today` is the day where they live.

    `person` is None for the sample, and for an owner of whom nothing was kept yet.
    """

    person: Person | None
    use: LadderUse
    now: datetime
    time_zone: str
    is_sample: bool
    # By day: a page that asks twice finds what counts only once.
    _in_use: dict[date, CalibrationInUse | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _known: dict[date, Dossier] = field(default_factory=dict, init=False, repr=False, compare=False)
    _catalogues: dict[date, Catalogue] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def ladder(self) -> Ladder:
        """The ladder that counted on the day that is looked at."""
        return self.use.ladder

    @property
    def reading(self) -> LadderReading | None:
        """How what was told in the names of other ladders is read; None where there never was one."""
        return self.use.reading

    @property
    def phrases(self) -> PhraseIndex:
        """The wordings that hint at competencies of the ladder."""
        return built_in.phrase_index_for(self.reading)

    def read(self, fact: Fact) -> Fact:
        """A fact as it is kept, in the names of the ladder."""
        return read_fact(fact, self.reading)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.time_zone)).date()

    @cached_property
    def dossier(self) -> Dossier:
        """All that is known of the person; read when it is first needed."""
        if self.is_sample:
            return _sample(self.now)
        if self.person is None:
            return Dossier(owner=NOBODY, time_zone=self.time_zone)
        return self.use.load_dossier()

    @property
    def name(self) -> str:
        about = self.dossier.latest(About)
        return about.name if about else ""

    def known(self, as_of: date) -> Dossier:
        """What was known by the end of that day; found once for each."""
        if as_of not in self._known:
            self._known[as_of] = self.dossier.known_by(as_of)
        return self._known[as_of]

    @property
    def catalogue(self) -> Catalogue:
        """The built-in catalogue with the person's own entries of today."""
        return self.catalogue_on(self.today)

    def catalogue_on(self, as_of: date) -> Catalogue:
        """The built-in catalogue with the person's own entries that were known by the end of that day."""
        if as_of not in self._catalogues:
            own = (body for _, body in self.known(as_of).each(OwnOpportunity))
            self._catalogues[as_of] = read_catalogue(
                built_in.catalogue(), name_ladder(built_in.ladder()), own, self.reading
            )
        return self._catalogues[as_of]

    def is_empty(self, as_of: date) -> bool:
        return not self.known(as_of).facts

    def may_tell(self, as_of: date) -> bool:
        """Whether the page takes anything: nobody adds to the sample, or to a day that is past."""
        return not self.is_sample and as_of == self.today

    def aim(self, as_of: date) -> Aim | None:
        return self.known(as_of).latest(Aim)

    def role(self, asked: str, as_of: date) -> Role | None:
        """The role asked for, else the one the person wants, else none."""
        aim = self.aim(as_of)
        name = asked or (aim.target_role if aim else "")
        return self.ladder.role(name) if name else None

    def calibration(self, as_of: date) -> Calibration | None:
        """How marks are read on that day; None for the shipped calibration."""
        in_use = self._find_in_use(as_of)
        return in_use.scoring if in_use else None

    def calibration_told(self, as_of: date) -> str:
        """Which calibration counts on that day; nothing if it is the shipped one."""
        in_use = self._find_in_use(as_of)
        return severity_words.describe_calibration_in_use(in_use) if in_use else ""

    def calibration_version(self, as_of: date) -> str:
        """Under which hash the calibration that counts on that day is kept; "" for the shipped one."""
        in_use = self._find_in_use(as_of)
        return in_use.version if in_use else ""

    def _find_in_use(self, as_of: date) -> CalibrationInUse | None:
        if self.is_sample:
            return None
        if as_of not in self._in_use:
            found = calibrations.find_calibration(self.dossier, self.ladder, as_of=as_of)
            self._in_use[as_of] = found
        return self._in_use[as_of]

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
    is_sample = looking.shows_sample()
    person = None if is_sample else access.workspace_owner()
    time_zone = _time_zone(person, now, is_sample=is_sample)
    return Visit(
        person=person,
        use=find_use(
            person,
            shipped=built_in.ladder(),
            as_of=_asked_day() or now.astimezone(ZoneInfo(time_zone)).date(),
        ),
        now=now,
        time_zone=time_zone,
        is_sample=is_sample,
    )


def _asked_day() -> date | None:
    try:
        day: date | None = DayField(required=False).clean(looking.asked_day())
    except ValidationError:
        return None
    return day


def ensure_own(visit: Visit) -> None:
    """Raises InvalidInputError on a visit to the sample: it takes nothing."""
    if visit.is_sample:
        raise InvalidInputError(
            "This is the sample person, of whom nothing is kept. Leave the sample, "
            "or run `headway serve` without --sample, to tell of yourself."
        )


def find_person(visit: Visit) -> Person:
    """The person of whom something was kept; raises UnknownNameError where nothing was."""
    ensure_own(visit)
    if visit.person is None:
        raise UnknownNameError(_("There is no such entry here."))
    return visit.person


def ensure_person(visit: Visit, name: str = "") -> Person:
    """The person of whom something is to be kept; raises InvalidInputError on a visit to the sample."""
    ensure_own(visit)
    if visit.person is not None:
        return visit.person
    return bridge.ensure_owner(name, created_at=visit.now, time_zone=visit.time_zone)


def _time_zone(person: Person | None, now: datetime, *, is_sample: bool) -> str:
    if is_sample:
        return _sample(now).time_zone
    return person.time_zone if person else local_time_zone()


def _sample(now: datetime) -> Dossier:
    return built_in.sample_dossier(now.date())
