"""What pulls an estimate where: each rater, piece of evidence and starting point left out, and time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from headway.algorithms.rating_model.variants import score_as_if_fresh
from headway.core.dossier import Dossier
from headway.core.evidence import Support
from headway.core.ratings import CycleClosing
from headway.core.ratings.rounds import FEWEST_TOGETHER
from headway.core.standing.asked import Asked
from headway.core.standing.basis import Basis, View
from headway.core.standing.variants import find_influence, score_place

# Of many raters those are told who move it most: with fifty, nobody reads what the others do.
MOST_RATERS = 10
# Of the last step, in logits; moves and ranges are then within 1e-4.
TOLERANCE = 2e-2
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


def leave_out(
    asked: Asked, groups: Groups, *, reveals_raters: bool
) -> tuple[tuple[Pull, ...], tuple[EvidencePull, ...]]:
    """What each source and piece moves: raters first, then evidence by its support, then the role."""
    sources = [*_sources(asked, groups, reveals_raters=reveals_raters)]
    pieces = [*_evidence(asked)]
    bases = [*(rest for _, rest in sources), *(rest for _, rest in pieces)]
    found = score_place(asked.sites, bases, tolerance=TOLERANCE)
    moves = [asked.in_levels(float(asked.now.mean[asked.place]) - mean) for mean, _ in found]
    sds = [sd for _, sd in found]
    pulls = [
        replace(pull, moves_levels=move, sd_without=sd)
        for (pull, _), move, sd in zip(sources, moves, sds, strict=False)
    ]
    evidence = [
        replace(pull, moves_levels=move if rest is not asked.light else 0.0)
        for (pull, rest), move in zip(pieces, moves[len(sources) :], strict=True)
    ]
    return tuple(sorted(pulls, key=_strength)), tuple(evidence)


def _strength(pull: Pull) -> tuple[int, float, str, str]:
    order = ("verified", "corroborated", "claimed", "role")
    if pull.source in order:
        return 1 + order.index(pull.source), 0.0, "", ""
    return 0, -abs(round(pull.moves_levels, 7)), pull.source, pull.name


def find_groups_that_matter(asked: Asked, *, reveals_raters: bool) -> tuple[Groups, int]:
    """The groups that move the estimate most, to first order, and how many there are besides."""
    groups = [*_groups(asked, reveals_raters=reveals_raters)]
    if len(groups) <= MOST_RATERS:
        return groups, 0
    influence = find_influence(asked.sites)
    moves = {n: sum(influence[id(view)] for view in views) for n, (_, views) in enumerate(groups)}
    most = sorted(moves, key=lambda n: -abs(round(moves[n], 9)))[:MOST_RATERS]
    return [groups[n] for n in sorted(most)], len(groups) - MOST_RATERS


def _sources(asked: Asked, groups: Groups, *, reveals_raters: bool) -> Iterator[tuple[Pull, Basis]]:
    """Each source, what it moves still open, with what is left without it."""
    basis = asked.light
    for source, views in groups:
        tells_marks = reveals_raters or source == "manager"
        left_out = {id(view) for view in views}
        rest = tuple([view for view in basis.views if id(view) not in left_out])
        yield _tell(asked, source, views, tells_marks=tells_marks), replace(basis, views=rest)
    for support in ("verified", "corroborated", "claimed"):
        others = tuple(p for p in basis.pieces if p.support != support)
        if len(others) < len(basis.pieces):
            here = sum(piece.support == support for piece in asked.pieces_here)
            yield Pull(source=support, count=here), replace(basis, pieces=others)
    if basis.held_role is not None:
        nowhere = (0.0,) * len(basis.prior_mean)
        yield Pull(source="role", count=1), replace(basis, prior_mean=nowhere)


def _tell(asked: Asked, source: PullSource, views: Sequence[View], *, tells_marks: bool) -> Pull:
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


def _groups(asked: Asked, *, reveals_raters: bool) -> Iterator[tuple[PullSource, list[View]]]:
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


def _evidence(asked: Asked) -> Iterator[tuple[EvidencePull, Basis]]:
    """Each piece on the competency, with what is left without it; without room it leaves all."""
    texts = {fact.id: item.text for fact, item in asked.told_here}
    for piece in asked.pieces_here:
        pull = EvidencePull(
            text=texts[piece.fact], level=piece.level, support=piece.support, seen_on=piece.seen_on
        )
        if id(piece) in asked.counting:
            others = tuple(p for p in asked.light.pieces if p is not piece)
            yield pull, replace(asked.light, pieces=others)
        else:
            yield pull, asked.light


def find_age_effect(asked: Asked) -> AgeEffect | None:
    """What time does to the estimate, None where nothing was said of the competency."""
    basis = asked.basis
    days = [view.seen_on for view in basis.views if view.place == asked.place]
    days += [piece.seen_on for piece in asked.pieces_here]
    if not days:
        return None
    mean, sd = score_as_if_fresh(asked.sites.laid_out, tolerance=TOLERANCE)
    return AgeEffect(
        oldest_on=min(days),
        moves_levels=asked.in_levels(float(asked.now.mean[asked.place]) - mean),
        sd_if_fresh=sd,
    )
