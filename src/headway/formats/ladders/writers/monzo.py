"""Monzo's form: topics with criteria at numbered levels, as the front matter of a Markdown file."""

from typing import Any

from headway.core.ladder import Ladder, slugify
from headway.formats import yaml_text
from headway.formats.free_text import tidy
from headway.formats.ladders.writers.losses import Part
from headway.formats.ladders.writers.names import acts_at, name_competencies, scale

LOSES: tuple[Part, ...] = (
    "about", "note", "titles", "level-names", "level-meanings", "level-details", "level-0", "areas",
    "kinds", "definitions", "boundaries", "links", "evidence", "audience", "roles", "experiences",
    "slugs", "apart", "texts",
)  # fmt: skip


def write(ladder: Ladder) -> str:
    """The framework with a topic for each competency; a cell without acts is an empty list."""
    title = tidy(ladder.title)
    document = {
        "path": f"/{slugify(ladder.title) or ladder.slug}",
        "title": title,
        "sidebarTitle": title,
        "sidebarGroup": None,
        "yaml": True,
        "levels": len(scale(ladder)),
        "homepage": False,
        "topics": _topics(ladder),
    }
    return f"---\n{yaml_text.write(document)}---\n"


def _topics(ladder: Ladder) -> list[dict[str, Any]]:
    names = name_competencies(ladder)
    return [
        {
            "name": names[competency.slug].casefold(),
            "title": names[competency.slug],
            "content": [
                {"level": number, "criteria": list(acts_at(competency, level.number))}
                for number, level in enumerate(scale(ladder), 1)
            ],
        }
        for competency in ladder.competencies
    ]
