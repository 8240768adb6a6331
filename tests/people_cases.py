"""A small circle of made-up people for the tests of mentors and network."""

from datetime import timedelta
from uuid import UUID, uuid5

from examples import DAY, OWNER, dossier, fact
from headway.core.circle import tell_circle
from headway.core.gap import ExpectationGap, GapReport
from headway.core.people import Contact, Mentoring, MentoringTurn, Touch


def key(name):
    """The key under which the tests know somebody or something."""
    return uuid5(OWNER, name)


def knows(name, days=0, **fields):
    """The fact that one knows somebody, since `days` after DAY."""
    return fact(Contact(key=key(name), name=name, **fields), days)


def touched(name, days=0, **fields):
    return fact(Touch(contact=key(name), **fields), days)


def asked(name, days=0, *, matter="asking", answer_after=14, side="mentee", of="m"):
    body = Mentoring(
        key=key(of),
        contact=key(name),
        ask="Two talks about asking",
        answer_by=DAY + timedelta(days=days + answer_after),
        competency=matter,
        side=side,
    )
    return fact(body, days)


def turned(turn, days, *, of="m", **fields):
    return fact(MentoringTurn(mentoring=key(of), turn=turn, **fields), days)


def circle(*facts, days=0):
    return tell_circle(dossier(*facts).known_by(DAY + timedelta(days=days)))


def missing(slug="asking", state="not yet", level=1, **fields):
    """A level that is missing for the senior role of the small ladder."""
    return ExpectationGap(
        kind="level",
        slug=slug,
        text=slug.title(),
        state=state,
        expected_level=level,
        expected_level_name="Awareness",
        **fields,
    )


def gap(*expectations, role="senior", top=None):
    return GapReport(
        as_of=DAY,
        role=role,
        role_title=role.title(),
        held_role="junior",
        expectations=expectations or (missing(),),
        top=tuple(e.slug for e in expectations or (missing(),)) if top is None else top,
    )


NOBODY_KEY = UUID(int=9)
