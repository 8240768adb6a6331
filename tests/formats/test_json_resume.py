"""A JSON Resume is read where its schema allows it, and refused by the place of what is wrong."""

import contextlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.core.dossier import ImportedHistory
from headway.core.errors import HeadwayError, UnreadableFileError
from headway.core.evidence import EvidenceItem
from headway.core.profile import About, Position
from headway.formats import json_resume
from headway.formats.free_text import tidy

TODAY = date(2026, 11, 23)
RESUME: dict[str, Any] = {
    "$schema": "whatever",
    "basics": {
        "name": "Ana Lopes",
        "label": "Product manager",
        "summary": "Ten years of it.",
        "location": {"city": "Porto", "countryCode": "PT", "postalCode": "4000"},
    },
    "work": [
        {
            "name": "Acme",
            "position": "Product Manager",
            "startDate": "2021-03",
            "summary": "Kept the roadmap. Said no to nine requests.",
            "highlights": ["• Launched the app"],
            "url": "https://acme.example",
        },
        {"company": "Old & Sons", "position": "Cook", "startDate": "2018", "endDate": "2020-12-31"},
    ],
    "volunteer": [
        {"organization": "Food bank", "position": "Driver", "highlights": ["Drove vans"]}
    ],
    "projects": [{"name": "Compass", "description": "", "url": "https://compass.example"}],
    "awards": [{"title": "Best talk", "awarder": "Meet-up", "date": "2019-05-04"}],
    "certificates": [{"name": "Statistics", "issuer": "City College", "date": "2022-02"}],
    "publications": [{"name": "On asking", "publisher": "A paper", "summary": "How to ask."}],
    "education": [{"institution": "Porto"}, {"institution": "Lisbon"}],
    "x-own": {"anything": [1, None, {}]},
}


def read(document: object) -> ImportedHistory:
    return json_resume.read(json.dumps(document).encode(), as_of=TODAY)


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        json_resume.read(content, as_of=TODAY)
    return str(caught.value)


def test_who_it_is_comes_from_the_basics() -> None:
    assert read(RESUME).facts[0].body == About(
        name="Ana Lopes", headline="Product manager", location="Porto, PT"
    )


def test_work_becomes_positions_without_a_role() -> None:
    positions = [f.body for f in read(RESUME).facts if isinstance(f.body, Position)]
    assert positions == [
        Position(
            title="Product Manager",
            organisation="Acme",
            started_on=date(2021, 3, 1),
            is_current=True,
            source="JSON Resume",
        ),
        Position(
            title="Cook",
            organisation="Old & Sons",
            started_on=date(2018, 1, 1),
            ended_on=date(2020, 12, 31),
            source="JSON Resume",
        ),
    ]


def test_everything_else_becomes_drafts_of_evidence() -> None:
    items = [f.body for f in read(RESUME).facts if isinstance(f.body, EvidenceItem)]
    assert all(item.is_draft and not item.tags for item in items)
    assert [(item.text, item.source) for item in items] == [
        ("Kept the roadmap.", "JSON Resume: Product Manager, Acme"),
        ("Said no to nine requests.", "JSON Resume: Product Manager, Acme"),
        ("Launched the app", "JSON Resume: Product Manager, Acme"),
        ("Drove vans", "JSON Resume: volunteering Driver, Food bank"),
        ("Project: Compass", "JSON Resume: project Compass"),
        ("Award: Best talk (Meet-up)", "JSON Resume: award"),
        ("Certificate: Statistics (City College)", "JSON Resume: certificate"),
        ("Publication: On asking (A paper). How to ask.", "JSON Resume: publication"),
    ]


def test_what_was_left_out_is_told() -> None:
    notes = " ".join(read(RESUME).notes)
    assert "education: 2 entries were left out" in notes
    assert "basics, summary was left out" in notes


def test_a_resume_without_a_name_tells_so() -> None:
    history = read({"basics": {"label": "Cook"}})
    assert history.facts == ()
    assert "basics has no name; who this is was left out." in history.notes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_all_the_same(encoding: str) -> None:
    content = json.dumps(RESUME, ensure_ascii=False).encode(encoding)
    assert json_resume.read(content, as_of=TODAY) == read(RESUME)


@pytest.mark.parametrize("ended", ["Present", "present ", "Now", ""])
def test_an_end_that_says_present_is_no_end(ended: str) -> None:
    job = {"position": "Cook", "startDate": "2020", "endDate": ended}
    (fact,) = read({"work": [job]}).facts
    assert isinstance(fact.body, Position)
    assert (fact.body.is_current, fact.body.ended_on) == (True, None)


