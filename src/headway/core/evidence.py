"""What was done, learnt or completed, which competencies it shows, and who saw it."""

from dataclasses import dataclass
from typing import Literal

Support = Literal["claimed", "corroborated", "verified"]
Outcome = Literal["begun", "done", "late", "cancelled"]


@dataclass(frozen=True, kw_only=True)
class CompetencyTag:
    """A competency that an item of evidence may show; `level` None is a candidate without a claim."""

    competency: str
    level: int | None = None


@dataclass(frozen=True, kw_only=True)
class EvidenceItem:
    """One piece of evidence; a draft was read from a file and counts once the person confirms it.

    `expectations` are slugs of responsibilities and experiences of the ladder that it supports.
    """

    text: str
    tags: tuple[CompetencyTag, ...] = ()
    expectations: tuple[str, ...] = ()
    support: Support = "claimed"
    corroborated_by: tuple[str, ...] = ()
    is_draft: bool = False
    source: str = ""
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Completion:
    """What became of an opportunity: begun, done, running late or cancelled."""

    opportunity: str
    outcome: Outcome
    hours: float | None = None
    cost_minor: int | None = None
    currency: str = ""
    reflection: str = ""
