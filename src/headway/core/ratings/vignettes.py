"""Calibration vignettes: scenes about invented people whose levels are known beforehand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from headway.core.errors import UnknownNameError
from headway.core.ratings.forms import RatingSource, VignetteForm


@dataclass(frozen=True, kw_only=True)
class ShownLevel:
    """A level of one competency that a scene means to show, and why not its neighbours."""

    competency: str
    level: int
    because: str
    not_lower: str
    not_higher: str


@dataclass(frozen=True, kw_only=True)
class Vignette:
    """A short scene about one invented person.

    `shows` names first the competency that it is mainly about; for those in `not_shown` the right
    answer is "can't say". `trap` is what a reader may mistake for the level.
    """

    slug: str
    scene: str
    trap: str
    shows: tuple[ShownLevel, ...]
    not_shown: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """The competencies asked about, in an order that gives nothing away."""
        return tuple(sorted([*(shown.competency for shown in self.shows), *self.not_shown]))


@dataclass(frozen=True, kw_only=True)
class VignetteSet:
    """Vignettes for one ladder; `status` says whether anybody has checked the intended levels."""

    format: str
    version: str
    ladder: str
    language: str
    licence: str
    status: str
    vignettes: tuple[Vignette, ...]

    def vignette(self, slug: str) -> Vignette:
        """The vignette with that slug; raises UnknownNameError naming those there are."""
        for vignette in self.vignettes:
            if vignette.slug == slug:
                return vignette
        there = ", ".join(vignette.slug for vignette in self.vignettes)
        raise UnknownNameError(f"There is no vignette '{slug}'; there are {there}.")


def find_vignette_problems(shipped: VignetteSet) -> Iterator[str]:
    """What makes a set of vignettes unusable, each by its place."""
    slugs = [vignette.slug for vignette in shipped.vignettes]
    for slug in sorted({slug for slug in slugs if slugs.count(slug) > 1}):
        yield f"vignette {slug}: stands twice"
    for vignette in shipped.vignettes:
        if not vignette.shows:
            yield f"vignette {vignette.slug}: say which level it shows"
        if len(set(vignette.asked)) < len(vignette.asked):
            yield f"vignette {vignette.slug}: a competency stands twice"
        if "/" in vignette.slug:
            yield f"vignette {vignette.slug}: a slug has no stroke"


def answer_vignettes(
    shipped: VignetteSet, answers: Mapping[str, int | None], *, rater: str, source: RatingSource
) -> VignetteForm:
    """The form of `answers` by "vignette/competency"; None is "can't say".

    Raises UnknownNameError for what is not asked.
    """
    intended: dict[str, int] = {}
    for key in answers:
        slug, _, competency = key.partition("/")
        vignette = shipped.vignette(slug)
        if competency not in vignette.asked:
            raise UnknownNameError(f"{slug} asks about {', '.join(vignette.asked)}.")
        intended |= {f"{slug}/{s.competency}": s.level for s in vignette.shows}
    return VignetteForm(
        rater=rater,
        source=source,
        marks={key: level for key, level in answers.items() if level is not None},
        no_chance_to_see=tuple(key for key, level in answers.items() if level is None),
        intended=intended,
        version=shipped.version,
    )
