"""The evidence that is looked for is found, whatever its case and accents, and nothing else."""

import pytest

from examples import DAY, dossier, fact, seen
from headway.core.errors import InvalidInputError
from headway.core.evidence import AttachedFile, CompetencyTag
from headway.core.evidence_list import EvidenceSieve, check_which, list_evidence

FILE = AttachedFile(
    sha256="0" * 64, name="Fahrplan.pdf", media_type="application/pdf", byte_count=9
)
GUESS = (CompetencyTag(competency="telling"),)
FACTS = (
    fact(seen("Asked nine people", asking=1), -5),
    fact(seen("Café opened", tags=GUESS, support="claimed", link="https://example.org/menu"), -4),
    fact(seen("Wrote it down", support="claimed", files=(FILE,)), -3),
    fact(seen("Read from a file", support="claimed", is_draft=True), -2),
    fact(seen("Told the board", corroborated_by=("Zoë Made-up",)), -1),
)


def found(**asked):
    known = dossier(*FACTS).known_by(DAY)
    return [item.text for _, item in list_evidence(known, EvidenceSieve(**asked))]


def test_without_a_question_all_of_it_is_listed_newest_first():
    assert EvidenceSieve().is_open
    assert found() == [item.body.text for item in reversed(FACTS)]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("NINE asked", "Asked nine people"),
        ("cafe", "Café opened"),
        ("zoe", "Told the board"),
        ("fahrplan", "Wrote it down"),
        ("example.org/menu", "Café opened"),
    ],
)
def test_words_are_found_in_the_text_in_names_files_and_links(words, text):
    assert found(words=words) == [text]


def test_every_word_must_stand_there():
    assert found(words="asked twenty") == []


@pytest.mark.parametrize(
    ("which", "texts"),
    [
        ("drafts", ["Read from a file"]),
        ("untagged", ["Told the board", "Read from a file", "Wrote it down"]),
        ("no-level", ["Café opened"]),
        ("own-word", ["Read from a file", "Wrote it down", "Café opened"]),
        ("seen", ["Told the board", "Asked nine people"]),
        ("files", ["Wrote it down"]),
    ],
)
def test_each_part_of_the_evidence_is_found(which, texts):
    assert found(which=check_which(which)) == texts


def test_a_competency_is_found_with_and_without_a_level():
    assert found(competency="telling") == ["Café opened"]
    assert found(competency="telling", which="seen") == []


def test_a_part_that_there_is_not_names_those_there_are():
    with pytest.raises(InvalidInputError, match="say drafts, untagged"):
        check_which("odd")
