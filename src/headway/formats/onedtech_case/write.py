"""Writes a ladder as a CASE 1.1 package: items, associations, item types and a rubric, all of them valid."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from headway.core.ladder import Behaviour, Competency, Ladder, Role
from headway.formats.onedtech_case.names import (
    APART,
    EXTENSION,
    FIELDS,
    KINDS,
    bound,
    identify,
    identify_kind,
    normalise,
)

CREATOR = "Headway"


def write(ladder: Ladder, *, changed_at: datetime) -> bytes:
    """The package as UTF-8 JSON; what the standard has no field for stands in its extensions.

    Of equal ladders and moments equal bytes. Identifiers are those of `names.identify`.
    """
    package = _Writer(ladder, changed_at).package()
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


class _Writer:
    def __init__(self, ladder: Ladder, changed_at: datetime) -> None:
        self.ladder = ladder
        self.changed = changed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
        self.items: list[dict[str, Any]] = []
        self.associations: list[dict[str, Any]] = []
        self._children: Counter[UUID] = Counter()
        self.document_id = self.id("document")

    def id(self, kind: str, *names: str) -> UUID:
        return identify(self.ladder.slug, kind, *names)

    def package(self) -> dict[str, Any]:
        self._add_scale()
        self._add_competencies()
        self._add_roles()
        return {
            "CFDocument": self._document(),
            "CFItems": self.items,
            "CFAssociations": self.associations,
            "CFDefinitions": self._definitions(),
            "CFRubrics": [self._rubric()],
        }

    def _document(self) -> dict[str, Any]:
        fields = _bounded(
            {
                "title": normalise(self.ladder.title) or self.ladder.slug or "-",
                "version": normalise(self.ladder.version),
                "description": self.ladder.note,
            }
        )
        is_cut = fields["description"] != self.ladder.note
        return {
            **self._whole(self.document_id),
            "caseVersion": "1.1",
            "creator": CREATOR,
            **fields,
            **({"notes": self.ladder.note} if is_cut else {}),
            "adoptionStatus": "Adopted",
            "licenseURI": self._license_link(),
            "extensions": _extension("document", self.ladder, fields),
        }

    def _add_scale(self) -> None:
        for level in self.ladder.levels:
            fields = {
                "abbreviatedStatement": normalise(level.name),
                "fullStatement": level.meaning or level.name or str(level.number),
            }
            self._add("level", str(level.number), level, fields, parent=self.document_id)
        for experience in self.ladder.experiences:
            fields = {
                "fullStatement": experience.text or experience.slug,
                "notes": experience.evidence,
            }
            self._add("experience", experience.slug, experience, fields, parent=self.document_id)

    def _add_competencies(self) -> None:
        for area in self.ladder.areas:
            fields = {"fullStatement": area.name or area.slug}
            self._add("area", area.slug, area, fields, parent=self.document_id)
        areas = {area.slug for area in self.ladder.areas}
        for competency in self.ladder.competencies:
            is_in_area = competency.area in areas
            parent = self.id("area", competency.area) if is_in_area else self.document_id
            fields = {
                "abbreviatedStatement": normalise(competency.name),
                "fullStatement": competency.definition or competency.name or competency.slug,
                "notes": competency.boundary,
            }
            self._add("competency", competency.slug, competency, fields, parent=parent)
            self._add_behaviours(competency)

    def _add_behaviours(self, competency: Competency) -> None:
        for behaviour, id_ in self._identified(competency):
            fields = {
                "fullStatement": behaviour.act or competency.name or competency.slug,
                "notes": behaviour.evidence,
            }
            item = self._item("behaviour", id_, "", behaviour, fields)
            self._child(id_, item, self.id("competency", competency.slug))
            level = self.id("level", str(behaviour.level))
            self._associate(id_, item, "hasSkillLevel", level, str(behaviour.level))

    def _identified(self, competency: Competency) -> Iterator[tuple[Behaviour, UUID]]:
        """By its words, not its place: an act put before it makes it no other act."""
        seen: Counter[tuple[int, str]] = Counter()
        for behaviour in competency.behaviours:
            key = (behaviour.level, behaviour.act)
            seen[key] += 1
            again = [str(seen[key])] if seen[key] > 1 else []
            names = (competency.slug, str(behaviour.level), behaviour.act, *again)
            yield behaviour, self.id("behaviour", *names)

    def _add_roles(self) -> None:
        for role in self.ladder.roles:
            fields = {
                "abbreviatedStatement": normalise(role.title),
                "fullStatement": role.scope or role.title or role.slug,
                "notes": role.theme,
            }
            item = self._add("role", role.slug, role, fields, parent=self.document_id)
            self._add_duties(role)
            self._relate(role, item)

    def _add_duties(self, role: Role) -> None:
        for duty in role.responsibilities:
            fields = {"fullStatement": duty.text or duty.slug}
            parent = self.id("role", role.slug)
            item = self._add("responsibility", duty.slug, duty, fields, parent=parent)
            for slug in duty.competencies:
                other = self.id("competency", slug)
                self._associate(UUID(item["identifier"]), item, "isRelatedTo", other, slug)

    def _relate(self, role: Role, item: Mapping[str, Any]) -> None:
        origin, names = UUID(item["identifier"]), {n.number: n.name for n in self.ladder.levels}
        for slug, level in role.expected.items():
            told = {
                # Servers of version 1.0 keep neither the note nor the extension, but this number.
                "sequenceNumber": level,
                "notes": f"Expected level: {level} {names.get(level, '')}".strip(),
                "extensions": {EXTENSION: {"expected": level}},
            }
            self._associate(origin, item, "isRelatedTo", self.id("competency", slug), slug, told)
        for slug in role.experiences:
            self._associate(origin, item, "isRelatedTo", self.id("experience", slug), slug)
        for slug in role.next_roles:
            self._associate(origin, item, "precedes", self.id("role", slug), slug)

    def _add(
        self, kind: str, slug: str, value: object, fields: Mapping[str, str], *, parent: UUID
    ) -> dict[str, Any]:
        id_ = self.id(kind, slug)
        item = self._item(kind, id_, slug, value, fields)
        self._child(id_, item, parent)
        return item

    def _item(
        self, kind: str, id_: UUID, code: str, value: object, fields: Mapping[str, str]
    ) -> dict[str, Any]:
        fields, code = _bounded(fields), bound(normalise(code), "humanCodingScheme")
        title, extension = KINDS[kind][0], _extension(kind, value, fields)
        # The order of the whole ladder: the standard orders only the children of one parent.
        extension[EXTENSION]["place"] = len(self.items) + 1
        item = {
            **self._whole(id_),
            **{key: text for key, text in fields.items() if text},
            **({"humanCodingScheme": code} if code else {}),
            **({"conceptKeywords": [value.kind]} if isinstance(value, Competency) else {}),
            "CFItemType": title,
            "CFItemTypeURI": _link(identify_kind(kind), title),
            "licenseURI": self._license_link(),
            "extensions": extension,
        }
        self.items.append(item)
        return item

    def _child(self, origin: UUID, item: Mapping[str, Any], parent: UUID) -> None:
        self._children[parent] += 1
        told = {"sequenceNumber": self._children[parent]}
        self._associate(origin, item, "isChildOf", parent, "", told)

    def _associate(
        self,
        origin: UUID,
        item: Mapping[str, Any],
        kind: str,
        other: UUID,
        title: str,
        told: Mapping[str, Any] | None = None,
    ) -> None:
        id_ = self.id("association", kind, str(origin), str(other))
        self.associations.append(
            {
                "identifier": str(id_),
                "uri": id_.urn,
                "associationType": kind,
                "originNodeURI": _link(origin, _title(item)),
                "destinationNodeURI": _link(other, normalise(title) or str(other)),
                "lastChangeDateTime": self.changed,
                **(told or {}),
            }
        )

    def _definitions(self) -> dict[str, Any]:
        licence = normalise(self.ladder.licence) or "not said"
        return {
            "CFItemTypes": [
                {
                    "identifier": str(identify_kind(kind)),
                    "uri": identify_kind(kind).urn,
                    "title": title,
                    "description": description,
                    "hierarchyCode": code,
                    "typeCode": kind,
                    "lastChangeDateTime": self.changed,
                }
                for kind, (title, code, description) in KINDS.items()
            ],
            "CFLicenses": [
                {
                    **_link(self.id("licence"), licence),
                    "licenseText": licence,
                    "lastChangeDateTime": self.changed,
                }
            ],
        }

    def _rubric(self) -> dict[str, Any]:
        id_ = self.id("rubric")
        return {
            "identifier": str(id_),
            "uri": id_.urn,
            "title": normalise(self.ladder.title) or self.ladder.slug,
            "lastChangeDateTime": self.changed,
            "CFRubricCriteria": [
                self._criterion(competency, place, id_)
                for place, competency in enumerate(self.ladder.competencies, 1)
            ],
        }

    def _criterion(self, competency: Competency, place: int, rubric: UUID) -> dict[str, Any]:
        id_ = self.id("criterion", competency.slug)
        name = normalise(competency.name) or competency.slug
        return {
            "identifier": str(id_),
            "uri": id_.urn,
            "category": bound(name, "category"),
            "description": competency.definition,
            "CFItemURI": _link(self.id("competency", competency.slug), name),
            "position": place,
            "rubricId": str(rubric),
            "lastChangeDateTime": self.changed,
            "CFRubricCriterionLevels": [
                self._step(competency, level.number, level.name, id_)
                for level in self.ladder.levels
            ],
        }

    def _step(
        self, competency: Competency, number: int, name: str, criterion: UUID
    ) -> dict[str, Any]:
        id_ = self.id("criterion level", competency.slug, str(number))
        acts = "\n".join(behaviour.act for behaviour in competency.behaviours_at(number))
        return {
            "identifier": str(id_),
            "uri": id_.urn,
            "description": acts,
            "quality": normalise(name),
            "score": number,
            "position": number + 1,
            "rubricCriterionId": str(criterion),
            "lastChangeDateTime": self.changed,
        }

    def _whole(self, id_: UUID) -> dict[str, Any]:
        return {
            "identifier": str(id_),
            "uri": id_.urn,
            "lastChangeDateTime": self.changed,
            **({"language": language} if (language := self.ladder.language[:10].strip()) else {}),
        }

    def _license_link(self) -> dict[str, str]:
        return _link(self.id("licence"), normalise(self.ladder.licence) or "not said")


def _bounded(fields: Mapping[str, str]) -> dict[str, str]:
    return {field: bound(text, field) for field, text in fields.items()}


def _link(id_: UUID, title: str) -> dict[str, str]:
    return {"title": title, "identifier": str(id_), "uri": id_.urn}


def _title(item: Mapping[str, Any]) -> str:
    return (
        normalise(item.get("abbreviatedStatement") or item["fullStatement"]) or item["identifier"]
    )


def _extension(kind: str, value: object, fields: Mapping[str, str]) -> dict[str, Any]:
    """What of `value` the standard's `fields` do not hold.

    `instead` says what stands in a field in place of another text: who reads it back takes that text
    as long as nobody has changed the field.
    """
    own, apart = FIELDS[kind], APART.get(kind, ())
    told = {k: v for k, v in msgspec.to_builtins(value).items() if k not in apart}
    rest = {k: v for k, v in told.items() if k not in own.values() and v is not None}
    instead = {
        name: {"written": fields[field], "meant": told[name]}
        for field, name in own.items()
        if fields[field] != told[name]
    }
    return {EXTENSION: rest | ({"instead": instead} if instead else {})}
