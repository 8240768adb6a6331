"""A plan as a calendar: by RFC 5545, the same each time, and read whole by programs that did not write it."""

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import skip_or_fail
from examples import law
from headway.core.errors import InvalidInputError
from headway.core.plan.values import PlanChange
from headway.formats import ical
from plan_cases import opportunity, plan

MADE = plan(opportunity("ask"), opportunity("count", builds="counting"))
NOW = datetime(2026, 11, 23, 9, 30, 15, 999, tzinfo=UTC)
OWNER = UUID(int=7)
# What people and files put into titles.
hostile = st.text() | st.sampled_from(
    [
        *(
            "BEGIN:VEVENT",
            "END:VCALENDAR\r\nBEGIN:X",
            "a\\nb\\;c,d;e:f\"g'",
            "\r",
            "\n\n",
            "\x00\x07",
        ),
        *(
            "🙂" * 60,
            "é" * 75,
            "\u2028line\u2029",
            "a\x85b",
            "\ufefftitle",
            "  spaces  ",
            "\t",
            "^n^^",
        ),
    ]
)
days = st.dates(date(1999, 1, 1), date(2200, 12, 31)) | st.just(date(2028, 2, 29))


def written(made=MADE, *, at=NOW, owner=OWNER):
    return ical.write(made, written_at=at, owner=owner)


def with_items(*changes):
    return replace(MADE, items=tuple(replace(MADE.items[0], **change) for change in changes))


def events(data):
    return icalendar.Calendar.from_ical(data).walk("VEVENT")


def plain(text):
    """As a calendar can hold it: line ends alike, and no control characters."""
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]", "", "\n".join(lines(text)))


def lines(text):
    return re.split("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", text)


@law
@given(st.lists(st.tuples(hostile, days, st.integers(0, 400)), min_size=1, max_size=4))
def test_every_step_comes_back_with_its_title_and_days(told):
    items = [
        {"title": title, "starts_on": day, "ends_on": day + timedelta(days=length)}
        for title, day, length in told
    ]
    read = events(written(with_items(*items)))
    assert [str(event["SUMMARY"]) for event in read] == [plain(item["title"]) for item in items]
    assert [event["DTSTART"].dt for event in read] == [item["starts_on"] for item in items]
    last_days = [event["DTEND"].dt - timedelta(days=1) for event in read]
    assert last_days == [item["ends_on"] for item in items]


