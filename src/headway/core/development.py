"""What somebody took to develop, in or outside a plan: hours, money, what it changed, certificates."""

from dataclasses import dataclass
from datetime import date

from headway.core.errors import InvalidInputError
from headway.core.evidence import (
    AttachedFile,
    CompetencyTag,
    EvidenceItem,
    check_hours_taken,
)
from headway.core.money import check_currency


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What was awarded, until when it is good (None: for ever), and where it can be seen."""

    title: str
    number: str = ""
    expires_on: date | None = None
    link: str = ""
    file: AttachedFile | None = None


@dataclass(frozen=True, kw_only=True)
class LearningEntry:
    """One thing that was taken; the day of its fact is the day it was finished.

    `opportunity` names an entry of the catalogue, `kind` a kind of the catalogue, `competencies` are slugs of
    the ladder. `hours` and `cost_minor` are None where they were not said, which is not zero.
    """

    title: str
    kind: str = ""
    provider: str = ""
    competencies: tuple[str, ...] = ()
    hours: float | None = None
    cost_minor: int | None = None
    currency: str = ""
    reflection: str = ""
    changed: str = ""
    opportunity: str = ""
    certificate: Certificate | None = None
    source: str = ""


def check_entry(entry: LearningEntry, *, finished_on: date) -> LearningEntry:
    """`entry` if it makes sense; raises InvalidInputError with what does not."""
    if not entry.title.strip():
        raise InvalidInputError("Say what it was.")
    check_hours_taken(entry.hours)
    if entry.cost_minor is not None:
        check_currency(entry.currency)
        if entry.cost_minor < 0:
            raise InvalidInputError("What it cost can't be less than nothing.")
    expires_on = entry.certificate.expires_on if entry.certificate else None
    if expires_on and expires_on < finished_on:
        raise InvalidInputError("A certificate can't expire before the day it was earned.")
    return entry


def evidence_of_learning(entry: LearningEntry) -> EvidenceItem | None:
    """What it changed at work, as a claim that names the competencies and no level; None without a change.

    Having taken something shows no level by itself; what it changed is what others may have seen.
    """
    if not entry.changed.strip():
        return None
    return EvidenceItem(
        text=f"{entry.changed.strip()} (after: {entry.title})",
        tags=tuple(CompetencyTag(competency=slug) for slug in entry.competencies),
        source="learning",
        link=entry.certificate.link if entry.certificate else "",
    )
