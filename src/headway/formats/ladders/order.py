"""The side file that says in which order levels stand, where a ladder's own file does not."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from headway.core.errors import UnreadableFileError
from headway.core.ladder import slugify
from headway.formats.ladders.draft import Draft, DraftRole, Step
from headway.formats.ladders.parts import find_step, number_steps
from headway.formats.ladders.report import Notebook

MOST_LINES = 5_000
EXPECTED = (
    "Write one line a role family, lowest level first, as 'product-manager: associate-product-manager "
    "product-manager senior-product-manager', and for the scale 'levels: Awareness, Working, Expert'."
)
_SCALE_NAMES = frozenset({"levels", "level", "scale", "proficiency", "proficiency-levels"})


@dataclass(frozen=True, kw_only=True)
class Order:
    """Names from lowest to highest: of the scale's levels, and of each family's roles (as slugs)."""

    levels: tuple[str, ...] = ()
    families: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_order(text: str, name: str) -> Order:
    """The order in a side file; raises UnreadableFileError with an example where there is none.

    A line without a colon names one level; "#" begins a comment. Names with blanks stand between
    commas, or "<".
    """
    lines = [line.partition("#")[0].strip() for line in text.splitlines()[:MOST_LINES]]
    lines = [line for line in lines if line]
    families: dict[str, tuple[str, ...]] = {}
    levels: tuple[str, ...] = ()
    single = [line for line in lines if ":" not in line]
    for line in (line for line in lines if ":" in line):
        family, _, rest = line.partition(":")
        if slugify(family) in _SCALE_NAMES:
            levels = _names(rest)
        else:
            families[slugify(family)] = tuple(slugify(each) for each in _names(rest))
    if single and not levels:
        levels = _names(single[0]) if len(single) == 1 else tuple(single)
    if not levels and not any(families.values()):
        raise UnreadableFileError(f"{name} orders nothing. {EXPECTED}")
    return Order(levels=levels, families=families)


def _names(text: str) -> tuple[str, ...]:
    sign = next((sign for sign in ("<", ",", ";", "\t") if sign in text), None)
    return tuple(each.strip() for each in text.split(sign) if each.strip())


def apply_order(draft: Draft, order: Order, notes: Notebook) -> Draft:
    """`draft` with its steps and the rungs of its families in that order."""
    steps = _order_steps(draft, order.levels, notes) if order.levels else draft.steps
    if not order.families:
        return replace(draft, steps=steps)
    roles = list(draft.roles)
    if not roles and len(order.families) == 1:
        (names,) = order.families.values()
        return replace(draft, steps=_order_steps(draft, names, notes))
    for family in dict.fromkeys(role.group for role in roles):
        rungs = [role for role in roles if role.group == family]
        _order_family(family, rungs, order, notes)
    families = list(dict.fromkeys(role.group for role in roles))
    roles.sort(key=lambda role: (families.index(role.group), role.place))
    return replace(draft, steps=steps, roles=roles)


def _order_steps(draft: Draft, names: Sequence[str], notes: Notebook) -> tuple[Step, ...]:
    named = number_steps(names)
    if not draft.steps:
        return named
    ordered, missing = [], list(draft.steps)
    for step in named:
        found = find_step(missing, step.name) or find_step(missing, step.key)
        if found is None:
            ordered.append(step)
        else:
            missing.remove(found)
            ordered.append(replace(found, number=step.number))
    if missing:
        notes.guess(
            "Levels that the side file does not name were put above the others.",
            *(step.name for step in missing),
        )
    top = ordered[-1].number
    return (*ordered, *(replace(s, number=n) for n, s in enumerate(missing, top + 1)))


def _order_family(family: str, rungs: list[DraftRole], order: Order, notes: Notebook) -> None:
    own = {slugify(role.title): role for role in rungs}
    line = order.families.get(slugify(family))
    if line is None or not own.keys() & set(line):
        # The side file may name the family otherwise; its rungs tell it all the same.
        line = max(order.families.values(), key=lambda names: len(own.keys() & set(names)))
    places = {name: place for place, name in enumerate(line) if name in own}
    for role in rungs:
        role.place = places.get(slugify(role.title), len(line) + role.place)
    unnamed = [role.title for role in rungs if slugify(role.title) not in places]
    if unnamed:
        notes.guess("The side file does not order these roles; they were put last.", *unnamed)
    for place, role in enumerate(sorted(rungs, key=lambda role: role.place)):
        role.place = place
