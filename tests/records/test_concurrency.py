"""Several connections at once: nobody's entry is lost, and of two corrections one stands."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from headway.core.dossier import DraftFact
from headway.core.errors import HeadwayError, InvalidInputError
from headway.core.evidence import EvidenceItem
from headway.records import bridge
from headway.records.models import Fact, LadderVersion, Person
from sample_facts import FEBRUARY, INTERVIEWS, MONDAY, SMALL_LADDER, TUESDAY

AT_ONCE = 6

pytestmark = pytest.mark.usefixtures("committing_db")


def at_once(do: Callable[[int], object]) -> list[object]:
    """What each of several threads, started together, returned or raised."""
    barrier = Barrier(AT_ONCE)

    def run(number: int) -> object:
        barrier.wait()
        try:
            return do(number)
        except HeadwayError as error:
            return error
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


@pytest.fixture
def dana(committing_db: None) -> Person:
    return bridge.ensure_owner("Dana", created_at=MONDAY)


def test_of_corrections_at_once_one_stands(dana: Person) -> None:
    former = bridge.record_fact(dana, INTERVIEWS, happened_on=FEBRUARY, recorded_at=MONDAY)
    found = at_once(
        lambda number: bridge.correct_fact(
            dana, former, EvidenceItem(text=str(number)), recorded_at=TUESDAY
        )
    )
    refused = [answer for answer in found if isinstance(answer, InvalidInputError)]
    assert len(refused) == AT_ONCE - 1
    assert Fact.objects.count() == 2


def test_entries_made_at_once_are_all_kept(dana: Person) -> None:
    found = at_once(
        lambda number: bridge.record_fact(
            dana, INTERVIEWS, happened_on=FEBRUARY, recorded_at=MONDAY + timedelta(number)
        )
    )
    assert {fact.id for fact in bridge.load_dossier(dana).facts} == set(found)


def test_a_file_imported_at_once_is_imported_once(dana: Person) -> None:
    drafts = [
        DraftFact(body=EvidenceItem(text=text), happened_on=FEBRUARY) for text in "abcdefghij"
    ]
    found = at_once(lambda _: bridge.record_facts(dana, drafts, recorded_at=MONDAY))
    assert sorted(len(recorded.added) for recorded in found) == [0] * (AT_ONCE - 1) + [10]


def test_a_workspace_gets_one_owner(committing_db: None) -> None:
    owners = at_once(lambda number: bridge.ensure_owner(str(number), created_at=MONDAY).id)
    assert set(owners) == {Person.objects.get().id}


def test_a_ladder_kept_at_once_is_kept_once(committing_db: None) -> None:
    keys = at_once(lambda _: bridge.keep_ladder(SMALL_LADDER, recorded_at=MONDAY).sha256)
    assert set(keys) == {LadderVersion.objects.get().sha256}
