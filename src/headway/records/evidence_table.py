"""The evidence as a CSV table for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Iterator

from headway.core.dossier import Fact
from headway.core.evidence import CompetencyTag, EvidenceItem

HEADINGS = (
    "happened_on",
    "text",
    "competencies",
    "support",
    "corroborated_by",
    "is_draft",
    "source",
    "link",
    "files",
    "id",
)


def write_evidence(facts: Iterable[Fact]) -> bytes:
    """The evidence among `facts` that nothing replaces, oldest first, as CSV in UTF-8."""
    told = tuple(facts)
    replaced = {fact.supersedes for fact in told}
    current = (fact for fact in told if fact.id not in replaced)
    ordered = sorted(current, key=lambda fact: (fact.happened_on, fact.recorded_at, fact.id))
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(HEADINGS)
    writer.writerows(_rows(ordered))
    return table.getvalue().encode()


def guard(text: str) -> str:
    """`text` with an apostrophe before what a spreadsheet would run as a formula (OWASP, "CSV Injection")."""
    return f"'{text}" if text[:1] in tuple("=+-@\t\r\n") else text


def _rows(facts: Iterable[Fact]) -> Iterator[list[str]]:
    for fact in facts:
        if isinstance(fact.body, EvidenceItem):
            yield [guard(cell) for cell in _cells(fact, fact.body)]


def _cells(fact: Fact, item: EvidenceItem) -> tuple[str, ...]:
    return (
        fact.happened_on.isoformat(),
        item.text,
        "; ".join(map(_tag, item.tags)),
        item.support,
        "; ".join(item.corroborated_by),
        "yes" if item.is_draft else "no",
        item.source,
        item.link,
        "; ".join(file.name for file in item.files),
        str(fact.id),
    )


def _tag(tag: CompetencyTag) -> str:
    return tag.competency if tag.level is None else f"{tag.competency} {tag.level}"
