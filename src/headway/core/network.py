"""Network: whom to be in touch with this week and why, what came of it, and whom the target lacks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args
from uuid import UUID

from headway.core.circle import (
    Acquaintance,
    Circle,
    DatedTouch,
    tell_circle,
)
from headway.core.dossier import Dossier, find_held_role
from headway.core.gap import ExpectationGap, GapReport
from headway.core.ladder import Ladder
from headway.core.mentors import IN_LINE, HowSure, KnownHelp, find_known_help, find_reasons
from headway.core.occasions import EventNow, MembershipNow, tell_events, tell_memberships
from headway.core.people import Outcome
from headway.core.profile import Position

# "said": a day was named; "rhythm": longer than one wanted; "met": met at an event and not heard of
# since; "tell back": they brought an introduction or an opportunity; "gap": strong in what is missing.
WhyNow = Literal["said", "rhythm", "met", "tell back", "gap"]
TieKind = Literal["sponsor", "holds the role", "peer elsewhere", "expert"]

MOST_THIS_WEEK = 5
MOST_NAMED = 3
A_WEEK = timedelta(days=6)
MET_LATELY = timedelta(days=28)
TELL_BACK_FROM, TELL_BACK_UNTIL = timedelta(days=14), timedelta(days=90)
COLD_AFTER = timedelta(days=180)
GAP_QUIET_AFTER = timedelta(days=90)
NEAR_RUNGS = 1
A_YEAR = timedelta(days=365)
ORDER: tuple[WhyNow, ...] = get_args(WhyNow)


@dataclass(frozen=True, kw_only=True)
class Why:
    """One reason to be in touch now: since or by which day, after how many days, about what.

    `name` is the event where one met, or what was brought; `competency` what they are strong in.
    """

    kind: WhyNow
    on: date
    every_days: int | None = None
    name: str = ""
    competency: str = ""


@dataclass(frozen=True, kw_only=True)
class ReachOut:
    """Somebody to be in touch with this week, with every reason, the weightiest first."""

    contact: UUID
    name: str
    last_on: date | None
    reasons: tuple[Why, ...]


@dataclass(frozen=True, kw_only=True)
class NamedTie:
    """Somebody who fills a place in the network; `is_cold` after half a year without a word."""

    contact: UUID
    name: str
    is_cold: bool
    how_sure: HowSure = "said"


@dataclass(frozen=True, kw_only=True)
class TieNow:
    """One kind of person whom the way to the target needs, and who of the network that is.

    `competency` is the gap an expert is wanted for. Nobody is told as none: what is lacking.
    """

    kind: TieKind
    people: tuple[NamedTie, ...]
    competency: str = ""
    competency_name: str = ""

    @property
    def is_lacking(self) -> bool:
        """Whether nobody fills it, guesses from a job title left out."""
        return all(person.how_sure == "role" for person in self.people)


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """Somebody as a list shows them: when one was and will be in touch, and what was exchanged."""

    contact: UUID
    name: str
    title: str
    organisation: str
    known_from: str
    ties: tuple[str, ...]
    strengths: tuple[str, ...]
    last_on: date | None
    next_on: date | None
    gave_count: int
    received_count: int
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, kw_only=True)
class CameOf:
    """How often one outcome came of the network, in the last year and altogether."""

    outcome: Outcome
    last_year: int
    ever: int


@dataclass(frozen=True, kw_only=True)
class NetworkReport:
    """The network as known on a day; `due_count` are all who could be on `this_week`."""

    as_of: date
    role: str
    people_count: int
    due_count: int
    this_week: tuple[ReachOut, ...]
    ties: tuple[TieNow, ...]
    events: tuple[EventNow, ...]
    memberships: tuple[MembershipNow, ...]
    came_of: tuple[CameOf, ...]


def review_network(
    dossier: Dossier,
    ladder: Ladder,
    gap: GapReport | None,
    *,
    as_of: date,
    circle: Circle | None = None,
) -> NetworkReport:
    """Everything about the network as known on `as_of`; without `gap` no place is lacking.

    `circle` is what `tell_circle` told of that day, where that was asked before.
    """
    known = dossier.known_by(as_of)
    circle = circle or tell_circle(known)
    due = find_reach_outs(circle, gap, as_of=as_of)
    return NetworkReport(
        as_of=as_of,
        role=gap.role if gap else "",
        people_count=len(circle.people),
        due_count=len(due),
        this_week=due[:MOST_THIS_WEEK],
        ties=tuple(find_ties(known, circle, ladder, gap, as_of=as_of)) if gap else (),
        events=tell_events(circle, as_of=as_of),
        memberships=tell_memberships(circle, as_of=as_of),
        came_of=tuple(_count_outcomes(circle, as_of)),
    )


def find_reach_outs(circle: Circle, gap: GapReport | None, *, as_of: date) -> tuple[ReachOut, ...]:
    """Everybody with a reason to be in touch by the sixth day after `as_of`, weightiest first.

    Days that were named come first, the longest past ahead, then people met and not heard of since,
    then those to tell what came of it, then who is strong in one of the three gaps that matter most.
    """
    wanted = _top_levels(gap) if gap else []
    found = []
    for key, person in circle.people.items():
        reasons = tuple(_reasons(person, circle, wanted, as_of))
        if reasons:
            first = reasons[0]
            # A day that was named and a rhythm weigh the same: whichever is longer past.
            weight = max(ORDER.index(first.kind), ORDER.index("rhythm"))
            order = (weight, first.on, person.contact.name.casefold(), str(key))
            found.append((order, person, reasons))
    return tuple(
        ReachOut(
            contact=person.contact.key,
            name=person.contact.name,
            last_on=person.last_on,
            reasons=reasons,
        )
        for _, person, reasons in sorted(found, key=lambda one: one[0])
    )


def find_ties(
    known: Dossier, circle: Circle, ladder: Ladder, gap: GapReport, *, as_of: date
) -> Iterator[TieNow]:
    """The people whom the way to the role of `gap` needs: who fills each place, if anybody.

    A sponsor, somebody who holds the role or one above it, a peer in another organisation, and
    somebody who could help with each of the gaps that matter most.
    """
    everybody = sorted(circle.people.values(), key=lambda p: _order(p, as_of))
    rungs = {role.slug: number for number, role in enumerate(ladder.roles)}
    held = find_held_role(known, ladder, as_of)
    own = {p.organisation.casefold() for _, p in known.each(Position) if p.is_current}
    target, near = rungs[gap.role], rungs[held.slug] if held else -1
    sponsors = (p for p in everybody if "sponsor" in p.contact.ties)
    holders = (p for p in everybody if rungs.get(p.contact.role, -1) >= target)
    peers = (p for p in everybody if _is_peer_elsewhere(p, rungs, near, own))
    yield TieNow(kind="sponsor", people=_named(sponsors, as_of))
    yield TieNow(kind="holds the role", people=_named(holders, as_of))
    yield TieNow(kind="peer elsewhere", people=_named(peers, as_of))
    help_known = find_known_help(circle, ladder)
    for missing in _top_levels(gap):
        yield TieNow(
            kind="expert",
            people=_experts(everybody, help_known, missing, as_of),
            competency=missing.slug,
            competency_name=missing.text,
        )


def list_people(
    circle: Circle, *, words: str = "", tie: str = "", competency: str = ""
) -> tuple[PersonRow, ...]:
    """The people in the order of their names; those whose name, title or organisation has all `words`."""
    wanted = words.casefold().split()
    rows = (
        _row(person)
        for person in circle.people.values()
        if all(word in _searched(person) for word in wanted)
        and (not tie or tie in person.contact.ties)
        and (not competency or competency in person.contact.strengths)
    )
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), str(row.contact))))


def _searched(person: Acquaintance) -> str:
    contact = person.contact
    told = (contact.name, contact.title, contact.organisation, contact.known_from)
    return " ".join(told).casefold()


def _row(person: Acquaintance) -> PersonRow:
    contact = person.contact
    return PersonRow(
        contact=contact.key,
        name=contact.name,
        title=contact.title,
        organisation=contact.organisation,
        known_from=contact.known_from,
        ties=contact.ties,
        strengths=contact.strengths,
        last_on=person.last_on,
        next_on=person.next_on,
        gave_count=sum(bool(dated.touch.gave) for dated in person.touches),
        received_count=sum(bool(dated.touch.received) for dated in person.touches),
        outcomes=tuple(dated.touch.outcome for dated in person.touches if dated.touch.outcome),
    )


def _top_levels(gap: GapReport) -> list[ExpectationGap]:
    by_slug = {each.slug: each for each in gap.expectations if each.kind == "level"}
    return [by_slug[slug] for slug in gap.top if slug in by_slug]


def _reasons(
    person: Acquaintance, circle: Circle, wanted: Iterable[ExpectationGap], as_of: date
) -> Iterator[Why]:
    last = person.touches[-1] if person.touches else None
    if person.next_on and person.next_on <= as_of + A_WEEK:
        yield _why_due(person, last)
    if person.next_on is None and last and as_of - last.on <= MET_LATELY:
        event = circle.events.get(last.touch.event) if last.touch.event else None
        if event and as_of > last.on:
            yield Why(kind="met", on=last.on, name=event.event.title)
    brought = last and last.touch.outcome in ("introduction", "opportunity")
    if last and brought and TELL_BACK_FROM <= as_of - last.on <= TELL_BACK_UNTIL:
        yield Why(kind="tell back", on=last.on, name=last.touch.outcome)
    heard = last.on if last else person.known_since
    if as_of - heard > GAP_QUIET_AFTER:
        for missing in wanted:
            if missing.slug in person.contact.strengths and not _asked_lately(
                person, circle, as_of
            ):
                yield Why(kind="gap", on=heard, name=missing.text, competency=missing.slug)


def _asked_lately(person: Acquaintance, circle: Circle, as_of: date) -> bool:
    """Whether they were asked for guidance not long ago, whatever came of it."""
    key = person.contact.key
    asked = (m.asked_on for m in circle.mentorings.values() if m.mentoring.contact == key)
    return any(as_of - day <= GAP_QUIET_AFTER for day in asked)


def _why_due(person: Acquaintance, last: DatedTouch | None) -> Why:
    due = person.next_on or date.max
    told = {person.contact.next_on, last.touch.next_on if last else None}
    if due in told:
        return Why(kind="said", on=due)
    return Why(kind="rhythm", on=due, every_days=person.contact.every_days)


def _order(person: Acquaintance, as_of: date) -> tuple[int, str, str]:
    """Who was heard of last comes first."""
    days = (as_of - person.last_on).days if person.last_on else 10**6
    return days, person.contact.name.casefold(), str(person.contact.key)


def _named(people: Iterable[Acquaintance], as_of: date) -> tuple[NamedTie, ...]:
    return tuple(
        _name(person, as_of, "said") for person, _ in zip(people, range(MOST_NAMED), strict=False)
    )


def _name(person: Acquaintance, as_of: date, how_sure: HowSure) -> NamedTie:
    heard = person.last_on or person.known_since
    return NamedTie(
        contact=person.contact.key,
        name=person.contact.name,
        is_cold=as_of - heard > COLD_AFTER,
        how_sure=how_sure,
    )


def _is_peer_elsewhere(
    person: Acquaintance, rungs: Mapping[str, int], near: int, own: set[str]
) -> bool:
    contact = person.contact
    if not contact.organisation or contact.organisation.casefold() in own:
        return False
    rung = rungs.get(contact.role)
    is_near = rung is not None and near >= 0 and abs(rung - near) <= NEAR_RUNGS
    return is_near or "peer" in contact.ties


def _experts(
    everybody: Iterable[Acquaintance],
    known: KnownHelp,
    missing: ExpectationGap,
    as_of: date,
) -> tuple[NamedTie, ...]:
    """Who helped with it before or is said to be strong in it; guesses from a role come after.

    As for a mentor, nobody whom one reports to, or who reports to one.
    """
    level = missing.expected_level or 0
    found = [
        _name(person, as_of, reasons[0].how_sure)
        for person in everybody
        if not IN_LINE.intersection(person.contact.ties)
        and (reasons := find_reasons(person, known, missing.slug, level))
    ]
    return tuple(sorted(found, key=lambda one: one.how_sure == "role")[:MOST_NAMED])


def _count_outcomes(circle: Circle, as_of: date) -> Iterator[CameOf]:
    touches = [dated for person in circle.people.values() for dated in person.touches]
    for outcome in filter(None, get_args(Outcome)):
        days = [dated.on for dated in touches if dated.touch.outcome == outcome]
        lately = sum(as_of - day < A_YEAR for day in days)
        yield CameOf(outcome=outcome, last_year=lately, ever=len(days))