@pytest.mark.parametrize(
    ("work", "told"),
    [
        (
            [{}, {"startDate": "Summer 2014"}],
            "work, entry 2, startDate: 'Summer 2014' is not a date",
        ),
        ([{"startDate": "Present"}], "work, entry 1, startDate: 'Present' is not a date"),
        ([{"endDate": "2013-12-021"}], "work, entry 1, endDate: '2013-12-021' is not a date"),
        ([{"startDate": 2013}], "work, entry 1, startDate: expected text, found a number"),
        ([{"position": True}], "work, entry 1, position: expected text, found true or false"),
        ([{"highlights": {}}], "work, entry 1, highlights: expected a list, found an object"),
        ([{"highlights": [{}, {}]}], "work, entry 1, highlights, entry 2: expected text"),
        ([None], "work, entry 1: expected an object, found nothing (null)"),
        ({}, "work: expected a list, found an object"),
        (None, "work: expected a list, found nothing (null)"),
    ],
)
def test_what_breaks_the_schema_is_named_by_its_place(work: object, told: str) -> None:
    assert told in refusal(json.dumps({"work": work}).encode())


def test_what_breaks_the_schema_is_left_out_of_a_career_and_told() -> None:
    jobs = [{"position": "Cook", "startDate": "Summer 2014"}, "Baker", {"position": "Waiter"}]
    history = read({"work": jobs, "skills": {"languages": ["French"]}})
    titles = [f.body.title for f in history.facts if isinstance(f.body, Position)]
    assert titles == ["Cook", "Waiter"]
    told = " ".join(history.notes)
    assert "work, entry 1, startDate: 'Summer 2014' is not a date" in told
    assert "work, entry 2: expected an object, found text." in told
    assert "skills: expected a list, found an object." in told


def test_a_list_longer_than_any_career_is_left_out_and_told() -> None:
    history = read({"basics": {"name": "Ana"}, "work": [{}] * 5001})
    assert len(history.facts) == 1
    assert "work: a list of 5,001 is longer than any career." in history.notes


def test_what_is_null_is_not_there() -> None:
    job = {
        "name": None,
        "position": "Cook",
        "startDate": "2020",
        "endDate": None,
        "highlights": [None],
    }
    (fact,) = (history := read({"basics": None, "work": [None, job]})).facts
    assert isinstance(fact.body, Position)
    assert fact.body.is_current
    assert not any("null" in note for note in history.notes)


def test_what_is_written_in_another_form_is_taken_as_it_is_meant() -> None:
    job = {
        "position": {"de": "Köchin", "en": "Cook"},
        "startDate": 2013,
        "summary": ["Fed sixty people.", "Kept the books."],
        "highlights": "Cut waste by half\nTrained two cooks",
    }
    facts = [f.body for f in read({"work": [job]}).facts]
    assert isinstance(facts[0], Position)
    assert (facts[0].title, facts[0].started_on) == ("Cook", date(2013, 1, 1))
    assert [f.text for f in facts if isinstance(f, EvidenceItem)] == [
        *("Fed sixty people.", "Kept the books.", "Cut waste by half", "Trained two cooks"),
    ]


def test_tags_of_html_are_no_part_of_what_was_done() -> None:
    job = {
        "position": "Cook",
        "summary": "<p>Fed <b>sixty</b> people.</p><ul><li>Kept the books</li></ul>",
        "highlights": [
            "Cut waste <a href='https://x.example'>by half</a> in R&amp;D, from <3 to 1"
        ],
    }
    texts = [f.body.text for f in read({"work": [job]}).facts if isinstance(f.body, EvidenceItem)]
    assert texts == [
        *("Fed sixty people.", "Kept the books", "Cut waste by half in R&D, from <3 to 1"),
    ]


def test_a_highlight_of_one_word_tells_of_nothing_that_was_done() -> None:
    history = read(
        {"work": [{"position": "Cook", "highlights": ["Knives", "Fed sixty", "改善了厨房"]}]}
    )
    texts = [f.body.text for f in history.facts if isinstance(f.body, EvidenceItem)]
    assert texts == ["Fed sixty", "改善了厨房"]
    assert any(note.startswith("1 highlight of one word was left out") for note in history.notes)


def test_a_section_with_a_name_of_its_own_is_told() -> None:
    notes = read({"basics": {"name": "Ana"}, "experiences": [{"position": "Cook"}]}).notes
    assert any(
        note.startswith("experiences: 1 entry was left out; JSON Resume has no") for note in notes
    )


