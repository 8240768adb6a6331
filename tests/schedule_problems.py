"""Small scheduling problems for the tests: one by hand, and any that hypothesis can think of."""

from dataclasses import replace

from hypothesis import strategies as st

from headway.algorithms.schedule.problem import (
    Credit,
    Gain,
    Item,
    Problem,
    Resource,
    Sequence,
    Session,
    Skill,
    Step,
)

WEEKS = 8


def skill(name="talking", **changes):
    plain = Skill(name=name, level=0.0, sd=0.5, target=1.0, useful_gain=1.4, weight=1.0)
    return replace(plain, **changes)


def item(name, *, hours=4.0, money=0.0, amount=0.4, ceiling=2.0, **changes):
    plain = Item(
        name=name,
        gains=(Gain(skill="talking", amount=amount, ceiling=ceiling),),
        uses=(("hours", hours), ("money", money)),
    )
    return replace(plain, **changes)


def problem(*items, hours=2.0, money=100.0, weeks=WEEKS, **changes):
    plain = Problem(
        steps=tuple(Step(length=1.0, year=0) for _ in range(weeks)),
        skills=(skill(),),
        items=items,
        resources=(
            Resource(name="hours", limits=(hours,) * weeks),
            Resource(name="money", limits=(money,), taken="when begun"),
        ),
        block_size=4,
    )
    return replace(plain, **changes)


def session(first_step, weeks=1, year=0):
    return Session(first_step=first_step, shares=(1 / weeks,) * weeks, year=year)


some = st.sampled_from([0.25, 0.5, 0.75, 1.0, 1.5])


@st.composite
def skills(draw, name):
    level = draw(st.sampled_from([-1.0, -0.3, 0.0, 0.6]))
    return Skill(
        name=name,
        level=level,
        sd=draw(st.sampled_from([0.0, 0.3, 1.0])),
        target=level + draw(st.sampled_from([-0.5, 0.4, 1.0, 2.0])),
        useful_gain=draw(st.sampled_from([0.0, 0.7, 1.5, 3.0])),
        weight=draw(st.sampled_from([0.0, 0.5, 1.0])),
    )


@st.composite
def items(draw, number, weeks, *, with_sessions=None):
    is_dated = draw(st.booleans()) if with_sessions is None else with_sessions
    dates = []
    for _ in range(draw(st.integers(1, 2)) if is_dated else 0):
        length = draw(st.integers(1, min(3, weeks)))
        dates.append(session(draw(st.integers(0, weeks - length)), length))
    names = draw(st.lists(st.sampled_from(["a", "b"]), unique=True, min_size=1, max_size=2))
    min_length = float(draw(st.sampled_from([0, 1, 1, 3])))
    is_linked = bool(number) and draw(st.integers(0, 3)) == 0
    return Item(
        name=f"item-{number}",
        gains=tuple(
            Gain(skill=n, amount=draw(some), ceiling=draw(st.sampled_from([0.5, 1.0, 2.0])))
            for n in names
        ),
        uses=(
            ("hours", draw(st.sampled_from([0.0, 1.0, 2.0, 5.0]))),
            ("money", draw(st.sampled_from([0.0, 0.0, 10.0, 60.0]))),
        ),
        min_length=min_length,
        charge=draw(st.sampled_from([0.0, 0.0, 0.02, 0.2])),
        max_length=draw(st.sampled_from([None, min_length + 3])),
        sessions=tuple(dates),
        requires=(f"item-{draw(st.integers(0, number - 1))}",) if is_linked else (),
        # Of either skill: one item may lift to where the next begins, and that to where a third does.
        entry=((draw(st.sampled_from("ab")), draw(some) - 0.5),)
        if draw(st.integers(0, 5)) == 0
        else (),
        group=draw(st.sampled_from(["", "", "", "twins"])),
    )


@st.composite
def problems(draw, *, most_items=6, with_sessions=None, block_size=None):
    weeks = draw(st.integers(2, 10))
    made = [
        draw(items(number, weeks, with_sessions=with_sessions))
        for number in range(draw(st.integers(2, most_items)))
    ]
    names = [i.name for i in made]
    pair = draw(st.permutations(names))[:2]
    hours = draw(st.sampled_from([0.5, 2.0, 4.0]))
    return Problem(
        steps=tuple(Step(length=1.0, year=0) for _ in range(weeks)),
        skills=(draw(skills("a")), draw(skills("b"))),
        items=tuple(made),
        resources=(
            Resource(
                name="hours",
                limits=tuple(hours * draw(st.sampled_from([0, 1, 1, 1])) for _ in range(weeks)),
            ),
            Resource(
                name="money", limits=(draw(st.sampled_from([0.0, 60.0, 70.0])),), taken="when begun"
            ),
        ),
        block_size=block_size or draw(st.integers(1, 4)),
        at_once=draw(st.sampled_from([None, 1, 2, 3])),
        banned=tuple(n for n in names if draw(st.integers(0, 9)) == 0),
        credits=(Credit(name="first", worth=draw(some) / 4, items=tuple(names[:2])),),
        sequences=(Sequence(first=pair[0], then=pair[1], worth=draw(some) / 8),),
    )


@st.composite
def general_problems(draw, *, first=None):
    """Problems with focuses, former dates, bonuses for keeping, and skills that come before others."""
    plain = draw(problems())
    changed = [
        replace(
            i,
            focus=draw(st.sampled_from(["", "a", "b", "c"])),
            preferred_step=draw(st.sampled_from([None, 0, 2, 9])),
            charge=i.charge - draw(st.sampled_from([0.0, 0.0, 0.3])),
        )
        for i in plain.items
    ]
    return replace(
        plain,
        items=tuple(changed),
        focuses_at_once=draw(st.sampled_from([None, 1, 2])),
        first=draw(st.sampled_from([(), ("a",), ("a", "b")])) if first is None else first,
    )
