"""What falls due: from mentorings, people, events and memberships, on the day it was said."""

from datetime import timedelta

from examples import DAY, dossier, fact
from headway.core.due import due_on, find_dates
from headway.core.people import AgreedItem, Event, Membership
from people_cases import asked, key, knows, touched, turned


def after(days):
    return DAY + timedelta(days=days)


def due(*facts, days=0, of=due_on):
    known = dossier(*facts).known_by(after(days))
    found = of(known, after(days)) if of is due_on else of(known, as_of=after(days))
    return [(each.kind, (each.on - DAY).days, each.who or each.what) for each in found]


def item(text, days, **fields):
    body = AgreedItem(key=key(text), mentoring=key("m"), text=text, due_on=after(days), **fields)
    return fact(body, 1)


def test_my_open_actions_and_goals_are_due_on_their_day():
    facts = (
        knows("Ana"),
        asked("Ana"),
        turned("agreed", 1),
        item("Mine", 5),
        item("Goal", 8, kind="goal"),
        item("Theirs", 5, whose="them"),
        item("Done", 5, done_on=after(1)),
        fact(AgreedItem(key=key("x"), mentoring=key("m"), text="Undated"), 1),
    )
    assert due(*facts, days=1) == [("action", 5, "Ana"), ("goal", 8, "Ana")]
    assert due(*facts, turned("paused", 2), days=2) == []


def test_a_session_is_due_and_a_quiet_mentoring_is_told():
    session = touched("Ana", 2, mentoring=key("m"), next_on=after(9))
    facts = (knows("Ana"), asked("Ana"), turned("agreed", 1))
    assert due(*facts, session, days=3) == [("session", 9, "Ana")]
    assert due(*facts, days=44) == [("quiet", 44, "Ana")]


def test_whoever_asks_me_waits_for_an_answer():
    assert due(knows("Ana"), asked("Ana", side="mentor"), days=8) == [("answer", 14, "Ana")]
    assert due(knows("Ana"), asked("Ana"), days=8) == []


def test_a_request_without_an_answer_is_told_for_two_weeks():
    assert due(knows("Ana"), asked("Ana"), days=15) == [("unanswered", 15, "Ana")]
    assert due(knows("Ana"), asked("Ana"), days=28) == [("unanswered", 15, "Ana")]
    assert due(knows("Ana"), asked("Ana"), days=29) == []


def test_events_and_renewals_are_due():
    facts = (
        fact(Event(key=key("e"), title="Fair", starts_on=after(4))),
        fact(Event(key=key("p"), title="Past", starts_on=after(-4))),
        fact(Membership(key=key("g"), association="Guild", renews_on=after(-3))),
        fact(Membership(key=key("n"), association="No day")),
        fact(Membership(key=key("o"), association="Over", renews_on=after(1), ended_on=DAY)),
    )
    assert due(*facts) == [("renewal", -3, "Guild"), ("event", 4, "Fair")]


def test_people_are_due_on_their_day_and_for_reasons_today():
    facts = (
        knows("Ana", next_on=after(40)),
        knows("Ben"),
        touched("Ben", 0, outcome="introduction"),
    )
    assert due(*facts, days=20) == [("in touch", 20, "Ben")]
    assert due(*facts, days=20, of=find_dates) == [("in touch", 20, "Ben"), ("in touch", 40, "Ana")]


def test_today_names_a_few_people_only():
    facts = [knows(f"Person {n}", next_on=after(n % 3)) for n in range(9)]
    assert len(due(*facts)) == 5
    assert len(due(*facts, of=find_dates)) == 9
