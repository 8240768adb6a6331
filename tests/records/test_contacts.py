"""Deleting somebody one knows: afterwards their name is nowhere in the database's files."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from headway.core.circle import Acquaintance, find_by_name, tell_circle
from headway.core.evidence import EvidenceItem
from headway.core.fact_kinds import AdoptedPlan, FactBody
from headway.core.people import (
    AgreedItem,
    Contact,
    Event,
    Mentoring,
    MentoringTurn,
    Touch,
)
from headway.core.ratings import RatingForm
from headway.records import archive, bridge, contacts, entries, waiting_files
from headway.records.models import CalibrationVersion, Fact, Person
from headway.records.places import Workspace
from sample_facts import FEBRUARY, MONDAY, TUESDAY, WEDNESDAY

NAME = "Zuzanna Wholly-Invented"
LENA, OTHER, TALKS = UUID(int=71), UUID(int=72), UUID(int=73)


def keep(person: Person, body: FactBody) -> UUID:
    return bridge.record_fact(person, body, happened_on=FEBRUARY, recorded_at=MONDAY)


def find(person: Person, name: str = NAME) -> Acquaintance:
    known = bridge.load_dossier(person).known_by(WEDNESDAY.date())
    return find_by_name(tell_circle(known), name)


@pytest.fixture
def owner(workspace: Workspace) -> Person:
    """Somebody who knows somebody well."""
    person = bridge.ensure_owner("Ana", created_at=MONDAY, time_zone="UTC")
    contact = keep(person, Contact(key=LENA, name=NAME, note="First"))
    changed = Contact(key=LENA, name=NAME, note="Second")
    bridge.correct_fact(person, contact, changed, recorded_at=TUESDAY)
    touch = keep(person, Touch(contact=LENA, text=f"Lunch with {NAME}"))
    entries.take_back(person, touch, recorded_at=TUESDAY)
    entries.put_back(person, touch, recorded_at=WEDNESDAY)
    keep(person, Mentoring(key=TALKS, contact=LENA, ask=f"Ask {NAME}", answer_by=FEBRUARY))
    keep(person, MentoringTurn(mentoring=TALKS, turn="agreed", note=NAME))
    keep(person, AgreedItem(key=uuid4(), mentoring=TALKS, text=f"Show it to {NAME}"))
    keep(person, Touch(contact=LENA, mentoring=TALKS, how="session"))
    return person


def mention(person: Person) -> None:
    """Entries about other things that have the name, in texts, lists, keys and nested documents."""
    keep(person, Contact(key=OTHER, name="Ben", known_from=f"{NAME}'s party"))
    keep(person, Event(key=uuid4(), title=f"Talk by {NAME}", starts_on=FEBRUARY))
    item = keep(person, EvidenceItem(text="Held the line", corroborated_by=(NAME, "Ben")))
    seen = EvidenceItem(text=f"Held the line, {NAME} said", corroborated_by=(NAME,))
    bridge.correct_fact(person, item, seen, recorded_at=TUESDAY)
    keep(person, RatingForm(rater=NAME, source="manager", marks={"communication": 2}))
    keep(person, AdoptedPlan(document={"notes": [{NAME: "helps"}], "hours": 3}))
    document = {"raters": [{"name": NAME}]}
    CalibrationVersion(
        sha256="0" * 64, ladder="x", as_of=FEBRUARY, document=document, recorded_at=MONDAY
    ).save()


def files_with_the_name(workspace: Workspace) -> list[str]:
    files = (path for path in workspace.folder.rglob("*") if path.is_file())
    words = [word.encode() for word in NAME.split()]
    return [str(path) for path in files if any(word in path.read_bytes() for word in words)]


def test_the_name_is_nowhere_in_any_file_afterwards(owner: Person, workspace: Workspace) -> None:
    mention(owner)
    waiting_files.put(f"First Name,Last Name\n{NAME}".encode(), now=WEDNESDAY)
    assert files_with_the_name(workspace)
    contacts.erase_contact(owner, find(owner), with_mentions=True)
    assert files_with_the_name(workspace) == []
    assert CalibrationVersion.objects.count() == 0


def test_what_was_chosen_by_parts_of_the_name_is_nowhere_in_any_file_afterwards(
    owner: Person, workspace: Workspace
) -> None:
    mention(owner)
    part = EvidenceItem(text="Zuzanna and Wholly-Invented's list", corroborated_by=("Zuzanna",))
    keep(owner, part)
    document = {"raters": [{"name": "Zuzanna"}]}
    CalibrationVersion(
        sha256="1" * 64, ladder="x", as_of=FEBRUARY, document=document, recorded_at=MONDAY
    ).save()
    hints = contacts.find_traces(owner, find(owner)).hints
    contacts.erase_contact(owner, find(owner), with_mentions=True, blacken=hints)
    assert files_with_the_name(workspace) == []
    assert CalibrationVersion.objects.count() == 0


def test_every_version_of_what_is_about_them_goes_and_nothing_else(owner: Person) -> None:
    other = keep(owner, Contact(key=OTHER, name="Ben"))
    traces = contacts.erase_contact(owner, find(owner), with_mentions=False)
    assert len(traces.facts) == 9
    assert list(Fact.objects.values_list("pk", flat=True)) == [other]
    assert (traces.mentions, traces.copies) == ((), ())


def test_a_stand_in_takes_the_place_of_the_name_and_everything_can_still_be_read(
    owner: Person,
) -> None:
    mention(owner)
    contacts.erase_contact(owner, find(owner), with_mentions=True)
    known = bridge.load_dossier(owner)
    stand_in = f"a former contact ({str(LENA)[:4]})"
    [(_, form)] = known.known_by(WEDNESDAY.date()).each(RatingForm)
    assert (form.rater, form.marks) == (stand_in, {"communication": 2})
    [(_, plan)] = known.each(AdoptedPlan)
    assert plan.document == {"notes": [{stand_in: "helps"}], "hours": 3}
    assert find(owner, "Ben").contact.known_from == f"{stand_in}'s party"


def test_without_mentions_other_entries_keep_the_name_and_are_counted(owner: Person) -> None:
    mention(owner)
    before = set(Fact.objects.filter(kind__in=["evidence", "rating"]).values_list("pk", flat=True))
    traces = contacts.erase_contact(owner, find(owner), with_mentions=False)
    assert before <= set(traces.mentions)
    assert len(traces.mentions) == 6
    assert CalibrationVersion.objects.count() == 1
    assert NAME in str(Fact.objects.get(kind="rating").body)


def test_a_part_of_a_longer_word_is_no_mention(workspace: Workspace) -> None:
    person = bridge.ensure_owner("Ana", created_at=MONDAY, time_zone="UTC")
    keep(person, Contact(key=LENA, name="Will"))
    keep(person, EvidenceItem(text="Willing people will help"))
    keep(person, EvidenceItem(text="Will said so"))
    traces = contacts.find_traces(person, find(person, "Will"))
    assert len(traces.mentions) == 1
    assert not traces.is_name_telling


def test_copies_that_headway_made_before_are_told(owner: Person, workspace: Workspace) -> None:
    workspace.backups.mkdir()
    (workspace.backups / "before.sqlite3").write_bytes(b"")
    traces = contacts.find_traces(owner, find(owner))
    assert traces.copies == (str(workspace.backups / "before.sqlite3"),)
    assert traces.is_name_telling


def test_on_a_server_nobody_else_s_files_and_calibrations_are_touched(
    owner: Person, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    mention(owner)
    name = waiting_files.put(b"somebody else's", now=WEDNESDAY)
    monkeypatch.setattr("headway.records.contacts.settings.HEADWAY_IS_PERSONAL", False)
    traces = contacts.erase_contact(owner, find(owner), with_mentions=True)
    assert traces.calibrations == ()
    assert CalibrationVersion.objects.count() == 1
    assert waiting_files.read(name) == b"somebody else's"


def test_on_a_server_what_a_peer_wrote_is_shown_in_no_place(
    owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(owner, RatingForm(rater="Ben", source="peer", note="Zuzanna agrees"))
    keep(owner, RatingForm(rater="M.", source="manager", note="Zuzanna said so"))
    assert len(contacts.find_traces(owner, find(owner)).hints) == 2
    for setting in ("contacts", "access"):
        monkeypatch.setattr(f"headway.records.{setting}.settings.HEADWAY_IS_PERSONAL", False)
    [hint] = contacts.find_traces(owner, find(owner)).hints
    assert hint.text == "Zuzanna said so"


def test_an_archive_made_afterwards_has_the_name_nowhere(
    owner: Person, workspace: Workspace
) -> None:
    mention(owner)
    contacts.erase_contact(owner, find(owner), with_mentions=True)
    written = archive.export_archive(owner, workspace.folder.parent / "after.zip")
    assert NAME.encode() not in written.read_bytes()


def test_nobody_of_the_same_name_elsewhere_is_touched(owner: Person) -> None:
    ben = bridge.register_person("Ben", created_at=MONDAY)
    keep(ben, Contact(key=LENA, name=NAME))
    contacts.erase_contact(owner, find(owner), with_mentions=True)
    assert find(ben).contact.name == NAME
    assert find(ben).known_since < WEDNESDAY.date() + timedelta(days=1)
