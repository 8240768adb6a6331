"""Conference lists of confs.tech: dated opportunities whose cost nobody knows."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import law
from headway.core.errors import UnreadableFileError
from headway.core.learn import Builds, OwnOpportunity, Session, find_catalogue_problems, with_own
from headway.formats import built_in, confs_tech

TODAY = date(2026, 11, 23)
PLAIN = {
    "name": "Made-up Days",
    "url": "https://days.example",
    "startDate": "2027-03-01",
    "endDate": "2027-03-03",
    "city": "Lund",
    "country": "Sweden",
    "locales": "EN,SV",
}


def read(*entries, **changes):
    return confs_tech.read(json.dumps(entries).encode(), today=TODAY, **changes)


def one(**changes):
    [item] = read({**PLAIN, **changes}).opportunities
    return item


def test_a_conference_becomes_an_opportunity_with_its_dates():
    item = one()
    assert (item.title, item.slug) == ("Made-up Days, Lund, Sweden", "my-made-up-days-lund-sweden")
    assert item.sessions == (Session(starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 3)),)
    assert (item.duration_days, item.effort_hours) == ((3, 3), (15, 24))
    assert (item.address, item.seen_on) == ("https://days.example", TODAY)
    assert "in Lund, Sweden, held in English and SV" in item.summary


def test_what_it_costs_is_said_to_be_unknown():
    assert one().cost.basis == "unknown"
    assert any("Cost: not known" in note for note in read(PLAIN).notes)


def test_a_call_for_talks_is_told_with_its_last_day():
    item = one(cfpUrl="https://days.example/talk", cfpEndDate="2026-12-31")
    assert item.summary.endswith("until 31 December 2026 at https://days.example/talk.")
    assert one(cfpEndDate="2026-12-31").summary.endswith("until 31 December 2026.")


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"online": True}, "Made-up Days, Lund, Sweden and online"),
        ({"online": True, "city": "", "country": None}, "Made-up Days, online"),
        ({"city": "", "country": ""}, "Made-up Days"),
    ],
)
def test_the_place_may_be_a_city_the_net_or_both(changes, title):
    assert one(**changes).title == title


def test_an_end_that_is_not_told_is_the_first_day():
    assert one(endDate="").duration_days == (1, 1)


def test_what_it_builds_is_what_one_says_and_nothing_else():
    builds = (Builds(competency="product-strategy", ceiling=1),)
    assert one().builds == ()
    assert any("What they build" in note for note in read(PLAIN).notes)
    told = read(PLAIN, builds=builds)
    assert told.opportunities[0].builds == builds
    assert not any("What they build" in note for note in told.notes)


def test_what_is_over_is_left_out_and_counted():
    over = {**PLAIN, "startDate": "2026-11-20", "endDate": "2026-11-22"}
    found = read(over, {**over, "endDate": ""})
    assert (found.opportunities, found.notes) == ((), ("Over already, and left out: 2.",))


def test_several_times_of_one_conference_are_one_entry():
    later = {**PLAIN, "startDate": "2027-09-01", "endDate": "2027-09-01"}
    [item] = read(later, PLAIN).opportunities
    assert [session.starts_on.month for session in item.sessions] == [3, 9]
    assert (item.duration_days, item.effort_hours) == ((1, 3), (5, 24))


@pytest.mark.parametrize(
    "entry",
    [
        "text",
        {},
        {**PLAIN, "name": ""},
        {**PLAIN, "startDate": "soon"},
        {**PLAIN, "startDate": 5},
        {**PLAIN, "startDate": "0001-01-01"},
        {**PLAIN, "endDate": "2027-02-01"},
        {**PLAIN, "endDate": "2028-02-01"},
    ],
)
def test_what_tells_no_conference_is_left_out_by_its_number(entry):
    found = read(PLAIN, entry)
    assert len(found.opportunities) == 1
    assert any("entry 2 (" in note for note in found.notes)


def test_of_many_wrong_entries_the_first_are_named():
    assert "and 15 more." in read(*[{}] * 20).notes[0]


def test_an_address_that_no_browser_opens_is_left_out():
    assert one(url="javascript:alert(1)").address == ""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{}", "is no list"),
        (b"[" * 100_000, "too deep"),
        (b"[1,", "is not JSON"),
        (b"[" + b" " * 10_000_000 + b"]", "larger than 10 MB"),
        ('["é"]'.encode("cp1252"), "is not UTF-8 text"),
        (json.dumps([{}] * 2_001).encode(), "at most 2,000"),
    ],
)
def test_what_is_no_such_file_is_refused(content, words):
    with pytest.raises(UnreadableFileError, match=words):
        confs_tech.read(content, today=TODAY)


VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.lists(st.none())


@law
@given(st.lists(st.dictionaries(st.sampled_from(sorted({*PLAIN, "cfpUrl", "online"})), VALUES)))
def test_whatever_an_entry_holds_it_is_read_or_left_out(entries):
    found = read(*entries, PLAIN)
    assert any(item.title == "Made-up Days, Lund, Sweden" for item in found.opportunities)


def test_a_conference_list_is_known_by_what_it_holds():
    assert confs_tech.is_conferences(json.dumps([PLAIN]).encode("utf-8-sig"))
    assert not confs_tech.is_conferences(b"title,kind,hours\n")


def test_every_real_list_is_read_whole(outside_data: Path):
    for path in sorted((outside_data / "events").glob("*.json")):
        content = path.read_bytes()
        assert confs_tech.is_conferences(content)
        found = confs_tech.read(content, today=date(2018, 1, 1))
        assert not any("no conference" in note for note in found.notes)
        dated = sum(len(item.sessions) for item in found.opportunities)
        assert dated == len({_times(entry) for entry in json.loads(content)})
        own = [OwnOpportunity(opportunity=item) for item in found.opportunities]
        problems = find_catalogue_problems(with_own(built_in.catalogue(), own))
        assert all(problem.endswith("it builds nothing") for problem in problems)


def _times(entry):
    names = ("name", "city", "country", "online", "startDate", "endDate")
    name, *others = (entry.get(key) for key in names)
    return name.casefold(), *others
