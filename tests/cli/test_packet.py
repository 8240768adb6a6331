"""The packet at the command line: edited, redacted, handed on, closed and decided."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

from headway.core.packet_draft import LONGEST_OPENING

Ask = Callable[..., Any]
Run = Callable[..., Any]
LAUNCH = "launched-a-product"
TARGET = ("--target", "senior-product-manager")


@pytest.fixture
def told(ask: Ask) -> str:
    """A person with one piece of evidence, of which this is the identity."""
    ask("profile", "--name", "Ada Example", *TARGET)
    text = "Launched refunds at Acme Ltd with Ana"
    kept = ask("log", text, "--supports", LAUNCH, "--seen-by", "Ana of Acme")
    return str(kept["id"])


def line_of(packet: Any, slug: str = LAUNCH) -> Any:
    (line,) = (line for line in packet["lines"] if line["expectation"]["slug"] == slug)
    return line


def test_names_taken_out_stand_nowhere_in_what_is_handed_on(
    ask: Ask, run: Run, told: str, tmp_path: Path
) -> None:
    run("packet", "edit", "--redact", "acme ltd=a large customer", "--redact", "Ana", *TARGET)
    run("packet", "edit", "--redact", "Acme")
    text = run("packet").stdout
    assert "at [a large customer] with [redacted]" in text.replace("\\", "")
    assert "acme" not in text.casefold()
    cited = line_of(ask("packet"))["evidence"][0]
    assert cited["corroborated_by"] == ["[redacted] of [redacted]"]
    run("packet", "--pdf", str(tmp_path / "packet.pdf"))
    pages = pypdf.PdfReader(tmp_path / "packet.pdf").pages
    assert not any(name in page.extract_text() for page in pages for name in ("Acme", "Ana "))


def test_a_name_can_be_left_in_again(ask: Ask, run: Run, told: str) -> None:
    run("packet", "edit", "--redact", "Ana")
    assert ask("packet", "edit", "--unredact", "Ana")["redactions"] == []
    assert "with Ana" in run("packet").stdout
    assert "is not taken out" in str(run("packet", "edit", "--unredact", "Bo").exception)


def test_evidence_is_left_out_and_taken_in_again(ask: Ask, run: Run, told: str) -> None:
    run("packet", "edit", "--leave-out", f"{LAUNCH}={told[:8]}")
    assert line_of(ask("packet"))["evidence"] == []
    run("packet", "edit", "--take-in", f"{LAUNCH}={told[:8]}")
    assert len(line_of(ask("packet"))["evidence"]) == 1


def test_the_person_says_what_stands_first_and_on_a_line(ask: Ask, run: Run, told: str) -> None:
    run("packet", "edit", "--opening", "I ask for this role.", "--say", f"{LAUNCH}=It was mine.")
    packet = ask("packet")
    assert packet["opening"] == "I ask for this role."
    assert line_of(packet)["sentence"] == "It was mine."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--say", "flew=yes"), "has no expectation 'flew'"),
        (("--say", "flew"), "write an expectation and what of it"),
        (("--leave-out", f"{LAUNCH}=ffffffff"), "0 pieces of evidence"),
        (("--redact", "--"), "no letter or digit"),
        (("--redact", "Ana=Ana's manager"), "would tell 'Ana'"),
        (("--opening", "x" * (LONGEST_OPENING + 1)), "are the most"),
    ],
)
def test_what_makes_no_sense_is_refused(
    run: Run, told: str, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in str(run("packet", "edit", *words).exception)


def test_a_closed_packet_stays_as_it_was(ask: Ask, run: Run, told: str, tmp_path: Path) -> None:
    closed = ask("packet", "close")
    before = ask("packet", "show", closed["fact"])
    ask("log", "Launched a second one", "--supports", LAUNCH)
    run("packet", "edit", "--opening", "Later words")
    assert ask("packet", "show", closed["fact"]) == before
    run("packet", "show", closed["fact"], "--markdown", str(tmp_path / "then.md"))
    assert "second one" not in (tmp_path / "then.md").read_text(encoding="utf-8")


def test_the_decision_can_come_later_with_its_reasons(ask: Ask, run: Run, told: str) -> None:
    closed = ask("packet", "close")
    assert closed["decision"] == "waiting"
    why = ("--decision", "not yet", "--by", "the panel", "--reason", "One launch is few.")
    decided = ask("packet", "decide", closed["fact"][:8], *why)
    assert ask("packet", "list") == [decided]
    assert "Not yet (" in run("packet", "list").stdout
    assert "One launch is few" in run("packet", "show", decided["fact"][:8]).stdout


def test_a_decision_without_reasons_or_of_another_kind_is_refused(run: Run, told: str) -> None:
    assert "Say why" in str(run("packet", "close", "--decision", "promoted").exception)
    assert "is no decision" in str(run("packet", "close", "--decision", "maybe").exception)
    assert run("packet", "list").stdout == ""


def test_a_closed_packet_can_be_taken_back(ask: Ask, run: Run, told: str) -> None:
    closed = ask("packet", "close")
    run("packet", "remove", closed["fact"])
    assert ask("packet", "list") == []
    assert "0 closed packets" in str(run("packet", "show", closed["fact"]).exception)


def test_a_word_of_which_a_name_is_a_part_is_told_beside_the_packet(run: Run, told: str) -> None:
    run("packet", "edit", "--redact", "fund")
    assert "these words: refunds." in run("packet").stderr
    assert "these words: refunds." in run("packet", "close").stderr


def test_options_before_the_second_word_are_refused(run: Run, told: str) -> None:
    assert "after the word" in str(run("packet", "--json", "list").exception)


def test_a_pdf_never_overwrites(run: Run, told: str, tmp_path: Path) -> None:
    (tmp_path / "p.pdf").write_bytes(b"mine")
    assert "exists already" in str(run("packet", "--pdf", str(tmp_path / "p.pdf")).exception)
    assert (tmp_path / "p.pdf").read_bytes() == b"mine"


def test_in_a_process_of_its_own_a_packet_is_closed_decided_and_removed(tmp_path: Path) -> None:
    """As it is typed: nothing of an earlier command has made the database ready."""

    def typed(*words: str) -> str:
        command = [
            sys.executable,
            "-m",
            "headway.cli",
            "--workspace",
            str(tmp_path / "own"),
            *words,
        ]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    typed("profile", "--name", "Dana Made-up", "--target", "senior-product-manager")
    typed("packet", "close", "--decision", "waiting")
    name = typed("packet", "list")[:8]
    typed("packet", "decide", name, "--decision", "not yet", "--reason", "Too early")
    assert "Not yet" in typed("packet", "list")
    assert "Taken back" in typed("packet", "remove", typed("packet", "list")[:8])


def test_what_is_cited_beside_evidence_is_chosen_and_can_be_left_out_again(
    ask: Ask, run: Run, told: str
) -> None:
    run("learn", "log", "Statistics", "--hours", "3")
    [item] = [one for one in ask("packet", "citable") if one["kind"] == "learning"]
    assert "Statistics (learning," in run("packet", "citable", "communication").stdout
    run("packet", "edit", "--cite", f"{LAUNCH}={item['fact'][:6]}")
    assert line_of(ask("packet"))["also"] == [item]
    assert "- Statistics (learning," in run("packet").stdout
    run("packet", "edit", "--uncite", f"{LAUNCH}={item['fact'][:6]}")
    assert line_of(ask("packet"))["also"] == []


def test_what_cannot_be_cited_is_told(run: Run, told: str) -> None:
    refused = run("packet", "edit", "--cite", f"{LAUNCH}={told[:6]}")
    assert "0 things to cite" in str(refused.exception)
    assert "Nothing yet: learning" in run("packet", "citable").stderr
