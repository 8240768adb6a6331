"""What the rows themselves refuse, whoever writes them."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from headway.records import bridge
from headway.records.models import Fact, LadderVersion, Person
from sample_facts import FEBRUARY, INTERVIEWS, MONDAY, SMALL_LADDER


@pytest.fixture
def fact(ana: Person) -> Fact:
    id_ = bridge.record_fact(ana, INTERVIEWS, happened_on=FEBRUARY, recorded_at=MONDAY)
    return Fact.objects.get(pk=id_)


def successor(fact: Fact, **details: object) -> Fact:
    told = {"id": uuid4(), "supersedes": fact, "visibility": "private", **details}
    return Fact(
        owner=fact.owner,
        kind=fact.kind,
        happened_on=fact.happened_on,
        recorded_at=fact.recorded_at,
        body=fact.body,
        **told,
    )


def test_a_fact_is_never_changed(fact: Fact) -> None:
    with pytest.raises(TypeError, match="Fact is never changed"):
        fact.save()
    with pytest.raises(TypeError, match="Fact is never changed"):
        Fact.objects.update(kind="aim")
    with pytest.raises(TypeError, match="Fact is never changed"):
        Fact.objects.bulk_update([fact], ["kind"])


def test_a_ladder_version_is_never_changed(db: None) -> None:
    version = bridge.keep_ladder(SMALL_LADDER, recorded_at=MONDAY)
    with pytest.raises(TypeError, match="LadderVersion is never changed"):
        version.save()
    with pytest.raises(TypeError, match="LadderVersion is never changed"):
        LadderVersion.objects.update(version="2")


def test_the_database_refuses_a_second_successor(fact: Fact) -> None:
    successor(fact).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        successor(fact).save()


def test_the_database_refuses_an_unknown_visibility(fact: Fact) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        successor(fact, visibility="secret").save()


def test_the_database_refuses_a_fact_that_replaces_itself(fact: Fact) -> None:
    ouroboros = successor(fact)
    ouroboros.supersedes_id = ouroboros.id
    with pytest.raises(IntegrityError, match="supersedes_another"), transaction.atomic():
        ouroboros.save()


def test_the_database_refuses_a_sample_as_owner(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(is_owner=True, is_sample=True, created_at=MONDAY)


def test_rows_say_what_they_are(fact: Fact, ben: Person) -> None:
    version = bridge.keep_ladder(SMALL_LADDER, recorded_at=MONDAY)
    nameless = bridge.register_person("", created_at=MONDAY)
    assert (str(ben), str(nameless)) == ("Ben", str(nameless.id))
    assert (str(fact), str(version)) == ("evidence of 2026-02-10", "small 1.0.0")
