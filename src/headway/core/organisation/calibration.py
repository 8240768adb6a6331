"""What an organisation's ratings teach about its raters and its scale: the calibration, as a value."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from headway.algorithms import rating_model
from headway.core.dossier import NOBODY, Dossier
from headway.core.ladder import Ladder
from headway.core.organisation.marks import OrganisationMarks, collect_marks
from headway.core.standing.basis import DAYS_PER_YEAR
from headway.core.standing.severity import (
    SD_OF_INTENDED,
    default_calibration,
    find_severities,
)

METHOD = "headway-calibration/3"
NAMED = "named "
# From fewer, a group's figures would give single people away, and they could tell next to nothing.
FEWEST_PEOPLE = 5
SPREADS = ("sd_general", "sd_specific", "sd_severity", "sd_halo", "sd_self_halo", "sd_apart")


@dataclass(frozen=True, kw_only=True)
class RaterSeverity:
    """How strictly one rater marks, in logits: N(mean, sd^2), 0 the usual manager, above it stricter.

    `case_count` is the number of people and vignettes that it was learnt from. `shared_sd` is the part
    of `sd` that all raters who share people have in common: how strict they are in the mean, where
    nothing tells it. `part` is the place of their part of the network in the calibration's (None: none is
    kept), `following` how far the severity moves with that part's mean.
    """

    mean: float
    sd: float
    case_count: int
    shared_sd: float = 0.0
    part: int | None = None
    following: float = 0.0


@dataclass(frozen=True, kw_only=True)
class PartMean:
    """How strong the people of one linked part are as a whole, in logits: N(mean, sd^2).

    Counted from where the steps are; it was learnt from `people_count` people. `shared_sd` is what
    severities in the part have in common, were the mean known.
    """

    mean: float
    sd: float
    people_count: int
    shared_sd: float = 0.0


@dataclass(frozen=True, kw_only=True)
class OrganisationCalibration:
    """One calibration, whole: plain numbers, and what they were made from. It never changes.

    `inputs_sha256` is the hash of all that went in: equal inputs give equal hashes and, by the same
    `method`, the same numbers. `spreads` are SDs in logits by the names of `rating_model.Calibration`,
    `steps` and `sources` likewise, steps by competency; `raters` by pseudonym. `parts` holds those with
    five people or more: of fewer a mean would give single people away. `is_shipped` says that
    the spreads, steps and sources are the shipped ones, because too few people were rated.
    """

    method: str
    ladder: str
    ladder_version: str
    as_of: date
    inputs_sha256: str
    people_count: int
    form_count: int
    rater_count: int
    mark_count: int
    is_shipped: bool
    spreads: dict[str, float] = field(default_factory=dict)
    steps: dict[str, tuple[float, ...]] = field(default_factory=dict)
    sources: dict[str, rating_model.SourceEffect] = field(default_factory=dict)
    raters: dict[str, RaterSeverity] = field(default_factory=dict)
    parts: tuple[PartMean, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CalibrationInUse:
    """A kept calibration as one person is estimated with it: `scoring`, and what a reader is told of it.

    `version` is how the SHA-256 that it is kept under begins, `kept_on` the day where the person lives.
    """

    kept_on: date
    version: str
    people_count: int
    is_shipped: bool
    scoring: rating_model.Calibration


def calibrate_organisation(
    dossiers: Iterable[Dossier],
    ladder: Ladder,
    *,
    as_of: date,
    pseudonym: Callable[[str], str] = str,
) -> OrganisationCalibration:
    """What all that was published by the end of `as_of` teaches about raters and scale.

    By `rating_model.calibrate`, pulled towards the shipped defaults where data are few; with fewer
    than five people rated nothing but vignettes counts. `pseudonym` turns a rater's key
    (`named_rater`) into the name they are kept under; nameless raters are not kept. Marks of single
    behaviours are left out. Equal facts give an equal result, whatever their order.
    """
    known = [dossier.known_by(as_of) for dossier in dossiers]
    told = collect_marks(known, ladder, as_of=as_of)
    people = {mark.case for mark in told.of_people}
    shipped = default_calibration(ladder)
    is_shipped = len(people) < FEWEST_PEOPLE
    counts = _cases_of(told)
    parts: tuple[PartMean, ...] = ()
    if is_shipped:
        fitted = _from_vignettes(known, ladder, as_of)
        severities = {
            rater: RaterSeverity(mean=effect.mean, sd=effect.sd, case_count=counts.get(rater, 0))
            for rater, effect in fitted.raters.items()
        }
    else:
        ratings = arrange_marks(told, as_of)
        whole = rating_model.calibrate(ratings, shipped)
        fitted = whole.calibration
        severities, parts = _severities(whole, ratings, counts), _parts(whole.grounds)
    raters = {mark.rater for mark in told.of_people if mark.source != "self"}
    return OrganisationCalibration(
        method=METHOD,
        ladder=ladder.slug,
        ladder_version=ladder.version,
        as_of=as_of,
        inputs_sha256=_hash(told, ladder, shipped, as_of),
        people_count=len(people),
        form_count=len({mark.form for mark in told.of_people}),
        rater_count=len(raters),
        mark_count=len(told.of_people),
        is_shipped=is_shipped,
        spreads={name: getattr(fitted, name) for name in SPREADS},
        steps={c.slug: fitted.steps_of(place) for place, c in enumerate(ladder.competencies)},
        sources=dict(sorted(fitted.sources.items())),
        raters={
            pseudonym(rater): severity
            for rater, severity in sorted(severities.items())
            if rater.startswith(NAMED)
        },
        parts=parts,
    )


def _parts(grounds: rating_model.Grounds) -> tuple[PartMean, ...]:
    """The parts with people enough, in the order of the network's."""
    return tuple(
        PartMean(
            mean=float(grounds.mean[place]),
            sd=float(grounds.sd[place]),
            people_count=int(grounds.people[place]),
            shared_sd=float(grounds.shared_sd[place]),
        )
        for place in np.flatnonzero(grounds.people >= FEWEST_PEOPLE).tolist()
    )


