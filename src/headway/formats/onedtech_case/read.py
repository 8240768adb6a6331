"""Reads a CASE package as a ladder: one of Headway's whole, one by others as far as it tells a ladder."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from headway.core.errors import UnreadableFileError
from headway.core.ladder import CompetencyKind
from headway.formats.free_text import tidy
from headway.formats.ladders.assemble import assemble
from headway.formats.ladders.draft import Draft, DraftCompetency, DraftRole, Statement, Step
from headway.formats.ladders.report import LadderImport, Notebook
from headway.formats.onedtech_case.names import identify_kind
from headway.formats.onedtech_case.own import read_own
from headway.formats.onedtech_case.package import (
    Item,
    Link,
    Package,
    node_of,
    number_of,
    open_package,
    text_of,
)

FORM = "1EdTech CASE package"
# A name is a phrase; what is longer is a statement whose opening names it.
LONGEST_PHRASE = 80
# The one level of a framework without any.
SHOWN = "shown"
_BY_PLACE = "Acts without a level were put at the first one."
_BY_RELATION = "A role is related to this competency without a level; the first one was put in."


def read_package(tree: dict[str, Any], title: str, notes: Notebook) -> LadderImport:
    """The ladder that the package holds; raises UnreadableFileError where it holds no statement."""
    package = open_package(tree)
    ladder = read_own(package)
    if ladder is not None:
        notes.count("competencies", len(ladder.competencies))
        notes.count("roles", len(ladder.roles))
        notes.count("levels", len(ladder.levels))
        return LadderImport(ladder=ladder, report=notes.report(f"{FORM} by Headway"))
    if not any(item.statement for item in package.items):
        raise UnreadableFileError("This CASE package holds no item with a statement.")
    return assemble(_Reader(package, notes).draft(title), notes)


class _Reader:
    """Tells by types, rubrics and places in the tree what each item of another's framework is."""

    def __init__(self, package: Package, notes: Notebook) -> None:
        self.package = package = replace(package, items=package.in_order())
        self.notes = notes
        self.items = {item.id: item for item in package.items}
        self.children = package.children()
        self.parents = {c: parent for parent, found in self.children.items() for c in found}
        self.criteria = dict(_criteria(package))
        rated = self._find_rated()
        self.rated = {item.id for item in rated}
        self.names = Counter(item.name for item in rated)
        self.levels = {link.origin: link.other for link in package.of("hasskilllevel")}
        self.related = _related(package)
        self.steps = self._steps()

    def draft(self, title: str) -> Draft:
        document = self.package.document
        competencies = {
            id_: self._competency(self.items[id_]) for id_ in self.items if id_ in self.rated
        }
        self._drop_the_rest()
        return Draft(
            form=FORM,
            title=text_of(document, "title") or title,
            steps=tuple(self.steps.values()),
            competencies=competencies,
            roles=[self._role(item, place) for place, item in enumerate(self._of("role"))],
            licence=_licence(document),
            note=tidy(text_of(document, "description")),
        )

    def _of(self, kind: str) -> list[Item]:
        return [item for item in self.package.items if item.kind == kind]

    def _find_rated(self) -> list[Item]:
        """By the rubric, else by the type; else what lies under nothing but other statements."""
        told = [item for item in self.package.items if item.id in self.criteria]
        told = told or [item for item in self._of("competency") if item.statement]
        if told:
            return told
        parents = {self.parents.get(item.id, "") for item in self._of("behaviour")}
        above = [
            i for i in self.package.items if i.id in parents and i.kind not in ("role", "level")
        ]
        if above:
            return above
        apart = ("role", "level", "experience", "responsibility")
        leaves = [
            i for i in self.package.items if not self.children.get(i.id) and i.kind not in apart
        ]
        self.notes.guess("No item is typed as a competency; statements without parts became them.")
        return [item for item in leaves if item.statement]

    def _steps(self) -> dict[str, Step]:
        """The scale by the key of each level: items that are levels, else the rubric's."""
        skill_levels = set(self.levels.values())
        # What holds statements is a part of the framework, whatever its type is called.
        levels = [
            i for i in self._of("level") if i.id in skill_levels or not self.children.get(i.id)
        ]
        if levels:
            order = {
                id_: place for found in self.children.values() for place, id_ in enumerate(found)
            }
            levels.sort(key=lambda item: order.get(item.id, 0))
            named = [(item.id, item.name, item.statement) for item in levels]
        else:
            scores: dict[str, float] = {}
            for levels_of_one in self.criteria.values():
                for name, score, _ in levels_of_one:
                    scores.setdefault(name, score)
            named = [(name, name, "") for name in sorted(scores, key=lambda name: scores[name])]
        named = [each for each in named if not _says_none(each[1])]
        return {
            key: Step(key=key, name=name, number=number, meaning="" if meaning == name else meaning)
            for number, (key, name, meaning) in enumerate(named, 1)
        }

    def _competency(self, item: Item) -> DraftCompetency:
        # Some servers put the name of the item above into this field: then it names nothing.
        name = _phrase(item.name if self.names[item.name] == 1 else item.statement)
        definition = "" if item.statement == name else item.statement
        found = DraftCompetency(
            name=name, area=self._area(item), definition=definition, kind=_kind_of(item)
        )
        for key, statement in (*self._acts_of_rubric(item), *self._acts_below(item)):
            found.add(key, [statement])
        return found

    def _acts_of_rubric(self, item: Item) -> Iterator[tuple[str, Statement]]:
        by_name = {step.name.casefold(): key for key, step in self.steps.items()}
        for name, _score, description in self.criteria.get(item.id, ()):
            key = by_name.get(name.casefold(), "")
            for line in description.splitlines():
                if key and tidy(line):
                    yield key, Statement(text=tidy(line))

    def _acts_below(self, item: Item) -> Iterator[tuple[str, Statement]]:
        first = next(iter(self.steps), SHOWN)
        for id_ in self.children.get(item.id, ()):
            below = self.items.get(id_)
            if below is None or id_ in self.rated or not below.statement:
                continue
            key = self.levels.get(id_, "")
            if key in self.items and key not in self.steps:
                # What shows that there is nothing yet is no act.
                continue
            if key not in self.steps:
                self.notes.guess(_BY_PLACE, _phrase(item.name))
            step = key if key in self.steps else first
            yield step, Statement(text=tidy(below.statement), evidence=tidy(below.notes))

    def _area(self, item: Item) -> str:
        seen, above = {item.id}, self.parents.get(item.id, "")
        while above in self.items and above not in seen:
            if above not in self.rated:
                return _phrase(self.items[above].name)
            seen.add(above)
            above = self.parents.get(above, "")
        return ""

    def _role(self, item: Item, place: int) -> DraftRole:
        duties = (self.items[id_] for id_ in self.children.get(item.id, ()) if id_ in self.items)
        return DraftRole(
            title=_phrase(item.name),
            place=place,
            scope="" if item.statement == item.name else item.statement,
            expected=dict(self._expected(item)),
            responsibilities=tuple(tidy(duty.statement) for duty in duties if duty.statement),
        )

    def _expected(self, role: Item) -> Iterator[tuple[str, str]]:
        first = next(iter(self.steps), SHOWN)
        for other, link in self.related.get(role.id, ()):
            if other not in self.rated:
                continue
            told = self._level_of(role, link)
            if self.steps and not told:
                self.notes.guess(_BY_RELATION, f"{_phrase(role.name)}: {self.items[other].name}")
            yield other, told or first

    def _level_of(self, role: Item, link: Link) -> str:
        """The level that a role's relation to a competency tells, or "".

        By its note or extension; a server of the older version keeps neither, only the number that
        Headway gave the relation.
        """
        note = link.notes.casefold()
        named = [key for key, step in self.steps.items() if step.name.casefold() in note]
        if named:
            return max(named, key=lambda key: len(self.steps[key].name))
        is_own = node_of(role.fields.get("CFItemTypeURI", "")) == str(identify_kind("role"))
        number = number_of(link.extension.get("expected", ""), link.sequence if is_own else 0.0)
        coded = [k for k in self.steps if k in self.items and self.items[k].code == f"{number:g}"]
        placed = list(self.steps)[int(number) - 1 : int(number)] if number >= 1 else []
        return next(iter((*coded, *placed)), "")

    def _drop_the_rest(self) -> None:
        kinds = ("role", "level", "area")
        for item in self.package.items:
            above = self.parents.get(item.id, "")
            is_part = above in self.rated or self.items.get(above, item).kind == "role"
            is_used = item.id in self.rated or item.kind in kinds or is_part
            if not is_used and not self.children.get(item.id):
                self.notes.drop("A ladder has no place for this item.", _phrase(item.name))


