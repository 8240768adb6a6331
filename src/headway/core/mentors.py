"""Mentors: who could help with a gap and why, what was asked and agreed, and whom one mentors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from headway.core.circle import Acquaintance, Circle, tell_circle
from headway.core.dossier import Dossier
from headway.core.gap import ExpectationGap, GapReport
from headway.core.ladder import Ladder, Role
from headway.core.mentoring import (
    OPEN,
    Capacity,
    MentoringNow,
    find_capacity,
    tell_mentorings,
    tell_state,
)

# "seen": they helped with it before; "said": one's own word; "role": what their role asks for.
HowSure = Literal["seen", "said", "role"]
SURENESS: tuple[HowSure, ...] = ("seen", "said", "role")

MOST_FOR_A_GAP = 3
# Nobody is proposed again soon after they declined, or left a request unanswered.
REST_AFTER = {"declined": timedelta(days=180), "expired": timedelta(days=90)}
RECENTLY = timedelta(days=180)
# One's own manager and reports are in a line of reporting, where guidance is never free of judgement.
IN_LINE = {"manager", "report"}


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why somebody could help with a competency, and how sure that is.

    `on` is the day on which they helped before, `role` the slug of the role that asks for `level`.
    """

    how_sure: HowSure
    on: date | None = None
    role: str = ""
    level: int | None = None


@dataclass(frozen=True, kw_only=True)
class PossibleMentor:
    """Somebody who could help, with every reason, the surest first."""

    contact: UUID
    name: str
    reasons: tuple[Reason, ...]
    last_on: date | None


@dataclass(frozen=True, kw_only=True)
class GapHelp:
    """One level that is missing for the role wanted, and who could help, the likeliest first.

    `in_hand` are the keys of mentorings on it that are asked for or under way.
    """

    competency: str
    text: str
    state: str
    expected_level: int
    expected_level_name: str
    mentors: tuple[PossibleMentor, ...]
    in_hand: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Instead:
    """Whom to ask where nothing comes of a mentoring, by its key."""

    mentoring: UUID
    mentor: PossibleMentor


@dataclass(frozen=True, kw_only=True)
class MentorReport:
    """Who could help with what is missing, one's own mentorings, one's mentees, and one's capacity.

    `instead` names the next person for each mentoring that is quiet, declined or expired.
    """

    as_of: date
    role: str
    gaps: tuple[GapHelp, ...]
    mentorings: tuple[MentoringNow, ...]
    instead: tuple[Instead, ...]
    mentees: tuple[MentoringNow, ...]
    capacity: Capacity | None


@dataclass(frozen=True, kw_only=True)
class KnownHelp:
    """What each question of who could help rests on, found once: who helped with what, what roles ask for.

    `helped` is the last day on which somebody, by key, helped with a competency, by slug.
    """

    helped: Mapping[tuple[UUID, str], date]
    roles: Mapping[str, Role]


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """Who may be asked for help, by key, and in which order where they are as sure."""

    people: Mapping[UUID, Acquaintance]
    orders: Mapping[UUID, tuple[bool, int, str, str]]
    help: KnownHelp


def review_mentors(
    dossier: Dossier, ladder: Ladder, gap: GapReport | None, *, as_of: date
) -> MentorReport:
    """Everything about mentors as known on `as_of`; without `gap` nobody is proposed."""
    known = dossier.known_by(as_of)
    circle = tell_circle(known)
    found = tell_mentorings(circle, as_of=as_of)
    own = tuple(m for m in found if m.mentoring.side == "mentee")
    return MentorReport(
        as_of=as_of,
        role=gap.role if gap else "",
        gaps=find_help(circle, ladder, gap, as_of=as_of) if gap else (),
        mentorings=own,
        instead=tuple(_instead(own, circle, ladder, gap, as_of)) if gap else (),
        mentees=tuple(m for m in found if m.mentoring.side == "mentor"),
        capacity=find_capacity(known, found, as_of=as_of),
    )


def find_help(
    circle: Circle, ladder: Ladder, gap: GapReport, *, as_of: date, most: int = MOST_FOR_A_GAP
) -> tuple[GapHelp, ...]:
    """For each level that is not shown, what matters most first, who of the circle could help."""
    by_slug = {each.slug: each for each in gap.expectations if each.kind == "level"}
    ordered = dict.fromkeys((*(slug for slug in gap.top if slug in by_slug), *by_slug))
    missing = (by_slug[slug] for slug in ordered if by_slug[slug].state != "shown")
    asked = _ask(circle, ladder, gap, as_of)
    return tuple(
        GapHelp(
            competency=each.slug,
            text=each.text,
            state=each.state,
            expected_level=each.expected_level or 0,
            expected_level_name=each.expected_level_name,
            mentors=_rank(asked, each, most),
            in_hand=tuple(_in_hand(circle, each.slug, as_of)),
        )
        for each in missing
    )


def is_in_sight(gap: GapHelp) -> bool:
    """Whether help with a gap is more than a guess: asked for, or somebody is known to be good at it."""
    return bool(gap.in_hand) or any(m.reasons[0].how_sure != "role" for m in gap.mentors)


