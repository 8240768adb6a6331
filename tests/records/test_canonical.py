"""Equal values have equal bytes."""

import json

import pytest
from hypothesis import given

from headway.core.errors import InvalidInputError
from headway.records.canonical import canonical_json, sha256_of
from sample_facts import documents


@given(documents)
def test_the_order_of_keys_changes_nothing(document: dict[str, object]) -> None:
    backwards = dict(reversed(document.items()))
    assert canonical_json(document) == canonical_json(backwards)


@given(documents)
def test_the_value_comes_back(document: dict[str, object]) -> None:
    assert json.loads(canonical_json(document)) == document


def test_it_is_written_without_spaces_or_escapes() -> None:
    assert canonical_json({"b": [1, 2.5], "a": "Zoë"}) == '{"a":"Zoë","b":[1,2.5]}'


def test_a_backslash_before_u0000_is_no_null_character() -> None:
    assert json.loads(canonical_json(r"\u0000")) == r"\u0000"


@pytest.mark.parametrize("text", ["\0", "\\\0", "a\\\\\0b"])
def test_a_null_character_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match="null character"):
        canonical_json([text])


def test_what_is_nested_too_deep_is_refused() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(InvalidInputError, match="nested too deep"):
        canonical_json(deep)


def test_text_and_its_bytes_have_the_same_hash() -> None:
    assert sha256_of("Zoë") == sha256_of("Zoë".encode())
