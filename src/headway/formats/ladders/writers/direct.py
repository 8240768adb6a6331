"""DIRECT's form: domains, competencies and skills within each other, and the levels in a table apart."""

import json
from collections.abc import Iterator
from typing import Any

from headway.core.ladder import Ladder
from headway.formats.free_text import tidy
from headway.formats.ladders.parts import number_steps
from headway.formats.ladders.writers.losses import Part
from headway.formats.ladders.writers.names import name_areas, name_level, tell_apart
from headway.formats.table_rows import write_csv

LOSES: tuple[Part, ...] = (
    "title", "about", "note", "titles", "level-details", "kinds", "boundaries", "links", "acts",
    "roles", "experiences", "slugs", "apart", "texts",
)  # fmt: skip
LEVEL_COLUMNS = ("name", "description", "level", "short_description", "focus")


def write(ladder: Ladder) -> dict[str, bytes]:
    """framework.json with the whole framework, and skill_level.csv with its scale.

    Competencies are DIRECT's skills, as they are what one is rated on; an area "domain: competency" is
    both, any other area stands as domain and as the competency within it.
    """
    text = json.dumps({"competency_domains": _domains(ladder)}, ensure_ascii=False, indent=2)
    table = write_csv(_level_rows(ladder), has_mark=False)
    return {"framework.json": f"{text}\n".encode(), "skill_level.csv": table}


def _domains(ladder: Ladder) -> list[dict[str, Any]]:
    nested: dict[str, dict[str, list[dict[str, str]]]] = {}
    for area, skill in _skills(ladder):
        domain, _, inner = area.partition(": ")
        nested.setdefault(domain, {}).setdefault(inner or domain, []).append(skill)
    return [
        {
            "title": domain,
            "description": "",
            "competencies": [
                {"title": title, "description": "", "skills": skills}
                for title, skills in competencies.items()
            ],
        }
        for domain, competencies in nested.items()
    ]


def _skills(ladder: Ladder) -> Iterator[tuple[str, dict[str, str]]]:
    """Each competency as a skill, with the area it stands in: the ladder's title where it has none."""
    areas = {slug: area or tidy(ladder.title) for slug, area in name_areas(ladder).items()}
    told = [(c.slug, tidy(c.name), areas[c.slug]) for c in ladder.competencies]
    for area in dict.fromkeys(areas.values()):
        names = tell_apart(((slug, name, "") for slug, name, own in told if own == area), str)
        for slug, name in names.items():
            yield (
                area,
                {
                    "title": name,
                    "description": tidy(ladder.competency(slug).definition),
                    "tools_languages_methodologies": "",
                    "training_resources": "",
                },
            )


def _level_rows(ladder: Ladder) -> Iterator[tuple[str, ...]]:
    levels = sorted(ladder.levels, key=lambda level: level.number)
    names = [tidy(level.name) for level in levels]
    told = [(step.name, step.number) for step in number_steps(names)]
    # A name that does not tell whether it is a level of none carries its number.
    if told != [(name, level.number) for name, level in zip(names, levels, strict=True)]:
        names = [name_level(level) for level in levels]
    yield LEVEL_COLUMNS
    for name, level in zip(names, levels, strict=True):
        yield (name, tidy(level.meaning), str(level.number), "", "")
