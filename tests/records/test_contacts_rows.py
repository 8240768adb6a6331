"""Deleting somebody one knows, as rows: the same on SQLite and on PostgreSQL."""

from datetime import date
from uuid import UUID

from headway.core.circle import find_by_name, tell_circle
from headway.core.dossier import AdoptedPlan, FactBody
from headway.core.evidence import EvidenceItem
from headway.core.people import Contact, Touch
from headway.records import bridge, contacts
from headway.records.models import Fact, Person
from sample_facts import FEBRUARY, MONDAY, TUESDAY

NAME = "Zuzanna Wholly-Invented"
LENA = UUID(int=71)


def keep(person: Person, body: FactBody) -> UUID:
    return bridge.record_fact(person, body, happened_on=FEBRUARY, recorded_at=MONDAY)


def know(person: Person) -> None:
    """Somebody told of twice, touched, and named elsewhere in a text, a list and a document."""
    contact = keep(person, Contact(key=LENA, name=NAME))
    changed = Contact(key=LENA, name=NAME, note="Second")
    bridge.correct_fact(person, contact, changed, recorded_at=TUESDAY)
    keep(person, Touch(contact=LENA, text=f"Lunch with {NAME}"))
    keep(person, EvidenceItem(text=f"Told {NAME} no", corroborated_by=(NAME, "Ben")))
    keep(person, AdoptedPlan(document={"notes": [{NAME: "helps"}]}))


def erase(person: Person) -> None:
    known = bridge.load_dossier(person).known_by(date(2030, 1, 1))
    contacts.erase_contact(person, find_by_name(tell_circle(known), NAME), with_mentions=True)


def test_no_row_holds_the_name_afterwards(ana: Person) -> None:
    know(ana)
    erase(ana)
    told = [str(body) for body in Fact.objects.values_list("body", flat=True)]
    assert len(told) == 2
    assert not [text for text in told if "Zuzanna" in text or "Wholly" in text]


def test_what_is_left_can_still_be_read(ana: Person) -> None:
    know(ana)
    erase(ana)
    [(_, item)] = bridge.load_dossier(ana).each(EvidenceItem)
    assert item.corroborated_by[1] == "Ben"


def test_nobody_else_s_record_is_touched(ana: Person, ben: Person) -> None:
    know(ana)
    know(ben)
    erase(ana)
    known = bridge.load_dossier(ben).known_by(date(2030, 1, 1))
    assert find_by_name(tell_circle(known), NAME).contact.note == "Second"
