"""Mentors: who could help with a gap and why, what was asked and agreed, and whom one mentors."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from headway.core.circle import Acquaintance, Circle, tell_circle
from headway.core.dossier import Dossier
from headway.core.gap import ExpectationGap, GapReport
from headway.core.ladder import Ladder
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
    resting = _resting(circle, as_of)
    return tuple(
        GapHelp(
            competency=each.slug,
            text=each.text,
            state=each.state,
            expected_level=each.expected_level or 0,
            expected_level_name=each.expected_level_name,
            mentors=_rank(circle, ladder, gap.role, each, resting, as_of)[:most],
            in_hand=tuple(_in_hand(circle, each.slug, as_of)),
        )
        for each in missing
    )


def find_reasons(
    person: Acquaintance, circle: Circle, ladder: Ladder, competency: str, level: int
) -> tuple[Reason, ...]:
    """Why somebody could help with reaching `level` of `competency`, the surest reason first."""
    reasons = [_seen(person, circle, competency), _said(person, competency)]
    reasons.append(_by_role(person, ladder, competency, level))
    return tuple(reason for reason in reasons if reason)


def _instead(
    own: tuple[MentoringNow, ...], circle: Circle, ladder: Ladder, gap: GapReport, as_of: date
) -> Iterator[Instead]:
    """The next person for each mentoring of which nothing comes, unless another was asked since."""
    missing = {each.slug: each for each in gap.expectations if each.kind == "level"}
    resting = _resting(circle, as_of)
    for now in own:
        body = now.mentoring
        rivals = (m for m in own if m.mentoring.competency == body.competency)
        is_over = now.is_quiet or now.state in ("declined", "expired")
        is_last = not any(m.asked.asked_on > now.asked.asked_on for m in rivals)
        if is_over and is_last and body.competency in missing:
            each = missing[body.competency]
            ranked = _rank(circle, ladder, gap.role, each, resting, as_of)
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


def _rank(
    circle: Circle,
    ladder: Ladder,
    target: str,
    missing: ExpectationGap,
    resting: set[UUID],
    as_of: date,
) -> tuple[PossibleMentor, ...]:
    """Who could help, surest first; of equals who has more reasons, was met lately, is nearest in role."""
    rungs = {role.slug: number for number, role in enumerate(ladder.roles)}
    ranked = []
    for key, person in circle.people.items():
        if key in resting or IN_LINE.intersection(person.contact.ties):
            continue
        reasons = find_reasons(person, circle, ladder, missing.slug, missing.expected_level or 0)
        if reasons:
            is_near = person.last_on is not None and as_of - person.last_on <= RECENTLY
            distance = abs(rungs.get(person.contact.role, len(rungs)) - rungs.get(target, 0))
            order = (
                SURENESS.index(reasons[0].how_sure),
                -len(reasons),
                not is_near,
                distance,
                person.contact.name.casefold(),
                str(key),
            )
            ranked.append((order, person, reasons))
    return tuple(
        PossibleMentor(
            contact=person.contact.key,
            name=person.contact.name,
            reasons=reasons,
            last_on=person.last_on,
        )
        for _, person, reasons in sorted(ranked, key=lambda one: one[0])
    )


def _seen(person: Acquaintance, circle: Circle, competency: str) -> Reason | None:
    """The last time they helped with it: knowledge received, or a session of a mentoring on it."""
    sessions = {
        key for key, asked in circle.mentorings.items()
        if (asked.mentoring.side, asked.mentoring.competency) == ("mentee", competency)
    }  # fmt: skip
    days = [
        dated.on
        for dated in person.touches
        if dated.touch.mentoring in sessions
        or (
            dated.touch.competency == competency
            and _brought(dated.touch.outcome, dated.touch.received)
        )
    ]
    return Reason(how_sure="seen", on=max(days)) if days else None


def _brought(outcome: str, received: str) -> bool:
    return outcome == "knowledge" or bool(received)


def _said(person: Acquaintance, competency: str) -> Reason | None:
    return Reason(how_sure="said") if competency in person.contact.strengths else None


def _by_role(person: Acquaintance, ladder: Ladder, competency: str, level: int) -> Reason | None:
    held = next((role for role in ladder.roles if role.slug == person.contact.role), None)
    asked = held.expected.get(competency, 0) if held else 0
    if held is None or asked < max(level, 1):
        return None
    return Reason(how_sure="role", role=held.slug, level=asked)
