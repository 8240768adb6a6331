"""How what concerns people reads."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from examples import DAY, LADDER, fact
from headway.core.due import Due
from headway.core.mentoring import Capacity, tell_mentoring
from headway.core.mentors import GapHelp, PossibleMentor, Reason
from headway.core.network import CameOf, NamedTie, TieNow, Why
from headway.core.occasions import MembershipNow
from headway.core.people import (
    AgreedItem,
    Contact,
    Event,
    Membership,
    Mentoring,
    MentoringTurn,
    Touch,
)
from headway.core.wording import people as words
from people_cases import NOBODY_KEY, asked, circle, key, knows, touched, turned

LATER = DAY + timedelta(days=30)


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (Reason(how_sure="seen", on=DAY), "Helped you with it before, last on 2 March 2026."),
        (
            Reason(how_sure="said"),
            "You noted that they are strong in asking; nobody has checked.",
        ),
        (
            Reason(how_sure="role", role="senior", level=1),
            "Only a guess: Senior asks for Awareness, and that is the role their title names.",
        ),
    ],
)
def test_a_reason_says_how_sure_it_is(reason, text):
    assert words.describe_reason(reason, "Asking", LADDER) == text
    mentor = PossibleMentor(contact=NOBODY_KEY, name="Ana", reasons=(reason,), last_on=None)
    assert words.describe_mentor(mentor, "Asking", LADDER) == f"{text} No touch noted yet."


def test_a_guess_is_told_only_where_there_is_nothing_surer():
    reasons = (Reason(how_sure="said"), Reason(how_sure="role", role="senior", level=1))
    mentor = PossibleMentor(contact=NOBODY_KEY, name="Ana", reasons=reasons, last_on=DAY)
    told = words.describe_mentor(mentor, "Asking", LADDER)
    assert "guess" not in told
    assert told.endswith("Last in touch on 2 March 2026.")


def state(*facts, days=0, side="mentee"):
    found = circle(knows("Ana"), asked("Ana", side=side), *facts, days=days)
    return words.describe_state(tell_mentoring(found, key("m"), as_of=DAY + timedelta(days=days)))


def test_a_state_is_told_with_its_day():
    asked_of = "Asked on 2 March 2026. Ana has until 16 March 2026 to answer."
    assert state() == asked_of
    assert state(side="mentor") == asked_of.replace("Ana has", "You have")
    assert state(days=15) == "No answer by 16 March 2026; the request has expired."
    assert state(turned("declined", 1), days=2) == "Declined on 3 March 2026."
    assert state(turned("agreed", 1), days=2) == "Agreed since 3 March 2026."
    assert state(turned("ended", 1), days=2) == "Ended on 3 March 2026."
    until = turned("agreed", 1, until=LATER)
    assert state(until, days=2) == "Agreed since 3 March 2026, until 1 April 2026."
    assert "Nothing was noted for six weeks" in state(turned("agreed", 1), days=60)


def test_an_item_tells_whose_by_when_and_what_came_of_it():
    item = AgreedItem(key=key("i"), mentoring=key("m"), text="Draft it", due_on=LATER)
    assert words.describe_item(item, "Ana") == "You: Draft it, by 1 April 2026"
    done = replace(item, whose="them", due_on=None, done_on=DAY, result="Used")
    assert words.describe_item(done, "Ana") == "Ana: Draft it. Done on 2 March 2026: Used"


@pytest.mark.parametrize(
    ("capacity", "text"),
    [
        (None, "You have not said that you mentor anybody."),
        (
            Capacity(places=2, taken=1, is_paused=False),
            "1 place is free: 1 mentee, 2 places.",
        ),
        (Capacity(places=1, taken=1, is_paused=False), "No places are free: 1 mentee, 1 place."),
        (Capacity(places=2, taken=0, is_paused=True), "Paused. No mentees, 2 places."),
        (
            Capacity(places=2, taken=1, is_paused=True, paused_until=LATER),
            "Paused until 1 April 2026. 1 mentee, 2 places.",
        ),
    ],
)
def test_a_capacity_says_what_is_free(capacity, text):
    assert words.describe_capacity(capacity) == text


def test_a_request_says_what_until_when_and_that_no_is_fine():
    letter = words.draft_request(
        name="Ana Made-up", ask="Two talks", answer_by=LATER, competency="Asking", own="Ben"
    )
    assert letter.startswith("Dear Ana,\n")
    for part in ("on asking,", "What I ask: Two talks.", "by 1 April 2026", "a short no"):
        assert part in letter
    assert letter.endswith("With many thanks\nBen\n")


def test_a_request_does_without_what_is_not_known():
    letter = words.draft_request(name="", ask="Help?", answer_by=LATER, own="")
    assert "What I ask: Help?\n" in letter
    assert "I am working on" not in letter
    assert letter.endswith("With many thanks\n")


def test_thanks_tell_what_was_done():
    item = AgreedItem(key=key("i"), mentoring=key("m"), text="One page", done_on=DAY, result="Used")
    plain = replace(item, key=key("p"), text="Another", result="")
    facts = (turned("agreed", 0), touched("Ana", 1, mentoring=key("m")), fact(item), fact(plain))
    found = circle(knows("Ana"), asked("Ana"), *facts, days=2)
    now = tell_mentoring(found, key("m"), as_of=DAY + timedelta(days=2))
    letter = words.draft_thanks(now, own="Ben")
    assert "thank you for our conversation." in letter
    assert "- One page: Used" in letter
    assert "- Another\n" in letter


def test_thanks_do_without_sessions_and_names():
    found = circle(knows(" "), asked(" "), turned("agreed", 0))
    letter = words.draft_thanks(tell_mentoring(found, key("m"), as_of=DAY), own="")
    assert "thank you. You helped me" in letter
    assert "What came of it" not in letter


@pytest.mark.parametrize(
    ("why", "text"),
    [
        (Why(kind="said", on=DAY), "You wanted to be in touch by 2 March 2026."),
        (
            Why(kind="rhythm", on=DAY, every_days=30),
            "You want to be in touch every 30 days; that was due on 2 March 2026.",
        ),
        (
            Why(kind="met", on=DAY, name="A fair"),
            "You met at A fair on 2 March 2026 and have not been in touch since.",
        ),
        (
            Why(kind="tell back", on=DAY, name="opportunity"),
            "They brought you an opportunity on 2 March 2026; tell them what came of it.",
        ),
        (
            Why(kind="gap", on=DAY, name="Asking"),
            "Strong in asking, one of the gaps that matter most; last heard on 2 March 2026.",
        ),
    ],
)
def test_a_reason_to_be_in_touch_is_told(why, text):
    assert words.describe_why(why) == text


def test_a_tie_tells_who_fills_it_with_doubts():
    nobody = TieNow(kind="sponsor", people=())
    assert words.describe_tie(nobody) == "Nobody you know of."
    assert words.name_tie(nobody).startswith("Somebody who speaks up for you")
    guess = NamedTie(contact=NOBODY_KEY, name="Ana", is_cold=True, how_sure="role")
    expert = TieNow(kind="expert", people=(guess,), competency="asking", competency_name="Asking")
    assert words.name_tie(expert) == "Somebody who could help with asking"
    doubts = "Perhaps Ana (a guess from their role, not heard of for half a year)."
    assert words.describe_tie(expert) == doubts
    sure = NamedTie(contact=NOBODY_KEY, name="Ben", is_cold=False)
    assert words.describe_tie(TieNow(kind="sponsor", people=(sure,))) == "Ben."


def test_a_touch_tells_what_was_exchanged():
    touch = Touch(
        contact=NOBODY_KEY,
        text="Lunch",
        gave="A template",
        received="A book",
        outcome="introduction",
        outcome_text="to Cy",
    )
    assert words.describe_touch(touch) == (
        "Lunch",
        "You gave: A template",
        "You received: A book",
        "It brought an introduction: to Cy",
    )
    assert words.describe_touch(Touch(contact=NOBODY_KEY, gave="Time")) == ("You gave: Time",)
    bare = Touch(contact=NOBODY_KEY, outcome="collaboration")
    assert words.describe_touch(bare) == ("It brought a collaboration",)


def test_what_came_of_it_is_counted():
    assert words.describe_came_of(()) == "Nothing is noted yet of what came of it."
    came = (
        CameOf(outcome="introduction", last_year=1, ever=3),
        CameOf(outcome="opportunity", last_year=0, ever=0),
        CameOf(outcome="knowledge", last_year=2, ever=2),
    )
    told = "In the last year: 1 introduction (3 ever), 2 things learnt."
    assert words.describe_came_of(came) == told


@pytest.mark.parametrize(
    ("renewal", "ended_on", "renews_on", "text"),
    [
        ("ended", DAY, LATER, "Ended on 2 March 2026."),
        ("ended", None, LATER, "Ended."),
        ("running", None, None, "No renewal noted."),
        ("running", None, LATER, "Renews on 1 April 2026."),
        ("soon", None, LATER, "Renew soon: 1 April 2026."),
        ("overdue", None, date(2026, 2, 1), "Renewal overdue: 1 February 2026."),
    ],
)
def test_a_membership_tells_its_renewal(renewal, ended_on, renews_on, text):
    body = Membership(key=key("a"), association="A", ended_on=ended_on, renews_on=renews_on)
    now = MembershipNow(fact=NOBODY_KEY, since=DAY, membership=body, renewal=renewal)
    assert words.describe_membership(now) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (Contact(key=NOBODY_KEY, name="Ana"), "Ana"),
        (Touch(contact=NOBODY_KEY, text="Lunch", gave="Time"), "Lunch; You gave: Time"),
        (Touch(contact=NOBODY_KEY, how="event"), "Met at an event"),
        (Event(key=NOBODY_KEY, title="A fair", starts_on=DAY), "A fair"),
        (Membership(key=NOBODY_KEY, association="A guild"), "A guild"),
        (Mentoring(key=NOBODY_KEY, contact=NOBODY_KEY, ask="Talks", answer_by=DAY), "Talks"),
        (MentoringTurn(mentoring=NOBODY_KEY, turn="agreed"), "Agreed"),
        (AgreedItem(key=NOBODY_KEY, mentoring=NOBODY_KEY, text="One page"), "One page"),
    ],
)
def test_an_entry_of_any_kind_is_told(body, text):
    assert words.describe_entry(body) == text


def test_what_is_no_entry_about_people_is_refused():
    with pytest.raises(TypeError):
        words.describe_entry(None)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("action", "Draft it (agreed with Ana)"),
        ("goal", "Goal with Ana: Draft it"),
        ("session", "Session with Ana"),
        ("answer", "Answer Ana, who asks for your guidance"),
        ("unanswered", "Ana did not answer in time; perhaps ask somebody else"),
        ("quiet", "Nothing heard in the mentoring with Ana for six weeks"),
        ("in touch", "Be in touch with Ana"),
        ("event", "Draft it"),
        ("renewal", "Renew Draft it"),
    ],
)
def test_what_is_due_is_told(kind, text):
    due = Due(on=DAY, kind=kind, what="Draft it", who="Ana", word="mentors", key=NOBODY_KEY)
    assert words.describe_due(due) == text


def test_a_gap_in_short_names_who_could_help_and_how_sure_that_is():
    sure = PossibleMentor(
        contact=key("Ana"), name="Ana", reasons=(Reason(how_sure="said"),), last_on=None
    )
    help_ = GapHelp(
        competency="asking",
        text="Asking",
        state="not yet",
        expected_level=1,
        expected_level_name="Awareness",
        mentors=(sure,),
    )
    said = words.describe_help_in_short(help_)
    assert said == f"Asking, not yet: Ana ({words.HOW_SURE['said']})"


def test_entries_are_named_by_their_kind():
    assert words.name_entries(["contact", "something new"]) == (
        f"{words.ENTRIES['contact']}, an entry"
    )
