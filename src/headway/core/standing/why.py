"""Why an estimate is as it is: what pulls it where, what is left out, how it came about, what would help."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from headway.algorithms import rating_model
from headway.core.dossier import Dossier
from headway.core.evidence import EvidenceItem, Support
from headway.core.ladder import Ladder, Role
from headway.core.ratings import CycleClosing, RatingForm
from headway.core.ratings.rounds import FEWEST_TOGETHER, find_spoken_of
from headway.core.standing.basis import (
    Basis,
    View,
    find_bars,
    find_rater,
    mean_band,
    read_basis,
    weigh,
)
from headway.core.standing.levels import Estimate, estimate_from
from headway.core.standing.sharpen import Sharpener, find_sharpeners
from headway.core.standing.trace import HistoryPoint, trace_estimate
from headway.core.standing.variants import find_influence, score_bases

# Of many raters those are told who move it most: with fifty, nobody reads what the others do.
MOST_RATERS = 10
# In logits; moves and ranges are then within 1e-5.
TOLERANCE = 1e-3
# What lies so far apart is on different days in every time zone.
DAYS_APART_EVERYWHERE = timedelta(days=2)

PullSource = Literal[
    "self",
    "manager",
    "peer",
    "report",
    "stakeholder",
    "others",
    "claimed",
    "corroborated",
    "verified",
    "role",
]
LeftOutKind = Literal[
    "own view",
    "own word",
    "drafts",
    "no level said",
    "no room",
    "round not closed",
    "fewer than three",
]


Groups = Sequence[tuple[PullSource, list[View]]]


@dataclass(frozen=True, kw_only=True)
class Pull:
    """How far one source moves the middle of the estimate, found by estimating without it.

    `moves_levels` is in levels of mean width, upwards positive; `sd_without` (logits) is how wide the
    estimate would be. `count` is how many raters or pieces of evidence there are, `name` whose view it
    is (empty: several, or not told), `levels` what they marked on this competency and `answer_count` about
    how many of its acts they answered (empty and 0: nothing, or not told).
    """

    source: PullSource
    name: str = ""
    count: int = 0
    levels: tuple[int, ...] = ()
    answer_count: int = 0
    moves_levels: float = 0.0
    sd_without: float = 0.0


@dataclass(frozen=True, kw_only=True)
class EvidencePull:
    """One piece of evidence on the competency, and how far it moves the estimate by itself."""

    text: str
    level: int
    support: Support
    seen_on: date
    moves_levels: float = 0.0


@dataclass(frozen=True, kw_only=True)
class AgeEffect:
    """What time does: the estimate if everything had been seen today, against the one there is."""

    oldest_on: date
    moves_levels: float
    sd_if_fresh: float


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


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What is to be explained: which competency, by its place in the ladder, and what it rests on."""

    known: Dossier
    basis: Basis
    ladder: Ladder
    place: int
    role: Role | None
    as_of: date

    def estimate(self, basis: Basis) -> Estimate:
        found = estimate_from(basis, self.ladder, as_of=self.as_of, compared_role=self.role)
        return found[self.place]

    def in_levels(self, logits: float) -> float:
        return logits / mean_band(find_bars(self.basis.calibration.steps_of(self.place)))

    @property
    def slug(self) -> str:
        return self.ladder.competencies[self.place].slug


def explain_estimate(
    dossier: Dossier,
    ladder: Ladder,
    competency: str,
    *,
    as_of: date,
    compared_role: Role | None = None,
    reveals_raters: bool,
    calibration: rating_model.Calibration | None = None,
) -> Why:
    """Why the estimate of one competency is as it is, as of a day.

    Each source is left out, with all it says of any competency, and the rest estimated anew; what
    stands aside stays aside. Pulls therefore need not add up. With `reveals_raters` each rater stands
    by name; without, managers are told apart and the others only in groups of three or more: if any
    group has fewer on any competency that it speaks of, all are told as one, and if these are fewer
    than three they count nowhere in the answer. Raises UnknownNameError for a competency that the
    ladder lacks.
    """
    ladder.competency(competency)
    known = dossier.known_by(as_of)
    counted = known if reveals_raters else _without_a_group_too_small(known)
    asked = _Asked(
        known=counted,
        basis=read_basis(counted, ladder, as_of=as_of, calibration=calibration),
        ladder=ladder,
        place=[each.slug for each in ladder.competencies].index(competency),
        role=compared_role,
        as_of=as_of,
    )
    hidden = _hidden(dossier, known, counted, asked, reveals_raters=reveals_raters)
    now = asked.estimate(asked.basis)
    groups, untold = _groups_that_matter(asked, reveals_raters=reveals_raters)
    pulls, evidence = _leave_out(asked, groups, reveals_raters=reveals_raters)
    return Why(
        as_of=as_of,
        estimate=now,
        others_have_rated=asked.basis.others_have_rated,
        reveals_raters=reveals_raters,
        pulls=pulls,
        evidence=evidence,
        age=_age(asked, now),
        left_out=(*_left_out(asked), *hidden),
        history=trace_estimate(
            counted if counted is not known else dossier,
            ladder,
            competency,
            as_of=as_of,
            compared_role=compared_role,
            calibration=calibration,
            now=now,
        ),
        sharpeners=find_sharpeners(
            asked.basis, ladder, now, as_of=as_of, compared_role=compared_role
        ),
        untold_views=untold,
        calibration=asked.basis.calibration.version,
    )


