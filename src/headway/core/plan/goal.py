"""What must be there to be ready, and the least of a limit that does."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import NormalDist
from typing import Generic, Literal, TypeVar

from headway.algorithms.schedule.problem import Gain, Problem, Skill
from headway.algorithms.schedule.value import gained
from headway.core.dossier import Dossier
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue
from headway.core.plan.make import ask, state
from headway.core.plan.promise import Ends, find_chance
from headway.core.plan.question import SHOWN_SDS, Question
from headway.core.plan.values import PlanWish
from headway.core.standing import Standing

# A ten-thousandth of one of the goal's parts is a rounding, not a lack.
TOLERANCE = 1e-4
# A chance that is told as 80 in 100.
ENOUGH_CHANCE = 0.795
# A search is as fine as this part of the number it finds, and asks for a plan no more than so often.
PARTS, MOST_TRIES = 50, 8
# It begins this part above what the bound allows, and goes on in steps that grow by so much.
CLIMBS_FROM, CLIMBS_BY = 6, 3
# The spread in logits that is left when a manager and two peers have rated: what is out of reach only
# because little is known would be in reach with that.
RATED_SD = 0.6
# The largest gains tell first whether a bar is in reach.
MOST_TELLING = 40
Found = TypeVar("Found")


@dataclass(frozen=True, kw_only=True)
class Case:
    """A person, a ladder and a catalogue on a day: everything but the wish."""

    dossier: Dossier
    standing: Standing
    ladder: Ladder
    catalogue: Catalogue
    as_of: date

    def question(self, wish: PlanWish) -> Question:
        """What is asked with that wish; raises as `make_plan` does."""
        return ask(self.dossier, self.standing, self.ladder, self.catalogue, wish, as_of=self.as_of)


@dataclass(frozen=True, kw_only=True)
class Goal:
    """Gains in logits that make competencies "shown", and experiences that must be given."""

    gains: Mapping[str, float]
    experiences: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many things must be there."""
        return len(self.gains) + len(self.experiences)


@dataclass(frozen=True, kw_only=True)
class CatalogueGap:
    """An expectation that nothing in the catalogue can fulfil, whatever the hours, money and time.

    `best_chance` is the chance of meeting the bar after everything the catalogue has for it.
    `is_unsure` says that it is mostly for want of ratings: were the level known as well as it is when a
    manager and two peers have rated, the same steps would do.
    `is_tried` says that the chance is that of a plan made with any hours and money, not of everything.
    """

    kind: Literal["competency", "experience"]
    slug: str
    name: str
    best_chance: float = 0.0
    is_unsure: bool = False
    is_tried: bool = False


def find_goal(question: Question) -> tuple[Goal, tuple[CatalogueGap, ...]]:
    """What the wish must reach, and what of it no catalogue item can give.

    It must reach the wish's must-haves; without any, every level that the role expects and every
    experience that is missing. A level is reached when the chance of meeting its bar is that of
    "shown". `question` is one about the longest time.
    """
    problem = state(question)
    wanted = question.wish.must_have or tuple(question.target.expected)
    ends = _everything(question)
    gains: dict[str, float] = {}
    gaps: list[CatalogueGap] = []
    for slug in sorted(set(wanted)):
        skill = problem.skill_by_name[slug]
        if skill.useful_gain <= 0:
            continue
        best = find_best_gain(problem, skill)
        is_there = best >= skill.useful_gain - TOLERANCE
        if is_there and _is_likely(question, problem, slug, ends):
            gains[slug] = skill.useful_gain
        else:
            gaps.append(_gap(question, skill, best, find_chance(question, slug, ends)))
    missing = () if question.wish.must_have else question.missing_experiences
    given = {c.name for c in problem.credits if c.items}
    gaps += [
        CatalogueGap(kind="experience", slug=slug, name=question.ladder.experience(slug).text)
        for slug in missing
        if slug not in given
    ]
    experiences = tuple(slug for slug in missing if slug in given)
    return Goal(gains=gains, experiences=experiences), tuple(gaps)


def without(goal: Goal, competencies: Collection[str]) -> Goal:
    """The goal without these competencies."""
    return replace(goal, gains={c: gain for c, gain in goal.gains.items() if c not in competencies})


def find_best_gain(problem: Problem, skill: Skill) -> float:
    """What all items together could add to a skill; of near-duplicates the best of each kind counts."""
    single: list[Gain] = []
    grouped: dict[str, list[Gain]] = {}
    for item in problem.items:
        for gain in item.gains:
            if gain.skill == skill.name and gain.ceiling > skill.level:
                (grouped.setdefault(item.group, []) if item.group else single).append(gain)
    best = [
        Gain(
            skill=skill.name,
            amount=max(gain.amount for gain in gains),
            ceiling=max(gain.ceiling for gain in gains),
        )
        for gains in grouped.values()
    ]
    return gained([*single, *best], skill)


def _everything(question: Question) -> Ends:
    """Everything on offer, lower ceilings first."""
    return [
        (
            slug,
            question.window.starts_on
            + timedelta(days=max(b.ceiling for b in o.opportunity.builds)),
        )
        for slug, o in question.offers.by_slug.items()
        if o.opportunity.builds
    ]


