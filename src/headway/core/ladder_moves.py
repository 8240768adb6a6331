"""Facts told in the names of one ladder, read in those of another: nothing is lost, nothing reinterpreted."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast
from uuid import UUID

from headway.core.development import LearningEntry
from headway.core.evidence import CompetencyTag, EvidenceItem
from headway.core.former_names import MARK, is_former, mark_former, split_former
from headway.core.ladder import Ladder
from headway.core.ladder_mapping import LadderMapping
from headway.core.learn import OWN, Builds, Catalogue, Opportunity, OwnOpportunity, with_own
from headway.core.packet_draft import PacketDraft
from headway.core.people import Contact, Mentoring, Touch
from headway.core.profile import Aim, Position
from headway.core.ratings import RatingForm, VignetteForm
from headway.core.reading import ReadingNote
from headway.core.requests import Request
from headway.core.set_aside import SetAside
from headway.core.talks import Talk

Body = TypeVar("Body")


def former_tags(item: EvidenceItem) -> tuple[CompetencyTag, ...]:
    """What an item shows of former ladders, which stays when it is told anew in another's names."""
    return tuple(tag for tag in item.tags if is_former(tag.competency))


@dataclass(frozen=True, kw_only=True)
class LadderReading:
    """How facts are read in the names of the ladder `target`.

    `ways` are the mappings from other ladders to it, by the ladder each begins at; `sources` names the
    ladder in whose names a fact was told, by its identity, where that is not `target`.
    """

    target: str
    ways: Mapping[str, LadderMapping] = field(default_factory=dict)
    sources: Mapping[UUID, str] = field(default_factory=dict)

    def read(self, fact: UUID, body: Body) -> Body:
        """The body of that fact in the names of the ladder in use.

        What has no like there keeps its name, marked as one of the former ladder. A role held or wanted
        that has none is asked for anew. Of marks for competencies that became one the lower counts, of
        levels that one piece of evidence shows the higher. Of a competency that became several evidence
        shows each, and a mark is one on each that they share: docs/decisions/split-competencies.md.
        """
        carry, names = CARRIERS.get(type(body)), self._names(fact)
        # Told in the names of the ladder in use, and naming no other: there is nothing to read anew.
        if carry is None or (names.source == self.target and MARK not in repr(body)):
            return body
        return cast("Body", carry(body, names))

    def read_plan(self, fact: UUID, document: Mapping[str, Any]) -> dict[str, Any]:
        """A plan's JSON form as `read` reads a body; what it foresaw of lost competencies is left out."""
        return _carry_plan(document, self._names(fact))

    def _names(self, fact: UUID) -> "Names":
        return Names(source=self.sources.get(fact, self.target), reading=self)


@dataclass(frozen=True, kw_only=True)
class Names:
    """The names of the ladder `source` as `reading` reads them."""

    source: str
    reading: LadderReading

    def competencies(self, name: str) -> tuple[str, ...]:
        """What it is called in the ladder in use, each part of what became several; else its former name."""
        ladder, own = self._origin(name)
        if ladder == self.reading.target:
            return (own,)
        way = self.reading.ways.get(ladder)
        return (way.parts_of(own) if way else ()) or (mark_former(ladder, own),)

    def competency(self, name: str) -> str:
        """The same where only one can stand: what became several keeps its former name."""
        found = self.competencies(name)
        return found[0] if len(found) == 1 else self.keep(name)

    def expectation(self, name: str) -> str:
        """The same for an experience or a responsibility."""
        return self._find(name, lambda way: way.expectations)

    def behaviour(self, key: str) -> str:
        """The same for an act by its key."""
        return self._find(key, lambda way: way.behaviours)

    def role(self, name: str) -> str:
        """The same for a role; none stays none."""
        return name if name in ("", "none") else self._find(name, lambda way: way.roles)

    def marks(self, competency: str, level: int) -> tuple[tuple[str, int], ...]:
        """A level of a competency in the ladder in use, of each part; () where it can't be told."""
        ladder, _ = self._origin(competency)
        found = self.competencies(competency)
        if is_former(found[0]):
            return ()
        number: int | None = level
        if ladder != self.reading.target:
            number = self.reading.ways[ladder].level(level)
        return () if number is None else tuple((slug, number) for slug in found)

    def mark(self, competency: str, level: int) -> tuple[str, int]:
        """The same where only one can stand, as it was told where that can't be."""
        found = self.marks(competency, level)
        return found[0] if len(found) == 1 else (self.keep(competency), level)

    def keep(self, name: str) -> str:
        """The name as one of the former ladder."""
        return mark_former(*self._origin(name))

    def _origin(self, name: str) -> tuple[str, str]:
        ladder, own = split_former(name)
        return ladder or self.source, own

    def _find(self, name: str, names: Callable[[LadderMapping], Mapping[str, str]]) -> str:
        ladder, own = self._origin(name)
        if ladder == self.reading.target:
            return own
        way = self.reading.ways.get(ladder)
        return names(way).get(own) or mark_former(ladder, own) if way else mark_former(ladder, own)


