"""Which estimates moved since a plan was adopted, by what, and whether a change of the plan rests on that."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from headway.algorithms.schedule.problem import Problem, Skill, in_order
from headway.algorithms.schedule.value import curve, gained, gains_by_skill, worth
from headway.core.dossier import Dossier, Fact
from headway.core.evidence import EvidenceItem
from headway.core.plan.compared import Compared
from headway.core.plan.question import build_problem
from headway.core.plan.values import Shift, ShiftCause, Told
from headway.core.ratings import RatingForm
from headway.core.standing import Standing, estimate_levels

# A change of a plan is put down to an estimate where that changed what an item is worth by this share of
# the mean worth of an item: the planner's own bar for a change.
NOTICEABLE_WORTH = 0.1
# So far has a chance to move to be told, and what was told to move it, to be named.
NOTICEABLE_CHANCE = 0.02
# Of what was told the newest are tried one by one; of those that moved an estimate the first are named.
MOST_TRIED, MOST_NAMED = 8, 2


@dataclass(frozen=True, kw_only=True)
class Shifts:
    """The estimates of two compared plans, then and now."""

    two: Compared

    @cached_property
    def _new(self) -> tuple[Fact, ...]:
        """What was told of levels since the plan was adopted, oldest first."""
        two = self.two
        if two.adopted_at is None:
            return ()
        at, day = two.adopted_at, two.before.as_of
        facts = (fact for fact in two.dossier.facts if _tells_of_levels(fact))
        # What was given to a round of ratings counts from a day on which nothing is recorded.
        new = (fact for fact in facts if fact.recorded_at > at or fact.happened_on > day)
        return tuple(sorted(new, key=lambda f: (f.recorded_at, f.id)))

    @cached_property
    def _then(self) -> Standing:
        """The estimates of the day of the first plan, from what was known when it was adopted."""
        at, whole = self.two.adopted_at, self.two.whole_dossier
        known = tuple(f for f in whole.facts if at is None or f.recorded_at <= at)
        return self._estimate(replace(whole, facts=known), self.two.before.as_of)

    def _estimate(self, dossier: Dossier, day: date) -> Standing:
        two = self.two
        return estimate_levels(
            dossier,
            two.ladder,
            as_of=day,
            compared_role=two.question.target,
            calibration=two.calibration,
        )

    @cached_property
    def _chances(self) -> Mapping[str, tuple[float, float]]:
        """The chance of meeting the bar of each competency, as the two plans tell it."""
        two = self.two
        now = {o.competency: o.chance_now for o in two.after.outlook}
        both = (o for o in two.before.outlook if o.competency in now)
        return {o.competency: (o.chance_now, now[o.competency]) for o in both}

    @cached_property
    def _problem_then(self) -> Problem:
        """The problem of today for somebody who stands where the first plan began."""
        two = self.two
        problem = in_order(build_problem(replace(two.question, standing=self._then)))
        return replace(two.problem, skills=problem.skills)

    @cached_property
    def _least(self) -> float:
        """The least change of worth that is told as a cause."""
        names = self.two.stands.keys()
        return NOTICEABLE_WORTH * worth(self.two.problem, names) / max(1, len(names))

    def more_needed(self, slug: str) -> Shift | None:
        """The estimate that makes a planned item worth more than when the first plan was made; or None."""
        return self._shift(slug, sign=1)

    def less_needed(self, slug: str) -> Shift | None:
        """The estimate that makes an item worth less; or None."""
        return self._shift(slug, sign=-1)

    def find_fallen(self, competency: str) -> Shift | None:
        """How the chance of one competency fell; None where it did not, or no level of it is asked for."""
        then, now = self._chances.get(competency, (0.0, 0.0))
        return self.find(competency) if competency in self._moved and now < then else None

    def _shift(self, slug: str, *, sign: int) -> Shift | None:
        if not self._moved:
            return None
        rises = self._rises(slug)
        if sign * sum(rises.values()) < self._least:
            return None
        competency = max(sorted(rises), key=lambda c: sign * rises[c])
        return self.find(competency) if competency in self._moved else None

    @cached_property
    def _moved(self) -> frozenset[str]:
        pairs = self._chances.items()
        return frozenset(c for c, (then, now) in pairs if abs(now - then) >= NOTICEABLE_CHANCE)

    def _rises(self, slug: str) -> dict[str, float]:
        """By competency, how much more an item adds to the rest of the plan now than then."""
        names = self.two.stands.keys()
        skills = {gain.skill for gain in self.two.problem.by_name[slug].gains}
        return {
            skill: _adds(self.two.problem, names, slug, skill)
            - _adds(self._problem_then, names, slug, skill)
            for skill in skills
        }

    def find(self, competency: str) -> Shift:
        """How the chance of one competency moved, and by what: found by estimating without it."""
        before, now = self._chances[competency]
        skill = self.two.question.estimate(competency)
        told = tuple(self._movers(competency, now - before))
        return Shift(
            competency=competency,
            name=skill.name,
            chance_before=before,
            chance_now=now,
            cause="told" if told else self._other_cause(),
            told=told,
        )

    def _other_cause(self) -> ShiftCause:
        two = self.two
        if two.before.held_role != two.after.held_role:
            return "role"
        is_same = two.before.calibration_version == two.after.calibration_version
        return "age" if is_same else "calibration"

    def _movers(self, competency: str, rise: float) -> Iterator[Told]:
        """What was told that moved the chance the way it went, the most telling first.

        Where each alone would change nothing but all together do, the newest of what speaks of it.
        """
        groups = list(_together(self._new))
        whole = self._chance(competency, ())

        def moved_by(facts: Iterable[Fact]) -> float:
            effect = whole - self._chance(competency, facts)
            return abs(effect) if effect * rise > 0 else 0.0

        if moved_by(self._new) < NOTICEABLE_CHANCE:
            return
        effects = [(moved_by(group), group) for group in groups[-MOST_TRIED:]]
        telling = [(effect, group) for effect, group in effects if effect >= NOTICEABLE_CHANCE]
        telling.sort(key=lambda pair: -pair[0])
        named = [group for _, group in telling] or _speaking_of(competency, groups)[::-1]
        yield from (_told(group[0]) for group in named[:MOST_NAMED])

    def _chance(self, competency: str, without: Iterable[Fact]) -> float:
        """The chance of meeting the bar as of today, from all that is known but some facts."""
        gone = {fact.id for fact in without}
        dossier = self.two.dossier
        rest = replace(dossier, facts=tuple(f for f in dossier.facts if f.id not in gone))
        found = self._estimate(rest, self.two.after.as_of).estimates
        return next((e.meets_chance or 0.0 for e in found if e.competency == competency), 0.0)


def _adds(problem: Problem, names: Iterable[str], slug: str, skill: str) -> float:
    """What an item adds to one skill on top of the other items."""
    rest = [problem.by_name[name] for name in sorted(names) if name != slug]
    gains = gains_by_skill(rest).get(skill, [])
    own = [gain for gain in problem.by_name[slug].gains if gain.skill == skill]
    of: Skill = problem.skill_by_name[skill]
    return curve(gained([*gains, *own], of), of) - curve(gained(gains, of), of)


def _tells_of_levels(fact: Fact) -> bool:
    body = fact.body
    return isinstance(body, RatingForm) or (isinstance(body, EvidenceItem) and not body.is_draft)


def _together(facts: Iterable[Fact]) -> Iterator[tuple[Fact, ...]]:
    """One by one, but the forms of a round of ratings as one: who of them said what is not told."""
    rounds: dict[str, list[Fact]] = {}
    for fact in facts:
        if isinstance(fact.body, RatingForm) and fact.body.cycle and fact.body.source != "self":
            rounds.setdefault(fact.body.cycle, []).append(fact)
        else:
            yield (fact,)
    yield from (tuple(forms) for forms in rounds.values())


def _speaking_of(competency: str, groups: list[tuple[Fact, ...]]) -> list[tuple[Fact, ...]]:
    """Those with a word on the competency itself; all where none has one."""
    return [g for g in groups if any(competency in _places(fact) for fact in g)] or groups


def _places(fact: Fact) -> frozenset[str]:
    body = fact.body
    if isinstance(body, EvidenceItem):
        return frozenset(tag.competency for tag in body.tags)
    return frozenset(body.marks) if isinstance(body, RatingForm) else frozenset()


def _told(fact: Fact) -> Told:
    body, on = fact.body, fact.happened_on
    if isinstance(body, EvidenceItem):
        return Told(kind="evidence", by=body.text, on=on)
    if not isinstance(body, RatingForm) or body.source == "self":
        return Told(kind="own view", by="", on=on)
    if body.cycle:
        return Told(kind="round", by=body.cycle, on=on)
    return Told(kind="view", by=body.rater, on=on)
