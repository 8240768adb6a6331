"""People chosen from a list are kept once; a table of them runs no formulas; others never see them."""

import csv
import io
from uuid import UUID

import pytest

from headway.core.circle import tell_circle
from headway.core.dossier import DraftFact
from headway.core.evidence import EvidenceItem
from headway.core.people import Contact, Touch
from headway.formats import built_in
from headway.records import access, bridge, people_import, people_table
from headway.records.models import Fact, Person
from sample_facts import FEBRUARY, MONDAY, TUESDAY

LENA = UUID(int=71)


def draft(name: str, number: int, title: str = "") -> DraftFact:
    contact = Contact(key=UUID(int=number), name=name, title=title)
    return DraftFact(body=contact, happened_on=FEBRUARY)


def test_people_of_a_list_are_kept_once_with_the_role_their_title_names(ana: Person) -> None:
    ladder = built_in.ladder()
    chosen = [draft("Lena", 1, "Senior Product Manager"), draft("Omar", 2, "Cook")]
    assert len(people_import.keep_people(ana, chosen, ladder, recorded_at=MONDAY)) == 2
    again = [*chosen, draft("Ida", 3)]
    kept = people_import.keep_people(ana, again, ladder, recorded_at=TUESDAY)
    assert kept == (UUID(int=3),)
    roles = {f.body["name"]: f.body["role"] for f in Fact.objects.filter(kind="contact")}
    assert roles == {"Lena": "senior-product-manager", "Omar": "", "Ida": ""}


def test_what_is_no_person_is_not_kept(ana: Person) -> None:
    drafts = [DraftFact(body=EvidenceItem(text="x"), happened_on=FEBRUARY)]
    kept = people_import.keep_people(ana, drafts, built_in.ladder(), recorded_at=MONDAY)
    assert (kept, Fact.objects.count()) == ((), 0)


def test_a_table_tells_everybody_by_name_and_runs_no_formulas(ana: Person) -> None:
    for number, name in enumerate(["=1+1", "Ben"]):
        body = Contact(key=UUID(int=number), name=name, ties=("peer",), every_days=30)
        bridge.record_fact(ana, body, happened_on=FEBRUARY, recorded_at=MONDAY)
    touch = Touch(contact=UUID(int=1))
    bridge.record_fact(ana, touch, happened_on=FEBRUARY, recorded_at=MONDAY)
    known = bridge.load_dossier(ana).known_by(TUESDAY.date())
    text = people_table.write_people(tell_circle(known).people.values()).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["name"] for row in rows] == ["'=1+1", "Ben"]
    assert (rows[1]["ties"], rows[1]["last_on"], rows[1]["every_days"]) == (
        "peer",
        FEBRUARY.isoformat(),
        "30",
    )
    assert rows[0]["last_on"] == ""


@pytest.mark.parametrize("is_personal", [True, False])
def test_names_of_people_stay_with_their_owner_even_when_shared(
    ana: Person, ben: Person, monkeypatch: pytest.MonkeyPatch, is_personal: bool
) -> None:
    monkeypatch.setattr(access.settings, "HEADWAY_IS_PERSONAL", is_personal)
    body = Contact(key=LENA, name="Lena")
    fact = bridge.record_fact(
        ana, body, happened_on=FEBRUARY, recorded_at=MONDAY, visibility="shared"
    )
    assert not access.visible_facts(ben).filter(pk=fact).exists()
    assert not access.visible_people(ben).filter(pk=ana.pk).exists()
    assert access.visible_facts(ana).filter(pk=fact).exists()
