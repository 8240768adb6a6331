"""What is missing for a role: each expectation with what shows it, and what matters most."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from headway.core.dossier import Dossier, Fact
from headway.core.evidence import EvidenceItem
from headway.core.ladder import Competency, Ladder, Role
from headway.core.set_aside import SetAside
from headway.core.standing import SD_OF_LEVEL, Estimate, Standing, State

ExpectationKind = Literal["level", "experience", "responsibility"]
TOP_COUNT = 3


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
class AsideExpectation:
    """An expectation that the person says does not apply to them, and why; `fact` takes it back."""

    kind: ExpectationKind
    slug: str
    text: str
    expected_level_name: str
    reason: str
    said_on: date
    fact: UUID


@dataclass(frozen=True, kw_only=True)
class GapReport:
    """All expectations of a role, and the slugs of the (at most three) gaps that matter most.

    Those that the person says do not apply to them stand apart, in `set_aside`: they are neither shown nor
    missing. `draft_count` counts the drafts of evidence that wait for the person's word.
    """

    as_of: date
    role: str
    role_title: str
    held_role: str
    expectations: tuple[ExpectationGap, ...]
    top: tuple[str, ...]
    draft_count: int = 0
    set_aside: tuple[AsideExpectation, ...] = ()


def find_gaps(
    dossier: Dossier, standing: Standing, ladder: Ladder, role: Role, *, as_of: date
) -> GapReport:
    """Every expectation of `role` with its state; `standing` must have been compared with `role`.

    Levels come first in the ladder's order, then experiences, then responsibilities. What matters
    most are the levels with the largest expected shortfall; where fewer than three are open,
    experiences and responsibilities that nothing shows follow.
    """
    known = dossier.known_by(as_of)
    items = [item for _, item in known.each(EvidenceItem)]
    confirmed = [item for item in items if not item.is_draft]
    support = _find_support(confirmed)
    every = (
        *_level_gaps(standing, ladder, role, confirmed),
        *(
            _supported("experience", s, ladder.experience(s).text, support)
            for s in role.experiences
        ),
        *(_supported("responsibility", r.slug, r.text, support) for r in role.responsibilities),
    )
    aside = find_set_aside(known, role.slug)
    expectations = tuple(each for each in every if each.slug not in aside)
    return GapReport(
        as_of=as_of,
        role=role.slug,
        role_title=role.title,
        held_role=standing.held_role,
        expectations=expectations,
        top=_what_matters_most(expectations),
        draft_count=len(items) - len(confirmed),
        set_aside=tuple(_aside(each, aside[each.slug]) for each in every if each.slug in aside),
    )


def find_set_aside(known: Dossier, role: str) -> dict[str, Fact]:
    """The expectations of `role` that do not apply to the person, each with the fact that says so last."""
    told = (each for each in known.each(SetAside) if each[1].role == role)
    return {slug: fact for fact, body in told for slug in body.expectations}


def _aside(gap: ExpectationGap, fact: Fact) -> AsideExpectation:
    return AsideExpectation(
        kind=gap.kind,
        slug=gap.slug,
        text=gap.text,
        expected_level_name=gap.expected_level_name,
        reason=fact.body.reason if isinstance(fact.body, SetAside) else "",
        said_on=fact.happened_on,
        fact=fact.id,
    )


def _level_gaps(
    standing: Standing, ladder: Ladder, role: Role, confirmed: list[EvidenceItem]
) -> list[ExpectationGap]:
    texts: dict[str, list[str]] = defaultdict(list)
    for item in confirmed:
        for slug in dict.fromkeys(tag.competency for tag in item.tags):
            texts[slug].append(item.text)
    return [
        _level_gap(estimate, ladder.competency(estimate.competency), ladder, role, texts)
        for estimate in standing.estimates
        if estimate.competency in role.expected
    ]


def _level_gap(
    estimate: Estimate,
    competency: Competency,
    ladder: Ladder,
    role: Role,
    texts: Mapping[str, list[str]],
) -> ExpectationGap:
    level = role.expected[competency.slug]
    return ExpectationGap(
        kind="level",
        slug=competency.slug,
        text=competency.name,
        state=estimate.state or "too little to tell",
        expected_level=level,
        expected_level_name=ladder.level(level).name,
        most_likely_level_name=ladder.level(estimate.most_likely_level).name,
        meets_chance=estimate.meets_chance,
        shortfall_sd=expected_shortfall_sd(estimate),
        view_count=estimate.view_count,
        evidence_count=estimate.evidence_count,
        evidence=tuple(texts.get(competency.slug, ())),
    )


def expected_shortfall_sd(estimate: Estimate) -> float:
    """E[max(0, bar - level)] of an estimate in SDs of level; 0 where there is no bar.

    The level is taken as normal with the estimate's mean and SD (the normal loss function).
    """
    if estimate.bar is None:
        return 0.0
    z = (estimate.bar - estimate.mean) / estimate.sd
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    below = math.erfc(-z / math.sqrt(2)) / 2
    # Far above the bar both terms are the smallest numbers there are, and their sum may fall below 0.
    return max(0.0, estimate.sd * (density + z * below) / SD_OF_LEVEL)


def _find_support(confirmed: list[EvidenceItem]) -> Mapping[str, list[EvidenceItem]]:
    """By experience or responsibility the evidence that supports it."""
    found: dict[str, list[EvidenceItem]] = defaultdict(list)
    for item in confirmed:
        for slug in dict.fromkeys(item.expectations):
            found[slug].append(item)
    return found


def _supported(
    kind: ExpectationKind, slug: str, text: str, support: Mapping[str, list[EvidenceItem]]
) -> ExpectationGap:
    items = support.get(slug, [])
    return ExpectationGap(
        kind=kind,
        slug=slug,
        text=text,
        state=_state_of(items),
        evidence_count=len(items),
        evidence=tuple(item.text for item in items),
    )


def _state_of(items: list[EvidenceItem]) -> State:
    """One's own word alone tells too little; another person's makes it shown."""
    if not items:
        return "not yet"
    seen = any(item.support != "claimed" for item in items)
    return "shown" if seen else "too little to tell"


def _what_matters_most(expectations: tuple[ExpectationGap, ...]) -> tuple[str, ...]:
    open_gaps = [e for e in expectations if e.state != "shown"]
    levels = sorted(
        (e for e in open_gaps if e.kind == "level"), key=lambda e: -round(e.shortfall_sd, 9)
    )
    rest = [e for e in open_gaps if e.kind != "level"]
    rest.sort(key=lambda e: e.state != "not yet")
    return tuple(e.slug for e in (levels + rest)[:TOP_COUNT])
