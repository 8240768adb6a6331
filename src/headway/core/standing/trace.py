"""How an estimate came about: the same question as of the days on which what it rests on changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from headway.algorithms import rating_model
from headway.core.dossier import Dossier, Fact
from headway.core.evidence import EvidenceItem
from headway.core.ladder import Ladder, Role
from headway.core.profile import About, Aim, Position
from headway.core.ratings import CycleClosing, RatingForm, VignetteForm
from headway.core.standing.basis import Basis, Start, ask, find_basis, find_start, hear
from headway.core.standing.levels import Estimate, estimate_at
from headway.core.standing.settled import Settled, settle_basis, settle_near

MOST_POINTS = 10
# What a basis is read from; what is recorded in place of something may change one too.
ABOUT_THEM = (About, Aim, Position)
HEARD = (*ABOUT_THEM, EvidenceItem, RatingForm, CycleClosing, VignetteForm)
# Of the last step, in logits: what is then left of a mean or SD is far below the width of a line.
TOLERANCE = 0.02


@dataclass(frozen=True, kw_only=True)
class HistoryPoint:
    """The estimate of one competency as of the end of a day."""

    on: date
    estimate: Estimate


def trace_estimate(
    dossier: Dossier,
    ladder: Ladder,
    competency: str,
    *,
    as_of: date,
    compared_role: Role | None = None,
    calibration: rating_model.Calibration | None = None,
    now: Settled | None = None,
) -> tuple[HistoryPoint, ...]:
    """The estimate on each day until `as_of` on which marks, evidence or the held role changed.

    Oldest first, the last one as of `as_of` (`now`, if that is settled already); at most ten, evenly
    taken from all such days with the first and the last. Empty where nothing was known. The last one is
    that of the standing, the means and SDs of the others are within about 5e-4 logits of their own.
    Raises UnknownNameError.
    """
    ladder.competency(competency)
    place = [each.slug for each in ladder.competencies].index(competency)
    points = _find_changes(dossier, ladder, as_of, calibration)
    return tuple(
        HistoryPoint(on=day, estimate=_estimate(settled, ladder, place, compared_role))
        for day, settled in _settle_forwards(points, now)
    )


def _settle_forwards(
    points: Sequence[tuple[date, Basis]], now: Settled | None
) -> Iterator[tuple[date, Settled]]:
    """Each from where the one before came to rest; only the last has to be as the standing is.

    So an earlier day rests on nothing that was told later, and is remembered when more is told.
    """
    if not points:
        return
    *earlier, (today, last) = points
    settled: Settled | None = None
    for day, basis in earlier:
        settled = (
            settle_near(basis, settled, as_of=day, tolerance=TOLERANCE)
            if settled
            else settle_basis(basis, as_of=day)
        )
        yield day, settled
    yield today, now or settle_basis(last, as_of=today)


def _estimate(settled: Settled, ladder: Ladder, place: int, role: Role | None) -> Estimate:
    mean, sd = float(settled.mean[place]), float(settled.sd[place])
    return estimate_at(settled.basis, ladder, place, mean=mean, sd=sd, compared_role=role)


def _find_changes(
    dossier: Dossier,
    ladder: Ladder,
    as_of: date,
    calibration: rating_model.Calibration | None,
) -> list[tuple[date, Basis]]:
    """Days with their bases where these are others than the day before; `as_of` closes the list.

    A basis is found only where it is not plain whether it is another: ten years can have 2,000 days.
    """
    first_known = find_first_known(dossier)
    days = {day for _, day in first_known}
    changing = find_changing_days(first_known, ladder)
    heard = {day for fact, day in first_known if _may_be_heard(fact)}
    more_than_told = {day for fact, day in first_known if _may_change_what_is_said(fact)}

    of_them = replace(dossier, facts=tuple(f for f in dossier.facts if _may_be_about_them(f)))

    @lru_cache(maxsize=MOST_POINTS)
    def basis_of(day: date) -> Basis:
        return find_basis(dossier, ladder, as_of=day, calibration=calibration)

    @lru_cache(maxsize=2)
    def start_of(day: date) -> Start:
        return find_start(of_them.known_by(day), ladder, as_of=day, calibration=calibration)

    def differ(day: date, before: date) -> bool:
        if day in more_than_told:
            return basis_of(day) != basis_of(before)
        return start_of(day) != start_of(before)

    found: list[date] = []
    for day in sorted(day for day in days if day < as_of):
        if not found or day in changing or (day in heard and differ(day, found[-1])):
            found.append(day)
    if found or as_of in days:
        found.append(as_of)
    return [(day, basis_of(day)) for day in _thin(found)]


FirstKnown = Sequence[tuple[Fact, date]]


def find_first_known(dossier: Dossier) -> FirstKnown:
    """Each fact with the day from which it may be known, if nothing replaces it or holds it back."""
    zone = ZoneInfo(dossier.time_zone)
    return [(f, max(f.happened_on, f.recorded_at.astimezone(zone).date())) for f in dossier.facts]


def find_changing_days(first_known: FirstKnown, ladder: Ladder) -> set[date]:
    """Days on which a mark or piece of evidence is known that was not before: no more are needed.

    Others may change the basis too: those on which something is corrected, a round is closed, or a
    role is held.
    """
    question = ask(ladder)
    replaced = {fact.supersedes for fact, _ in first_known if fact.supersedes}
    return {
        day
        for fact, day in first_known
        if fact.supersedes is None
        and not _waits_in_a_round(fact)
        and hear(fact, question)
        and not (replaced and fact.id in replaced)
    }


def _may_be_heard(fact: Fact) -> bool:
    """Whether a fact may change the basis at all, by itself or by what it stands in for."""
    is_draft = isinstance(fact.body, EvidenceItem) and fact.body.is_draft
    return fact.supersedes is not None or (isinstance(fact.body, HEARD) and not is_draft)


def _may_be_about_them(fact: Fact) -> bool:
    return fact.supersedes is not None or isinstance(fact.body, ABOUT_THEM)


def _may_change_what_is_said(fact: Fact) -> bool:
    """Whether it may change more than where a person starts, as what they tell of themselves does."""
    is_about_them = isinstance(fact.body, ABOUT_THEM) and fact.supersedes is None
    return _may_be_heard(fact) and not is_about_them


def _waits_in_a_round(fact: Fact) -> bool:
    form = fact.body
    return isinstance(form, RatingForm) and bool(form.cycle) and form.source != "self"


def _thin(points: Sequence[date]) -> list[date]:
    if len(points) <= MOST_POINTS:
        return list(points)
    last = len(points) - 1
    kept = sorted({round(last * n / (MOST_POINTS - 1)) for n in range(MOST_POINTS)})
    return [points[index] for index in kept]
