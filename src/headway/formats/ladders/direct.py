"""The DIRECT framework's JSON: domains, competencies and skills within each other."""

from typing import Any

from headway.formats.free_text import tidy
from headway.formats.ladders.draft import Draft, DraftCompetency
from headway.formats.ladders.report import Notebook
from headway.formats.ladders.tree_keys import find, text_of

FORM = "DIRECT competencies framework (JSON)"


def is_direct(tree: Any) -> bool:
    """Whether this is a mapping with domains of competencies."""
    return isinstance(tree, dict) and isinstance(find(tree, "competency_domains", "domains"), list)


def read(tree: dict[str, Any], title: str, notes: Notebook) -> Draft:
    """Skills as competencies, since they are what one is rated on; areas are "domain: competency"."""
    draft = Draft(form=FORM, title=text_of(find(tree, "title", "name")) or title)
    for domain in _entries(find(tree, "competency_domains", "domains")):
        notes.count("domains")
        for competency in _entries(find(domain, "competencies")):
            notes.count("DIRECT competencies")
            names = (_name(domain), _name(competency))
            area = ": ".join(filter(None, dict.fromkeys(names)))
            for skill in _entries(find(competency, "skills")):
                _read_skill(skill, area, draft, notes)
    notes.guess("What is rated are DIRECT's skills; its competencies became areas.")
    return draft


def _entries(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _name(entry: dict[str, Any]) -> str:
    return text_of(find(entry, "title", "name"))


def _read_skill(skill: dict[str, Any], area: str, draft: Draft, notes: Notebook) -> None:
    notes.count("skills")
    name = _name(skill)
    if not name:
        notes.drop("A skill without a title was left out.", area)
        return
    key = f"{area}/{name}"
    if key in draft.competencies:
        notes.notice("A skill stands twice in its competency; read once.", name)
    definition = tidy(text_of(find(skill, "description", "definition")))
    draft.competencies[key] = DraftCompetency(name=name, area=area, definition=definition)
    for kind, words in (
        ("tools_languages_methodologies", "Tools, languages and methods"),
        ("training_resources", "Links to training"),
        ("learning_resources", "Links to training"),
        ("related_skills", "Related skills"),
    ):
        if find(skill, kind):
            notes.drop(f"{words} are not kept.", name)