# What pulls ----------------------------------------------------------------------------------------


def _leave_out(
    asked: _Asked, groups: Groups, *, reveals_raters: bool
) -> tuple[tuple[Pull, ...], tuple[EvidencePull, ...]]:
    """What each source and piece moves: raters first, then evidence by its support, then the role."""
    sources = [*_sources(asked, groups, reveals_raters=reveals_raters)]
    pieces = [*_evidence(asked)]
    bases = [asked.basis, *(rest for _, rest in sources), *(rest for _, rest in pieces)]
    (now, *scored), _ = score_bases(bases, as_of=asked.as_of, tolerance=TOLERANCE)
    moves = [asked.in_levels(float((now.mean - one.mean)[asked.place])) for one in scored]
    sds = [float(one.sd[asked.place]) for one in scored]
    pulls = [
        replace(pull, moves_levels=move, sd_without=sd)
        for (pull, _), move, sd in zip(sources, moves, sds, strict=False)
    ]
    evidence = [
        replace(pull, moves_levels=move if rest is not asked.basis else 0.0)
        for (pull, rest), move in zip(pieces, moves[len(sources) :], strict=True)
    ]
    return tuple(sorted(pulls, key=_strength)), tuple(evidence)


def _strength(pull: Pull) -> tuple[int, float, str, str]:
    order = ("verified", "corroborated", "claimed", "role")
    if pull.source in order:
        return 1 + order.index(pull.source), 0.0, "", ""
    return 0, -abs(round(pull.moves_levels, 7)), pull.source, pull.name


def _groups_that_matter(asked: _Asked, *, reveals_raters: bool) -> tuple[Groups, int]:
    """The groups that move the estimate most, to first order, and how many there are besides."""
    groups = [*_groups(asked, reveals_raters=reveals_raters)]
    if len(groups) <= MOST_RATERS:
        return groups, 0
    influence = find_influence(asked.basis, asked.place, as_of=asked.as_of)
    moves = {n: sum(influence[id(view)] for view in views) for n, (_, views) in enumerate(groups)}
    most = sorted(moves, key=lambda n: -abs(round(moves[n], 9)))[:MOST_RATERS]
    return [groups[n] for n in sorted(most)], len(groups) - MOST_RATERS


def _sources(
    asked: _Asked, groups: Groups, *, reveals_raters: bool
) -> Iterator[tuple[Pull, Basis]]:
    """Each source, what it moves still open, with what is left without it."""
    basis = asked.basis
    for source, views in groups:
        tells_marks = reveals_raters or source == "manager"
        left_out = {id(view) for view in views}
        rest = tuple(view for view in basis.views if id(view) not in left_out)
        yield _tell(asked, source, views, tells_marks=tells_marks), replace(basis, views=rest)
    for support in ("verified", "corroborated", "claimed"):
        others = tuple(p for p in basis.pieces if p.support != support)
        if len(others) < len(basis.pieces):
            here = sum(p.place == asked.place and p.support == support for p in basis.pieces)
            yield Pull(source=support, count=here), replace(basis, pieces=others)
    if basis.held_role is not None:
        nowhere = (0.0,) * len(basis.prior_mean)
        yield Pull(source="role", count=1), replace(basis, prior_mean=nowhere)


