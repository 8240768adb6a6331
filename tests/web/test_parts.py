"""The parts that several pages share."""

from django.template.loader import render_to_string


def test_of_many_lines_five_stand_open_and_the_rest_behind_one_key() -> None:
    text = render_to_string("parts/folded.html", {"lines": [f"line {n}" for n in range(7)]})
    before, behind = text.split("<details>")
    assert before.count("<li>") == 5
    assert "<summary>2 more</summary>" in behind
    assert behind.count("<li>") == 2


def test_a_few_lines_are_not_folded() -> None:
    text = render_to_string("parts/folded.html", {"lines": ["the only one"]})
    assert "<details>" not in text
    assert "the only one" in text
