"""The trade-off curve: what a plan is worth at each value of one limit, and what none can exceed there."""

from dataclasses import dataclass

from headway.core.plan import TradeOff, TradeOffPoint

# The drawing's own units; it is stretched to the width of the page.
HEIGHT = 100.0
# Further down there is no room between the line and the axis.
LOWEST_LABEL = 80.0


@dataclass(frozen=True, kw_only=True)
class CurvePoint:
    """One value of the limit: where it lies (per cent from the left, units from the top), and its words."""

    x: float
    y: float
    bound_y: float
    limit: str
    sentence: str
    share: str
    most: str
    shown: str
    is_wish: bool
    is_named: bool
    is_under: bool


@dataclass(frozen=True, kw_only=True)
class Curve:
    """All points, and the lines through them as SVG draws them."""

    points: tuple[CurvePoint, ...]
    worth_line: str
    bound_line: str


def draw_curve(curve: TradeOff, sentences: tuple[str, ...], limits: tuple[str, ...]) -> Curve:
    """`sentences` and `limits` are the words of each point, and of the value it stands at."""
    highest = max((p.bound for p in curve.points), default=0.0)
    whole = next((_worth(p) for p in curve.points if p.is_wish), highest)
    points = tuple(
        CurvePoint(
            x=_across(number, len(curve.points)),
            y=_down(_worth(point), highest),
            bound_y=_down(point.bound, highest),
            limit=limits[number],
            sentence=sentences[number],
            share=_share(_worth(point), whole),
            most=_share(point.bound, whole),
            shown=f"{point.shown_count or 0}",
            is_wish=point.is_wish,
            is_named=point.is_wish or number in (0, len(curve.points) - 1),
            # The line rises through what would stand above its beginning.
            is_under=number == 0 and _down(_worth(point), highest) < LOWEST_LABEL,
        )
        for number, point in enumerate(curve.points)
    )
    return Curve(
        points=points,
        worth_line=" ".join(f"{p.x},{p.y}" for p in points),
        bound_line=" ".join(f"{p.x},{p.bound_y}" for p in points),
    )


def _worth(point: TradeOffPoint) -> float:
    return point.bound if point.worth is None else point.worth


def _across(number: int, count: int) -> float:
    return round(100 * number / max(1, count - 1), 2)


def _down(worth: float, highest: float) -> float:
    return round(HEIGHT * (1 - worth / highest), 2) if highest > 0 else HEIGHT


def _share(worth: float, whole: float) -> str:
    return f"{round(100 * worth / whole)}\u00a0%" if whole > 0 else "0\u00a0%"
