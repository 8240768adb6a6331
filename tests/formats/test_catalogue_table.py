"""A table of opportunities: read whole or not at all, every fault by row and column."""

import io
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from examples import law
from headway.core.errors import UnreadableFileError
from headway.core.learn import Builds, CostRange, Opportunity, Session, own_slug
from headway.formats import built_in, catalogue_table
from headway.formats.free_text import tidy
from headway.formats.opportunity_cells import STAGES, to_cells
from headway.formats.opportunity_columns import NAMES
from headway.formats.table_rows import write_sheets

TODAY = date(2026, 11, 23)
CATALOGUE, LADDER = built_in.catalogue(), built_in.ladder()
HEADINGS = "title,kind,hours,builds,cost\n"


def read(content, **changes):
    told = content.encode() if isinstance(content, str) else content
    return catalogue_table.read(told, CATALOGUE, LADDER, today=TODAY, **changes)


def faults(content):
    with pytest.raises(UnreadableFileError) as caught:
        read(content, name="ours.csv")
    return str(caught.value).splitlines()


def sheet(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


SHEET = sheet(["title", "kind", "hours"], ["A", "course", 3])


def test_entries_are_read_with_what_is_said_of_them():
    found = read(HEADINGS + "Pricing,course,8 to 16,business-acumen 2,200\nTalking,Workshop,4,,\n")
    assert [item.title for item in found.opportunities] == ["Pricing", "Talking"]
    assert found.opportunities[0].builds == (Builds(competency="business-acumen", ceiling=2),)
    assert found.opportunities[1].cost.basis == "unknown"


def test_every_fault_is_named_by_row_and_column_and_nothing_is_kept():
    heading, *said = faults(HEADINGS + "A,course,x,,\n\nB,magic,3,charm 2,much\nC,course,3,,\n")
    assert heading == "Nothing of ours.csv was kept:"
    assert [line.split(":")[0] for line in said] == [
        "row 2, column hours",
        "row 4, column kind",
        "row 4, column builds",
        "row 4, column cost",
    ]


def test_of_very_many_faults_the_first_forty_are_named():
    said = faults(HEADINGS + "A,magic,x,,\n" * 100)
    assert said[-1].startswith("and ")
    assert len(said) == 42


def test_a_title_that_stands_twice_is_a_fault():
    assert faults(HEADINGS + "A,course,1,,\na,course,2,,\n")[1:] == [
        "row 3, column title: the same title stands in row 2"
    ]


def test_headings_stand_in_any_order_under_other_names_and_unknown_ones_are_told():
    found = read("Owner,Price,TYPE,Effort hours,Name\nMe,0,course,3,Pricing\n")
    assert found.opportunities[0].cost.basis == "offer"
    assert found.notes == ("Columns that have no place here were left out: Owner.",)


def test_hours_may_have_their_unit_in_the_heading_and_a_decimal_comma():
    found = read("Name;Type;Effort (hours);Duration (days)\nPricing;course;2,5;7\n")
    assert [(o.effort_hours, o.duration_days) for o in found.opportunities] == [
        ((2.5, 2.5), (7, 7))
    ]
    assert "row 2, column hours" in faults("title;kind;hours\nPricing;course;1,000\n")[1]


def test_what_stands_above_the_headings_does_no_harm():
    assert read("Our courses\n\n" + HEADINGS + "A,course,3,,\n").opportunities


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no row of headings with 'title'"),
        ("a,b\n1,2\n", "no row of headings with 'title'"),
        ("title,kind\nA,course\n", "there is no column hours"),
        ("title,kind,hours,name\nA,course,1,B\n", "two columns are title"),
        (HEADINGS, "no entry below them"),
    ],
)
def test_a_table_without_its_parts_is_refused(content, words):
    assert words in faults(content)[0]


def test_a_formula_is_refused_in_csv_and_in_a_spreadsheet():
    assert faults(HEADINGS + '"=HYPERLINK(""x"")",course,3,,\n')[1:] == [
        "row 2, column title: is a formula; write its value in its place"
    ]
    assert faults(sheet(["title", "kind", "hours"], ["A", "course", "=1+1"]))[1:] == [
        "row 2, column hours: is a formula; write its value in its place"
    ]


def test_hours_that_a_spreadsheet_took_for_a_date_are_named_as_such():
    [_, said] = faults(sheet(["title", "kind", "hours"], ["A", "course", date(2026, 8, 16)]))
    assert said.startswith("row 2, column hours: was taken for a date")


def test_days_of_a_spreadsheet_are_days():
    row = ["A", "course", 3, date(2027, 3, 1)]
    [item] = read(sheet(["title", "kind", "hours", "dates"], row)).opportunities
    assert item.sessions == (Session(starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 1)),)