def _severities(
    fitted: rating_model.Fitted, ratings: rating_model.Ratings, counts: Counter[str]
) -> dict[str, RaterSeverity]:
    """By rater, with the part that holds them: who marked nothing but vignettes is in none."""
    pairs = zip(fitted.form_rater.tolist(), fitted.form_person.tolist(), strict=True)
    component = {ratings.raters[r]: int(fitted.component[person]) for r, person in pairs if r >= 0}
    kept = np.flatnonzero(fitted.grounds.people >= FEWEST_PEOPLE).tolist()
    found = {}
    for place, rater in enumerate(ratings.raters):
        if rater in fitted.calibration.raters:
            number = component.get(rater, -1)
            effect = fitted.calibration.raters[rater]
            found[rater] = RaterSeverity(
                mean=effect.mean,
                sd=effect.sd,
                case_count=counts.get(rater, 0),
                shared_sd=float(fitted.shared_sd[number]) if number >= 0 else 0.0,
                part=kept.index(number) if number in kept else None,
                following=float(fitted.grounds.following[place]) if number in kept else 0.0,
            )
    return found


def arrange_marks(told: OrganisationMarks, as_of: date) -> rating_model.Ratings:
    """The marks as `rating_model.calibrate` takes them; the numbers follow the order of names.

    Vignettes are people whose levels are known, up to SD_OF_INTENDED, where they show any.
    """
    cases = {case: number for number, case in enumerate(sorted(told.starts))}
    raters = {rater: number for number, rater in enumerate(sorted({m.rater for m in told.marks}))}
    sources = {name: number for number, name in enumerate(sorted({m.source for m in told.marks}))}
    starts = np.array([told.starts[case] for case in cases], dtype=np.float64)
    known_sd = np.full_like(starts, np.nan)
    for case, places in told.shown.items():
        known_sd[cases[case], sorted(places)] = SD_OF_INTENDED
    return rating_model.Ratings(
        person=_integers(cases[mark.case] for mark in told.marks),
        rater=_integers(raters[mark.rater] for mark in told.marks),
        source=_integers(sources[mark.source] for mark in told.marks),
        competency=_integers(mark.place for mark in told.marks),
        mark=_integers(mark.level for mark in told.marks),
        age_years=np.array([(as_of - m.seen_on).days / DAYS_PER_YEAR for m in told.marks]),
        prior_mean=starts,
        raters=tuple(raters),
        sources=tuple(sources),
        known_sd=known_sd,
    )


def _integers(values: Iterable[int]) -> NDArray[np.int64]:
    return np.array(list(values), dtype=np.int64)


def _from_vignettes(
    known: Iterable[Dossier], ladder: Ladder, as_of: date
) -> rating_model.Calibration:
    """The shipped calibration with the severities of those who marked vignettes, in whichever dossier."""
    shipped = default_calibration(ladder)
    facts = [fact for dossier in known for fact in dossier.facts]
    together = Dossier(owner=NOBODY, facts=tuple(facts))
    return replace(shipped, raters=find_severities(together, ladder, shipped, as_of=as_of))


def _cases_of(told: OrganisationMarks) -> Counter[str]:
    """How many people and vignettes each rater marked."""
    return Counter(rater for rater, _ in {(mark.rater, mark.case) for mark in told.marks})


def _hash(
    told: OrganisationMarks, ladder: Ladder, shipped: rating_model.Calibration, as_of: date
) -> str:
    """The SHA-256 of everything that a calibration is made from, in one spelling."""
    levels = [[c.slug, shipped.steps_of(place)] for place, c in enumerate(ladder.competencies)]
    spelt = {
        "method": METHOD,
        "ladder": [ladder.slug, ladder.version, levels],
        "as_of": as_of.isoformat(),
        "shipped": {name: getattr(shipped, name) for name in (*SPREADS, "sd_vignette")},
        "starts": told.starts,
        "shown": {case: sorted(places) for case, places in told.shown.items()},
        "marks": [
            [m.case, m.rater, m.source, m.place, m.seen_on.isoformat(), m.level, m.form]
            for m in told.marks
        ],
    }
    text = json.dumps(spelt, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
