"""A made-up ladder as a large house might have: 60 competencies, eight levels, all of them asked for."""

from dataclasses import replace

from headway.core.ladder import Competency, Ladder, Level
from headway.formats import built_in

COMPETENCIES, LEVELS = 60, 8


def make_large_ladder() -> Ladder:
    """The shipped roles, each with its expectations spread over the larger scale."""
    shipped = built_in.ladder()
    competencies = tuple(_copy(number, shipped) for number in range(COMPETENCIES))
    return replace(
        shipped,
        slug="large-house",
        version="1",
        title="Large house (made up)",
        levels=tuple(
            Level(number=n, name=f"Level {n}", meaning=f"What level {n} of this house means.")
            for n in range(LEVELS + 1)
        ),
        competencies=competencies,
        roles=tuple(
            replace(
                role,
                expected={
                    each.slug: 2 + (place + rung) % (LEVELS - 2)
                    for place, each in enumerate(competencies)
                },
            )
            for rung, role in enumerate(shipped.roles)
        ),
    )


def _copy(number: int, shipped: Ladder) -> Competency:
    """A shipped competency under its own name, or a further one, with an act on each level."""
    first = shipped.competencies[number % len(shipped.competencies)]
    again = number // len(shipped.competencies)
    acts = first.behaviours[:1] * LEVELS
    return replace(
        first,
        slug=f"{first.slug}-{again}" if again else first.slug,
        name=f"{first.name} {again}" if again else first.name,
        behaviours=tuple(replace(act, level=1 + n) for n, act in enumerate(acts)),
    )
