"""How many answers the adaptive assessment needs, against fixed orders and maximum information."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

import numpy as np
from benchmarks.standing.rows import Row
from numpy.typing import NDArray
from scipy.special import ndtr

from headway.algorithms import rating_model
from headway.algorithms.rating_model.items import Items, information
from headway.core.assessment import assess, choose_behaviour, next_behaviour, read_own_view
from headway.core.dossier import Dossier, Fact, with_held_role
from headway.core.ladder import Ladder, Role
from headway.core.ratings import BehaviourAnswer, RatingForm
from headway.core.standing import NOT_YET_UP_TO, SHOWN_FROM
from headway.core.standing.basis import Basis, find_bars, find_basis, observe
from headway.formats import built_in

Floats = NDArray[np.float64]

DAY = date(2026, 3, 2)
CATEGORIES: tuple[BehaviourAnswer, ...] = ("not seen", "partly", "seen")
SHARE_CALLED = 0.7
FIRST_ANSWERS, MOST_ANSWERS, TOLD_FROM = 15, 40, 10
TARGET_RATIO, TARGET_TOP, TARGET_MS = 0.75, 0.8, 50.0
PM, SENIOR = "product-manager", "senior-product-manager"


@dataclass(frozen=True, kw_only=True, eq=False)
class Person:
    """A simulated person: the role wanted, the true levels, and the answer they would give to each act."""

    start: Dossier
    role: Role
    levels: Floats
    answers: dict[str, BehaviourAnswer]

    def told(self, keys: Sequence[str]) -> Dossier:
        """What is known after answers about the acts with these keys."""
        form = RatingForm(
            rater="self", source="self", answers={key: self.answers[key] for key in keys}
        )
        moment = datetime(2026, 3, 2, 12, tzinfo=UTC)
        fact = Fact(id=UUID(int=1), body=form, happened_on=DAY, recorded_at=moment)
        return replace(self.start, facts=(*self.start.facts, fact))

    def own_view(self, keys: Sequence[str]) -> Basis:
        return read_own_view(find_basis(self.told(keys), ladder(), as_of=DAY))


# The acts asked about so far, oldest first, to the key of the next.
Order = Callable[[Person, Sequence[str]], str | None]


@dataclass(frozen=True, kw_only=True, eq=False)
class Course:
    """What one order of questions reached with one person after 0, 1, 2 ... answers.

    `told` is the share of competencies whose chance makes a call, `called` of those also asked about,
    `wrong` of calls that the true level contradicts.
    """

    told: Floats
    called: Floats
    wrong: Floats
    finds_top: bool


@cache
def ladder() -> Ladder:
    return built_in.ladder()


def simulate(held: str, wanted: str, seed: int) -> Person:
    """Levels drawn around the start that the held role sets; answers by the model of an item."""
    start = Dossier(owner=UUID(int=2))
    if held:
        start = with_held_role(start, held, as_of=DAY)
    basis = find_basis(start, ladder(), as_of=DAY)
    random = np.random.default_rng(seed)
    whole = random.normal(0.0, basis.calibration.sd_general)
    own = random.normal(0.0, basis.calibration.sd_specific, len(ladder().competencies))
    levels = np.array(basis.prior_mean) + whole + own
    answers: dict[str, BehaviourAnswer] = {}
    for place, competency in enumerate(ladder().competencies):
        for act in competency.keyed_behaviours():
            at = rating_model.bar(basis.calibration.steps_of(place), act.behaviour.level)
            weights = np.exp((levels[place] - at) * np.arange(3))
            answers[act.key] = CATEGORIES[random.choice(3, p=weights / weights.sum())]
    return Person(start=start, role=ladder().role(wanted), levels=levels, answers=answers)


def bar_rule(person: Person, asked: Sequence[str]) -> str | None:
    return choose_behaviour(person.own_view(asked), ladder(), person.role, DAY, asked)


def ladders_order(person: Person, asked: Sequence[str]) -> str | None:
    """Competency by competency, level by level, as a form on paper is filled in."""
    expected = person.role.expected
    keys = (act.key for act in ladder().keyed_behaviours() if expected.get(act.competency))
    return next((key for key in keys if key not in asked), None)


def round_from_below(person: Person, asked: Sequence[str]) -> str | None:
    """Round all competencies, one act of each in turn, the acts of level 1 first."""
    keys = (
        f"{slug}/{level}/{number}"
        for level in range(1, ladder().top_level + 1)
        for number in (1, 2, 3)
        for slug in person.role.expected
    )
    return next((key for key in keys if key not in asked), None)


def round_at_the_target(person: Person, asked: Sequence[str]) -> str | None:
    """Round all competencies at the level asked for, then one level below, above, and so on."""
    keys = (
        f"{slug}/{level + away}/{number}"
        for away in (0, -1, 1, -2, 2, -3, 3)
        for number in (1, 2, 3)
        for slug, level in person.role.expected.items()
        if 1 <= level + away <= ladder().top_level
    )
    return next((key for key in keys if key not in asked), None)


def most_information(person: Person, asked: Sequence[str]) -> str | None:
    """The act with the most Fisher information at the mean so far, whatever is asked for."""
    mean = _posterior(person.own_view(asked)).mean
    places = {competency.slug: n for n, competency in enumerate(ladder().competencies)}
    acts = [
        act
        for act in ladder().keyed_behaviours()
        if act.key not in asked and person.role.expected.get(act.competency)
    ]
    own = np.array([places[act.competency] for act in acts])
    steps = np.array([_steps(act.behaviour.level) for act in acts])
    found = information(mean[own], Items(competency=own, steps=steps))
    return acts[int(np.argmax(found.round(9)))].key


@cache
def _steps(level: int) -> tuple[float, float]:
    return rating_model.item_steps(rating_model.Calibration().steps_of(0), level)


FIXED = "fixed order of the ladder"
ORDERS: dict[str, Order] = {
    "bar rule": bar_rule,
    FIXED: ladders_order,
    "fixed order, round from level 1 up": round_from_below,
    "fixed order, round from the level asked for": round_at_the_target,
    "maximum information": most_information,
}
FIXED_ORDERS = tuple(name for name in ORDERS if name.startswith("fixed order"))


def follow(person: Person, order: Order, *, most: int = MOST_ANSWERS) -> Course:
    """Asks `most` questions in `order`, or as many as it has."""
    asked: list[str] = []
    shares = [_shares(person, asked)]
    while len(asked) < most and (key := order(person, asked)):
        asked.append(key)
        shares.append(_shares(person, asked))
    # Who is asked no more stays where they are.
    shares += [shares[-1]] * (most + 1 - len(shares))
    told, called, wrong = np.array(shares).T
    return Course(
        told=told, called=called, wrong=wrong, finds_top=finds_top(person, asked[:FIRST_ANSWERS])
    )


def _posterior(own: Basis) -> rating_model.Posterior:
    return rating_model.score(list(observe(own, DAY)), own.prior_mean, own.calibration)


def _shares(person: Person, asked: Sequence[str]) -> tuple[float, float, float]:
    own = person.own_view(asked)
    found = _posterior(own)
    spoken_of = {view.place for view in own.views}
    told = called = wrong = 0
    for place, competency in enumerate(ladder().competencies):
        if level := person.role.expected.get(competency.slug):
            at = find_bars(own.calibration.steps_of(place))[level - 1]
            chance = float(ndtr((found.mean[place] - at) / found.sd[place]))
            if chance >= SHOWN_FROM or chance <= NOT_YET_UP_TO:
                told += 1
                called += place in spoken_of
                wrong += (chance > 0.5) != (person.levels[place] >= at)
    number = sum(1 for level in person.role.expected.values() if level)
    return told / number, called / number, wrong / number


def finds_top(person: Person, asked: Sequence[str]) -> bool:
    """Whether two of the three largest gaps (all, if fewer are open) are those after all answers."""
    few, everything = (
        {
            gap.slug
            for gap in assess(person.told(keys), ladder(), person.role, as_of=DAY).top
            if gap.kind == "level"
        }
        for keys in (asked, tuple(person.answers))
    )
    return len(few & everything) >= min(2, len(everything))


def measure(quick: bool) -> list[Row]:  # noqa: FBT001 - as run.py calls all
    """Rows about the number of answers, the largest gaps, and the time to choose a question."""
    people = 5 if quick else 40
    rows = [_time_row(1 if quick else 5)]
    for label, held in (("nothing known beforehand", ""), ("a Product Manager", PM)):
        crowd = [simulate(held, SENIOR, seed) for seed in range(people)]
        courses = {name: [follow(p, order) for p in crowd] for name, order in ORDERS.items()}
        note = f"{people} people, {label}, for Senior Product Manager"
        rows += [*_rows_of(courses, note), _foretold_row(crowd, note)]
    steps = [
        (role.slug, to) for role in ladder().roles for to in role.next_roles if to != role.slug
    ]
    crowd = [simulate(held, to, seed) for seed in range(max(1, people // 8)) for held, to in steps]
    found = [follow(person, bar_rule, most=FIRST_ANSWERS) for person in crowd]
    return [
        *rows,
        _top_row(found, f"{len(crowd)} people, every step of the ladder", has_target=True),
    ]


def _rows_of(courses: dict[str, list[Course]], note: str) -> list[Row]:
    until = {name: _reaches([c.told for c in found]) for name, found in courses.items()}
    ratio = until["bar rule"] / until[FIXED]
    rows = [
        Row(
            name="answers until 70 % of all calls can be made, as a share of the fixed order's",
            figure=f"{'at most ' if until[FIXED] >= MOST_ANSWERS else ''}{ratio:.2f}",
            target=f"at most {TARGET_RATIO}",
            holds=ratio <= TARGET_RATIO,
            note=note,
        )
    ]
    strongest = min(until[name] for name in FIXED_ORDERS)
    rows.append(
        Row(
            name="the same as a share of the strongest fixed order's",
            figure=f"{until['bar rule'] / strongest:.2f}",
            note=f"{note}; round from the level asked for, which needs to know that level",
        )
    )
    rows += [_row_of(name, until[name], found, note) for name, found in courses.items()]
    beside = f"{note}, the widest step, told beside the row over every step"
    return [*rows, _top_row(courses["bar rule"], beside)]


def _row_of(name: str, until: float, found: list[Course], note: str) -> Row:
    at = FIRST_ANSWERS
    told, called, wrong = (
        float(np.mean([getattr(course, what)[at] for course in found]))
        for what in ("told", "called", "wrong")
    )
    top = float(np.mean([course.finds_top for course in found]))
    until_called = _reaches([course.called for course in found])
    return Row(
        name=f"answers until 70 % of all calls can be made: {name}",
        figure=f"{_say(until)}; by answers of their own {_say(until_called)}",
        note=(
            f"{note}. After {at} answers: {told:.2f} can be told, {called:.2f} by answers of their "
            f"own; of these calls {wrong / told:.3f} wrong; two of the top three gaps {top:.2f}"
        ),
    )


def _reaches(curves: Sequence[Floats]) -> float:
    """After how many answers the mean share is reached for good; MOST_ANSWERS where it never is."""
    mean = np.mean(curves, axis=0)
    below = np.flatnonzero(mean < SHARE_CALLED)
    last = int(below[-1]) if len(below) else -1
    if last + 1 >= len(mean):
        return float(MOST_ANSWERS)
    before, after = mean[last], mean[last + 1]
    return last + float((SHARE_CALLED - before) / (after - before)) if last >= 0 else 0.0


def _say(answers: float) -> str:
    return f"over {MOST_ANSWERS}" if answers >= MOST_ANSWERS else f"{answers:.1f}"


def _top_row(courses: Sequence[Course], note: str, *, has_target: bool = False) -> Row:
    share = float(np.mean([course.finds_top for course in courses]))
    name = f"two of the top three gaps after {FIRST_ANSWERS} answers are those of all answers"
    if not has_target:
        return Row(name=name, figure=f"{share:.2f}", note=note)
    return Row(
        name=name,
        figure=f"{share:.2f}",
        target=f"at least {TARGET_TOP}",
        holds=share >= TARGET_TOP,
        note=note,
    )


def _foretold_row(crowd: Sequence[Person], note: str) -> Row:
    """What "about so many more answers would call so many more" comes to, from ten answers on."""
    foretold = came = 0
    for person in crowd:
        asked: list[str] = []
        while len(asked) < TOLD_FROM and (key := bar_rule(person, asked)):
            asked.append(key)
        told = assess(person.told(asked), ladder(), person.role, as_of=DAY)
        for _ in range(told.more_answers):
            if key := bar_rule(person, asked):
                asked.append(key)
        later = assess(person.told(asked), ladder(), person.role, as_of=DAY)
        foretold += told.more_calls
        came += len(later.called) - len(told.called)
    return Row(
        name=f"calls that came of those foretold after {TOLD_FROM} answers",
        figure=f"{came / foretold:.2f} ({came} of {foretold})",
        note=note,
    )


def _time_row(people: int) -> Row:
    """The dearest question of a long sitting, each the best of three tries: a machine has other work."""
    dearest = 0.0
    for seed in range(people):
        person = simulate(PM, SENIOR, seed)
        asked: list[str] = []
        while key := bar_rule(person, asked):
            if len(asked) % 10 == 0:
                dearest = max(dearest, min(_seconds(person, asked) for _ in range(3)))
            asked.append(key)
    return Row(
        name="choosing the next question, CPU milliseconds at most",
        figure=f"{1000 * dearest:.0f}",
        target=f"at most {TARGET_MS:g}",
        holds=1000 * dearest <= TARGET_MS,
        note=f"{sum(1 for _ in ladder().keyed_behaviours())} behaviours, {people} people",
    )


def _seconds(person: Person, asked: Sequence[str]) -> float:
    dossier = person.told(asked)
    begun = time.process_time()
    next_behaviour(dossier, ladder(), person.role, as_of=DAY, asked=asked)
    return time.process_time() - begun


if __name__ == "__main__":
    import sys

    for row in measure("--quick" in sys.argv):
        verdict = {True: "pass", False: "FAIL", None: ""}[row.holds]
        print(f"{row.name} | {row.figure} | {row.target} | {verdict} | {row.note}", flush=True)
