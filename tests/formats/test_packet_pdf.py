"""A packet as PDF is tagged, says what the Markdown says, and holds no name that was taken out."""

import io
from dataclasses import replace
from datetime import date
from uuid import UUID

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import (
    DAY,
    LADDER,
    SENIOR,
    beside,
    cited,
    dossier,
    estimate,
    fact,
    packet,
    packet_line,
    seen,
    standing,
)
from headway.core.errors import InvalidInputError
from headway.core.gap import find_gaps
from headway.core.packet import CitedFile, Closing, build_packet
from headway.core.packet_draft import PacketDraft
from headway.core.profile import About
from headway.core.redaction import Redaction, redact
from headway.core.set_aside import SetAside
from headway.core.wording import DECIDES_NOTHING
from headway.core.wording.packet import BRACKETS, NAMELESS
from headway.formats import packet_markdown, packet_pdf

LINE = packet_line(
    "Explain what was found",
    cited("Told nine people", support="corroborated", corroborated_by=("M.",)),
    state="shown",
)
CLOSING = Closing(
    fact=UUID(int=1),
    closed_on=DAY,
    role="senior",
    role_title="Senior",
    decision="not yet",
    decided_by="the panel",
    reasons="One launch is few.\nCome back.",
    decided_on=date(2026, 4, 3),
)
# What people type, with much that letters are joined, turned round or marked by.
ODD = (
    "\u200d\u200c\ufe0f\u202e\u2066\u0301\u20e3👩🇩क्ไ漢한ח ع\ufffe\uffff\ue000\U0010ffff\u00ad\u2028"
)
typed = st.text(st.characters(codec="utf-8") | st.sampled_from(ODD), max_size=60)


def opened(*lines, closing=None, **told):
    made = packet_pdf.write(replace(packet(*lines), **told), closing)
    return pypdf.PdfReader(io.BytesIO(made))


