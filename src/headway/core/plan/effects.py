"""What a kind of opportunity brought, from views before and after it, pooled towards what is stated of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from headway.algorithms.rating_model import Calibration
from headway.core.dossier import Dossier, Fact
from headway.core.evidence import Completion, EvidenceItem
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue, OpportunityKind
from headway.core.ratings import RatingForm
from headway.core.standing import SD_OF_LEVEL, Estimate, Standing, estimate_levels

# So many completions, on a server by as many people, before a kind's own figure is told.
ENOUGH = 5
# A plausible range is read as the middle 90 %.
SDS_IN_RANGE = 2 * 1.6448536269514722
# Views of one person before and after share raters and moods over all competencies.
SHARED = 0.5
# An estimate that its facts narrowed by less than this share of its variance tells nothing of itself.
LEAST_TOLD = 0.05
OWN_EFFECTS = "+own-effects"


@dataclass(frozen=True, kw_only=True)
class KindEffect:
    """The effect of one kind: as stated, and as found; both in SDs of level with a plausible range.

    `found_sd` and its range are None until there are enough completions with views before and after.
    """

    kind: str
    name: str
    stated_sd: float
    stated_range: tuple[float, float]
    completion_count: int
    people_count: int
    found_sd: float | None = None
    found_range: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class _Scale:
    """By what levels are read, and on which day."""

    ladder: Ladder
    as_of: date
    calibration: Calibration | None

    def estimate(self, dossier: Dossier, day: date) -> Standing:
        """The standing of one person on a day."""
        return estimate_levels(dossier, self.ladder, as_of=day, calibration=self.calibration)


@dataclass(frozen=True, kw_only=True)
class _Pair:
    """What one completion seems to have brought, as an effect of its kind, with its variance."""

    kind: str
    person: int
    effect_sd: float
    variance: float


def estimate_effects(
    dossiers: Sequence[Dossier],
    ladder: Ladder,
    catalogue: Catalogue,
    *,
    as_of: date,
    calibration: Calibration | None = None,
) -> tuple[KindEffect, ...]:
    """The effects of all kinds of which something was completed between views by the same sort of people.

    The stated effect with its range is the prior, each completion a measurement whose variance is that
    of both estimates and of how people differ, taken as wide as the range (normal-normal pooling; Gelman
    et al., Bayesian Data Analysis, 3rd edition, 2.5). Views before and after are read by the one
    `calibration` (None: the shipped one). What else happened in between is in it: nobody is compared with
    who did nothing.
    """
    scale = _Scale(ladder=ladder, as_of=as_of, calibration=calibration)
    pairs = [
        pair
        for person, dossier in enumerate(dossiers)
        for pair in _find_pairs(_as_it_happened(dossier, as_of), scale, catalogue, person)
    ]
    kinds = {pair.kind for pair in pairs}
    return tuple(
        _pool(kind, [pair for pair in pairs if pair.kind == kind.slug], is_one=len(dossiers) == 1)
        for kind in catalogue.kinds
        if kind.slug in kinds
    )


def _as_it_happened(dossier: Dossier, as_of: date) -> Dossier:
    """What is known by `as_of`, as if each fact had been told on its day: many tell old views later."""
    known = dossier.known_by(as_of)
    facts = (
        replace(fact, recorded_at=min(fact.recorded_at, _begin(fact.happened_on)))
        for fact in known.facts
    )
    return replace(known, facts=tuple(facts))


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def with_own_effects(catalogue: Catalogue, effects: Iterable[KindEffect]) -> Catalogue:
    """The catalogue with the effects that were found in place of the stated ones; its version says so."""
    found = {effect.kind: effect for effect in effects if effect.found_sd is not None}
    if not found:
        return catalogue
    kinds = tuple(_with_effect(kind, found.get(kind.slug)) for kind in catalogue.kinds)
    return replace(catalogue, kinds=kinds, version=f"{catalogue.version}{OWN_EFFECTS}")


def _with_effect(kind: OpportunityKind, effect: KindEffect | None) -> OpportunityKind:
    if effect is None or effect.found_sd is None or effect.found_range is None:
        return kind
    source = f"Views before and after {effect.completion_count} completions here. {kind.source}"
    return replace(
        kind, effect_sd=effect.found_sd, effect_sd_range=effect.found_range, source=source
    )


def _pool(kind: OpportunityKind, pairs: Sequence[_Pair], *, is_one: bool) -> KindEffect:
    people = len({pair.person for pair in pairs})
    low, high = kind.effect_sd_range
    effect = KindEffect(
        kind=kind.slug,
        name=kind.name,
        stated_sd=kind.effect_sd,
        stated_range=(low, high),
        completion_count=len(pairs),
        people_count=people,
    )
    spread = ((high - low) / SDS_IN_RANGE) ** 2
    if (len(pairs) if is_one else people) < ENOUGH or spread <= 0:
        return effect
    weights = [1 / (pair.variance + spread) for pair in pairs]
    precision = 1 / spread + sum(weights)
    told = sum(w * pair.effect_sd for w, pair in zip(weights, pairs, strict=True))
    mean = max(0.0, (kind.effect_sd / spread + told) / precision)
    half = SDS_IN_RANGE / 2 / precision**0.5
    return replace(effect, found_sd=mean, found_range=(max(0.0, mean - half), mean + half))


def _find_pairs(
    known: Dossier, scale: _Scale, catalogue: Catalogue, person: int
) -> Iterator[_Pair]:
    done = _completions(known, catalogue)
    for slug, (begun_on, done_on) in done.items():
        if not _has_views(known, begun_on, done_on):
            continue
        rises = _find_rises(known, scale, begun_on, done_on)
        builds = {b.competency: b.weight for b in catalogue.opportunity(slug).builds}
        alone = {c: rises[c] for c in builds if c in rises and _is_alone(c, slug, done, catalogue)}
        kind = catalogue.kind(catalogue.opportunity(slug).kind)
        scaled = [
            (rise / share, variance / share**2)
            for c, (rise, variance) in sorted(alone.items())
            if (share := builds[c] * kind.transfer) > 0
        ]
        if scaled:
            yield _combine(kind.slug, person, scaled)


def _completions(known: Dossier, catalogue: Catalogue) -> dict[str, tuple[date, date]]:
    """What was finished of the catalogue, with the first and the last day of which something was told."""
    slugs = {item.slug for item in catalogue.opportunities}
    first: dict[str, date] = {}
    done: dict[str, tuple[date, date]] = {}
    for fact, body in known.each(Completion):
        if body.opportunity in slugs:
            first.setdefault(body.opportunity, fact.happened_on)
            if body.outcome == "done":
                done[body.opportunity] = first[body.opportunity], fact.happened_on
    return done


def _is_alone(
    competency: str, slug: str, done: Mapping[str, tuple[date, date]], catalogue: Catalogue
) -> bool:
    """Whether nothing else that was done builds the competency: else one could not tell them apart."""
    return not any(
        other != slug and competency in {b.competency for b in catalogue.opportunity(other).builds}
        for other in done
    )


def _has_views(known: Dossier, begun_on: date, done_on: date) -> bool:
    days = [fact.happened_on for fact, _ in known.each(RatingForm)]
    return any(day < begun_on for day in days) and any(day > done_on for day in days)


def _find_rises(
    known: Dossier, scale: _Scale, begun_on: date, done_on: date
) -> dict[str, tuple[float, float]]:
    """By competency, how much higher it was seen afterwards in SDs of level, with the variance."""
    views = [(fact, form) for fact, form in known.each(RatingForm)]
    before = [(f, form) for f, form in views if f.happened_on < begun_on]
    after = [(f, form) for f, form in views if f.happened_on > done_on]
    by_others = all(any(form.source != "self" for _, form in part) for part in (before, after))
    parts = [
        tuple(fact for fact, form in part if (form.source != "self") == by_others)
        for part in (before, after)
    ]
    if not all(parts):
        return {}
    days = (begun_on - timedelta(days=1), scale.as_of)
    told = [_told(known, views, part, scale, day) for part, day in zip(parts, days, strict=True)]
    return {
        slug: (
            (told[1][slug][0] - told[0][slug][0]) / SD_OF_LEVEL,
            (told[1][slug][1] + told[0][slug][1]) / SD_OF_LEVEL**2,
        )
        for slug in told[0].keys() & told[1].keys()
    }


def _told(
    known: Dossier,
    views: Sequence[tuple[Fact, RatingForm]],
    part: Sequence[Fact],
    scale: _Scale,
    day: date,
) -> dict[str, tuple[float, float]]:
    """What these views alone say of each competency that they speak of: mean and variance in logits.

    An estimate is the views' word drawn towards where everybody starts; that is taken out again.
    """
    forms = {fact.id for fact, _ in views}
    rest = tuple(f for f in known.facts if f.id not in forms and not _speaks_of_level(f))
    start = scale.estimate(replace(known, facts=rest), day)
    whole = scale.estimate(replace(known, facts=(*rest, *part)), day)
    pairs = zip(start.estimates, whole.estimates, strict=True)
    found = ((b.competency, _undrawn(a, b)) for a, b in pairs if b.view_count)
    return {slug: word for slug, word in found if word is not None}


def _speaks_of_level(fact: Fact) -> bool:
    return isinstance(fact.body, EvidenceItem)


def _undrawn(start: Estimate, whole: Estimate) -> tuple[float, float] | None:
    told = 1 - (whole.sd / start.sd) ** 2
    if told < LEAST_TOLD:
        return None
    return start.mean + (whole.mean - start.mean) / told, whole.sd**2 / told


def _combine(kind: str, person: int, scaled: Sequence[tuple[float, float]]) -> _Pair:
    """One measurement of a completion from all its competencies, which are not independent of each other."""
    weights = [1 / variance for _, variance in scaled]
    total = sum(weights)
    mean = sum(w * rise for w, (rise, _) in zip(weights, scaled, strict=True)) / total
    variance = (1 + SHARED * (len(scaled) - 1)) / total
    return _Pair(kind=kind, person=person, effect_sd=mean, variance=variance)
