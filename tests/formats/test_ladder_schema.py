"""The schema by which editors check ladder files."""

import tomllib

import jsonschema_rs
import pytest

from examples import LADDER_TOML
from headway.formats import built_in, ladder_schema

SCHEMA = jsonschema_rs.validator_for(ladder_schema.find_schema())
FILES = {
    "small": LADDER_TOML,
    "example": built_in.content_of("ladder_example.toml").decode(),
    "built-in": built_in.content_of("ladder.toml").decode(),
}


@pytest.mark.parametrize("name", FILES)
def test_sound_ladders_pass(name: str) -> None:
    assert [str(error) for error in SCHEMA.iter_errors(tomllib.loads(FILES[name]))] == []


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ('stage = "entry"', 'stage = "beginner"'),
        ("number = 0", 'number = "none"'),
        ('slug = "asking"', 'slugg = "asking"'),
        ('format = "headway-ladder/1"', 'format = "headway-ladder/9"'),
        ("asking = 1", 'asking = "Awareness"'),
    ],
)
def test_slips_are_marked_while_one_types(written: str, instead: str) -> None:
    assert not SCHEMA.is_valid(tomllib.loads(LADDER_TOML.replace(written, instead)))