def _is_likely(question: Question, problem: Problem, slug: str, ends: Ends) -> bool:
    """Whether everything together makes it likely enough that a bar is met.

    No step takes from the chance, so where a few already do, the others need not be looked at.
    """
    amounts = {
        name: gain.amount
        for name in problem.raising.get(slug, ())
        for gain in problem.by_name[name].gains
        if gain.skill == slug
    }
    best = set(sorted(amounts, key=lambda name: (-amounts[name], name))[:MOST_TELLING])
    few = [end for end in ends if end[0] in best]
    return any(find_chance(question, slug, part) >= ENOUGH_CHANCE for part in (few, ends))


def _gap(question: Question, skill: Skill, best: float, chance: float) -> CatalogueGap:
    over = skill.level + best - skill.target
    return CatalogueGap(
        kind="competency",
        slug=skill.name,
        name=question.estimate(skill.name).name,
        best_chance=min(chance, NormalDist().cdf(over / skill.sd) if skill.sd > 0 else chance),
        is_unsure=skill.sd > RATED_SD and over >= SHOWN_SDS * RATED_SD,
    )


def aimed_at(problem: Problem, goal: Goal) -> Problem:
    """The problem whose worth is how many of the goal's parts are there, in shares.

    Thrift and the fine shape of worth are left out: only whether the goal is reached counts.
    """
    return replace(
        problem,
        skills=tuple(_goal_skill(skill, goal) for skill in problem.skills),
        items=tuple(replace(item, charge=0.0) for item in problem.items),
        credits=tuple(
            replace(c, worth=1.0 if c.name in goal.experiences else 0.0) for c in problem.credits
        ),
        sequences=tuple(replace(pair, worth=0.0) for pair in problem.sequences),
        first=(),
    )


def _goal_skill(skill: Skill, goal: Goal) -> Skill:
    needed = goal.gains.get(skill.name, 0.0)
    if needed <= 0:
        return replace(skill, useful_gain=0.0, weight=0.0)
    # Without a spread the worth of a gain is a straight line up to the target.
    target = skill.level + needed
    return replace(skill, sd=0.0, target=target, useful_gain=needed, weight=1 / needed)


@dataclass(frozen=True, kw_only=True)
class Least(Generic[Found]):
    """The least number that does, what it brings, and the least that is not ruled out."""

    number: int
    found: Found
    possible_from: int


def find_least(
    low: int,
    high: int,
    *,
    could: Callable[[int], bool],
    does: Callable[[int], Found | None],
    surely: Callable[[int], bool] | None = None,
    enough: Callable[[Found], int] | None = None,
    parts: int = PARTS,
    most_tries: int = MOST_TRIES,
) -> Least[Found] | None:
    """The least number from `low` to `high` with which it `does`, to one of `parts`; None if none does.

    `could` is a quick test that never rules out what does; both are taken to hold from some number on.
    `surely` is a quicker one that says yes only where `could` does.
    `enough` reads from what was found that a smaller number is enough for it. `does` is asked
    `most_tries` times at most, so that the work has a bound; what was found by then is the answer.
    """
    if low > high or not could(high):
        return None
    first = _find_first(low, high, could, surely)
    found, bad, tries = _climb(first, high, does, most_tries)
    if found is None:
        return None
    number, brought = found
    while True:
        told = enough(brought) if enough else number
        number = told if bad < told < number else number
        middle = (bad + number) // 2
        if number - bad <= _resolution(number, parts):
            # Where only the bound's own number is left, it alone makes the answer proven.
            middle = first if bad < first else number
        if tries == 0 or middle == number:
            return Least(number=number, found=brought, possible_from=first)
        tried, tries = does(middle), tries - 1
        if tried is None:
            bad = middle
        else:
            number, brought = middle, tried


def _climb(
    first: int, high: int, does: Callable[[int], Found | None], most_tries: int
) -> tuple[tuple[int, Found] | None, int, int]:
    """A number that does and what it brings, the greatest that does not, and the tries that are left.

    What the bound allows first is seldom done; a little further on is tried before it. The last try of
    the climb is for the highest number, so that nothing is called impossible that is not.
    """
    bad, step, last = first - 1, first // CLIMBS_FROM, max(1, most_tries // 2)
    tried = 0
    while True:
        tried += 1
        number = high if tried == last else min(high, first + step)
        found = does(number)
        if found is not None:
            return (number, found), bad, most_tries - tried
        if number == high:
            return None, bad, 0
        bad, step = number, max(1, CLIMBS_BY * step)


def _resolution(number: int, parts: int) -> int:
    return max(1, number // parts)


def _find_first(
    low: int, high: int, could: Callable[[int], bool], surely: Callable[[int], bool] | None
) -> int:
    """The first number that could; `high` could, and `could` may teach `surely` each time it is asked."""
    if surely is None:
        return low + bisect_left(range(low, high), 1, key=could)
    while True:
        found = low + bisect_left(range(low, high), 1, key=surely)
        if found == low or not could(found - 1):
            return found
        high = found - 1
