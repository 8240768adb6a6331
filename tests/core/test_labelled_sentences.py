"""The labelled sentences are a fair and complete measure before any tagger is tried on them."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

SLUGS = {
    "customer-discovery",
    "data-analysis",
    "market-insight",
    "problem-solving",
    "product-strategy",
    "business-acumen",
    "prioritisation",
    "experience-design",
    "technical-fluency",
    "delivery-management",
    "life-cycle-and-launch",
    "communication",
    "stakeholder-influence",
    "team-leadership",
    "coaching-and-craft",
    "team-building",
}
SOURCES = {"resume", "linkedin", "work-log", "other-job", "certificate", "nothing"}


def read_sentences() -> list[dict[str, Any]]:
    path = Path(__file__).with_name("labelled_sentences.toml")
    sentences: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["sentences"]
    return sentences


def test_there_are_two_hundred_sentences() -> None:
    assert len(read_sentences()) == 200


def test_no_two_texts_are_alike_in_words() -> None:
    texts = Counter(" ".join(s["text"].casefold().split()) for s in read_sentences())
    assert [text for text, count in texts.items() if count > 1] == []


def test_every_text_has_four_to_forty_words() -> None:
    lengths = {s["text"]: len(s["text"].split()) for s in read_sentences()}
    assert {text for text, words in lengths.items() if not 4 <= words <= 40} == set()


def test_every_sentence_has_exactly_a_text_its_labels_and_a_known_source() -> None:
    sentences = read_sentences()
    assert all(set(s) == {"text", "competencies", "source"} for s in sentences)
    assert {s["source"] for s in sentences} == SOURCES


def test_labels_are_known_and_at_most_three_without_repeats() -> None:
    for sentence in read_sentences():
        labels = sentence["competencies"]
        assert set(labels) <= SLUGS, sentence["text"]
        assert len(labels) == len(set(labels)) <= 3, sentence["text"]


def test_every_competency_is_labelled_at_least_twelve_times() -> None:
    counts = Counter(label for s in read_sentences() for label in s["competencies"])
    assert {slug: counts[slug] for slug in SLUGS if counts[slug] < 12} == {}


def test_at_least_thirty_five_sentences_show_no_competency() -> None:
    assert sum(not s["competencies"] for s in read_sentences()) >= 35


def test_texts_written_to_show_nothing_have_no_label() -> None:
    labelled = [s for s in read_sentences() if s["source"] == "nothing" and s["competencies"]]
    assert labelled == []