def _carry_evidence(item: EvidenceItem, names: Names) -> EvidenceItem:
    return replace(
        item,
        tags=tuple(_carry_tags(item.tags, names)),
        expectations=_once(map(names.expectation, item.expectations)),
    )


def _carry_tags(tags: Iterable[CompetencyTag], names: Names) -> Iterable[CompetencyTag]:
    levels: dict[str, int | None] = {}
    for tag in tags:
        shown: Iterable[tuple[str, int | None]] = ()
        if tag.level is not None:
            shown = names.marks(tag.competency, tag.level)
        if not shown:
            shown = [(slug, None) for slug in names.competencies(tag.competency)]
            if tag.level is not None:
                # The level can't be told: it stays as it was, and the competency is a candidate.
                levels[names.keep(tag.competency)] = tag.level
                shown = [each for each in shown if not is_former(each[0])]
        for slug, level in shown:
            before = levels.get(slug)
            levels[slug] = level if before is None else max(before, level or 0)
    return (CompetencyTag(competency=slug, level=level) for slug, level in levels.items())


def _carry_ratings(form: RatingForm, names: Names) -> RatingForm:
    # By competency: among how many the mark is shared, and the mark. The least counts: what was said
    # of it alone before what was said of more, then the lower.
    marks: dict[str, tuple[int, int]] = {}
    for told, given in form.marks.items():
        found = names.marks(told, given) or ((names.keep(told), given),)
        sharing = len(found) * form.shared.get(told, 1)
        for slug, level in found:
            marks[slug] = min((sharing, level), marks.get(slug, (sharing, level)))
    unseen = _each(form.no_chance_to_see, names)
    return replace(
        form,
        marks={slug: level for slug, (_, level) in marks.items()},
        shared={slug: sharing for slug, (sharing, _) in marks.items() if sharing > 1},
        no_chance_to_see=tuple(slug for slug in unseen if slug not in marks),
        answers={names.behaviour(key): answer for key, answer in form.answers.items()},
    )


def _carry_vignettes(form: VignetteForm, names: Names) -> VignetteForm:
    return replace(
        form,
        marks=_carry_scenes(form.marks, names),
        no_chance_to_see=tuple(_carry_scene(key, names) for key in form.no_chance_to_see),
        intended=_carry_scenes(form.intended, names),
    )


def _carry_scenes(marks: Mapping[str, int], names: Names) -> dict[str, int]:
    carried = {}
    for key, given in marks.items():
        scene, _, told = key.partition("/")
        # A scene tells once how strict its rater is: of several parts the first stands for all.
        slug, level = (names.marks(told, given) or ((names.keep(told), given),))[0]
        carried[f"{scene}/{slug}"] = level
    return carried


def _carry_scene(key: str, names: Names) -> str:
    scene, _, competency = key.partition("/")
    return f"{scene}/{names.competencies(competency)[0]}"


def _carry_aim(aim: Aim, names: Names) -> Aim:
    wanted, held = names.role(aim.target_role), names.role(aim.current_role)
    return replace(
        aim,
        target_role="" if is_former(wanted) else wanted,
        current_role="" if is_former(held) else held,
    )


def _carry_position(position: Position, names: Names) -> Position:
    role = names.role(position.role)
    if is_former(role):
        return replace(position, role="", role_certainty="ask")
    return replace(position, role=role)


def _carry_opportunity(item: Opportunity, names: Names) -> Opportunity:
    carried = [part for each in item.builds for part in _carry_builds(each, names)]
    # Of competencies that became one it builds what it built most of.
    strongest = sorted(carried, key=lambda each: (each.weight, each.ceiling))
    found = {each.competency: each for each in strongest}
    entry = (
        each
        for slug, n in item.entry_levels.items()
        for each in names.marks(slug, n) or ((names.keep(slug), n),)
    )
    return replace(
        item,
        builds=tuple(found[slug] for slug in _once(each.competency for each in carried)),
        entry_levels=dict(entry),
        gives_experiences=_once(map(names.expectation, item.gives_experiences)),
    )


def _carry_builds(builds: Builds, names: Names) -> Iterable[Builds]:
    kept = ((names.keep(builds.competency), builds.ceiling),)
    found = names.marks(builds.competency, builds.ceiling) or kept
    # The parts share its effect: nothing is learnt twice because it has two names now.
    weight = builds.weight / len(found)
    return (replace(builds, competency=slug, ceiling=level, weight=weight) for slug, level in found)


def _carry_own(own: OwnOpportunity, names: Names) -> OwnOpportunity:
    return replace(own, opportunity=_carry_opportunity(own.opportunity, names))


def _carry_draft(draft: PacketDraft, names: Names) -> PacketDraft:
    lines = (
        replace(line, expectation=expectation)
        for line in draft.lines
        for expectation in _carry_expectation(line.expectation, names)
    )
    return replace(draft, role=names.role(draft.role), lines=tuple(lines))


