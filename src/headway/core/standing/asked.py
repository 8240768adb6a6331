"""What is asked about one competency's estimate, and what might still be said of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal
from uuid import UUID

from headway.core.dossier import Dossier, Fact
from headway.core.evidence import EvidenceItem
from headway.core.ladder import Ladder, Role
from headway.core.ratings import RatingSource
from headway.core.standing.basis import Basis, Piece, View, find_bars, mean_band
from headway.core.standing.levels import Estimate, at_place, estimate_at
from headway.core.standing.settled import Settled
from headway.core.standing.variants import Sites, keep_what_may_count, lay_out_sites

# The form or piece of evidence that is not there yet.
COMING = UUID(int=0)
_NAMELESS: tuple[RatingSource, ...] = ("peer", "stakeholder")
_CONFIRMED: tuple[Literal["corroborated", "verified"], ...] = ("corroborated", "verified")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be explained: which competency, by its place in the ladder, and where it settled."""

    known: Dossier
    now: Settled
    ladder: Ladder
    place: int
    role: Role | None
    as_of: date

    @property
    def basis(self) -> Basis:
        """What the estimate rests on."""
        return self.now.basis

    @cached_property
    def light(self) -> Basis:
        """As `basis`, without the pieces that count in no variant of it."""
        return keep_what_may_count(self.basis)

    @cached_property
    def sites(self) -> Sites:
        """`light` and what might come, laid out once for all that is asked."""
        coming: list[View | Piece] = [*self.further_pieces, *self.further_views]
        return lay_out_sites(self.light, self.place, as_of=self.as_of, near=self.now, coming=coming)

    @cached_property
    def further_pieces(self) -> tuple[Piece, ...]:
        """Evidence that could be had, of the level asked for or else the one that is most likely."""
        return tuple(find_further_pieces(self))

    @cached_property
    def further_views(self) -> tuple[View, ...]:
        """One view of each kind that can be had; its level is still open."""
        return tuple(find_further_views(self))

    @cached_property
    def here(self) -> Basis:
        """Of `light`, what is said of the competency itself."""
        return at_place(self.light, self.place)

    @cached_property
    def pieces_here(self) -> list[Piece]:
        """All evidence on the competency, whether it counts or has no room."""
        return [piece for piece in self.basis.pieces if piece.place == self.place]

    @cached_property
    def counting(self) -> set[int]:
        """The `id` of every piece that counts."""
        return {id(one) for one in self.now.said if isinstance(one, Piece)}

    @cached_property
    def slug(self) -> str:
        """The competency's name in the ladder."""
        return self.ladder.competencies[self.place].slug

    @cached_property
    def told_here(self) -> list[tuple[Fact, EvidenceItem]]:
        """All evidence that names the competency, drafts and candidates among it."""
        slug = self.slug
        return [
            (fact, item)
            for fact, item in self.known.each(EvidenceItem)
            if slug in [tag.competency for tag in item.tags]
        ]

    @cached_property
    def estimate(self) -> Estimate:
        """The estimate that is to be explained."""
        mean, sd = float(self.now.mean[self.place]), float(self.now.sd[self.place])
        return estimate_at(
            self.basis, self.ladder, self.place, mean=mean, sd=sd, compared_role=self.role
        )

    def in_levels(self, logits: float) -> float:
        """Logits as a share of the mean width of a level."""
        return logits / mean_band(find_bars(self.basis.calibration.steps_of(self.place)))


def find_further_pieces(asked: Asked) -> Iterator[Piece]:
    """Evidence that could be had, of the level asked for or else the one that is most likely."""
    now = asked.estimate
    level = now.bar_level or max(1, now.most_likely_level)
    for support in _CONFIRMED:
        yield Piece(
            place=asked.place, level=level, support=support, seen_on=asked.as_of, fact=COMING
        )


def find_further_views(asked: Asked) -> Iterator[View]:
    """One view of each kind that can be had; its level is still open."""
    basis = asked.basis
    managers = [view for view in basis.views if view.source == "manager"]
    # A person mostly has one manager: who has rated would rate again.
    yield _view(asked, "manager", managers[-1].rater if managers else "coming")
    for source in _NAMELESS:
        yield _view(asked, source, "coming")
    if _may_have_reports(basis):
        yield _view(asked, "report", "coming")
    if not basis.others_have_rated:
        yield _view(asked, "self", "self")


def _view(asked: Asked, source: RatingSource, rater: str) -> View:
    return View(
        place=asked.place,
        level=0,
        rater=rater,
        name="",
        source=source,
        seen_on=asked.as_of,
        fact=COMING,
    )


def _may_have_reports(basis: Basis) -> bool:
    leads = basis.held_role is not None and basis.held_role.tracks == ("management",)
    return leads or any(view.source == "report" for view in basis.views)