def test_a_file_full_of_errors_tells_the_first_ten() -> None:
    notes = read({"basics": {"name": "Ana"}, "work": ["no job"] * 99}).notes
    assert sum("expected an object" in note for note in notes) == 10
    assert "There are more like it." in notes


def test_at_most_three_problems_are_told_at_once() -> None:
    told = refusal(json.dumps({"work": [None] * 9}).encode())
    assert told.count("expected an object") == 3
    assert told.endswith("There are more like it.")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file is empty."),
        (b"  \n ", "The file is empty."),
        (b"%PDF-1.4 ...", "This is a PDF document"),
        (b"PK\x03\x04....", "This is a zip archive"),
        (b"<html>", "This is a web page"),
        (b"basics:\n  name: Ana", "not proper JSON"),
        (b'{"basics": {}', "not proper JSON"),
        (b"[]", "none of a résumé's sections"),
        (b'{"name": "a package", "version": "1"}', "sections"),
        (b'{"basics": {"name": NaN}}', "NaN is no JSON number"),
        (b'{"basics": {"name": "a", "name": "b"}}', "'name' stands twice"),
        (b'{"basics": {"name": "\xe9"}}', "not UTF-8 text (see byte 22)"),
        (b'{"x": ' + b"9" * 5000 + b', "basics": {}}', "not proper JSON"),
        (b'{"basics":' + b"[" * 100_000, "too deeply"),
        (b'{"work": [' + b'{"a":' * 50_000, "too deeply"),
        (b" " * (5 * 1024 * 1024 + 1), "a résumé may have 5 MB"),
    ],
)
def test_other_files_are_refused_in_one_clear_sentence(content: bytes, told: str) -> None:
    assert told in refusal(content)


def test_lone_surrogates_and_zero_bytes_do_not_get_in() -> None:
    history = json_resume.read(b'{"basics": {"name": "A\\ud800\\u0000na"}}')
    assert history.facts[0].body == About(name="A na")


def test_reading_twice_gives_the_same() -> None:
    assert read(RESUME) == read(RESUME)


def test_every_sample_goes_through(outside_data: Path) -> None:
    samples = sorted((outside_data / "resumes" / "json-resume").glob("*resume*.json"))
    assert len(samples) >= 6
    for sample in samples:
        history = json_resume.read(sample.read_bytes(), as_of=TODAY)
        assert sum(isinstance(f.body, Position) for f in history.facts) >= 1, sample.name


def test_the_schemas_own_cases_are_read_and_refused_as_they_say(outside_data: Path) -> None:
    folder = outside_data / "resumes" / "json-resume" / "schema-tests" / "__test__"
    cases = [
        (f.name, *case) for f in folder.glob("*.json") for case in json.loads(f.read_text()).items()
    ]
    assert len(cases) > 100
    for file_name, case, document in cases:
        # dates.json has bare dates, which the schema's own test puts in a place for dates.
        whole = {"work": [{"startDate": document}]} if isinstance(document, str) else document
        is_valid = "nvalid" not in case
        assert _is_read(whole) == is_valid, (file_name, case)


def _is_read(document: object) -> bool:
    try:
        return bool(read(document))
    except UnreadableFileError:
        return False


TEXTS = st.text(max_size=30)
DATES = st.dates(min_value=date(1950, 1, 1), max_value=TODAY).map(date.isoformat)
JOBS = st.fixed_dictionaries(
    {"position": st.text(st.characters(categories=["L"]), min_size=1, max_size=30)},
    optional={
        "name": TEXTS,
        "startDate": DATES | DATES.map(lambda day: day[:7]) | DATES.map(lambda day: day[:4]),
        "endDate": DATES,
        "highlights": st.lists(TEXTS, max_size=3),
        "summary": TEXTS,
        "own": st.none() | st.integers(),
    },
)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("basics", "work", "name", "startDate", "highlights", "url")) | TEXTS,
            inner,
        )
    ),
)


@settings(deadline=None)
@given(st.lists(JOBS, max_size=4))
def test_every_valid_resume_is_read_whole(jobs: list[dict[str, Any]]) -> None:
    facts = read({"work": jobs}).facts
    titles = {f.body.title for f in facts if isinstance(f.body, Position)}
    assert len(titles) == len({tidy(job["position"]) for job in jobs})


@settings(deadline=None)
@given(JSON)
def test_any_json_is_read_or_refused(document: object) -> None:
    with contextlib.suppress(HeadwayError):
        read(document)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(HeadwayError):
        json_resume.read(content)
