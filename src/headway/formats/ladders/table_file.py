"""Writes a ladder as tables that the importer reads back: one row a competency, one column a level."""

from collections.abc import Iterator

from headway.core.ladder import Competency, Ladder, Level
from headway.formats.ladders.writers.losses import Part
from headway.formats.ladders.writers.names import (
    acts_at,
    name_areas,
    name_competencies,
    name_level,
    name_roles,
    plain,
    scale,
)
from headway.formats.table_rows import write_csv, write_sheets

LOSES: tuple[Part, ...] = (
    "title", "about", "note", "titles", "level-meanings", "level-details", "level-0", "boundaries",
    "links", "evidence", "audience", "unexpecting", "themes", "years", "aliases", "next",
    "experiences", "duties", "development", "slugs", "apart", "texts",
)  # fmt: skip


def write_competencies(ladder: Ladder) -> bytes:
    """A CSV file (UTF-8 with its mark) of the competencies; what it can't hold is among `LOSES`."""
    return write_csv(competency_rows(ladder))


def write_roles(ladder: Ladder) -> bytes:
    """A CSV file of the levels that roles expect, to be read together with the competencies."""
    return write_csv(role_rows(ladder))


def write_workbook(ladder: Ladder) -> bytes:
    """Both tables as the sheets of one XLSX file."""
    return write_sheets([("Competencies", competency_rows(ladder)), ("Roles", role_rows(ladder))])


def competency_rows(ladder: Ladder) -> Iterator[tuple[str, ...]]:
    """The header and one row a competency, each cell with its acts as bullets, a line each."""
    levels, areas, names = scale(ladder), name_areas(ladder), name_competencies(ladder)
    yield ("Area", "Competency", "Kind", "Definition", *map(name_level, levels))
    for competency in ladder.competencies:
        yield (
            areas[competency.slug],
            names[competency.slug],
            competency.kind,
            plain(competency.definition),
            *(_cell(competency, level) for level in levels),
        )


def role_rows(ladder: Ladder) -> Iterator[tuple[str, ...]]:
    """The header and one row for each level that a role expects."""
    names, titles = name_competencies(ladder), name_roles(ladder)
    yield ("Role", "Role order", "Role track", "Role scope", "Competency", "Required level")
    for order, role in enumerate(ladder.roles, 1):
        track = role.tracks[0] if len(role.tracks) == 1 else ""
        for slug, level in role.expected.items():
            if level:
                yield (
                    titles[role.slug],
                    str(order),
                    track,
                    plain(role.scope),
                    names[slug],
                    name_level(ladder.level(level)),
                )


def _cell(competency: Competency, level: Level) -> str:
    return "\n".join(f"• {act}" for act in acts_at(competency, level.number))