def read(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def structure(reader):
    """The kinds of the tags in the structure of the document, from the top down."""
    found, waiting = [], [reader.root_object["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop(0).get_object()
        if isinstance(node, list):
            waiting = [*node, *waiting]
        elif isinstance(node, dict):
            found.append(str(node.get("/S", "")))
            kids = node.get("/K")
            waiting = [kids, *waiting] if kids is not None else waiting
    return [kind for kind in found if kind]


def everything(reader):
    """All strings of the file: metadata, links, bookmarks, alternative texts, and what the pages say."""
    objects = [reader.get_object(number) for number in range(1, len(reader.xref_objStm) + 1000)]
    streams = [one.get_data().decode("latin-1") for one in objects if hasattr(one, "get_data")]
    return "\n".join([*map(repr, objects), *streams, read(reader), str(reader.metadata)])


def test_it_is_tagged_has_a_title_and_a_language():
    reader = opened(LINE)
    root = reader.root_object
    assert root["/MarkInfo"] == {"/Marked": True, "/Suspects": False}
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712  # a value of its own
    assert reader.metadata.title == "Ada: Senior"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_headings_tables_and_lists_are_told_apart():
    tags = structure(opened(LINE))
    headings = [tag for tag in tags if tag.startswith("/H") or tag == "/Title"]
    assert headings == ["/H1", "/H2", "/H2", "/H3"]
    assert tags.count("/TH") == 4
    assert tags.count("/TD") == 4
    assert tags.count("/LI") == 1


def test_it_says_what_the_markdown_says():
    text = read(opened(LINE, opening="I ask for it.\nNow.", is_redacted=True))
    for said in ("Ada: Senior", "Explain what was found", "I ask for it.", "Told nine people"):
        assert said in text
    assert "2 March 2026 · seen by M." in text
    assert BRACKETS in text
    assert DECIDES_NOTHING in text


def test_an_expectation_without_evidence_says_nothing_yet():
    assert "Nothing yet." in read(opened(packet_line("Explain", state="not yet")))


def test_acts_below_the_level_and_own_words_have_their_place():
    line = replace(LINE, sentence="It was mine.", below=(cited("Asked once"),))
    text = read(opened(line))
    assert text.index("It was mine.") < text.index("Told nine") < text.index("Below the level")
    assert text.index("Below the level") < text.index("Asked once")


def test_what_is_cited_beside_evidence_has_its_place_and_its_link():
    course = beside("Statistics", link="https://college.example/7")
    reader = opened(replace(LINE, also=(course, beside("Ran a test alone", "mentee's goal"))))
    text = read(reader)
    assert "Beside evidence, in their own account" in text
    assert "learning, 2 March 2026" in text
    assert "reached by somebody they mentored, 2 March 2026" in text
    assert "https://college.example/7" in everything(reader)


def test_a_packet_without_lines_or_name_is_a_document_too():
    assert NAMELESS in read(opened(name=" "))


def test_the_decision_and_its_reasons_stand_in_a_closed_packet_in_both_files():
    text = read(opened(LINE, closing=CLOSING))
    said = "Not yet (3 April 2026, the panel)."
    assert f"Decision {said} One launch is few. Come back." in text
    markdown = packet_markdown.write(packet(LINE), CLOSING).replace("\\", "")
    assert f"## Decision\n\n{said}\n\nOne launch is few.\n\nCome back.\n\n" in markdown


def test_a_file_is_named_and_not_put_in():
    file = CitedFile(name="plan.pdf", byte_count=120_000)
    reader = opened(replace(LINE, evidence=(cited("Told", files=(file,)),)))
    assert "file: plan.pdf (120 kB, kept with you)" in " ".join(read(reader).split())
    assert not reader.attachments


def test_a_link_can_be_followed():
    line = replace(LINE, evidence=(cited("Told", link="https://example.org/a_b"),))
    annotation = opened(line).pages[0]["/Annots"][0].get_object()
    assert annotation["/A"]["/URI"] == "https://example.org/a_b"


def test_a_word_wider_than_the_page_is_broken():
    line = replace(LINE, evidence=(cited("w" * 300, link=f"https://example.org/{'x' * 300}"),))
    reader = opened(line)
    assert read(reader).replace("\u200b", "").count("w") >= 300
    annotation = reader.pages[0]["/Annots"][0].get_object()
    assert annotation["/A"]["/URI"].endswith("x" * 300)


def test_the_same_packet_gives_the_same_bytes():
    assert packet_pdf.write(packet(LINE)) == packet_pdf.write(packet(LINE))


def test_letters_that_no_font_has_are_told():
    text = read(opened(LINE, name="漢字 Ada 🚀"))
    assert "□□ Ada □: Senior" in text
    assert packet_pdf.LACKING in text
    assert packet_pdf.LACKING not in read(opened(LINE, name="Ada שלום Ελλάς Привет"))


@settings(deadline=None, max_examples=60)
@given(typed)
def test_what_people_typed_is_only_ever_text(text):
    line = packet_line(f"Explain {text}", cited(text, corroborated_by=(text,)))
    made = packet_pdf.write(replace(packet(line, name=text), opening=text), CLOSING)
    assert made.startswith(b"%PDF")


@pytest.mark.parametrize(
    "text", ['#panic("x")', "$x$ *b* _c_ <d> @e", "// no /* comment", "= h\n- l"]
)
def test_no_sign_of_the_typesetter_means_anything(text):
    assert " ".join(text.split()) in read(opened(LINE, opening=text))


def test_a_plain_letter_under_a_mark_that_no_font_has_is_not_lost_elsewhere():
    text = read(opened(LINE, opening="d\u20de and \U0001f469\u200d\U0001f467 did"))
    assert "did" in text
    assert "and" in text


def test_a_sign_that_the_document_drops_hides_no_name():
    signs = [chr(code) for code in range(0x110000) if packet_pdf.UNSEEN.match(chr(code))]
    told = (Redaction(name="Acme"),)
    assert {redact(f"Ac{sign}me", told) for sign in signs} == {"[redacted]"}


def test_what_can_be_no_document_is_refused_with_the_way_out():
    with pytest.raises(InvalidInputError, match="as Markdown instead"):
        packet_pdf.write(packet(packet_line("")))


def test_no_name_that_was_taken_out_is_anywhere_in_the_files():
    item = seen(
        "Renewed with Acme",
        expectations=("launched",),
        corroborated_by=("Zoë of Acme",),
        link="https://example.org/acme",
    )
    names = (Redaction(name="Acme", instead="a bank"), Redaction(name="Zoe"))
    words = PacketDraft(role="senior", opening="For acme, by ZOE.", redactions=names)
    told = dossier(fact(item), fact(words), fact(About(name="Zoë Acme")))
    estimates = standing(estimate("asking"), estimate("telling"))
    handed = build_packet(told, find_gaps(told, estimates, LADDER, SENIOR, as_of=DAY))
    made = packet_pdf.write(handed)
    reader = pypdf.PdfReader(io.BytesIO(made))
    files = (everything(reader), packet_markdown.write(handed), made.decode("latin-1"))
    assert "[a bank]" in read(reader)
    for name in ("acme", "zoe", "zoë"):
        assert not any(name in text.casefold() for text in files)


def test_what_was_set_aside_is_told_with_its_reason():
    said = SetAside(role="senior", expectations=("asking",), reason="Another team asks here")
    told = dossier(fact(said))
    both = standing(estimate("asking"), estimate("telling"))
    made = packet_pdf.write(build_packet(told, find_gaps(told, both, LADDER, SENIOR, as_of=DAY)))
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    assert "Set aside" in text
    assert "Another team asks here" in " ".join(text.split())
