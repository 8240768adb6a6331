"""How an estimate came about: the same question as of the days on which what it rests on changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from headway.algorithms import rating_model
from headway.core.dossier import Dossier
from headway.core.ladder import Ladder, Role
from headway.core.standing.basis import Basis, find_basis
from headway.core.standing.levels import Estimate, estimate_at, estimate_from
from headway.core.standing.variants import score_bases

MOST_POINTS = 12


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
) -> tuple[HistoryPoint, ...]:
    """The estimate on each day until `as_of` on which marks, evidence or the held role changed.

    Oldest first, the last one as of `as_of`; at most twelve, evenly taken from all such days with the
    first and the last. Empty where nothing was known. Raises UnknownNameError.
    """
    ladder.competency(competency)
    place = [each.slug for each in ladder.competencies].index(competency)
    points = _thin(_find_changes(dossier, ladder, as_of, calibration))
    return tuple(
        HistoryPoint(
            on=day,
            estimate=_estimate(basis, ladder, place, day, compared_role, is_last=day == as_of),
        )
        for day, basis in points
    )


def _estimate(
    basis: Basis, ladder: Ladder, place: int, day: date, role: Role | None, *, is_last: bool
) -> Estimate:
    """Only the last point has to agree with the standing to the last digit; the others come sooner."""
    if is_last:
        return estimate_from(basis, ladder, as_of=day, compared_role=role)[place]
    (scored,), _ = score_bases([basis], as_of=day)
    mean, sd = float(scored.mean[place]), float(scored.sd[place])
    return estimate_at(basis, ladder, place, mean=mean, sd=sd, compared_role=role)


def _find_changes(
    dossier: Dossier, ladder: Ladder, as_of: date, calibration: rating_model.Calibration | None
) -> list[tuple[date, Basis]]:
    """Each day with its basis where that is another than the day before; `as_of` closes the list."""
    zone = ZoneInfo(dossier.time_zone)
    days = {max(f.happened_on, f.recorded_at.astimezone(zone).date()) for f in dossier.facts}
    found: list[tuple[date, Basis]] = []
    for day in sorted(day for day in days if day < as_of):
        basis = find_basis(dossier, ladder, as_of=day, calibration=calibration)
        if not found or basis != found[-1][1]:
            found.append((day, basis))
    if found or as_of in days:
        basis = find_basis(dossier, ladder, as_of=as_of, calibration=calibration)
        found.append((as_of, basis))
    return found


def _thin(points: Sequence[tuple[date, Basis]]) -> list[tuple[date, Basis]]:
    if len(points) <= MOST_POINTS:
        return list(points)
    last = len(points) - 1
    kept = sorted({round(last * n / (MOST_POINTS - 1)) for n in range(MOST_POINTS)})
    return [points[index] for index in kept]
