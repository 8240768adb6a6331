"""What is written as YAML is read as the same by every reader, whatever stands in a text."""

from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from examples import law
from headway.formats import yaml_text
from headway.formats.ladders.documents import read_yaml

TEXTS = st.text(max_size=12) | st.sampled_from(
    ["no", "1e3", "~", "a: b", "# x", "- y", "", "\ufeff"]
)
SCALARS: st.SearchStrategy[Any] = TEXTS | st.integers() | st.booleans() | st.none()
MAPPINGS = st.dictionaries(
    st.sampled_from(["a", "bc", "d-e"]), SCALARS | st.lists(TEXTS), min_size=1
)


@law
@given(st.dictionaries(st.sampled_from(["x", "y"]), SCALARS | st.lists(MAPPINGS), min_size=1))
def test_what_is_written_is_read_as_the_same(value: dict[str, Any]) -> None:
    assert yaml.safe_load(yaml_text.write(value)) == value


def test_words_that_yaml_would_take_for_something_else_stay_text() -> None:
    told = {"no": "no", "number": "1e3", "empty": []}
    text = yaml_text.write({"all": [told]})
    assert text == 'all:\n  - no: "no"\n    number: "1e3"\n    empty: []\n'
    assert read_yaml(text, "x")["all"][0]["number"] == "1e3"
