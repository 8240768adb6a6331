"""Deleting somebody one knows, as rows: the same on SQLite and on PostgreSQL."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection

from headway.core.circle import Acquaintance, find_by_name, tell_circle
from headway.core.errors import UnknownNameError
from headway.core.evidence import EvidenceItem
from headway.core.fact_kinds import AdoptedPlan, FactBody
from headway.core.packet_draft import ClosedPacket, PacketDraft
from headway.core.people import Contact, Touch
from headway.core.profile import Position
from headway.core.ratings import RatingForm
from headway.core.reading import ReadingNote
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


def find(person: Person, name: str = NAME) -> Acquaintance:
    known = bridge.load_dossier(person).known_by(date(2030, 1, 1))
    return find_by_name(tell_circle(known), name)


def erase(person: Person, *blacken: str) -> contacts.Traces:
    known = find(person)
    chosen = contacts.choose_hints(contacts.find_traces(person, known), blacken)
    return contacts.erase_contact(person, known, with_mentions=True, blacken=chosen)


def hint_at(person: Person) -> None:
    """Entries in which she is meant, as people write of somebody: every one of them in other words."""
    keep(person, Contact(key=LENA, name=NAME, email="zw@made.example", organisation="Nowhere Ltd"))
    keep(person, EvidenceItem(text="zuzanna's idea; ZW wrote it", corroborated_by=("Zuzanna",)))
    keep(person, RatingForm(rater="Zuzanna", source="manager", note="Wholly-Invented said so"))
    keep(person, PacketDraft(role="senior", opening="Mail zw@made.example of Nowhere Ltd"))
    document: dict[str, object] = {"lines": [{"sentence": "So says zuzanna wholly-invented"}]}
    keep(person, ClosedPacket(document=document, role="senior", role_title="Senior"))
    keep(person, ReadingNote(title="A post", state="kept", link="https://x.example/zuzanna"))


def everything() -> str:
    """All rows of all tables, as text."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return str(rows).casefold()


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


def test_each_place_where_they_may_be_meant_is_shown_with_the_way_it_names_them(
    ana: Person,
) -> None:
    hint_at(ana)
    told = {(hint.word, hint.how) for hint in contacts.find_traces(ana, find(ana)).hints}
    assert told == {
        ("zuzanna", "first name"),
        ("ZW", "initials"),
        ("Zuzanna", "first name"),
        ("Wholly-Invented", "surname"),
        ("zw@made.example", "mail address"),
        ("Nowhere Ltd", "organisation"),
        ("zuzanna wholly-invented", "name"),
    }


def test_what_is_not_chosen_stays_as_it_was_written(ana: Person) -> None:
    hint_at(ana)
    erase(ana)
    [(_, item)] = bridge.load_dossier(ana).each(EvidenceItem)
    assert (item.text, item.corroborated_by) == ("zuzanna's idea; ZW wrote it", ("Zuzanna",))


def test_what_is_chosen_is_in_no_row_of_any_table_afterwards(ana: Person) -> None:
    hint_at(ana)
    assert "zuzanna" in everything()
    traces = erase(ana, "all")
    assert not [
        word for word in ("zuzanna", "wholly", "made.example", "nowhere") if word in everything()
    ]
    stand_in = f"a former contact ({str(LENA)[:4]})"
    [(_, item)] = bridge.load_dossier(ana).each(EvidenceItem)
    assert item.text == f"{stand_in}'s idea; {stand_in} wrote it"
    [(_, form)] = bridge.load_dossier(ana).each(RatingForm)
    assert item.corroborated_by == (form.rater,) == (stand_in,)
    assert len(traces.hints) == 8
    assert ("evidence", "rating") in {hint.kinds for hint in traces.hints}


def test_one_place_of_several_in_a_text_can_be_chosen_in_all_its_versions(ana: Person) -> None:
    know(ana)
    first = keep(ana, EvidenceItem(text="Zuzanna asked Zuzanna"))
    told = EvidenceItem(text="Zuzanna asked Zuzanna", support="verified")
    bridge.correct_fact(ana, first, told, recorded_at=TUESDAY)
    hints = contacts.find_traces(ana, find(ana)).hints
    second = next(hint for hint in hints if hint.start > 0 and "asked" in hint.text)
    assert len(second.facts) == 2
    erase(ana, second.id)
    bodies = [str(row.body) for row in Fact.objects.filter(kind="evidence")]
    assert sum("Zuzanna asked a former contact" in body for body in bodies) == 2


def test_an_organisation_counts_only_where_it_means_nobody_else(ana: Person) -> None:
    hint_at(ana)
    keep(ana, Position(title="Analyst", organisation="nowhere ltd"))
    hows = {hint.how for hint in contacts.find_traces(ana, find(ana)).hints}
    assert "organisation" not in hows


def test_a_place_that_is_none_is_refused_and_nothing_goes(ana: Person) -> None:
    hint_at(ana)
    with pytest.raises(UnknownNameError, match="0 lines"):
        erase(ana, "zzzz")
    assert find(ana).contact.name == NAME


def test_a_long_text_is_shown_around_the_place(ana: Person) -> None:
    hint_at(ana)
    keep(ana, EvidenceItem(text=f"{'x ' * 90}asked Zuzanna about it{' y' * 90}"))
    hints = contacts.find_traces(ana, find(ana)).hints
    [hint] = [one for one in hints if len(one.text) > 200]
    assert (hint.before[:2], hint.before[-6:]) == ("… ", "asked ")
    assert (hint.after[:9], hint.after[-2:]) == (" about it", " …")
