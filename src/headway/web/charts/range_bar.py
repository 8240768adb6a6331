"""The range bar, the one chart that everything shares: how likely levels are, against what is asked."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from headway.core.plan import Outlook
from headway.core.standing import NOT_YET_UP_TO, SHOWN_FROM, Estimate, State


@dataclass(frozen=True, kw_only=True)
class RangeBar:
    """Where each part of the drawing lies, in per cent of the track's width.

    `start` and `width` are the middle 80 % (or a plausible range), `dot` its median, `mark` the
    expected level, `before` where the dot was. `tone` names the state for the style sheet.
    """

    slug: str
    title: str
    description: str
    tone: str
    ticks: tuple[float, ...]
    start: float
    width: float
    dot: float
    mark: float | None = None
    before: float | None = None

    @property
    def end(self) -> float:
        return round(self.start + self.width, 2)


def draw_estimate(estimate: Estimate, *, top_level: int, description: str) -> RangeBar:
    """The estimate on the ladder's scale, on which level L begins at L and ends at L + 1."""
    span = top_level + 1
    start, end = (percent(x, span) for x in (estimate.low_position, estimate.high_position))
    return RangeBar(
        slug=estimate.competency,
        title=estimate.name,
        description=description,
        tone=tone(estimate.state),
        ticks=tuple(percent(level, span) for level in range(span + 1)),
        start=start,
        width=round(end - start, 2),
        dot=percent(estimate.median_position, span),
        mark=None if estimate.bar_level is None else percent(estimate.bar_level, span),
    )


def draw_outlook(outlook: Outlook, *, description: str) -> RangeBar:
    """The chance of meeting the bar, now and after the plan, on a scale from never to certain."""
    low, high = (percent(chance, 1) for chance in outlook.chance_after_range)
    return RangeBar(
        slug=f"outlook-{outlook.competency}",
        title=outlook.name,
        description=description,
        tone=_tone_of_chance(outlook.chance_after),
        ticks=tuple(percent(chance, 1) for chance in (0, NOT_YET_UP_TO, SHOWN_FROM, 1)),
        start=low,
        width=round(high - low, 2),
        dot=percent(outlook.chance_after, 1),
        before=percent(outlook.chance_now, 1),
    )


def draw_views(levels: Iterable[int], *, top_level: int) -> tuple[tuple[float, int], ...]:
    """Where others' levels lie, in per cent of the track, and how many said each: mid-level, not a range."""
    counted = Counter(levels)
    return tuple((percent(level + 0.5, top_level + 1), counted[level]) for level in sorted(counted))


def tone(state: State | None) -> str:
    """The style sheet's name for a state; "uncompared" where no role sets a bar."""
    return state.replace(" ", "-") if state else "uncompared"


def _tone_of_chance(chance: float) -> str:
    if chance >= SHOWN_FROM:
        return tone("shown")
    return tone("not yet" if chance <= NOT_YET_UP_TO else "too little to tell")


def percent(position: float, span: float) -> float:
    """`position` on a scale from 0 to `span` as per cent of the track, never outside of it."""
    return round(min(max(position / span, 0.0), 1.0) * 100, 2)
