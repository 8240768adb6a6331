"""Everything that has a day: steps of the plan and what falls due, each under a name that stays."""

from dataclasses import replace
from datetime import timedelta

from examples import DAY, dossier, fact
from headway.core.agenda import find_agenda
from headway.core.development import Certificate, LearningEntry
from headway.core.evidence import Completion
from headway.core.fact_kinds import AdoptedPlan, Retraction
from headway.core.people import AgreedItem, Event, Membership
from headway.core.requests import Reply, Request
from headway.core.wording.people import describe_agenda_entry
from people_cases import asked, key, knows, touched, turned


def after(days):
    return DAY + timedelta(days=days)


def agenda(*facts, days=0):
    return find_agenda(dossier(*facts).known_by(after(days)), as_of=after(days))


def told(*facts, days=0):
    return [(describe_agenda_entry(e), (e.starts_on - DAY).days) for e in agenda(*facts, days=days)]


def step(slug, first, last, *, is_dated=False):
    return {
        "opportunity": slug,
        "title": slug.title(),
        "kind": "course",
        "starts_on": str(after(first)),
        "ends_on": str(after(last)),
        "effort_hours": 4,
        "cost_minor": 0,
        "currency": "GBP",
        "gains": [],
        "is_dated": is_dated,
    }


def plan(*steps):
    wish = {"target_role": "senior", "by": str(after(300))}
    limits = {"hours_per_week": 3, "budget_per_year_minor": 0}
    document = {
        "as_of": str(DAY),
        "wish": {**wish, **limits},
        "held_role": "junior",
        "target_title": "Senior",
        "hours": [],
        "money": [],
        "objective": 0.1,
        "bound": 0.1,
        "relative_gap": 0.0,
        "items": list(steps),
        "outlook": [],
    }
    return fact(AdoptedPlan(document=document))


def done(slug, outcome, **fields):
    return fact(Completion(opportunity=slug, outcome=outcome, **fields), 1)


def test_steps_that_are_not_over_stand_on_their_days():
    facts = (plan(step("course", 0, 9), step("talk", 5, 5, is_dated=True)), done("course", "begun"))
    found = agenda(*facts, days=2)
    assert [(e.name, e.is_fixed) for e in found] == [("step course", False), ("step talk", True)]
    assert told(plan(step("course", 0, 9)), done("course", "done"), days=2) == []
    assert told(plan(step("course", 0, 9)), done("course", "cancelled"), days=2) == []


def test_a_step_that_runs_late_stands_until_its_new_day():
    late = replace(done("course", "late"), happened_on=after(20))
    found = agenda(plan(step("course", 0, 9)), done("course", "late"), late, days=20)
    assert found[0].ends_on >= after(9)


def test_an_event_keeps_its_days_and_place():
    fair = Event(
        key=key("e"),
        title="Fair",
        starts_on=after(4),
        ends_on=after(6),
        place="Leeds",
        link="https://a.example",
    )
    (found,) = agenda(fact(fair))
    assert (found.starts_on, found.ends_on) == (after(4), after(6))
    assert (found.place, found.link, found.is_fixed) == ("Leeds", "https://a.example", True)


def test_requests_and_certificates_have_a_last_day():
    request = Request(code="x", name="Ana", source="peer", until=after(7))
    entry = LearningEntry(
        title="Course", certificate=Certificate(title="Badge", expires_on=after(9))
    )
    bare = LearningEntry(title="No day", certificate=Certificate(title="Badge"))
    facts = (fact(request), fact(entry), fact(bare), fact(LearningEntry(title="None")))
    assert told(*facts) == [
        ("Last day for Ana to answer your request", 7),
        ("The certificate Badge expires", 9),
    ]
    assert len(told(*facts, days=22)) == 1
    assert told(*facts, days=23) == []
    assert len(told(*facts, fact(Reply(request="x")))) == 1


