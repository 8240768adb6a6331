"""Names and texts as other houses' files hold them: on one line, and told apart from each other."""

from collections.abc import Callable, Iterable
from uuid import UUID

from headway.core.ladder import Competency, Ladder, Level, slugify
from headway.formats.free_text import strip_bullet, tidy
from headway.formats.ladders.cells import says_nothing
from headway.formats.ladders.draft import key_of
from headway.formats.onedtech_case.names import identify

# A longer heading is taken for a text by readers of tables, Headway's own among them.
LONGEST_HEADING = 80


def plain(text: str) -> str:
    """`text` on one line without marks of a list, as a bullet or cell holds it; "" where it says nothing.

    What stands for "not defined" (a dash, "TBD") would be read as that.
    """
    told, rest = "", strip_bullet(text)
    while rest != told:
        told, rest = rest, strip_bullet(rest)
    return "" if says_nothing(told) else told


def acts_at(competency: Competency, level: int) -> dict[str, str]:
    """The acts of one cell with their evidence, each act once."""
    found: dict[str, str] = {}
    for each in competency.behaviours_at(level):
        if act := plain(each.act):
            found.setdefault(act, plain(each.evidence))
    return found


def scale(ladder: Ladder) -> tuple[Level, ...]:
    """The levels above none, lowest first."""
    return tuple(sorted((lv for lv in ladder.levels if lv.number), key=lambda lv: lv.number))


def name_level(level: Level) -> str:
    """A level as the heading of a column: its number tells a reader that it is one."""
    name = tidy(level.name)
    heading = f"Level {level.number}: {name}" if name else f"Level {level.number}"
    is_long = len(heading) > LONGEST_HEADING
    return f"{heading[: LONGEST_HEADING - 1].rstrip()}…" if is_long else heading


def name_areas(ladder: Ladder) -> dict[str, str]:
    """The area of each competency by the latter's slug; "" where the ladder names none."""
    names = {area.slug: tidy(area.name) for area in ladder.areas}
    return {c.slug: names.get(c.area, tidy(c.area)) for c in ladder.competencies}


def name_competencies(ladder: Ladder) -> dict[str, str]:
    """A name of its own for each competency by slug: of two alike the second carries its area."""
    areas = name_areas(ladder)
    told = ((c.slug, tidy(c.name), areas[c.slug]) for c in ladder.competencies)
    return tell_apart(told, key_of)


def name_roles(ladder: Ladder) -> dict[str, str]:
    """A title of its own for each role by slug."""
    return tell_apart(((r.slug, tidy(r.title), "") for r in ladder.roles), slugify)


def tell_apart(told: Iterable[tuple[str, str, str]], key: Callable[[str], str]) -> dict[str, str]:
    """Names by slug, of triples of slug, name and what it belongs to; no two have the same `key`."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for slug, name, owner in told:
        wanted, number = name or slug, 1
        if key(wanted) in taken and owner:
            wanted = f"{wanted} ({owner})"
        base = wanted
        while key(wanted) in taken:
            number += 1
            wanted = f"{base} ({number})"
        taken.add(key(wanted))
        names[slug] = wanted
    return names


def give_slugs(names: Iterable[str], fallback: str) -> list[str]:
    """A slug of two characters or more for each name, no two alike."""
    found: list[str] = []
    for number, name in enumerate(names, 1):
        slug = slugify(name)
        is_usable = len(slug) > 1 and slug not in found
        found.append(slug if is_usable else f"{slug or fallback}-{number}-{fallback}")
    return found


def identify_act(ladder: Ladder, competency: Competency, level: int, act: str) -> UUID:
    """The identifier of an act, the same in each version of the ladder, as its CASE package has it."""
    return identify(ladder.slug, "behaviour", competency.slug, str(level), act)
