"""Random planning problems, alike on every machine: the catalogue, the person, the limits."""

import random
from dataclasses import dataclass

from headway.algorithms.schedule.problem import (
    Gain,
    Item,
    Problem,
    Resource,
    Sequence,
    Session,
    Skill,
    Step,
)

WEEKS_A_QUARTER = 13


@dataclass(frozen=True)
class Kind:
    """Ranges from which the items of a kind are drawn; `practice` lifts past a working level."""

    share: float
    cost: tuple[int, int]
    hours: tuple[int, int]
    weeks: tuple[int, int]
    skills: tuple[int, int]
    gain: tuple[float, float]
    practice: bool = False
    dated: bool = False


KINDS = (
    Kind(0.34, (0, 1800), (6, 40), (1, 8), (1, 3), (0.1, 0.5)),
    Kind(0.16, (250, 1500), (6, 16), (1, 1), (1, 3), (0.1, 0.4), dated=True),
    Kind(0.08, (600, 2500), (8, 20), (1, 1), (2, 4), (0.05, 0.2), dated=True),
    Kind(0.10, (300, 2000), (30, 90), (6, 17), (2, 4), (0.3, 0.7)),
    Kind(0.14, (0, 0), (20, 90), (4, 20), (2, 5), (0.3, 0.9), practice=True),
    Kind(0.08, (0, 200), (8, 24), (13, 26), (2, 4), (0.2, 0.6), practice=True),
    Kind(0.04, (3000, 12000), (60, 160), (13, 26), (3, 6), (0.4, 0.8)),
    Kind(0.06, (0, 400), (15, 40), (4, 12), (1, 3), (0.1, 0.5), practice=True),
)


def instance(
    seed: int,
    *,
    items: int = 150,
    quarters: int = 8,
    hours_per_week: float = 4.0,
    budget_per_year: int = 3000,
) -> Problem:
    """A problem with `items` items over `quarters` quarters, hours and money tight by default."""
    chance = random.Random(f"{seed}-{items}-{quarters}")
    steps = tuple(Step(length=1.0, year=t // 52) for t in range(quarters * WEEKS_A_QUARTER))
    skills = tuple(_skill(chance, number) for number in range(16))
    made = [_item(chance, number, skills, len(steps)) for number in range(items)]
    made = [_with_links(chance, made, number, skills) for number in range(items)]
    hours = [hours_per_week * chance.choice([1, 1, 1, 0.7, 1.15]) for _ in range(quarters)]
    per_step = tuple(hours[t // WEEKS_A_QUARTER] for t in range(len(steps)))
    years = 1 + (len(steps) - 1) // 52
    return Problem(
        steps=steps,
        skills=skills,
        items=tuple(made),
        resources=(
            Resource(name="hours", limits=per_step),
            Resource(name="money", limits=(float(budget_per_year),) * years, taken="when begun"),
        ),
        sequences=_sequences(chance, made),
    )


def _skill(chance: random.Random, number: int) -> Skill:
    level, sd = chance.uniform(-1.5, 1.5), chance.uniform(0.4, 1.2)
    target = level + chance.uniform(-0.5, 2.5)
    return Skill(
        name=f"skill-{number:02}",
        level=level,
        sd=sd,
        target=target,
        useful_gain=max(0.0, target + 0.84 * sd - level),
        weight=1 / 16,
    )


def _item(chance: random.Random, number: int, skills: tuple[Skill, ...], end: int) -> Item:
    kind = chance.choices(KINDS, [k.share for k in KINDS])[0]
    touched = chance.sample(skills, chance.randint(*kind.skills))
    height = (0.8, 3.0) if kind.practice else (-0.5, 1.2)
    gains = [
        Gain(skill=s.name, amount=chance.uniform(*kind.gain), ceiling=chance.uniform(*height))
        for s in touched
    ]
    hours, cost = chance.randint(*kind.hours), chance.randint(*kind.cost) // 10 * 10
    return Item(
        name=f"item-{number:03}",
        gains=tuple(gains),
        uses=(("hours", float(hours)), ("money", float(cost))),
        min_length=float(chance.randint(*kind.weeks)),
        sessions=_sessions(chance, end, hours) if kind.dated else (),
    )


def _sessions(chance: random.Random, end: int, hours: int) -> tuple[Session, ...]:
    """Dates whose preparation spreads the hours over enough weeks to be possible at all."""
    length = max(1, -(-hours // 3))
    starts = sorted(chance.sample(range(end - length), chance.randint(1, 3)))
    shares = (1 / length,) * length
    return tuple(Session(first_step=t, shares=shares, year=t // 52) for t in starts)


def _with_links(
    chance: random.Random, made: list[Item], number: int, skills: tuple[Skill, ...]
) -> Item:
    item = made[number]
    requires = (
        (made[chance.randrange(number)].name,) if number > 3 and chance.random() < 0.15 else ()
    )
    skill = chance.choice(skills)
    entry = ((skill.name, skill.level + chance.uniform(0, 0.3)),) if chance.random() < 0.04 else ()
    group = f"group-{chance.randrange(len(made))}" if chance.random() < 0.2 else ""
    return Item(
        name=item.name,
        gains=item.gains,
        uses=item.uses,
        min_length=item.min_length,
        sessions=item.sessions,
        requires=requires,
        entry=entry,
        group=group,
    )


def _sequences(chance: random.Random, made: list[Item]) -> tuple[Sequence, ...]:
    pairs = {tuple(chance.sample(range(len(made)), 2)) for _ in range(len(made) // 15)}
    return tuple(
        Sequence(first=made[a].name, then=made[b].name, worth=0.005) for a, b in sorted(pairs)
    )
