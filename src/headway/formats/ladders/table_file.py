"""Writes a ladder as tables that the importer reads back: one row a competency, one column a level."""

from collections.abc import Iterator

from headway.core.ladder import Competency, Ladder, Level
from headway.formats.free_text import tidy
from headway.formats.table_rows import write_csv, write_sheets

LOST = (
    "evidence, audience and boundary of behaviours, nor experiences, responsibilities, aliases, stage, "
    "years and typical development of roles, nor roles that expect no level"
)


def write_competencies(ladder: Ladder) -> bytes:
    """A CSV file (UTF-8 with its mark) of the competencies; what it can't hold is named by `LOST`."""
    return write_csv(competency_rows(ladder))


def write_roles(ladder: Ladder) -> bytes:
    """A CSV file of the levels that roles expect, to be read together with the competencies."""
    return write_csv(role_rows(ladder))


def write_workbook(ladder: Ladder) -> bytes:
    """Both tables as the sheets of one XLSX file."""
    return write_sheets([("Competencies", competency_rows(ladder)), ("Roles", role_rows(ladder))])


def competency_rows(ladder: Ladder) -> Iterator[tuple[str, ...]]:
    """The header and one row a competency, each cell with its acts as bullets, a line each."""
    levels = [level for level in ladder.levels if level.number]
    areas = {area.slug: area.name for area in ladder.areas}
    yield ("Area", "Competency", "Kind", "Definition", *map(name_level, levels))
    for competency in ladder.competencies:
        yield (
            tidy(areas.get(competency.area, "")),
            tidy(competency.name),
            competency.kind,
            tidy(competency.definition),
            *(_cell(competency, level) for level in levels),
        )


def role_rows(ladder: Ladder) -> Iterator[tuple[str, ...]]:
    """The header and one row for each level that a role expects."""
    names = {competency.slug: tidy(competency.name) for competency in ladder.competencies}
    yield ("Role", "Role order", "Role track", "Role scope", "Competency", "Required level")
    for order, role in enumerate(ladder.roles, 1):
        track = role.tracks[0] if len(role.tracks) == 1 else ""
        for slug, level in role.expected.items():
            yield (
                tidy(role.title),
                str(order),
                track,
                tidy(role.scope),
                names[slug],
                name_level(ladder.level(level)),
            )


def name_level(level: Level) -> str:
    """A level as the heading of a column: its number tells the importer that it is one."""
    return f"Level {level.number}: {tidy(level.name)}"


def _cell(competency: Competency, level: Level) -> str:
    return "\n".join(f"• {tidy(each.act)}" for each in competency.behaviours_at(level.number))
