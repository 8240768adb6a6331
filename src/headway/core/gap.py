"""What is missing for a role: each expectation with what shows it, and the gaps that matter most."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from headway.core.standing import State

ExpectationKind = Literal["level", "experience", "responsibility"]


@dataclass(frozen=True, kw_only=True)
class ExpectationGap:
    """One expectation of a role and how far the facts show it.

    `shortfall_sd` (levels only) is the expected distance below the bar, in SDs of level: how much
    there is to gain. `evidence` are the texts of the items that support the expectation.
    """

    kind: ExpectationKind
    slug: str
    text: str
    state: State
    expected_level: int | None = None
    expected_level_name: str = ""
    most_likely_level_name: str = ""
    meets_chance: float | None = None
    shortfall_sd: float = 0.0
    view_count: int = 0
    evidence_count: int = 0
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GapReport:
    """All expectations of a role, and the slugs of the (at most three) gaps that matter most."""

    as_of: date
    role: str
    role_title: str
    held_role: str
    expectations: tuple[ExpectationGap, ...]
    top: tuple[str, ...]
    draft_count: int = 0
