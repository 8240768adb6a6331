"""What already stands here and could be told as evidence: filled in for the person, kept once they say so."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from headway.core.circle import Circle, tell_circle
from headway.core.development import LearningEntry, evidence_of_learning
from headway.core.dossier import Dossier, Fact
from headway.core.errors import UnknownNameError
from headway.core.evidence import CompetencyTag, EvidenceItem
from headway.core.people import AgreedItem, Touch
from headway.core.talks import Talk, evidence_of_talk

# A piece of evidence, the day it happened, where it came from.
_Told = tuple[EvidenceItem, date, str]


@dataclass(frozen=True, kw_only=True)
class EvidenceOffer:
    """A piece of evidence as `fact` could be told, the day it happened, and in words where it came from."""

    fact: UUID
    item: EvidenceItem
    happened_on: date
    came_from: str


def offer_evidence(known: Dossier, fact_id: UUID) -> EvidenceOffer:
    """What the fact could be told as; `known` is of one day. Raises UnknownNameError for one that can't.

    A goal or an action of a mentoring that was reached, a touch in which something was given, a talk that
    was held, something that was taken. Competencies are candidates without a level.
    """
    fact = next((fact for fact in known.facts if fact.id == fact_id), None)
    offer = _offer_of(tell_circle(known), fact) if fact else None
    if offer is None:
        raise UnknownNameError("There is nothing here that could be told as evidence.")
    return offer


def list_offers(known: Dossier) -> tuple[EvidenceOffer, ...]:
    """All that could be told as evidence and was not yet, the latest first."""
    circle, told = tell_circle(known), find_made(known)
    items = [item for _, item in known.each(EvidenceItem)]
    texts = {item.text for item in items}
    offers = (
        offer
        for fact in known.facts
        if fact.id not in told
        and not _came_as_draft(fact.body, items)
        and (offer := _offer_of(circle, fact))
    )
    # A talk that was held, and what something changed, become evidence at once.
    new = [offer for offer in offers if offer.item.text not in texts]
    return tuple(sorted(new, key=lambda o: (o.happened_on, str(o.fact)), reverse=True))


def find_made(known: Dossier) -> dict[UUID, UUID]:
    """By each fact that was told as evidence, that evidence."""
    return {item.came_from: fact.id for fact, item in known.each(EvidenceItem) if item.came_from}


def _came_as_draft(body: object, items: Iterable[EvidenceItem]) -> bool:
    """Whether a file told what was taken as evidence, too: a certificate, which waits as a draft."""
    return isinstance(body, LearningEntry) and any(
        body.source and item.source.startswith(body.source) and body.title in item.text
        for item in items
    )


def _offer_of(circle: Circle, fact: Fact) -> EvidenceOffer | None:
    found = _told_of(circle, fact)
    if found is None:
        return None
    item, happened_on, came_from = found
    return EvidenceOffer(
        fact=fact.id,
        item=replace(item, came_from=fact.id),
        happened_on=happened_on,
        came_from=came_from,
    )


def _told_of(circle: Circle, fact: Fact) -> _Told | None:
    body = fact.body
    if isinstance(body, AgreedItem):
        return _of_agreed(circle, body)
    if isinstance(body, Touch):
        return _of_touch(circle, body, fact.happened_on)
    if isinstance(body, Talk) and body.held_on:
        return evidence_of_talk(body), body.held_on, f"“{body.title}”"
    if isinstance(body, LearningEntry):
        return _of_learning(body), fact.happened_on, f"“{body.title}”, which you took"
    return None


def _of_agreed(circle: Circle, agreed: AgreedItem) -> _Told | None:
    """One's own that was reached, or what somebody reached whom one guides."""
    asked = circle.mentorings.get(agreed.mentoring)
    is_mentor = asked is not None and asked.mentoring.side == "mentor"
    if asked is None or agreed.done_on is None or (agreed.whose == "them" and not is_mentor):
        return None
    name = circle.name_of(asked.mentoring.contact)
    text = _join(agreed.text, agreed.result)
    item = EvidenceItem(
        text=f"Guided {name}, who did this: {text}" if agreed.whose == "them" else text,
        # What one guides somebody on shows guiding, not the matter itself.
        tags=() if is_mentor else _candidates(asked.mentoring.competency),
        source="mentoring",
    )
    return item, agreed.done_on, f"what you agreed with {name}"


def _of_touch(circle: Circle, touch: Touch, on: date) -> _Told | None:
    name = circle.name_of(touch.contact)
    if not name or not touch.gave:
        return None
    text = _join(f"Gave {name}: {touch.gave}", touch.outcome_text)
    tags = _candidates(touch.competency)
    item = EvidenceItem(text=text, tags=tags, source="network")
    return item, on, f"what passed between you and {name}"


def _of_learning(entry: LearningEntry) -> EvidenceItem:
    """What it changed; else that it was finished. The file of its certificate comes along."""
    finished = EvidenceItem(
        text=_join(f"Finished {entry.title}", entry.reflection),
        tags=tuple(CompetencyTag(competency=slug) for slug in entry.competencies),
        source="learning",
        link=entry.certificate.link if entry.certificate else "",
    )
    file = entry.certificate.file if entry.certificate else None
    item = evidence_of_learning(entry) or finished
    return replace(item, files=(file,) if file else ())


def _candidates(competency: str) -> tuple[CompetencyTag, ...]:
    return (CompetencyTag(competency=competency),) if competency else ()


def _join(first: str, second: str) -> str:
    """Both as one line: "Wrote the paper: everybody read it"."""
    return " ".join(": ".join(filter(None, (first.strip().rstrip("."), second.strip()))).split())
