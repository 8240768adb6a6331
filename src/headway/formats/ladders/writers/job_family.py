"""The Financial Times' form: a job family of levels, themes, and statements that carry one of both."""

from typing import Any

from headway.core.errors import InvalidInputError
from headway.core.ladder import Competency, Ladder, Level
from headway.formats import yaml_text
from headway.formats.free_text import tidy
from headway.formats.ladders.writers.losses import SHORTEST_EVIDENCE, Part
from headway.formats.ladders.writers.names import (
    acts_at,
    give_slugs,
    identify_act,
    name_competencies,
    scale,
)

LOSES: tuple[Part, ...] = (
    "about", "titles", "level-meanings", "level-details", "level-0", "areas", "kinds",
    "boundaries", "links", "short-evidence", "audience", "roles", "experiences", "slugs", "apart", "texts",
)  # fmt: skip
# Each statement must carry one of these; where a level stands among the others is all we know of it.
PROFICIENCIES = ("Awareness", "Foundational", "Working knowledge", "Practitioner", "Expert")
_SHORTEST_NAME = 2


def write(ladder: Ladder) -> str:
    """The job family, valid by its house's own schema, a theme for each competency.

    Raises InvalidInputError for a ladder without any behaviour: the form holds nothing else.
    """
    themes = _themes(ladder)
    statements = [
        statement
        for competency, theme in zip(ladder.competencies, themes, strict=True)
        for level in scale(ladder)
        for statement in _statements(ladder, competency, level, theme["id"])
    ]
    if not statements:
        raise InvalidInputError(
            "This ladder says of no level what it looks like, and a job family holds nothing else; "
            "write it in another form."
        )
    return yaml_text.write(
        {
            "name": _lengthen(tidy(ladder.title), "Ladder"),
            "summary": tidy(ladder.note),
            "googleSheetId": "",
            "isLegacy": False,
            "levels": [
                {"id": _id(level), "name": _lengthen(tidy(level.name), "Level")}
                for level in scale(ladder)
            ],
            "themes": themes,
            "competencies": statements,
        }
    )


def _id(level: Level) -> str:
    # Names with endings such as "-ic" would be read as tracks.
    return f"level-{level.number}"


def _themes(ladder: Ladder) -> list[dict[str, Any]]:
    names = name_competencies(ladder)
    ids = give_slugs(names.values(), "theme")
    found = []
    for competency, slug in zip(ladder.competencies, ids, strict=True):
        theme = {"id": slug, "name": _lengthen(names[competency.slug], "Theme")}
        definition = tidy(competency.definition)
        if len(definition) >= _SHORTEST_NAME:
            theme["summary"] = definition
        found.append(theme)
    return found


def _lengthen(name: str, what: str) -> str:
    """`name`, or with what it is before it where it is too short for the schema ("C")."""
    return name if len(name) >= _SHORTEST_NAME else f"{what} {name}".strip()


def _statements(
    ladder: Ladder, competency: Competency, level: Level, theme: str
) -> list[dict[str, Any]]:
    places = len(scale(ladder))
    place = scale(ladder).index(level)
    step = round(place * (len(PROFICIENCIES) - 1) / (places - 1)) if places > 1 else 0
    return [
        {
            "id": str(identify_act(ladder, competency, level.number, act)),
            "summary": _lengthen(act, "Does"),
            "examples": _examples(evidence),
            "supportingUrls": [],
            "level": _id(level),
            "theme": theme,
            "proficiency": PROFICIENCIES[step],
        }
        for act, evidence in acts_at(competency, level.number).items()
    ]


def _examples(evidence: str) -> list[str]:
    """The examples that were joined when such a file was read; else the evidence as one."""
    parts = evidence.split("; ")
    if all(len(part) >= SHORTEST_EVIDENCE for part in parts):
        return parts
    return [evidence] if len(evidence) >= SHORTEST_EVIDENCE else []