def _tell(asked: _Asked, source: PullSource, views: Sequence[View], *, tells_marks: bool) -> Pull:
    names = {view.name for view in views if source != "self"}
    is_told = tells_marks or source == "self"
    here = [view for view in views if view.place == asked.place and is_told]
    return Pull(
        source=source,
        name=names.pop() if tells_marks and len(names) == 1 else "",
        count=len({view.rater for view in views}),
        levels=tuple(view.level for view in here if view.answer is None),
        answer_count=sum(view.answer is not None for view in here),
    )


def _groups(asked: _Asked, *, reveals_raters: bool) -> Iterator[tuple[PullSource, list[View]]]:
    """Views that are told together: a rater's, or on a server a source's if none can be singled out."""
    groups: dict[tuple[PullSource, str], list[View]] = defaultdict(list)
    apart = reveals_raters or (
        _may_stand_apart(asked.basis.views) and not _closed_in_quick_succession(asked.known)
    )
    for view in asked.basis.views:
        is_open = view.source in ("self", "manager")
        source: PullSource = view.source if apart or is_open else "others"
        groups[source, view.rater if reveals_raters or is_open else ""].append(view)
    for source, rater in sorted(groups):
        yield source, groups[source, rater]


def _may_stand_apart(views: Iterable[View]) -> bool:
    """Whether at least three of each source speak wherever one does.

    Day by day: what counts from one closing on can be told from what counted before.
    """
    raters: dict[tuple[date, int, str], set[str]] = defaultdict(set)
    for view in views:
        if view.source not in ("self", "manager"):
            raters[view.seen_on, view.place, view.source].add(view.rater)
    return all(len(group) >= FEWEST_TOGETHER for group in raters.values())


def _closed_in_quick_succession(known: Dossier) -> bool:
    """Whether two closings may fall on one day somewhere: days then don't tell what came with which."""
    moments = sorted(fact.recorded_at for fact, _ in known.each(CycleClosing))
    return any(later - earlier < DAYS_APART_EVERYWHERE for earlier, later in pairwise(moments))


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


def _evidence(asked: _Asked) -> Iterator[tuple[EvidencePull, Basis]]:
    """Each piece on the competency, with what is left without it; without room it leaves all."""
    basis = asked.basis
    counting = {id(piece) for piece, _ in weigh(basis.pieces)}
    texts = {fact.id: item.text for fact, item in asked.known.each(EvidenceItem)}
    for piece in basis.pieces:
        if piece.place != asked.place:
            continue
        pull = EvidencePull(
            text=texts[piece.fact], level=piece.level, support=piece.support, seen_on=piece.seen_on
        )
        if id(piece) in counting:
            others = tuple(p for p in basis.pieces if p is not piece)
            yield pull, replace(basis, pieces=others)
        else:
            yield pull, basis


def _age(asked: _Asked, now: Estimate) -> AgeEffect | None:
    basis, today = asked.basis, asked.as_of
    days = [view.seen_on for view in basis.views if view.place == asked.place]
    days += [piece.seen_on for piece in basis.pieces if piece.place == asked.place]
    if not days:
        return None
    fresh = replace(
        basis,
        views=tuple(replace(view, seen_on=today) for view in basis.views),
        pieces=tuple(replace(piece, seen_on=today) for piece in basis.pieces),
    )
    (scored,), _ = score_bases([fresh], as_of=today, tolerance=TOLERANCE)
    return AgeEffect(
        oldest_on=min(days),
        moves_levels=asked.in_levels(now.mean - float(scored.mean[asked.place])),
        sd_if_fresh=float(scored.sd[asked.place]),
    )


# What is left out ----------------------------------------------------------------------------------


def _left_out(asked: _Asked) -> Iterator[LeftOut]:
    basis, place = asked.basis, asked.place
    own = any(view.place == place for view in basis.views_aside)
    claims = sum(piece.place == place for piece in basis.pieces_aside)
    here = [p for p in basis.pieces if p.place == place]
    no_room = len(here) - sum(p.place == place for p, _ in weigh(basis.pieces))
    items = [item for _, item in asked.known.each(EvidenceItem) if _speaks_of(item, asked.slug)]
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


def _speaks_of(item: EvidenceItem, slug: str) -> bool:
    return any(tag.competency == slug for tag in item.tags)


def _has_level(item: EvidenceItem, slug: str) -> bool:
    return any(tag.competency == slug and tag.level for tag in item.tags)


def _hidden(
    dossier: Dossier, known: Dossier, counted: Dossier, asked: _Asked, *, reveals_raters: bool
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
