"""A skill: how uncertain its level is, and what gaining in it is worth, in eight straight pieces."""

import math
from dataclasses import dataclass
from functools import cached_property

PIECES = 8


@dataclass(frozen=True, kw_only=True)
class Skill:
    """Something that items raise.

    The level is uncertain (mean `level`, standard deviation `sd`); a gain G is worth `weight` times the
    rise of E[min(target, level + G)], and no more than `useful_gain` of it counts. One unit for all four.
    """

    name: str
    level: float
    sd: float
    target: float
    useful_gain: float
    weight: float

    @cached_property
    def pieces(self) -> tuple[tuple[float, float], ...]:
        """(width, worth of one unit of gain) of each straight piece, steepest first.

        The pieces are chords of the curve, so they never promise more than the curve itself.
        """
        width = self.useful_gain / PIECES
        if width <= 0 or self.weight <= 0:
            return ()
        heights = [expected_capped(width * k, self) for k in range(PIECES + 1)]
        slopes = [(heights[k + 1] - heights[k]) / width for k in range(PIECES)]
        # Differences of nearly equal heights may rise by a rounding error; the model needs them to fall.
        falling = [min(slopes[: k + 1]) for k in range(PIECES)]
        return tuple((width, self.weight * max(0.0, slope)) for slope in falling)


def expected_capped(gain: float, skill: Skill) -> float:
    """E[min(target, level + gain)] for a normal level."""
    short = skill.target - skill.level - gain
    if skill.sd <= 1e-9:
        return skill.target - max(0.0, short)
    z = short / skill.sd
    below = 0.5 * math.erfc(-z / math.sqrt(2))
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return skill.target - (short * below + skill.sd * density)
