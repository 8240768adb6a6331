"""Entries become facts by one set of rules: dates are believed only as far as they make sense."""

from datetime import date

import pytest

from headway.core.dossier import ImportedHistory
from headway.core.errors import UnreadableFileError
from headway.core.evidence import EvidenceItem
from headway.core.profile import About, Position
from headway.formats.history import MOST_FACTS, UNDATED, Entry, gather, web_link

TODAY = date(2026, 11, 23)


def job(started: str = "", ended: str = "", *statements: str, title: str = "Cook") -> Entry:
    return Entry(
        kind="position",
        place="work, entry 1",
        title=title,
        started=started,
        ended=ended,
        is_current=bool(started),
        statements=statements,
    )


def read(*entries: Entry, about: About | None = None) -> ImportedHistory:
    return gather("Test", about=about, entries=entries, as_of=TODAY)


def only_position(entry: Entry) -> Position:
    (fact,) = read(entry).facts
    assert isinstance(fact.body, Position)
    return fact.body


@pytest.mark.parametrize(
    ("started", "ended", "expected"),
    [
        ("2013-04-02", "2014-05-06", (date(2013, 4, 2), date(2014, 5, 6), False)),
        ("2013", "2013", (date(2013, 1, 1), date(2013, 1, 1), False)),
        ("2013-06", "2013", (date(2013, 6, 1), date(2013, 6, 1), False)),
        ("2020", "", (date(2020, 1, 1), None, True)),
        ("2020", "Present", (date(2020, 1, 1), None, True)),
        ("", "Present", (None, None, True)),
        ("", "2020", (None, date(2020, 1, 1), False)),
        ("", "", (None, None, False)),
    ],
)
def test_a_position_has_the_dates_that_are_told(
    started: str, ended: str, expected: tuple[date | None, date | None, bool]
) -> None:
    position = only_position(job(started, ended))
    assert (position.started_on, position.ended_on, position.is_current) == expected


def test_an_end_before_the_start_is_left_out_and_told() -> None:
    history = read(job("2015", "2014"))
    assert history.facts[0].body == Position(
        title="Cook", started_on=date(2015, 1, 1), source="Test"
    )
    assert "work, entry 1 ends before it starts; its end was left out." in history.notes


def test_a_day_the_calendar_lacks_is_left_out_and_told() -> None:
    history = read(job("2013-13-45"))
    assert only_position(job("2013-13-45")).started_on is None
    assert "'2013-13-45' is no day of the calendar" in history.notes[0]


def test_what_ends_after_today_goes_on() -> None:
    position = only_position(job("2020", "2030-01"))
    assert (position.ended_on, position.is_current) == (None, True)


def test_what_starts_after_today_is_left_out_and_told() -> None:
    history = read(job("2027-01", "", "Will do great things"))
    assert history.facts == ()
    assert history.notes == ("work, entry 1 is dated after 2026-11-23; it was left out.",)


def test_without_today_no_date_is_too_late() -> None:
    (fact,) = gather("Test", about=None, entries=[job("2999")]).facts
    assert fact.happened_on == date(2999, 1, 1)


@pytest.mark.parametrize(
    ("started", "ended", "day"),
    [
        ("2013", "2014-05-06", date(2014, 5, 6)),
        ("2013", "", date(2020, 2, 1)),
        ("", "", date(2020, 2, 1)),
    ],
)
def test_what_was_done_in_a_job_is_dated_with_its_end_or_the_files_latest_day(
    started: str, ended: str, day: date
) -> None:
    award = Entry(kind="award", place="awards, entry 1", started="2020-02", statements=("Award",))
    history = read(job(started, ended, "Did something"), award)
    (dated,) = (f.happened_on for f in history.facts if "Did" in str(f.body))
    assert dated == day


def test_a_file_without_any_date_has_a_day_that_is_plainly_none() -> None:
    assert [f.happened_on for f in read(job("", "", "Did it")).facts] == [UNDATED, UNDATED]


def test_every_piece_of_evidence_is_a_draft_that_says_where_it_comes_from() -> None:
    item = read(job("2013", "", "Did it")).facts[1].body
    assert item == EvidenceItem(text="Did it", is_draft=True, source="Test: Cook")


def test_a_job_without_a_title_is_no_position_but_keeps_its_achievements() -> None:
    history = read(job("2013", "", "Did it", title=" "))
    assert [type(f.body) for f in history.facts] == [EvidenceItem]
    assert history.notes[0] == "work, entry 1 has no job title; it was left out as a position."


def test_the_same_thing_told_twice_is_one_fact() -> None:
    assert len(read(job("2013", "", "Did it", "Did it"), job("2013", "", "Did it")).facts) == 2


def test_overlong_text_is_cut_and_told() -> None:
    history = read(job("2013", "", "x" * 3000, title="y" * 300))
    assert isinstance(history.facts[0].body, Position)
    assert len(history.facts[0].body.title) == 200
    assert "1 entry has overlong text, which was cut." in history.notes


def test_more_entries_than_any_career_has_are_refused() -> None:
    with pytest.raises(UnreadableFileError, match="holds 5,001 positions"):
        read(job("2013", "", *map(str, range(MOST_FACTS))))


def test_hundreds_of_notes_are_summed_up() -> None:
    notes = gather("Test", about=None, entries=[job("2013-99")] * 500, as_of=TODAY).notes
    assert len(notes) == 61
    assert notes[-1] == "... and 440 more notes like these."


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://example.com/a", "https://example.com/a"),
        ("HTTP://EXAMPLE.COM", "HTTP://EXAMPLE.COM"),
        ("javascript:alert(1)", ""),
        ("example.com", ""),
        ("https://a b", ""),
    ],
)
def test_only_web_addresses_are_links(text: str, link: str) -> None:
    assert web_link(text) == link


def test_a_statement_that_says_nothing_is_no_evidence() -> None:
    history = read(job("2013", "2014", " ", "Cooked"))
    texts = [f.body.text for f in history.facts if isinstance(f.body, EvidenceItem)]
    assert texts == ["Cooked"]
