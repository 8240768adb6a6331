"""The UK government's form: skills.csv with a column a level, roles.csv with a row a required skill."""

from collections.abc import Iterator, Sequence

from headway.core.ladder import Competency, Ladder, Level, Role, slugify
from headway.formats.free_text import tidy
from headway.formats.ladders.cells import says_nothing
from headway.formats.ladders.guesses import is_descending, rank_all
from headway.formats.ladders.headings import read_headings
from headway.formats.ladders.marks import are_marks
from headway.formats.ladders.parts import number_steps
from headway.formats.ladders.writers.losses import Part
from headway.formats.ladders.writers.names import (
    acts_at,
    name_competencies,
    name_level,
    name_roles,
    plain,
    scale,
)
from headway.formats.table_rows import write_csv

LOSES: tuple[Part, ...] = (
    "about", "note", "titles", "level-meanings", "level-details", "level-0", "areas", "kinds",
    "boundaries", "links", "evidence", "audience", "unexpecting", "themes", "years", "aliases",
    "tracks", "next", "experiences", "duty-links", "development", "slugs", "apart", "texts",
)  # fmt: skip
ROLE_COLUMNS = (
    "Role Family", "Role", "Role Description", "Role Level", "Role Level Description", "Skill Name",
    "Skill Description", "Skill Level", "Skill Level Description", "Role Type",
)  # fmt: skip
SKILL_COLUMNS = ("Skill Name", "Skill Description")
LAST_SKILL_COLUMN = "Roles that require Skill"
ORDER_NOTE = "# Roles from the lowest up, a family a line: the two tables do not tell their order."
# The framework's own word; a row with a name alone would be a heading.
_NO_DESCRIPTION = "MISSING"


def write(ladder: Ladder) -> dict[str, bytes]:
    """skills.csv and roles.csv, and role_level_order.txt with the order that neither holds.

    The columns are the framework's, but for the levels, which are the ladder's own.
    """
    # The framework's files have no byte order mark, and programs that read them expect none.
    tables = {"skills.csv": _skill_rows(ladder), "roles.csv": _role_rows(ladder)}
    files = {name: write_csv(rows, has_mark=False) for name, rows in tables.items()}
    if ladder.roles:
        files["role_level_order.txt"] = "\n".join((*_order_lines(ladder), "")).encode()
    return files


def _skill_rows(ladder: Ladder) -> Iterator[tuple[str, ...]]:
    levels, names, families = scale(ladder), name_competencies(ladder), name_families(ladder)
    said = _name_levels(ladder)
    yield (*SKILL_COLUMNS, *(said[level.number] for level in levels), LAST_SKILL_COLUMN)
    for competency in ladder.competencies:
        asking = (r for r in ladder.roles if r.expected.get(competency.slug))
        yield (
            names[competency.slug],
            plain(competency.definition) or _NO_DESCRIPTION,
            *(_cell(competency, level) for level in levels),
            ", ".join(dict.fromkeys(families[role.slug] for role in asking)),
        )


def _role_rows(ladder: Ladder) -> Iterator[tuple[str, ...]]:
    levels, titles, families = _name_levels(ladder), name_roles(ladder), name_families(ladder)
    names = name_competencies(ladder)
    yield ROLE_COLUMNS
    for role in ladder.roles:
        for competency in ladder.competencies:
            number = role.expected.get(competency.slug)
            if number:
                yield (
                    tidy(ladder.title),
                    families[role.slug],
                    "",
                    titles[role.slug],
                    _describe(role),
                    names[competency.slug],
                    plain(competency.definition) or _NO_DESCRIPTION,
                    levels[number],
                    _cell(competency, ladder.level(number)),
                    "",
                )


def _cell(competency: Competency, level: Level) -> str:
    acts = acts_at(competency, level.number)
    return "\n".join(("You can:", *(f"- {act}" for act in acts))) if acts else ""


def _describe(role: Role) -> str:
    duties = [told for duty in role.responsibilities if (told := plain(duty.text))]
    scope = plain(role.scope)
    if not duties:
        return scope
    lead = "At this role level, you will:"
    # What ends in a colon above bullets would be read as what leads into them.
    parts = (scope.rstrip(": "), "\n".join((lead, *(f"- {duty}" for duty in duties))))
    return "\n\n".join(filter(None, parts))


def _order_lines(ladder: Ladder) -> Iterator[str]:
    titles, families = name_roles(ladder), name_families(ladder)
    yield ORDER_NOTE
    for family in dict.fromkeys(families.values()):
        rungs = (slugify(titles[slug]) for slug, own in families.items() if own == family)
        yield f"{slugify(family) or 'roles'}: {' '.join(filter(None, rungs))}"


def name_families(ladder: Ladder) -> dict[str, str]:
    """The family of each role by its slug: its theme where themes are families, else the ladder's title.

    Themes are families where roles that lead to each other share them.
    """
    themes = {slugify(role.theme): role.theme for role in ladder.roles if role.theme}
    told = {r.slug: tidy(r.theme or themes.get(r.slug, "")) for r in ladder.roles}
    led_to = {slug for role in ladder.roles for slug in role.next_roles}
    if any(told[r.slug] != told.get(slug, "") for r in ladder.roles for slug in r.next_roles):
        return dict.fromkeys(told, tidy(ladder.title))
    alone = {r.slug: tidy(r.title) for r in ladder.roles if themes and r.slug not in led_to}
    alone = {r.slug: alone[r.slug] for r in ladder.roles if r.slug in alone and not r.next_roles}
    return {slug: own or alone.get(slug) or tidy(ladder.title) for slug, own in told.items()}


def _name_levels(ladder: Ladder) -> dict[int, str]:
    """The heading of each level: its name where a reader sees by that what it is, else with its number."""
    levels = scale(ladder)
    names = [tidy(level.name) for level in levels]
    if not _are_clear(names) or _read_as_marks(ladder):
        return {level.number: name_level(level) for level in levels}
    return {level.number: name for level, name in zip(levels, names, strict=True)}


def _are_clear(names: Sequence[str]) -> bool:
    header = (*SKILL_COLUMNS, *names, LAST_SKILL_COLUMN)
    columns = range(len(SKILL_COLUMNS), len(SKILL_COLUMNS) + len(names))
    numbers = [(step.name, step.number) for step in number_steps(names)]
    return (
        read_headings(header).levels == tuple(columns)
        and None not in rank_all(names)
        and not is_descending(rank_all(names))
        and len(set(map(slugify, names))) == len(names)
        and not any(map(says_nothing, names))
        and numbers == [(name, number) for number, name in enumerate(names, 1)]
    )


def _read_as_marks(ladder: Ladder) -> bool:
    """Whether cells are so short and alike that they would be taken for levels."""
    cells = [_cell(c, level) for c in ladder.competencies for level in scale(ladder)]
    return are_marks([cell for cell in cells if cell], frozenset())