def _carry_set_aside(told: SetAside, names: Names) -> SetAside:
    expectations = (each for slug in told.expectations for each in _carry_expectation(slug, names))
    return replace(told, role=names.role(told.role), expectations=tuple(expectations))


def _carry_expectation(slug: str, names: Names) -> tuple[str, ...]:
    """A packet names competencies, experiences and responsibilities in one list."""
    found = names.competencies(slug)
    return (names.expectation(slug),) if is_former(found[0]) else found


def _carry_contact(contact: Contact, names: Names) -> Contact:
    role, strengths = names.role(contact.role), _each(contact.strengths, names)
    return replace(contact, role="" if is_former(role) else role, strengths=strengths)


def _carry_entry(entry: Any, names: Names) -> Any:
    return replace(entry, competencies=_each(entry.competencies, names))


def _carry_request(request: Request, names: Names) -> Request:
    # As many as were asked, in their order: answers are told by it.
    return replace(request, acts=tuple(map(names.behaviour, request.acts)))


def _carry_subject(about: Any, names: Names) -> Any:
    return (
        replace(about, competency=names.competency(about.competency)) if about.competency else about
    )


def read_catalogue(
    shipped: Catalogue, source: str, own: Iterable[OwnOpportunity], reading: LadderReading | None
) -> Catalogue:
    """The catalogue `shipped`, written for the ladder `source`, with a person's own entries.

    Under a `reading` it is in the names of the ladder that this leads to: `own` are read under it
    already, and what was shipped and builds nothing of that ladder is left out.
    """
    if reading is None:
        return with_own(shipped, own)
    names = Names(source=source, reading=reading)
    items = (_carry_opportunity(item, names) for item in shipped.opportunities)
    both = with_own(replace(shipped, opportunities=tuple(items)), own)
    left = (_without_lost(item) for item in both.opportunities)
    kept = tuple(item for item in left if item.builds or item.slug.startswith(OWN))
    return replace(both, opportunities=kept)


def _without_lost(item: Opportunity) -> Opportunity:
    return replace(
        item,
        builds=tuple(b for b in item.builds if not is_former(b.competency)),
        entry_levels={s: n for s, n in item.entry_levels.items() if not is_former(s)},
        gives_experiences=tuple(s for s in item.gives_experiences if not is_former(s)),
    )


def find_without_opportunities(catalogue: Catalogue, ladder: Ladder) -> tuple[str, ...]:
    """The competencies of `ladder`, by slug, that nothing in `catalogue` builds."""
    built = {builds.competency for item in catalogue.opportunities for builds in item.builds}
    return tuple(c.slug for c in ladder.competencies if c.slug not in built)


def _each(told: Iterable[str], names: Names) -> tuple[str, ...]:
    return _once(part for name in told for part in names.competencies(name))


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


# Every kind of fact that names something of a ladder; a closed packet stays as it was handed on.
CARRIERS: dict[type, Callable[[Any, Names], Any]] = {
    Aim: _carry_aim,
    Contact: _carry_contact,
    EvidenceItem: _carry_evidence,
    LearningEntry: _carry_entry,
    Mentoring: _carry_subject,
    OwnOpportunity: _carry_own,
    PacketDraft: _carry_draft,
    Position: _carry_position,
    RatingForm: _carry_ratings,
    ReadingNote: _carry_entry,
    Request: _carry_request,
    SetAside: _carry_set_aside,
    Talk: _carry_entry,
    Touch: _carry_subject,
    VignetteForm: _carry_vignettes,
}
# Every kind of fact that names something of a ladder is among these; a test holds it.


def _carry_plan(document: Mapping[str, Any], names: Names) -> dict[str, Any]:
    carried: dict[str, Any] = _carry_part(document, names)
    held = str(carried.get("held_role", ""))
    outlook = [_carry_outlook(told, names) for told in document.get("outlook", ())]
    return carried | {
        "held_role": "" if is_former(held) else held,
        "outlook": [told for told in outlook if told],
        "missing_experiences": _without_former(carried.get("missing_experiences", ())),
    }


def _carry_part(part: Any, names: Names) -> Any:
    if isinstance(part, Mapping):
        return {key: _carry_field(key, told, names) for key, told in part.items()}
    return [_carry_part(each, names) for each in part] if isinstance(part, list | tuple) else part


def _carry_field(key: str, told: Any, names: Names) -> Any:
    if key in ("target_role", "held_role"):
        return names.role(told)
    if key == "competency":
        return names.competency(told)
    if key in ("gives_experiences", "missing_experiences"):
        return [names.expectation(slug) for slug in told]
    if key == "must_have":
        return _without_former(_each(told, names))
    return _carry_part(told, names)


def _carry_outlook(told: Mapping[str, Any], names: Names) -> dict[str, Any] | None:
    slug, level = names.mark(told["competency"], told["bar_level"])
    if is_former(slug):
        return None
    return dict(told) | {"competency": slug, "bar_level": level}


def _without_former(found: Iterable[str]) -> list[str]:
    return [name for name in found if not is_former(name)]