def test_two_titles_of_one_slug_are_two_entries():
    found = read(HEADINGS + "A!,course,1,,\nA?,course,2,,\n").opportunities
    assert [item.slug for item in found] == ["my-a", "my-a-2"]


def test_the_currency_that_nobody_names_is_the_persons():
    found = read(HEADINGS + "A,course,1,,20\n", currency="EUR")
    assert found.opportunities[0].cost.currency == "EUR"


@pytest.mark.parametrize(
    "template",
    [catalogue_table.write_template(), catalogue_table.write_xlsx_template(CATALOGUE, LADDER)],
    ids=["csv", "xlsx"],
)
def test_a_template_is_a_table_with_an_example_that_is_left_out(template):
    assert faults(template) == ["ours.csv has headings and no entry below them."]


def test_a_template_filled_in_is_read_and_the_example_named():
    filled = catalogue_table.write_template() + b"Pricing,course,,,,3" + b"," * 9 + b"\r\n"
    assert read(filled).notes == ("The row with the example was left out.",)


WORDS = st.text(st.characters(codec="utf-8"), max_size=30).map(tidy)
LINES = WORDS.map(lambda text: text.replace(";", ","))
DAYS = st.dates(date(1990, 1, 1), date(2190, 1, 1))


@st.composite
def sessions(draw):
    first = draw(DAYS)
    return Session(starts_on=first, ends_on=first + timedelta(days=draw(st.integers(0, 30))))


@st.composite
def costs(draw):
    currency, seen = draw(st.sampled_from(["GBP", "JPY", "BHD"])), draw(DAYS)
    if draw(st.booleans()):
        return CostRange(
            currency=currency, low_minor=0, high_minor=0, basis="unknown", dated_on=seen
        )
    low, high = sorted(draw(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9))))
    return CostRange(
        currency=currency, low_minor=low, high_minor=high, basis="offer", dated_on=seen
    )


@st.composite
def entries(draw):
    hours = st.floats(0.25, 10_000, allow_nan=False).map(lambda h: round(h, 2))
    slugs = st.sampled_from([competency.slug for competency in LADDER.competencies])
    shares = st.floats(0.01, 1).map(lambda share: round(share, 2))
    builds = st.builds(Builds, competency=slugs, ceiling=st.integers(1, 4), weight=shares)
    cost = draw(costs())
    address = draw(st.sampled_from(["", "https://x.example/=1"]))
    title = draw(WORDS.filter(lambda t: t.strip() and not t.startswith(("Example:", "'"))))
    return Opportunity(
        slug=own_slug(title),
        title=title,
        kind=draw(st.sampled_from([kind.slug for kind in CATALOGUE.kinds])),
        summary=draw(WORDS),
        stages=tuple(stage for stage in STAGES if draw(st.booleans())) or STAGES,
        builds=tuple(draw(st.lists(builds, max_size=3, unique_by=lambda b: b.competency))),
        effort_hours=tuple(sorted(draw(st.tuples(hours, hours)))),
        cost=cost,
        duration_days=tuple(sorted(draw(st.tuples(st.integers(1, 999), st.integers(1, 999))))),
        worked_if=draw(WORDS),
        prerequisites=tuple(draw(st.lists(LINES.filter(bool), max_size=3))),
        provider=draw(WORDS),
        address=address,
        seen_on=cost.dated_on if address else None,
        sessions=tuple(draw(st.lists(sessions(), max_size=3))),
    )


@law
@given(entries())
def test_what_is_written_as_csv_reads_the_same(item):
    assert read(catalogue_table.write([item])).opportunities == (item,)


@law
@given(entries())
def test_what_is_typed_into_a_spreadsheet_reads_the_same(item):
    clean = {
        name: getattr(item, name).replace("\ufffe", " ").replace("\uffff", " ")
        for name in ("title", "summary", "worked_if", "provider")
    }
    told = {name: tidy(text) for name, text in clean.items()}
    item = replace(item, **told, prerequisites=(), slug=own_slug(told["title"]))
    rows = [list(NAMES), [to_cells(item)[name] for name in NAMES]]
    if item.title and not item.title.startswith("Example:"):
        assert read(write_sheets([("", rows)])).opportunities == (item,)


def test_a_written_table_has_all_headings():
    headings = catalogue_table.write([]).decode("utf-8-sig").strip()
    assert headings == ",".join(f'"{name}"' for name in NAMES)


@law
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_the_bytes_are_they_are_read_or_refused(content):
    with suppress(UnreadableFileError):
        assert read(content).opportunities


@law
@given(st.data())
def test_a_damaged_spreadsheet_is_read_or_refused(data):
    whole = bytearray(SHEET)
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(UnreadableFileError):
        assert read(bytes(whole)).opportunities
