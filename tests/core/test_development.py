"""What was taken: entries and done steps once each, totals that add up, certificates that end."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.core.development import (
    Certificate,
    LearningEntry,
    check_entry,
    evidence_of_learning,
)
from headway.core.development_log import tell_log
from headway.core.dossier import Dossier, Fact
from headway.core.errors import InvalidInputError
from headway.core.evidence import Completion
from headway.core.fact_kinds import FactBody
from headway.core.wording import say_hours
from headway.core.wording.development import (
    describe_expiry,
    describe_taken_item,
    describe_total,
)
from headway.formats import built_in

DAY = date(2026, 6, 1)
CATALOGUE = built_in.catalogue()
STEP = CATALOGUE.opportunities[0]
ENTRY = LearningEntry(
    title="Pricing evening",
    competencies=("business-acumen", "data-analysis"),
    hours=8,
    cost_minor=12_000,
    currency="GBP",
)


def dossier(*told: tuple[FactBody, date]) -> Dossier:
    facts = [
        Fact(
            id=UUID(int=number),
            body=body,
            happened_on=on,
            recorded_at=datetime(on.year, on.month, on.day, tzinfo=UTC),
        )
        for number, (body, on) in enumerate(told, 1)
    ]
    return Dossier(owner=UUID(int=99), facts=tuple(facts))


def done(**told: object) -> Completion:
    return Completion(opportunity=STEP.slug, outcome="done", **told)  # type: ignore[arg-type]


def test_a_step_that_was_done_stands_in_the_log_by_itself() -> None:
    [item] = tell_log(dossier((done(hours=5.0), DAY)), CATALOGUE, as_of=DAY).items
    assert (item.title, item.hours, item.from_plan) == (STEP.title, 5.0, True)
    assert item.competencies == tuple(b.competency for b in STEP.builds)


@pytest.mark.parametrize("outcome", ["begun", "late", "cancelled"])
def test_a_step_that_is_not_done_does_not(outcome: str) -> None:
    told = Completion(opportunity=STEP.slug, outcome=outcome)  # type: ignore[arg-type]
    assert not tell_log(dossier((told, DAY)), CATALOGUE, as_of=DAY).items


def test_an_entry_that_tells_more_of_a_step_takes_its_place() -> None:
    entry = replace(ENTRY, opportunity=STEP.slug)
    [item] = tell_log(dossier((done(hours=5.0), DAY), (entry, DAY)), CATALOGUE, as_of=DAY).items
    assert (item.title, item.from_plan) == ("Pricing evening", False)


def test_a_step_of_a_catalogue_that_is_gone_keeps_its_name() -> None:
    told = Completion(opportunity="gone", outcome="done")
    [item] = tell_log(dossier((told, DAY)), CATALOGUE, as_of=DAY).items
    assert (item.title, item.competencies) == ("gone", ())


def test_the_log_is_newest_first_and_knows_its_day() -> None:
    other = replace(ENTRY, title="A book")
    known = dossier((ENTRY, DAY), (other, DAY + timedelta(days=1)))
    titles = [i.title for i in tell_log(known, CATALOGUE, as_of=date(2027, 1, 1)).items]
    assert titles == ["A book", "Pricing evening"]
    assert len(tell_log(known, CATALOGUE, as_of=DAY).items) == 1


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.floats(0, 1000)),
            st.lists(st.sampled_from("abc"), unique=True, max_size=3),
        ),
        max_size=6,
    )
)
def test_hours_add_up_the_same_by_year_and_by_competency(
    told: list[tuple[float | None, list[str]]],
) -> None:
    entries = [replace(ENTRY, hours=hours, competencies=tuple(about)) for hours, about in told]
    log = tell_log(dossier(*((e, DAY) for e in entries)), CATALOGUE, as_of=DAY)
    assert sum(t.hours for t in log.by_year) == pytest.approx(sum(h or 0 for h, _ in told))
    about = sum(h or 0 for h, about in told if about)
    assert sum(t.hours for t in log.by_competency) == pytest.approx(about)


def test_a_total_counts_who_says_their_hours_and_converts_no_money() -> None:
    silent = replace(ENTRY, hours=None, cost_minor=5_000, currency="EUR")
    [total] = tell_log(dossier((ENTRY, DAY), (silent, DAY)), CATALOGUE, as_of=DAY).by_year
    assert (total.count, total.told_count, total.hours) == (2, 1, 8)
    assert total.money == {"EUR": 5_000, "GBP": 12_000}
    assert describe_total(total) == "2 entries, 8 hours (1 of 2 say theirs), EUR 50, GBP 120"


def test_where_nobody_said_hours_none_are_told() -> None:
    [total] = tell_log(
        dossier((replace(ENTRY, hours=None, cost_minor=None), DAY)), CATALOGUE, as_of=DAY
    ).by_year
    assert describe_total(total) == "1 entry, hours not said"


def certified(expires_on: date | None) -> LearningEntry:
    return replace(ENTRY, certificate=Certificate(title="Pricing basics", expires_on=expires_on))


@pytest.mark.parametrize(
    ("days", "state", "verb"),
    [
        (-1, "expired", "expired"),
        (0, "soon", "expires"),
        (90, "soon", "expires"),
        (91, "good", "expires"),
    ],
)
def test_a_certificate_says_when_it_ends(days: int, state: str, verb: str) -> None:
    later = DAY + timedelta(days=200)
    known = dossier((certified(later + timedelta(days=days)), DAY))
    [expiry] = tell_log(known, CATALOGUE, as_of=later).expiries
    assert expiry.state == state
    assert f"Pricing basics: {verb} on" in describe_expiry(expiry)


def test_a_certificate_without_an_end_is_not_told_of_as_ending() -> None:
    assert not tell_log(dossier((certified(None), DAY)), CATALOGUE, as_of=DAY).expiries


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (ENTRY, "1 June 2026, 8 hours, GBP 120"),
        (
            replace(ENTRY, hours=1, cost_minor=0, provider="Town hall"),
            "1 June 2026, Town hall, 1 hour, free",
        ),
        (replace(ENTRY, hours=None, cost_minor=None), "1 June 2026, hours not said"),
    ],
)
def test_an_entry_is_told_as_far_as_it_was_said(item: LearningEntry, sentence: str) -> None:
    [told] = tell_log(dossier((item, DAY)), CATALOGUE, as_of=DAY).items
    assert describe_taken_item(told) == sentence


def test_hours_read_as_people_say_them() -> None:
    assert [say_hours(h) for h in (0, 1, 2.5, 1200)] == [
        "0 hours",
        "1 hour",
        "2.5 hours",
        "1,200 hours",
    ]


def test_what_it_changed_becomes_a_claim_without_a_level() -> None:
    item = evidence_of_learning(replace(certified(None), changed=" Reset our trial price "))
    assert item is not None
    assert item.text == "Reset our trial price (after: Pricing evening)"
    assert {tag.level for tag in item.tags} == {None}
    bare = evidence_of_learning(replace(ENTRY, changed="Reset it"))
    assert bare is not None
    assert bare.link == ""


def test_having_taken_something_is_no_evidence_by_itself() -> None:
    assert evidence_of_learning(ENTRY) is None


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": " "}, "Say what it was"),
        ({"hours": -1}, "Hours run"),
        ({"hours": float("nan")}, "Hours run"),
        ({"cost_minor": -1}, "less than nothing"),
        ({"currency": "POUND"}, "not a currency code"),
        (
            {"certificate": Certificate(title="x", expires_on=date(2026, 5, 31))},
            "can't expire before",
        ),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(changed: dict[str, object], sentence: str) -> None:
    with pytest.raises(InvalidInputError, match=sentence):
        check_entry(replace(ENTRY, **changed), finished_on=DAY)  # type: ignore[arg-type]


def test_an_entry_that_makes_sense_is_returned() -> None:
    for entry in (ENTRY, replace(ENTRY, hours=None, cost_minor=None, currency="")):
        assert check_entry(entry, finished_on=DAY) is entry
