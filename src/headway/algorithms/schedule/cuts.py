"""Rows that say how fast the worth of one skill falls off as items join, each checked by working it out anew.

What a set of items is worth to a skill (gains under ceilings through a concave curve) never falls as items
join, and each joins for less the more are there: it is submodular. Two families of true rows follow for
every set S (Nemhauser, Wolsey and Fisher 1978, proposition 2.1; Nemhauser and Wolsey 1981):

    f(T) <= f(S) + sum over T - S of f(S + j) - f(S)  - sum over S - T of f(N) - f(N - j)       "beside"
    f(T) <= f(S) + sum over T - S of f({j})           - sum over S - T of f(S) - f(S - j)       "alone"
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from headway.algorithms.schedule.columns import Model, Row
from headway.algorithms.schedule.problem import Gain, Problem, Skill
from headway.algorithms.schedule.value import curve, gained

Kind = Literal["beside", "alone"]
# A row has to cut off at least this share of all the worth to be added.
NOTICEABLE = 1e-5
ASKED_FOR = 1e-3


@dataclass(frozen=True, kw_only=True)
class Cut:
    """The row of one family for one skill and one set of items."""

    skill: str
    items: tuple[str, ...]
    kind: Kind


@dataclass(frozen=True, kw_only=True)
class Falloff:
    """What sets of items are worth to one skill; `gains` are those of all items that raise it."""

    skill: Skill
    gains: Mapping[str, Gain]

    def worth(self, names: Iterable[str]) -> float:
        """The worth of exactly these items to the skill."""
        return curve(gained([self.gains[name] for name in names], self.skill), self.skill)

    def when_added(self, cut: Cut, names: Iterable[str]) -> dict[str, float]:
        """By how much each of `names` (none in the cut's set) raises the row's right side."""
        if cut.kind == "alone":
            return {name: self._alone[name] for name in names}
        base = self.worth(cut.items)
        return {name: self.worth([*cut.items, name]) - base for name in names}

    def when_missing(self, cut: Cut) -> dict[str, float]:
        """By how much the lack of each item of the cut's set lowers the row's right side."""
        if cut.kind == "beside":
            return {name: self._beside_all[name] for name in cut.items}
        return self._losses(cut.items)

    @cached_property
    def _alone(self) -> dict[str, float]:
        return {name: self.worth([name]) for name in self.gains}

    @cached_property
    def _beside_all(self) -> dict[str, float]:
        return self._losses(tuple(self.gains))

    def _losses(self, names: tuple[str, ...]) -> dict[str, float]:
        """What is lost of the worth of `names` without each of them."""
        whole = self.worth(names)
        return {n: whole - self.worth([m for m in names if m != n]) for n in names}


def falloffs(problem: Problem, model: Model) -> dict[str, Falloff]:
    """The fall-off of every skill for which the model counts gains."""
    found: dict[str, dict[str, Gain]] = {name: {} for name in model.pieces}
    for item in problem.items:
        for gain in item.gains:
            if (item.name, gain.skill) in model.raised:
                found[gain.skill][item.name] = gain
    return {
        name: Falloff(skill=problem.skill_by_name[name], gains=gains)
        for name, gains in found.items()
        if gains
    }


def cut_row(model: Model, falloff: Falloff, cut: Cut) -> Row:
    """The row of a cut; raises KeyError if it names items that do not raise its skill."""
    inside = frozenset(cut.items)
    added = falloff.when_added(cut, [name for name in falloff.gains if name not in inside])
    missing = falloff.when_missing(cut)
    terms = [(column, model.worth[column]) for column in model.pieces[cut.skill]]
    terms += [(model.done[name], -more) for name, more in added.items() if more > 0]
    terms += [(model.done[name], -less) for name, less in missing.items() if less > 0]
    return Row(terms=tuple(terms), limit=falloff.worth(cut.items) - sum(missing.values()))


def find_cuts(
    model: Model, falloff_of: Mapping[str, Falloff], amounts: list[float], scale: float
) -> list[Cut]:
    """For each skill the row that the `amounts` of the columns break most, if one is broken at all."""
    found = []
    for name, falloff in sorted(falloff_of.items()):
        counted = sum(model.worth[c] * amounts[c] for c in model.pieces[name])
        shares = {n: amounts[model.done[n]] for n in falloff.gains}
        shares = {n: share for n, share in shares.items() if share > ASKED_FOR}
        best: tuple[float, Cut] | None = None
        for cut in _candidates(name, shares):
            broken_by = counted - _right_side(falloff, cut, shares)
            if broken_by > NOTICEABLE * scale and (best is None or broken_by > best[0]):
                best = broken_by, cut
        if best is not None:
            found.append(best[1])
    return found


def _candidates(skill: str, shares: Mapping[str, float]) -> list[Cut]:
    """The sets of the items done most, one by one larger, in both families."""
    order = sorted(shares, key=lambda name: (-shares[name], name))
    sets = [tuple(sorted(order[:size])) for size in range(len(order) + 1)]
    kinds: tuple[Kind, Kind] = ("beside", "alone")
    return [Cut(skill=skill, items=items, kind=kind) for items in sets for kind in kinds]


def _right_side(falloff: Falloff, cut: Cut, shares: Mapping[str, float]) -> float:
    outside = [name for name in shares if name not in cut.items]
    added = falloff.when_added(cut, outside)
    missing = falloff.when_missing(cut)
    return (
        falloff.worth(cut.items)
        + sum(more * shares[name] for name, more in added.items())
        - sum(less * (1 - shares[name]) for name, less in missing.items())
    )