def test_only_days_that_were_said_are_told():
    quiet = (knows("Ana"), asked("Ana"), turned("agreed", 1))
    assert told(*quiet, days=60) == []
    brought = (knows("Ben"), touched("Ben", 0, outcome="introduction"))
    assert told(*brought, days=20) == []
    assert told(knows("Ana", next_on=after(40))) == [("Be in touch with Ana", 40)]


def test_names_stay_while_days_change_and_tell_equals_apart():
    mentored = (knows("Ana"), asked("Ana"), turned("agreed", 1))

    def item(name, days):
        body = AgreedItem(key=key(name), mentoring=key("m"), text="Write", due_on=after(days))
        return fact(body, 1)

    def names(*facts):
        return [e.name for e in agenda(*mentored, *facts, days=1)]

    assert names(item("a", 5)) == names(item("a", 8))
    both = names(item("a", 5), item("b", 8))
    assert len(set(both)) == 2
    guild = Membership(key=key("g"), association="Guild", renews_on=after(5))
    moved = replace(guild, renews_on=after(50))
    assert names(fact(guild)) == names(fact(moved))


# When each was told last ----------------------------------------------------------------------------


def told_after(*facts, days=9):
    """By name, how many days after DAY each entry was told last."""
    found = find_agenda(dossier(*facts), as_of=after(days))
    return {e.name.split()[0]: (e.told_at.date() - DAY).days for e in found}


FAIR = Event(key=key("fair"), title="Fair", starts_on=after(40))


def test_an_entry_was_told_when_its_own_facts_were_whatever_else_is_told():
    guild = fact(Membership(key=key("guild"), association="Guild", renews_on=after(40)), 5)
    assert told_after(fact(FAIR, 1), guild) == {"event": 1, "renewal": 5}


def test_a_correction_and_what_was_taken_back_tell_it_anew():
    first = fact(FAIR, 1)
    moved = fact(replace(FAIR, starts_on=after(50)), 3, supersedes=first.id)
    touch = touched("Lena", 2, next_on=after(44))
    gone = fact(Retraction(), 6, supersedes=touch.id)
    assert told_after(first, moved) == {"event": 3}
    assert told_after(first, moved, days=2) == {"event": 1}
    assert told_after(knows("Lena", every_days=90), touch) == {"in": 2}
    assert told_after(knows("Lena", every_days=90), touch, gone) == {"in": 6}


def test_a_mentoring_is_told_anew_when_who_it_is_with_is_called_otherwise():
    lena = knows("Lena")
    goal = AgreedItem(key=key("g"), mentoring=key("m"), text="A page", due_on=after(40))
    facts = [lena, asked("Lena"), turned("agreed", 1), fact(goal, 2)]
    assert told_after(*facts) == {"action": 2}
    renamed = fact(replace(lena.body, name="Lena M."), 4, supersedes=lena.id)
    assert told_after(*facts, renamed) == {"action": 4}
    assert told_after(*facts, touched("Lena", 5)) == {"action": 2}


def test_a_step_is_told_when_the_plan_is_and_when_something_came_of_it():
    adopted = plan(step("ask", 20, 30), step("tell", 40, 50))
    started = fact(Completion(opportunity="ask", outcome="begun"), 3)
    found = find_agenda(dossier(adopted, started), as_of=after(9))
    assert [(e.step, (e.told_at.date() - DAY).days) for e in found] == [("Ask", 3), ("Tell", 0)]


def test_a_corrected_certificate_keeps_its_name():
    held = Certificate(title="Passed", expires_on=after(60))
    first = fact(LearningEntry(title="Course", certificate=held), 1)
    later = replace(held, expires_on=after(70))
    second = fact(LearningEntry(title="Course", certificate=later), 2, supersedes=first.id)
    names = [e.name for e in find_agenda(dossier(first), as_of=after(9))]
    assert names == [f"certificate {first.id}"]
    assert [e.name for e in find_agenda(dossier(first, second), as_of=after(9))] == names
