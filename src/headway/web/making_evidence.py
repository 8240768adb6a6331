"""The door from what stands elsewhere to evidence: the address of a form that is filled in with it."""

from datetime import date
from uuid import UUID

from django.urls import reverse

from headway.core.evidence_offers import EvidenceOffer
from headway.core.evidence_offers import list_offers as list_known
from headway.web.visit import Visit


def evidence_address(fact: UUID) -> str:
    """Where the form opens, filled in with what the fact could be told as; nothing is kept by that."""
    return reverse("evidence-tell", query={"of": fact})


def list_offers(visit: Visit, day: date) -> list[tuple[EvidenceOffer, str]]:
    """What could be told as evidence and was not yet, the latest first, each with where its form opens."""
    if not visit.may_tell(day):
        return []
    known = list_known(visit.known(day))
    return [(offer, evidence_address(offer.fact)) for offer in known]


def find_offered(visit: Visit, day: date) -> dict[UUID, str]:
    """By the fact that could be told as evidence and was not yet, where its form opens."""
    return {offer.fact: address for offer, address in list_offers(visit, day)}
