"""Why an estimate is as it is: what pulls it where, what is left out, how it came about, what would help."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from headway.algorithms import rating_model
from headway.core.dossier import Dossier
from headway.core.evidence import EvidenceItem
from headway.core.ladder import Ladder, Role
from headway.core.ratings import RatingForm
from headway.core.ratings.rounds import FEWEST_TOGETHER, find_spoken_of
from headway.core.standing.asked import Asked
from headway.core.standing.basis import find_rater, read_basis
from headway.core.standing.levels import Estimate
from headway.core.standing.pulls import (
    AgeEffect,
    EvidencePull,
    Pull,
    find_age_effect,
    find_groups_that_matter,
    leave_out,
)
from headway.core.standing.settled import settle_basis
from headway.core.standing.sharpen import Sharpener, find_sharpeners
from headway.core.standing.trace import HistoryPoint, trace_estimate

LeftOutKind = Literal[
    "own view",
    "own word",
    "drafts",
    "no level said",
    "no room",
    "round not closed",
    "fewer than three",
]


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """What is known and does not count, and how many of it."""

    kind: LeftOutKind
    count: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Why:
    """One competency's estimate, explained by its sources; `sharpeners` has what helps most first.

    `untold_views` is how many groups of views move it less than the ten that `pulls` tells.
    `calibration` is as in `Standing`.
    """

    as_of: date
    estimate: Estimate
    others_have_rated: bool
    reveals_raters: bool
    pulls: tuple[Pull, ...]
    evidence: tuple[EvidencePull, ...]
    age: AgeEffect | None
    left_out: tuple[LeftOut, ...]
    history: tuple[HistoryPoint, ...]
    sharpeners: tuple[Sharpener, ...]
    untold_views: int = 0
    calibration: str = ""


def explain_estimate(
    dossier: Dossier,
    ladder: Ladder,
    competency: str,
    *,
    as_of: date,
    compared_role: Role | None = None,
    reveals_raters: bool,
    calibration: rating_model.Calibration | None = None,
    with_history: bool = True,
) -> Why:
    """Why the estimate of one competency is as it is, as of a day.

    Each source is left out, with all it says of any competency, and the rest estimated anew; what
    stands aside stays aside. Pulls therefore need not add up. With `reveals_raters` each rater stands
    by name; without, managers are told apart and the others only in groups of three or more: if any
    group has fewer on any competency that it speaks of, all are told as one, and if these are fewer
    than three they count nowhere in the answer. Who shows the history elsewhere (`tell_history`) asks
    `with_history` False. Raises UnknownNameError for a competency that the ladder lacks.
    """
    ladder.competency(competency)
    known = dossier.known_by(as_of)
    counted = _find_counted(known, reveals_raters=reveals_raters)
    basis = read_basis(counted, ladder, as_of=as_of, calibration=calibration)
    asked = Asked(
        known=counted,
        now=settle_basis(basis, as_of=as_of),
        ladder=ladder,
        place=[each.slug for each in ladder.competencies].index(competency),
        role=compared_role,
        as_of=as_of,
    )
    hidden = _hidden(dossier, known, counted, asked, reveals_raters=reveals_raters)
    groups, untold = find_groups_that_matter(asked, reveals_raters=reveals_raters)
    pulls, evidence = leave_out(asked, groups, reveals_raters=reveals_raters)
    return Why(
        as_of=as_of,
        estimate=asked.estimate,
        others_have_rated=basis.others_have_rated,
        reveals_raters=reveals_raters,
        pulls=pulls,
        evidence=evidence,
        age=find_age_effect(asked),
        left_out=(*_left_out(asked), *hidden),
        history=trace_estimate(
            counted if counted is not known else dossier,
            ladder,
            competency,
            as_of=as_of,
            compared_role=compared_role,
            calibration=calibration,
            now=asked.now,
        )
        if with_history
        else (),
        sharpeners=find_sharpeners(asked),
        untold_views=untold,
        calibration=basis.calibration.version,
    )


def tell_history(
    dossier: Dossier,
    ladder: Ladder,
    competency: str,
    *,
    as_of: date,
    compared_role: Role | None = None,
    reveals_raters: bool,
    calibration: rating_model.Calibration | None = None,
) -> tuple[HistoryPoint, ...]:
    """The history of `explain_estimate` alone."""
    known = dossier.known_by(as_of)
    counted = _find_counted(known, reveals_raters=reveals_raters)
    return trace_estimate(
        counted if counted is not known else dossier,
        ladder,
        competency,
        as_of=as_of,
        compared_role=compared_role,
        calibration=calibration,
    )


def _find_counted(known: Dossier, *, reveals_raters: bool) -> Dossier:
    return known if reveals_raters else _without_a_group_too_small(known)


def _without_a_group_too_small(known: Dossier) -> Dossier:
    """`known` without what others than managers said, if they are fewer than three."""
    forms = [
        (fact, form)
        for fact, form in known.each(RatingForm)
        if form.source not in ("self", "manager")
    ]
    raters = {find_rater(fact, form) for fact, form in forms}
    if not forms or len(raters) >= FEWEST_TOGETHER:
        return known
    hidden = {fact.id for fact, _ in forms}
    return replace(known, facts=tuple(fact for fact in known.facts if fact.id not in hidden))


def _left_out(asked: Asked) -> Iterator[LeftOut]:
    basis, place = asked.basis, asked.place
    own = any(view.place == place for view in basis.views_aside)
    claims = sum(piece.place == place for piece in basis.pieces_aside)
    no_room = sum(id(piece) not in asked.counting for piece in asked.pieces_here)
    items = [item for _, item in asked.told_here]
    drafts = sum(item.is_draft for item in items)
    no_level = sum(not item.is_draft and not _has_level(item, asked.slug) for item in items)
    counts: tuple[tuple[LeftOutKind, int], ...] = (
        ("own view", int(own)),
        ("own word", claims),
        ("drafts", drafts),
        ("no level said", no_level),
        ("no room", no_room),
    )
    for kind, count in counts:
        if count:
            yield LeftOut(kind=kind, count=count)


def _has_level(item: EvidenceItem, slug: str) -> bool:
    return any(tag.competency == slug and tag.level for tag in item.tags)


def _hidden(
    dossier: Dossier, known: Dossier, counted: Dossier, asked: Asked, *, reveals_raters: bool
) -> Iterator[LeftOut]:
    """Ratings that do not count: on a server nothing tells how many wait, for that tells who has rated."""
    if counted is not known:
        yield LeftOut(kind="fewer than three", count=0)
    if not reveals_raters:
        return
    heard = {fact.id for fact, form in known.each(RatingForm) if asked.slug in find_spoken_of(form)}
    names = [
        form.rater
        for fact, form in dossier.given_to_rounds_by(asked.as_of)
        if asked.slug in find_spoken_of(form) and fact.id not in heard
    ]
    if names:
        yield LeftOut(kind="round not closed", count=len(names), names=tuple(sorted(names)))
