"""One JSON form for every result: readable, whole and always the same."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from examples import OWNER, SENIOR, estimate, law, packet, packet_line
from headway.formats import json_form

scalars = (
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8"))
)
values = st.recursive(
    scalars | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)
    ),
    max_leaves=12,
)


@law
@given(values)
def test_what_is_written_reads_as_the_same_value(value):
    assert json.loads(json_form.write(value)) == value


def test_a_dataclass_is_written_with_its_fields_in_their_order():
    found = json.loads(json_form.write(estimate()))
    assert list(found) == list(estimate().__dataclass_fields__)
    assert found["level_chances"] == [0.5, 0.5]


def test_dataclasses_within_dataclasses_are_written_whole():
    found = json.loads(json_form.write(packet(packet_line("Explain"))))
    assert found["as_of"] == "2026-03-02"
    assert found["lines"][0]["expectation"]["text"] == "Explain"


def test_days_moments_names_and_exact_numbers_are_text():
    value = [date(2026, 3, 2), datetime(2026, 3, 2, 9, tzinfo=UTC), OWNER, Decimal("0.10")]
    assert json.loads(json_form.write(value)) == [
        "2026-03-02",
        "2026-03-02T09:00:00Z",
        str(OWNER),
        "0.10",
    ]


def test_the_text_is_indented_and_keeps_other_alphabets():
    assert json_form.write({"name": "Łucja"}) == '{\n  "name": "Łucja"\n}'


def test_the_same_value_gives_the_same_text():
    assert json_form.write(SENIOR) == json_form.write(SENIOR)