@law
@given(hostile, hostile)
def test_the_lines_keep_to_the_rules(title, worked_if):
    data = written(with_items({"title": title, "worked_if": worked_if}))
    assert data.endswith(b"\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line)
        # Folding is between characters, never within one: each line is text by itself.
        assert line.decode() is not None


@law
@given(hostile)
def test_a_title_adds_no_component_and_no_property(title):
    unfolded = written(with_items({"title": title, "worked_if": title})).replace(b"\r\n ", b"")
    names = [re.match(rb"[A-Z-]+", line)[0] for line in unfolded.split(b"\r\n") if line]
    usual = written(with_items({"title": "a", "worked_if": "b"})).replace(b"\r\n ", b"")
    assert names == [re.match(rb"[A-Z-]+", line)[0] for line in usual.split(b"\r\n") if line]


def test_a_calendar_has_what_clients_ask_for_and_no_more():
    calendar = icalendar.Calendar.from_ical(written())
    assert calendar["VERSION"] == "2.0"
    assert "UID" not in calendar
    assert "METHOD" not in calendar
    for event in events(written()):
        assert {"UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND"} <= set(event)
        assert event["DTSTAMP"].dt == NOW.replace(microsecond=0)


def test_the_moment_is_in_utc_whatever_zone_it_was_told_in():
    tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
    assert written(at=tokyo) == written()
    assert b"DTSTAMP:20261123T093015Z" in written()


def test_a_step_keeps_its_uid_and_others_have_their_own():
    first = {str(e["SUMMARY"]): str(e["UID"]) for e in events(written())}
    later = replace(MADE, as_of=MADE.as_of + timedelta(days=3), items=MADE.items[::-1])
    assert {str(e["SUMMARY"]): str(e["UID"]) for e in events(written(later))} == first
    assert len(set(first.values())) == len(MADE.items)
    others = {str(e["UID"]) for e in events(written(owner=UUID(int=8)))}
    assert others.isdisjoint(first.values())


def test_of_two_changes_on_one_day_the_later_has_the_higher_sequence():
    before, after = (
        events(written(at=NOW + timedelta(seconds=n)))[0]["SEQUENCE"] for n in range(2)
    )
    assert after == before + 1


@pytest.mark.parametrize("year", [1999, 2026, 2200])
def test_a_sequence_is_a_whole_number_that_every_client_can_hold(year):
    number = events(written(at=NOW.replace(year=year)))[0]["SEQUENCE"]
    assert 0 <= number < 2**31


def test_a_step_is_reminded_of_on_its_last_day_and_a_fixed_date_on_the_day_before():
    own, fixed = events(written(with_items({}, {"is_dated": True})))
    (due,), (begins,) = own.walk("VALARM"), fixed.walk("VALARM")
    assert (due["TRIGGER"].params["RELATED"], due["TRIGGER"].dt) == ("END", timedelta(hours=-15))
    assert begins["TRIGGER"].params["RELATED"] == "START"
    assert (own["TRANSP"], fixed["TRANSP"]) == ("TRANSPARENT", "OPAQUE")


def test_the_hours_of_each_week_are_told():
    text = str(events(written())[0]["DESCRIPTION"])
    assert "Week of 23 November 2026: " in text
    assert "It worked if: Somebody noticed." in text


def test_what_went_out_is_cancelled_and_what_is_done_stays():
    week = (MADE.as_of, MADE.as_of + timedelta(days=6))
    out = PlanChange(kind="out", cause="dropped", opportunity="old", title="Old", before=week)
    done = replace(out, cause="done", opportunity="did")
    read = events(written(replace(MADE, changes=(out, done))))
    cancelled = [str(event["SUMMARY"]) for event in read if event.get("STATUS") == "CANCELLED"]
    assert cancelled == ["Old"]
    assert len(read) == len(MADE.items) + 1


def test_what_an_earlier_adopted_plan_had_is_cancelled_once_with_its_former_days():
    old = replace(MADE.items[0], opportunity="old", title="Old")
    week = (MADE.as_of, MADE.as_of + timedelta(days=6))
    out = PlanChange(kind="out", cause="dropped", opportunity="old", title="Old", before=week)
    for changes in ((), (out,)):
        data = ical.write(replace(MADE, changes=changes), written_at=NOW, owner=OWNER, gone=(old,))
        (event,) = [event for event in events(data) if event.get("STATUS") == "CANCELLED"]
        assert event["DTSTART"].dt == (week[0] if changes else old.starts_on)
        assert not event.walk("VALARM")


def test_an_empty_plan_is_no_calendar():
    with pytest.raises(InvalidInputError, match="nothing for a calendar"):
        written(replace(MADE, items=()))


def test_a_client_of_other_people_reads_it_whole(tmp_path):
    """calcurse has a reader of its own, written in C."""
    calcurse = shutil.which("calcurse")
    if calcurse is None:
        skip_or_fail("calcurse is not installed (Debian: apt-get install calcurse)")
    items = [
        {"title": "A, b; c: \\ d", "starts_on": date(2028, 2, 28), "ends_on": date(2028, 3, 1)},
        {"title": "é" * 90, "starts_on": date(2027, 12, 30), "ends_on": date(2028, 1, 2)},
        {"title": "One day", "starts_on": date(2028, 2, 29), "ends_on": date(2028, 2, 29)},
    ]
    file = tmp_path / "plan.ics"
    file.write_bytes(written(with_items(*items)))
    run = [calcurse, "-D", str(tmp_path / "kept"), "-C", str(tmp_path / "settings")]
    imported = subprocess.run([*run, "-i", str(file)], capture_output=True, text=True, check=True)
    assert "3 events" in imported.stdout, imported.stdout + imported.stderr
    asked = [*run, "-Q", "--input-datefmt", "4", "--from", "2028-02-29", "--days", "1"]
    shown = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert "A, b; c: \\ d" in shown
    assert "One day" in shown
