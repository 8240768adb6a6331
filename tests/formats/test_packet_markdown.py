"""A packet is a Markdown document in which what people typed is only ever text."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from examples import beside, cited, law, packet, packet_line
from headway.core.gap import AsideExpectation
from headway.core.packet import CitedFile
from headway.core.wording import DECIDES_NOTHING
from headway.core.wording.packet import BRACKETS, SET_ASIDE
from headway.formats import packet_markdown

# What people type, with much that Markdown gives a meaning.
SIGNS = (
    "1.",
    "2)",
    "word",
    "```",
    "    ",
    "\n\n",
    "---",
    "===",
    "<b>",
    "&amp;",
    "![",
    "](x)",
    "> ",
)
typed = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40) | st.lists(
    st.sampled_from((*"\\`*_{}[]<>()#+-.!|~&$=:/\"'\n\t ", *SIGNS, "https://example.org")),
    max_size=12,
).map("".join)
TAGS = ["h1", "p", "p", "h2", "h3", "p", "p", "ul", "li", "p", "p", "ul", "li", "p"]


def blocks(text):
    """The tags that open in the document, in order, with hidden paragraphs of tight lists."""
    tokens = MarkdownIt("commonmark").parse(text)
    return [token.tag for token in tokens if token.nesting == 1]


def inline(text):
    """Every inline token of the document but plain text."""
    tokens = MarkdownIt("commonmark").parse(text)
    children = (child for token in tokens for child in token.children or ())
    return [child.type for child in children if child.type not in ("text", "text_special")]


def shown(text):
    """What a reader sees: the text of each block, joined by lines."""
    tokens = MarkdownIt("commonmark").parse(text)
    return "\n".join(
        "".join(child.content for child in token.children)
        for token in tokens
        if token.type == "inline"
    )


def words(text):
    return " ".join(text.split())


def written(text):
    """A packet in which `text` stands wherever people type something."""
    line = packet_line(text, cited(text, corroborated_by=(text,), link=text))
    line = replace(line, sentence=f"So {text}", also=(beside(text, link=text),))
    made = packet(line, name=text, role_title=text)
    return packet_markdown.write(replace(made, opening="So " + " ".join(text.split())))


@law
@given(typed)
@example("1. first")
@example("12345.")
@example("---\n# heading\n\n    code\n===")
@example("<script>alert(1)</script>")
def test_what_people_typed_opens_no_block(text):
    assert blocks(written(text)) == [*TAGS, "p"]


@law
@given(typed)
@example("*strong* `code` [a](https://example.org) ![b](c) <https://example.org> &amp;")
def test_what_people_typed_becomes_no_markup_within_a_line(text):
    # The one emphasis is ours: that nothing is promised.
    assert inline(written(text)) == ["em_open", "em_close"]


@law
@given(typed)
@example("R&amp;D, 5 \\* 3, 1. *first* and ~none~")
def test_a_reader_sees_what_people_typed(text):
    seen = shown(written(text))
    assert seen.count(words(text)) >= 5


def test_a_packet_reads_from_heading_to_caveat():
    line = packet_line(
        "Explain what was found",
        cited("Told nine people", support="corroborated", corroborated_by=("M.",)),
        state="shown",
    )
    assert packet_markdown.write(packet(line)) == (
        "# Ada: Senior\n\n"
        "As known on 2 March 2026. 1 of 1 expectations has evidence.\n\n"
        "## Responsibilities\n\n"
        "### Explain what was found\n\n"
        "Shown by 1 piece of evidence, at least one confirmed by somebody else.\n\n"
        "- Told nine people (2 March 2026; seen by M.)\n\n"
        f"*{DECIDES_NOTHING}*\n"
    )


def test_an_expectation_without_evidence_says_nothing_yet():
    text = packet_markdown.write(packet(packet_line("Explain", state="not yet")))
    assert "### Explain\n\nNothing yet.\n" in text


def test_a_level_that_views_alone_show_is_not_said_to_have_nothing():
    text = packet_markdown.write(packet(packet_line("Asking", kind="level", state="shown")))
    assert "No evidence at this level yet.\n" in text


def test_kinds_come_under_their_headings_in_a_fixed_order():
    kinds = ("responsibility", "level", "experience")
    text = packet_markdown.write(packet(*(packet_line(kind, kind=kind) for kind in kinds)))
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == ["## Levels", "## Experiences", "## Responsibilities"]


def test_a_kind_without_expectations_has_no_heading():
    assert "##" not in packet_markdown.write(packet())


def test_somebody_without_a_name_is_called_so():
    assert packet_markdown.write(packet(name=" ")).startswith("# Somebody without a name yet: ")


@pytest.mark.parametrize(
    ("support", "said"),
    [
        ("claimed", "own account"),
        ("corroborated", "seen by somebody"),
        ("verified", "checked by somebody"),
    ],
)
def test_a_citation_says_how_far_it_is_confirmed(support, said):
    text = packet_markdown.write(packet(packet_line("Explain", cited("Told", support=support))))
    assert f"- Told (2 March 2026; {said})\n" in text


def test_a_link_is_shown_and_not_followed():
    line = packet_line("Explain", cited("Told", link="https://example.org/a_b"))
    assert "Link: https://example.org/a_b" in shown(packet_markdown.write(packet(line)))


def test_a_file_is_named_and_said_to_be_with_the_person():
    file = CitedFile(name="my_plan.pdf", byte_count=120_000)
    text = shown(
        packet_markdown.write(packet(packet_line("Explain", cited("Told", files=(file,)))))
    )
    assert "own account; file: my_plan.pdf (120 kB, kept with you)" in text


def test_each_citation_has_its_own_day():
    line = packet_line(
        "Explain", cited("new"), cited("old", happened_on=date(2025, 12, 31)), state="shown"
    )
    text = packet_markdown.write(packet(line))
    assert "- new (2 March 2026; own account)\n- old (31 December 2025; own account)\n" in text


def test_acts_below_the_level_stand_apart():
    line = replace(packet_line("Explain"), below=(cited("Asked once"),))
    text = packet_markdown.write(packet(line))
    assert "Nothing yet.\n\nBelow the level asked for:\n\n- Asked once" in text


def test_what_stands_first_keeps_its_paragraphs():
    made = replace(packet(), opening="One.\n\nTwo *now*.", is_redacted=True)
    text = packet_markdown.write(made)
    assert "\n\nOne.\n\nTwo \\*now\\*.\n\n" in text
    assert f"\n\n{BRACKETS}\n\n" in text


def test_what_is_cited_beside_evidence_says_what_it_is_and_when():
    course = beside("Statistics", link="https://college.example/7")
    role = beside("Analyst", "role", happened_on=date(2020, 1, 2), until=date(2021, 3, 4))
    member = beside("A guild", "membership")
    line = replace(packet_line("Explain"), also=(course, role, member))
    text = packet_markdown.write(packet(line))
    assert "Nothing yet.\n\nBeside evidence, in their own account" in text
    assert "- Statistics (learning, 2 March 2026) Link: https://college.example/7\n" in text
    assert "- Analyst (role held, 2 January 2020 to 4 March 2021)\n" in text
    assert "- A guild (membership, since 2 March 2026)\n" in text


ASIDE = AsideExpectation(
    kind="level",
    slug="asking",
    text="Asking",
    expected_level_name="Does it alone",
    reason="# Others\n- ask",
    said_on=date(2026, 3, 2),
    fact=UUID(int=3),
)


def test_what_was_set_aside_stands_at_the_end_with_its_reason_as_text():
    text = packet_markdown.write(replace(packet(packet_line("Explain")), set_aside=(ASIDE,)))
    said, _, rest = text.partition(f"## Set aside\n\n{SET_ASIDE}\n\n")
    assert rest.startswith("- Asking: Does it alone: \\# Others \\- ask\n")
    assert "1 more is set aside" in said
