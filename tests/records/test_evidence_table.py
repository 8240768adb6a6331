"""The evidence as a table that a spreadsheet can open without harm."""

import csv
import io
from dataclasses import replace
from uuid import UUID

import pytest

from headway.core.dossier import Fact
from headway.core.evidence import AttachedFile, CompetencyTag, EvidenceItem
from headway.core.fact_kinds import Retraction
from headway.core.profile import About
from headway.records.evidence_table import HEADINGS, guard, write_evidence
from sample_facts import FEBRUARY, INTERVIEWS, MONDAY, TUESDAY

FIRST = Fact(id=UUID(int=1), body=INTERVIEWS, happened_on=FEBRUARY, recorded_at=MONDAY)


def rows(*facts: Fact) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(write_evidence(facts).decode(), newline="")))


def test_evidence_is_written_with_its_competencies() -> None:
    tags = (CompetencyTag(competency="data-analysis"), *INTERVIEWS.tags)
    [row] = rows(replace(FIRST, body=replace(INTERVIEWS, tags=tags)))
    assert row["happened_on"] == "2026-02-10"
    assert row["competencies"] == "data-analysis; customer-discovery 2"
    assert tuple(row) == HEADINGS


def test_files_are_named_and_not_put_in() -> None:
    file = AttachedFile(sha256="0" * 64, name="a.pdf", media_type="application/pdf", byte_count=9)
    [row] = rows(replace(FIRST, body=EvidenceItem(text="Ran a test", files=(file, file))))
    assert row["files"] == "a.pdf; a.pdf"


def test_other_facts_are_left_out() -> None:
    assert rows(replace(FIRST, body=About(name="Ana"))) == []


def test_replaced_evidence_is_left_out() -> None:
    correction = replace(FIRST, id=UUID(int=2), body=EvidenceItem(text="Nine"), supersedes=FIRST.id)
    assert [row["text"] for row in rows(FIRST, correction)] == ["Nine"]


def test_retracted_evidence_is_left_out() -> None:
    taken_back = replace(FIRST, id=UUID(int=2), body=Retraction(), supersedes=FIRST.id)
    assert rows(FIRST, taken_back) == []


def test_the_oldest_comes_first() -> None:
    later = replace(FIRST, id=UUID(int=2), happened_on=TUESDAY.date())
    assert [row["id"] for row in rows(later, FIRST)] == [str(FIRST.id), str(later.id)]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_formula_becomes_text(text: str) -> None:
    assert guard(text) == f"'{text}"
    assert rows(replace(FIRST, body=EvidenceItem(text=text)))[0]["text"] == f"'{text}"


def test_other_text_stays_as_it_is() -> None:
    assert guard("Cut churn = 3 %") == "Cut churn = 3 %"
    assert guard("") == ""