def find_known_help(circle: Circle, ladder: Ladder) -> KnownHelp:
    """Who helped with what: brought knowledge or anything else on it, or held a session on it."""
    guided = {
        key: asked.mentoring.competency
        for key, asked in circle.mentorings.items()
        if asked.mentoring.side == "mentee"
    }
    helped: dict[tuple[UUID, str], date] = {}
    for key, person in circle.people.items():
        # Oldest first, so that the last day stays.
        for dated in person.touches:
            touch = dated.touch
            if touch.mentoring in guided:
                helped[key, guided[touch.mentoring]] = dated.on
            if touch.received or touch.outcome == "knowledge":
                helped[key, touch.competency] = dated.on
    return KnownHelp(helped=helped, roles={role.slug: role for role in ladder.roles})


def find_reasons(
    person: Acquaintance, known: KnownHelp, competency: str, level: int
) -> tuple[Reason, ...]:
    """Why somebody could help with reaching `level` of `competency`, the surest reason first."""
    reasons = []
    contact = person.contact
    if seen_on := known.helped.get((contact.key, competency)):
        reasons.append(Reason(how_sure="seen", on=seen_on))
    if competency in contact.strengths:
        reasons.append(Reason(how_sure="said"))
    role = known.roles.get(contact.role)
    asked = role.expected.get(competency, 0) if role else 0
    if role and asked >= max(level, 1):
        reasons.append(Reason(how_sure="role", role=role.slug, level=asked))
    return tuple(reasons)


def _ask(circle: Circle, ladder: Ladder, gap: GapReport, as_of: date) -> _Asked:
    rungs = {role.slug: number for number, role in enumerate(ladder.roles)}
    resting = _resting(circle, as_of)
    people = {
        key: person
        for key, person in circle.people.items()
        if key not in resting and not IN_LINE.intersection(person.contact.ties)
    }
    return _Asked(
        people=people,
        orders={key: _order(person, rungs, gap.role, as_of) for key, person in people.items()},
        help=find_known_help(circle, ladder),
    )


def _instead(
    own: tuple[MentoringNow, ...], circle: Circle, ladder: Ladder, gap: GapReport, as_of: date
) -> Iterator[Instead]:
    """The next person for each mentoring of which nothing comes, unless another was asked since."""
    missing = {each.slug: each for each in gap.expectations if each.kind == "level"}
    asked = _ask(circle, ladder, gap, as_of)
    for now in own:
        body = now.mentoring
        rivals = (m for m in own if m.mentoring.competency == body.competency)
        is_over = now.is_quiet or now.state in ("declined", "expired")
        is_last = not any(m.asked.asked_on > now.asked.asked_on for m in rivals)
        if is_over and is_last and body.competency in missing:
            ranked = _rank(asked, missing[body.competency], 2)
            others = (one for one in ranked if one.contact != body.contact)
            if found := next(others, None):
                yield Instead(mentoring=body.key, mentor=found)


def _resting(circle: Circle, as_of: date) -> set[UUID]:
    """Who has enough to do with a request, or said no, or nothing, not long ago."""
    resting = set()
    for asked in circle.mentorings.values():
        if asked.mentoring.side == "mentee":
            state, since, _ = tell_state(asked, as_of=as_of)
            rest = REST_AFTER.get(state)
            if state in OPEN or (rest and as_of - since < rest):
                resting.add(asked.mentoring.contact)
    return resting


def _in_hand(circle: Circle, competency: str, as_of: date) -> Iterator[UUID]:
    for key, asked in circle.mentorings.items():
        body = asked.mentoring
        is_on_it = (body.side, body.competency) == ("mentee", competency)
        if is_on_it and tell_state(asked, as_of=as_of)[0] in OPEN:
            yield key


def _rank(asked: _Asked, missing: ExpectationGap, most: int) -> tuple[PossibleMentor, ...]:
    """Who could help, surest first; of equals who has more reasons, was met lately, is nearest in role."""
    ranked = []
    for key, person in asked.people.items():
        reasons = find_reasons(person, asked.help, missing.slug, missing.expected_level or 0)
        if reasons:
            sureness = SURENESS.index(reasons[0].how_sure)
            ranked.append(((sureness, -len(reasons), *asked.orders[key]), person, reasons))
    ranked.sort(key=lambda one: one[0])
    return tuple(
        PossibleMentor(
            contact=person.contact.key,
            name=person.contact.name,
            reasons=reasons,
            last_on=person.last_on,
        )
        for _, person, reasons in ranked[:most]
    )


def _order(
    person: Acquaintance, rungs: Mapping[str, int], target: str, as_of: date
) -> tuple[bool, int, str, str]:
    """Before others where as sure: met lately, near in role to the target, then by name."""
    contact = person.contact
    distance = len(rungs)
    if contact.role in rungs and target in rungs:
        distance = abs(rungs[contact.role] - rungs[target])
    is_near = person.last_on is not None and as_of - person.last_on <= RECENTLY
    return not is_near, distance, contact.name.casefold(), str(contact.key)
