"""All that is known of one person: dated facts, never conclusions."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from operator import attrgetter
from typing import Any, Literal, cast
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from headway.core.fact_kinds import AdoptedPlan, Body, FactBody, Retraction
from headway.core.ladder import Ladder, Role
from headway.core.ladder_moves import LadderReading
from headway.core.profile import About, Aim, Position
from headway.core.ratings import CycleClosing, RatingForm, VignetteForm, named_rater, rounds

Visibility = Literal["private", "shared"]
# The owner of a dossier that nobody keeps.
NOBODY = UUID(int=0)
# A history asks for dozens of days, each holding all facts known by then; a page asks for one or two.
MOST_DAYS_KEPT = 4
LAST_MOMENT = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened on a day and was recorded at a moment (UTC)."""

    id: UUID
    body: FactBody
    happened_on: date
    recorded_at: datetime
    visibility: Visibility = "private"
    supersedes: UUID | None = None

    @cached_property
    def remembered(self) -> dict[object, Any]:
        """What was found in this fact alone, by what was asked: a fact never changes, and outlives a page."""
        return {}


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """The facts about one person, in the order in which they were recorded.

    `reading` says how forms of ratings are still to be read, see `read_under`.
    """

    owner: UUID
    time_zone: str = "UTC"
    facts: tuple[Fact, ...] = field(default_factory=tuple)
    reading: LadderReading | None = None

    def known_by(self, as_of: date) -> "Dossier":
        """What was known by the end of `as_of` in the person's time zone, corrections applied.

        A fact counts if it was recorded and had happened by then and no fact recorded by then
        supersedes it. What others gave to a round of ratings counts as `core.rounds` says, dated
        by the day from which it does. Several that ask for a day get the same dossier.
        """
        known = self._known.get(as_of)
        if known is None:
            if len(self._known) >= MOST_DAYS_KEPT:
                self._known.clear()
            known = self._known[as_of] = self._find_known(as_of)
        return known

    def _find_known(self, as_of: date) -> "Dossier":
        recorded = self._recorded_by(as_of)
        if self._has_rounds:
            recorded = _publish(recorded, ZoneInfo(self.time_zone))
        replaced = {f.supersedes for f in recorded if f.supersedes}
        facts = tuple(
            [
                f
                for f in recorded
                if not (replaced and f.id in replaced)
                and f.happened_on <= as_of
                and not isinstance(f.body, Retraction)
            ]
        )
        if self.reading:
            facts = tuple(_read_ratings(f, self.reading) for f in facts)
        return Dossier(owner=self.owner, time_zone=self.time_zone, facts=facts)

    def given_to_rounds_by(self, as_of: date) -> Iterator[tuple[Fact, RatingForm]]:
        """The forms by others given to rounds of ratings by then, whether they count yet or not."""
        recorded = self._recorded_by(as_of)
        replaced = {f.supersedes for f in recorded}
        for fact in recorded:
            form = fact.body
            is_given = isinstance(form, RatingForm) and form.cycle and form.source != "self"
            if is_given and fact.id not in replaced and fact.happened_on <= as_of:
                yield fact, cast("RatingForm", form)

    def _recorded_by(self, as_of: date) -> list[Fact]:
        zone = ZoneInfo(self.time_zone)
        # No place is a whole day behind or before UTC: most moments need no time zone, which is slow.
        surely = datetime.combine(as_of, time(0), UTC)
        # Nor are there days after the last one that the calendar knows.
        too_late = surely + min(timedelta(days=3), LAST_MOMENT - surely)
        return [
            f
            for f in self.facts
            if f.recorded_at < surely
            or (f.recorded_at < too_late and f.recorded_at.astimezone(zone).date() <= as_of)
        ]

    def each(self, kind: type[Body]) -> Iterator[tuple[Fact, Body]]:
        """The facts whose body is of `kind`, oldest happening first, each with that body."""
        if kind not in self._sorted:
            self._sorted[kind] = sorted(self._by_kind.get(kind, ()), key=_in_order)
        for fact in self._sorted[kind]:
            yield fact, cast("Body", fact.body)

    def latest(self, kind: type[Body]) -> Body | None:
        """The body of `kind` that happened last, or None."""
        found = self._by_kind.get(kind)
        return cast("Body", max(found, key=_in_order).body) if found else None

    def first_of(self, fact: UUID) -> UUID:
        """The fact that a correction, or a taking back, goes back to; any other is its own."""
        return self._first.get(fact, fact)

    # What follows from the facts alone, found when it is first asked for: pages ask dozens of times.

    @cached_property
    def _has_rounds(self) -> bool:
        return any(isinstance(f.body, RatingForm) and f.body.cycle for f in self.facts)

    @cached_property
    def _known(self) -> dict[date, "Dossier"]:
        return {}

    @cached_property
    def _by_kind(self) -> dict[type, list[Fact]]:
        found: dict[type, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            found[type(fact.body)].append(fact)
        return found

    @cached_property
    def _first(self) -> dict[UUID, UUID]:
        first: dict[UUID, UUID] = {}
        for fact in sorted(self.facts, key=attrgetter("recorded_at")):
            before = fact.supersedes or fact.id
            first[fact.id] = first.get(before, before)
        return first

    @cached_property
    def _sorted(self) -> dict[type, list[Fact]]:
        return {}


def read_under(dossier: Dossier, reading: LadderReading | None) -> Dossier:
    """`dossier` in the names of the ladder that `reading` reads it under; as it is without one.

    What others gave to rounds of ratings is read only once it counts: competencies that become one
    would otherwise let three marks count that each stand alone.
    """
    if reading is None:
        return dossier
    has_rounds = dossier._has_rounds
    facts = tuple(
        fact if has_rounds and isinstance(fact.body, RatingForm) else read_fact(fact, reading)
        for fact in dossier.facts
    )
    return replace(dossier, facts=facts, reading=reading if has_rounds else None)


def read_fact(fact: Fact, reading: LadderReading | None) -> Fact:
    """One fact in the names of the ladder that `reading` reads it under; as it is without one."""
    if reading is None:
        return fact
    if isinstance(fact.body, AdoptedPlan):
        document = reading.read_plan(fact.id, fact.body.document)
        return replace(fact, body=AdoptedPlan(document=document))
    body = reading.read(fact.id, fact.body)
    # The same fact, with what was found in it.
    return fact if body is fact.body else replace(fact, body=body)


def _read_ratings(fact: Fact, reading: LadderReading) -> Fact:
    return read_fact(fact, reading) if isinstance(fact.body, RatingForm) else fact


# As things happened; what cannot be told apart by its times stands in the order of its identity.
_in_order = attrgetter("happened_on", "recorded_at", "id")


@dataclass(frozen=True, kw_only=True)
class ProfileTold:
    """Who somebody is, where they want to go, and what they worked as, oldest first."""

    about: About | None
    aim: Aim | None
    positions: tuple[Position, ...]


def tell_profile(known: Dossier) -> ProfileTold:
    """What `known` tells of the person themselves."""
    return ProfileTold(
        about=known.latest(About),
        aim=known.latest(Aim),
        positions=tuple(body for _, body in known.each(Position)),
    )


def _publish(facts: list[Fact], zone: ZoneInfo) -> list[Fact]:
    """`facts` without what waits in rounds of ratings, and with what counts of it by their closings."""
    given = list(_given_to_rounds(facts))
    if not given:
        return facts
    closings = [
        rounds.Closing(
            id=f.id,
            cycle=f.body.cycle,
            recorded_on=f.recorded_at.astimezone(zone).date(),
            recorded_at=f.recorded_at,
        )
        for f in facts
        if isinstance(f.body, CycleClosing)
    ]
    waiting = {one.id for one in given}
    outside = {f.id for f in facts} - waiting
    counted = {one.id: one for one in rounds.publish(given, closings)}
    return [
        replace(
            f,
            body=counted[f.id].form,
            happened_on=counted[f.id].on,
            supersedes=f.supersedes if f.supersedes in outside else None,
        )
        if f.id in counted
        else f
        for f in facts
        if (f.id not in waiting or f.id in counted) and not _tells_of_a_peer(f, given)
    ]


def _tells_of_a_peer(fact: Fact, given: list[rounds.Given]) -> bool:
    """Whether vignettes tell how strict somebody is who rates in rounds: their marks would show in that."""
    form = fact.body
    return isinstance(form, VignetteForm) and any(
        named_rater(one.form.rater) == named_rater(form.rater) for one in given if one.form
    )


def _given_to_rounds(facts: list[Fact]) -> Iterator[rounds.Given]:
    """What others gave to rounds, and whatever was recorded in place of it."""
    found: set[UUID] = set()
    for fact in sorted(facts, key=lambda f: (f.recorded_at, str(f.id))):
        form = fact.body if isinstance(fact.body, RatingForm) else None
        is_given = form is not None and bool(form.cycle) and form.source != "self"
        if is_given or fact.supersedes in found:
            found.add(fact.id)
            yield rounds.Given(
                id=fact.id,
                form=form,
                happened_on=fact.happened_on,
                recorded_at=fact.recorded_at,
                supersedes=fact.supersedes if fact.supersedes in found else None,
            )


@dataclass(frozen=True, kw_only=True)
class DraftFact:
    """A fact that a file proposes; it gets its identity and moment when it is kept."""

    body: FactBody
    happened_on: date


@dataclass(frozen=True, kw_only=True)
class ImportedHistory:
    """What a reader found in a file: proposed facts, and notes on what was left out or guessed."""

    source: str
    facts: tuple[DraftFact, ...]
    notes: tuple[str, ...] = ()


def find_currency(known: Dossier) -> str:
    """The currency in which a person counts, as they said last; GBP until they say."""
    aim = known.latest(Aim)
    return aim.currency if aim else "GBP"


def find_held_role(known: Dossier, ladder: Ladder, as_of: date) -> Role | None:
    """The role of `ladder` that a person holds on `as_of`, or held last; None for no role.

    What they said of themselves comes first, then current positions (the highest rung), then the one
    that ended last. `known` must hold only what is known by then.
    """
    aim = known.latest(Aim)
    if aim and aim.current_role:
        return None if aim.current_role == "none" else ladder.role(aim.current_role)
    return find_role_of_titles(known, ladder, as_of)


def find_role_of_titles(known: Dossier, ladder: Ladder, as_of: date) -> Role | None:
    """The role that the positions tell of, whatever a person said of themselves; as `find_held_role`."""
    rungs = {role.slug: number for number, role in enumerate(ladder.roles)}
    held = [
        (_last_day(fact, body, as_of), rungs[body.role])
        for fact, body in known.each(Position)
        if body.role in rungs and body.role_certainty in ("proposed", "confirmed")
    ]
    return ladder.roles[max(held)[1]] if held else None


def _last_day(fact: Fact, position: Position, as_of: date) -> date:
    """The last day, up to `as_of`, on which a position is known to have been held."""
    if position.ended_on is None:
        return as_of if position.is_current else fact.happened_on
    return min(position.ended_on, as_of)


def provisional_dossier(history: ImportedHistory, *, as_of: date) -> Dossier:
    """The dossier of somebody of whom nothing but `history` is known, as if told on `as_of`.

    For answers that keep nothing: the ids are the same for the same history, and nobody's.
    """
    moment = datetime.combine(as_of, time(0), UTC)
    facts = tuple(
        Fact(
            id=uuid5(NOBODY, str(number)),
            body=draft.body,
            happened_on=draft.happened_on,
            recorded_at=moment,
        )
        for number, draft in enumerate(history.facts)
    )
    return Dossier(owner=NOBODY, facts=facts)


def with_held_role(dossier: Dossier, role: str, *, as_of: date) -> Dossier:
    """`dossier` of somebody who says on `as_of` that they hold `role` ("none" for no role)."""
    aim = dossier.known_by(as_of).latest(Aim) or Aim(target_role="")
    told = Fact(
        id=uuid5(dossier.owner, f"holds {role}"),
        body=replace(aim, current_role=role),
        happened_on=as_of,
        recorded_at=datetime.combine(as_of, time.max, ZoneInfo(dossier.time_zone)),
    )
    return replace(dossier, facts=(*dossier.facts, told))
