"""A file of phrases is read whole or refused with every problem by its place."""

import pytest

from headway.core.errors import UnreadableFileError
from headway.core.evidence import Phrases
from headway.formats import phrases_file

HEAD = 'format = "headway-phrases/1"\nladder = "l"\nlanguage = "en"\nlicence = "CC0-1.0"\n'
ENTRY = '[[competencies]]\nslug = "talking"\nphrases = ["told {people}"]\nweak = ["said"]\n'
WORDS = 'unless = ["told off"]\n[words]\npeople = ["customers", "shop owners"]\n'


def refusal(text: str) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        phrases_file.read(text.encode())
    return str(caught.value)


def test_lists_of_words_are_filled_in_and_general_exceptions_added() -> None:
    assert phrases_file.read((HEAD + WORDS + ENTRY).encode()) == {
        "talking": Phrases(
            phrases=("told (customers|shop owners)",), weak=("said",), unless=("told off",)
        )
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("format = ", "is not a TOML file"),
        ("", 'write format = "headway-phrases/1"'),
        (HEAD + ENTRY, "competency talking: 'told {people}' names a list of words"),
        (HEAD + WORDS + ENTRY + ENTRY, "competency talking: it stands twice"),
        (HEAD + WORDS + ENTRY + 'waek = ["x"]\n', "there is no field 'waek'"),
        (HEAD + WORDS + '[[competencies]]\nslug = "a"\nphrases = [1]\n', "competency a"),
        (HEAD + WORDS + '[[competencies]]\nslug = "a"\nphrases = ["the"]\n', "without words"),
    ],
)
def test_a_problem_is_named_by_its_place(text: str, told: str) -> None:
    assert told in refusal(text)
