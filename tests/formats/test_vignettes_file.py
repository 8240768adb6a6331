"""A file of vignettes is read whole or refused with every problem by its place."""

import pytest

from headway.core.errors import UnreadableFileError
from headway.formats import vignettes_file

HEAD = """
format = "headway-vignettes/1"
version = "1"
ladder = "small"
language = "en"
licence = "CC0-1.0"
status = "not yet validated"
"""
SCENE = """
[[vignettes]]
slug = "kim"
scene = "Kim asks."
trap = "none"
not_shown = ["telling"]
[[vignettes.shows]]
competency = "asking"
level = 1
because = "seen"
not_lower = "seen"
not_higher = "the highest"
"""


def refusal(text: str) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        vignettes_file.read(text.encode())
    return str(caught.value)


def test_a_vignette_is_read_with_what_it_shows_and_what_it_does_not() -> None:
    (vignette,) = vignettes_file.read((HEAD + SCENE).encode()).vignettes
    assert vignette.asked == ("asking", "telling")
    assert vignette.shows[0].level == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD.replace("vignettes/1", "vignettes/9") + SCENE, "write format ="),
        (HEAD + SCENE + SCENE, "vignette kim: stands twice"),
        (HEAD + SCENE.replace('["telling"]', '["asking"]'), "a competency stands twice"),
        (HEAD + SCENE.split("[[vignettes.shows]]")[0] + "shows = []", "say which level"),
        (HEAD + SCENE.replace('"kim"', '"kim/2"'), "has no stroke"),
        (HEAD + SCENE.replace("because", "becuase"), "there is no field 'becuase'"),
        (HEAD + SCENE.replace("level = 1", 'level = "high"'), "Expected `int`"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(text: str, told: str) -> None:
    assert told in refusal(text)