def _related(package: Package) -> dict[str, list[tuple[str, Link]]]:
    """For each item the others that it is linked to, in whichever direction, other than as its part."""
    found: dict[str, list[tuple[str, Link]]] = {}
    for link in package.links:
        if link.kind != "ischildof":
            found.setdefault(link.origin, []).append((link.other, link))
            found.setdefault(link.other, []).append((link.origin, link))
    return found


def _criteria(package: Package) -> Iterator[tuple[str, list[tuple[str, float, str]]]]:
    """For each item that a rubric rates: the names of its levels, their scores and descriptions."""
    for rubric in package.rubrics:
        for raw in rubric.get("CFRubricCriteria") or rubric.get("criteria") or ():
            if not isinstance(raw, dict):
                continue
            levels = raw.get("CFRubricCriterionLevels") or raw.get("levels") or ()
            told = [
                (
                    text_of(level, "quality", "title") or f"Level {place}",
                    number_of(level.get("score", level.get("position", place)), place),
                    text_of(level, "description"),
                )
                for place, level in enumerate(levels, 1)
                if isinstance(level, dict)
            ]
            if told:
                yield node_of(raw.get("CFItemURI", "")).casefold(), told


def _kind_of(item: Item) -> CompetencyKind | None:
    """Technical or soft, where a keyword says so."""
    told = item.fields.get("conceptKeywords")
    words = (
        [word for word in told if word in ("technical", "soft")] if isinstance(told, list) else []
    )
    return words[0] if words else None


def _licence(document: dict[str, Any]) -> str:
    told = document.get("licenseURI")
    return text_of(told, "title") if isinstance(told, dict) else ""


def _says_none(name: str) -> bool:
    return name.casefold().strip() in ("none", "none yet", "not yet", "no level", "0")


def _phrase(text: str) -> str:
    cleaned = tidy(text)
    if len(cleaned) <= LONGEST_PHRASE:
        return cleaned
    return cleaned[: LONGEST_PHRASE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
