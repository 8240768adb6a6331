"""Asking others: the acts that tell most, and what became of each request."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from headway.core.asking import (
    ACTS_OF_ONE_COMPETENCY,
    choose_acts,
    find_new_answers,
    find_to_corroborate,
    tell_requests,
)
from headway.core.dossier import Dossier, Fact
from headway.core.evidence import EvidenceItem
from headway.core.fact_kinds import FactBody
from headway.core.requests import MOST_ACTS, Reply, Request
from headway.core.wording.asking import (
    describe_new_answer,
    describe_request,
    describe_taken,
    draft_mail,
    draft_reminder,
    say_asked,
    say_who_will_see,
)
from headway.formats import built_in

DAY = date(2026, 6, 1)
LADDER = built_in.ladder()
REQUEST = Request(
    code="abc",
    name="Ana",
    source="peer",
    until=DAY + timedelta(days=14),
    acts=("communication/2/1",),
)


def dossier(*bodies: FactBody, on: date = DAY) -> Dossier:
    moment = datetime(on.year, on.month, on.day, tzinfo=UTC)
    facts = [
        Fact(id=UUID(int=number), body=body, happened_on=on, recorded_at=moment)
        for number, body in enumerate(bodies, 1)
    ]
    return Dossier(owner=UUID(int=99), facts=tuple(facts))


def test_twelve_acts_at_most_are_asked_about_and_two_of_a_competency() -> None:
    role = LADDER.role("senior-product-manager")
    chosen = choose_acts(dossier(), LADDER, role, as_of=DAY)
    assert 0 < len(chosen) <= MOST_ACTS
    counts = Counter(key.partition("/")[0] for key in chosen)
    assert max(counts.values()) <= ACTS_OF_ONE_COMPETENCY


def test_only_what_the_role_asks_for_is_asked_about_in_the_ladders_order() -> None:
    role = LADDER.role("associate-product-manager")
    chosen = choose_acts(dossier(), LADDER, role, as_of=DAY)
    assert {key.partition("/")[0] for key in chosen} <= role.expected.keys()
    order = [one.key for one in LADDER.keyed_behaviours()]
    assert list(chosen) == sorted(chosen, key=order.index)


def test_what_is_known_well_is_not_asked_about_before_what_is_not() -> None:
    role = LADDER.role("senior-product-manager")
    [first] = choose_acts(built_in.sample_dossier(DAY), LADDER, role, as_of=DAY, most=1)
    assert first in choose_acts(built_in.sample_dossier(DAY), LADDER, role, as_of=DAY)


def test_a_request_is_out_then_worth_a_reminder_then_expired() -> None:
    known = dossier(REQUEST)
    days = [
        DAY,
        REQUEST.until - timedelta(days=4),
        REQUEST.until,
        REQUEST.until + timedelta(days=1),
    ]
    told = [tell_requests(known, as_of=day)[0] for day in days]
    assert [each.state for each in told] == ["out", "out", "out", "expired"]
    assert [each.is_worth_a_reminder for each in told] == [False, True, True, False]


def test_a_request_that_was_answered_says_when_and_never_expires() -> None:
    [told] = tell_requests(dossier(REQUEST, Reply(request="abc")), as_of=date(2030, 1, 1))
    assert (told.state, told.replied_on) == ("answered", DAY)


def test_before_it_was_made_nothing_is_told_of_a_request() -> None:
    assert not tell_requests(dossier(REQUEST), as_of=DAY - timedelta(days=1))


def test_only_what_rests_on_ones_own_word_is_to_be_corroborated() -> None:
    own, seen = EvidenceItem(text="own"), EvidenceItem(text="seen", corroborated_by=("Ben",))
    draft = EvidenceItem(text="draft", is_draft=True)
    assert [item.text for _f, item in find_to_corroborate(dossier(own, seen, draft))] == ["own"]


def test_a_request_is_told_with_its_day_and_what_came_of_it() -> None:
    [out] = tell_requests(dossier(REQUEST), as_of=DAY)
    assert describe_request(out).endswith("about 1 act: out until 15 June 2026.")
    [late] = tell_requests(dossier(REQUEST), as_of=date(2026, 7, 1))
    assert describe_request(late).endswith("no answer by 15 June 2026.")
    [done] = tell_requests(dossier(REQUEST, Reply(request="abc", receipt="AB-CD")), as_of=DAY)
    assert "answered" in describe_request(done)
    assert "AB-CD" in describe_request(done)


def test_what_is_asked_is_counted_in_words() -> None:
    both = replace(REQUEST, evidence=(UUID(int=1), UUID(int=2)))
    assert say_asked(both) == "1 act and 2 pieces of evidence"


def test_what_was_taken_in_says_what_it_changed() -> None:
    reply = Reply(request="abc", on_evidence={"x": "as told", "y": "not so"}, receipt="AB-CD")
    told = describe_taken(REQUEST, reply, is_new=True)
    assert "1 act answered. Ana corroborates 1 piece of evidence." in told
    only_words = replace(REQUEST, acts=())
    assert "answered" not in describe_taken(only_words, Reply(request="abc"), is_new=True)
    assert "counts once" in describe_taken(REQUEST, reply, is_new=False)


def test_a_mail_says_who_will_see_the_answer_and_until_when() -> None:
    _subject, text = draft_mail(REQUEST, "Mira")
    assert "under your name" in text
    assert "15 June 2026" in text
    assert text.endswith("Mira")


def test_a_reminder_counts_the_days_and_presses_nobody() -> None:
    _subject, text = draft_reminder(REQUEST, "Mira", REQUEST.until - timedelta(days=2))
    assert "in 2 days" in text
    assert "no answer needed" in text
    assert "closes today" in draft_reminder(REQUEST, "Mira", REQUEST.until)[1]


def test_an_answer_is_new_for_a_week() -> None:
    known = dossier(REQUEST, Reply(request="abc"))
    [told] = find_new_answers(known, as_of=DAY + timedelta(days=6))
    assert describe_new_answer(told) == "Ana answered what you asked"
    assert find_new_answers(known, as_of=DAY + timedelta(days=7)) == ()
    assert find_new_answers(dossier(REQUEST), as_of=DAY) == ()


def test_a_mail_and_a_reminder_carry_the_link_where_there_is_one() -> None:
    link = "https://ada.example/answer/abc/xyz"
    with_link, without = draft_mail(REQUEST, "Mira", link)[1], draft_mail(REQUEST, "Mira")[1]
    assert f"\n\n{link}\n\n" in with_link
    assert "attached" not in with_link
    assert "attached" in without
    assert "under your name" in with_link
    assert f"\n\n{link}\n\n" in draft_reminder(REQUEST, "Mira", DAY, link)[1]
    assert "arrives by itself" in say_who_will_see(link)
    assert "put in what comes back" in say_who_will_see("")


def test_a_request_about_evidence_alone_counts_no_acts():
    about = replace(REQUEST, acts=(), evidence=(UUID(int=1),))
    assert say_asked(about) == "1 piece of evidence"
