"""Who asks decides what is found."""

import pytest
from django.test import override_settings

from headway.core.evidence import EvidenceItem
from headway.records import access, bridge
from headway.records.models import Person
from sample_facts import FEBRUARY, MONDAY


@pytest.fixture
def cleo(db: None) -> Person:
    return bridge.register_person("Cleo", created_at=MONDAY, is_sample=True)


def note(person: Person, visibility: str) -> None:
    bridge.record_fact(
        person,
        EvidenceItem(text=visibility),
        happened_on=FEBRUARY,
        recorded_at=MONDAY,
        visibility=visibility,
    )


def texts_seen(viewer: Person, person: Person) -> set[str]:
    dossier = bridge.load_dossier(person, viewer=viewer)
    return {body.text for _, body in dossier.each(EvidenceItem)}


@override_settings(HEADWAY_IS_PERSONAL=True)
def test_the_owner_of_a_personal_workspace_sees_all(ana: Person, ben: Person) -> None:
    note(ben, "private")
    assert texts_seen(ana, ben) == {"private"}
    assert set(access.visible_people(ana)) == {ana, ben}


def test_others_see_of_the_owner_what_is_shared(ana: Person, ben: Person) -> None:
    note(ana, "private")
    note(ana, "shared")
    assert texts_seen(ben, ana) == {"shared"}
    assert set(access.visible_people(ben)) == {ana, ben}


def test_a_person_without_shared_facts_is_not_seen(ana: Person, ben: Person) -> None:
    note(ana, "private")
    assert list(access.visible_people(ben)) == [ben]
    assert not access.visible_facts(ben).exists()


def test_everybody_sees_themselves_and_the_sample(ben: Person, cleo: Person) -> None:
    note(ben, "private")
    note(cleo, "private")
    assert set(access.visible_people(ben)) == {ben, cleo}
    assert texts_seen(ben, ben) == texts_seen(ben, cleo) == {"private"}


def test_the_sample_sees_nobody_else(ana: Person, cleo: Person) -> None:
    note(ana, "private")
    assert list(access.visible_people(cleo)) == [cleo]


@override_settings(HEADWAY_IS_PERSONAL=False)
def test_on_a_server_whoever_came_first_sees_no_more(ana: Person, ben: Person) -> None:
    note(ben, "private")
    assert texts_seen(ana, ben) == set()
    assert list(access.visible_people(ana)) == [ana]


def test_an_empty_workspace_has_no_owner(db: None) -> None:
    assert access.workspace_owner() is None


def test_the_owner_is_found(ana: Person, ben: Person) -> None:
    assert access.workspace_owner() == ana
