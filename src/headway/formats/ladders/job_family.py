"""Job families in the style of the Financial Times (YAML): levels, themes, and acts with both."""

from typing import Any

from headway.core.ladder import slugify
from headway.formats.ladders.cells import split_cell
from headway.formats.ladders.draft import Draft, DraftCompetency, Statement
from headway.formats.ladders.report import Notebook
from headway.formats.ladders.tree_keys import Tree, find, text_of
from headway.formats.ladders.tree_levels import steps_of_list

FORM = "Job family in the Financial Times' style (YAML)"


def is_job_family(tree: Any) -> bool:
    """Whether this names levels and themes, and acts that each carry one of both."""
    if not isinstance(tree, dict):
        return False
    acts, levels = find(tree, "competencies"), find(tree, "levels")
    return isinstance(levels, list) and isinstance(acts, list) and any(_is_act(act) for act in acts)


def _is_act(act: Any) -> bool:
    return isinstance(act, dict) and bool(text_of(find(act, "level"))) and bool(_theme(act))


def _theme(act: Tree) -> str:
    return text_of(find(act, "theme", "area", "domain", "category"))


def read(tree: Tree, title: str, notes: Notebook) -> Draft:
    """Themes as competencies: each of the file's own "competencies" is one act of a theme at a level."""
    draft = Draft(form=FORM, title=text_of(find(tree, "name", "title")) or title)
    draft.note = text_of(find(tree, "summary"))
    draft.steps = steps_of_list(find(tree, "levels"), notes)
    keys = {slugify(step.key): step.key for step in draft.steps}
    for theme in find(tree, "themes") or []:
        if isinstance(theme, dict) and (key := text_of(find(theme, "id", "name"))):
            name, meaning = text_of(find(theme, "name", "id")), text_of(find(theme, "summary"))
            draft.competencies[slugify(key)] = DraftCompetency(name=name, definition=meaning)
    for number, act in enumerate(find(tree, "competencies"), 1):
        _read_act(act, f"competencies, entry {number}", draft, keys, notes)
    notes.guess(
        "Each theme became a competency, and each of the file's competencies one of its acts."
    )
    return draft


def _read_act(act: Any, place: str, draft: Draft, keys: dict[str, str], notes: Notebook) -> None:
    if not _is_act(act):
        notes.drop("An entry without a level or theme was left out.", place)
        return
    level = keys.get(slugify(text_of(find(act, "level"))))
    text = text_of(find(act, "summary", "description", "name", "title"))
    if level is None or not text:
        notes.drop(
            "An entry without text, or at a level the file does not list, was left out.", place
        )
        return
    theme = draft.competencies.setdefault(
        slugify(_theme(act)), DraftCompetency(name=_theme(act).capitalize())
    )
    proof = "; ".join(
        a.text for each in find(act, "examples") or [] for a in split_cell(text_of(each))
    )
    if text in theme.cells.get(level, {}):
        notes.notice("A statement stands more than once at its level; read once.", place)
    theme.add(level, (Statement(text=text, evidence=proof),))
    notes.count("statements")
    if find(act, "proficiency"):
        notes.drop("The proficiency of each statement is not kept.")
    if find(act, "supportingurls", "supporting_urls"):
        notes.drop("Links to reading are not kept.", place)
