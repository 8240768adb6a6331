"""Rows become values of the core and back, without loss and without double entries."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import get_args
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from headway.core.dossier import DraftFact
from headway.core.errors import HeadwayError, InvalidInputError, UnknownNameError
from headway.core.evidence import CompetencyTag, Completion, EvidenceItem
from headway.core.fact_kinds import AdoptedPlan, FactBody, Retraction
from headway.core.profile import About, Position
from headway.core.ratings import RatingForm
from headway.records import bridge, rows
from headway.records.failures import UnreadableFactError
from headway.records.models import Fact, LadderVersion, Person
from sample_facts import FEBRUARY, INTERVIEWS, MONDAY, SMALL_LADDER, TUESDAY, WEDNESDAY, bodies

MARCH = date(2026, 3, 1)


def record(person: Person, body: FactBody = INTERVIEWS, **details: object) -> object:
    told = {"happened_on": FEBRUARY, "recorded_at": MONDAY, **details}
    return bridge.record_fact(person, body, **told)


def draft(text: str, **details: object) -> DraftFact:
    body = EvidenceItem(text=text, is_draft=True, source="résumé", **details)
    return DraftFact(body=body, happened_on=FEBRUARY)


def test_every_kind_of_fact_has_a_name() -> None:
    assert set(rows.NAMES) == set(get_args(FactBody))


@given(bodies)
def test_a_body_survives_json_to_the_last_digit(body: FactBody) -> None:
    plain = json.loads(json.dumps(rows.body_to_plain(body)))
    assert rows.body_from_plain(rows.NAMES[type(body)], plain) == body


def test_a_recorded_fact_is_loaded_as_it_was(ana: Person) -> None:
    id_ = record(ana, visibility="shared")
    [fact] = bridge.load_dossier(ana).facts
    assert (fact.id, fact.body, fact.happened_on) == (id_, INTERVIEWS, FEBRUARY)
    assert (fact.recorded_at, fact.visibility, fact.supersedes) == (MONDAY, "shared", None)


def test_a_dossier_knows_its_owner_and_time_zone(ana: Person) -> None:
    dossier = bridge.load_dossier(ana)
    assert (dossier.owner, dossier.time_zone, dossier.facts) == (ana.id, "Europe/Lisbon", ())


def test_a_dossier_takes_one_query(ana: Person) -> None:
    bridge.record_facts(ana, map(draft, "abcdef"), recorded_at=MONDAY)
    with CaptureQueriesContext(connection) as queries:
        bridge.load_dossier(ana)
    assert len(queries) == 1


def test_facts_come_in_the_order_of_recording(ana: Person) -> None:
    third, first = record(ana, recorded_at=WEDNESDAY), record(ana, recorded_at=MONDAY)
    second = record(ana, recorded_at=TUESDAY, happened_on=MARCH)
    assert [f.id for f in bridge.load_dossier(ana).facts] == [first, second, third]


def test_moments_are_kept_in_utc(ana: Person) -> None:
    there = datetime(2026, 3, 3, 1, 0, tzinfo=timezone(timedelta(hours=9)))
    record(ana, recorded_at=there)
    [fact] = bridge.load_dossier(ana).facts
    assert fact.recorded_at == there
    assert fact.recorded_at.utcoffset() == timedelta(0)


def test_a_moment_without_time_zone_is_refused(ana: Person) -> None:
    with pytest.raises(InvalidInputError, match="time zone"):
        record(ana, recorded_at=MONDAY.replace(tzinfo=None))


def test_the_same_entry_made_twice_is_kept_twice(ana: Person) -> None:
    assert record(ana) != record(ana)


def test_a_fact_keeps_the_ladder_it_was_recorded_under(ana: Person) -> None:
    version = bridge.keep_ladder(SMALL_LADDER, recorded_at=MONDAY)
    record(ana, ladder=version)
    [kept] = bridge.load_kept_facts(ana)
    assert kept.ladder == version.sha256


def test_the_same_file_twice_changes_nothing(ana: Person) -> None:
    first = bridge.record_facts(ana, [draft("a"), draft("b")], recorded_at=MONDAY)
    before = bridge.load_dossier(ana)
    second = bridge.record_facts(ana, [draft("b"), draft("a")], recorded_at=TUESDAY)
    assert (len(first.added), len(second.added), len(second.already_known)) == (2, 0, 2)
    assert bridge.load_dossier(ana) == before


def test_a_rating_of_a_file_is_imported_once(ana: Person) -> None:
    form = RatingForm(rater="Ben", source="manager", marks={"data-analysis": 2})
    drafts = [DraftFact(body=form, happened_on=FEBRUARY)]
    bridge.record_facts(ana, drafts, recorded_at=MONDAY)
    assert bridge.record_facts(ana, drafts, recorded_at=TUESDAY).added == ()


def test_an_entry_twice_in_one_file_is_one_fact(ana: Person) -> None:
    found = bridge.record_facts(ana, [draft("a"), draft("a")], recorded_at=MONDAY)
    assert len(found.added) == 1


def test_a_corrected_import_does_not_come_back(ana: Person) -> None:
    [id_] = bridge.record_facts(ana, [draft("a")], recorded_at=MONDAY).added
    bridge.correct_fact(ana, id_, EvidenceItem(text="A"), recorded_at=TUESDAY)
    again = bridge.record_facts(ana, [draft("a")], recorded_at=WEDNESDAY)
    assert again.already_known == (id_,)
    assert [
        b.text
        for _, b in bridge.load_dossier(ana).known_by(MARCH.replace(day=9)).each(EvidenceItem)
    ] == ["A"]


def test_a_retracted_import_does_not_come_back(ana: Person) -> None:
    [id_] = bridge.record_facts(ana, [draft("a")], recorded_at=MONDAY).added
    bridge.retract_fact(ana, id_, recorded_at=TUESDAY)
    assert bridge.record_facts(ana, [draft("a")], recorded_at=WEDNESDAY).added == ()


def test_better_guesses_make_no_new_fact_of_an_old_entry(ana: Person) -> None:
    position = Position(title="PM", organisation="Acme", role_certainty="ask")
    better = replace(position, role="product-manager", role_certainty="proposed")
    tagged = draft("a", tags=(CompetencyTag(competency="data-analysis"),))
    bridge.record_facts(
        ana, [draft("a"), DraftFact(body=position, happened_on=FEBRUARY)], recorded_at=MONDAY
    )
    again = bridge.record_facts(
        ana, [tagged, DraftFact(body=better, happened_on=FEBRUARY)], recorded_at=TUESDAY
    )
    assert again.added == ()


def test_the_same_entry_on_another_day_is_another_fact(ana: Person) -> None:
    bridge.record_facts(ana, [draft("a")], recorded_at=MONDAY)
    other = replace(draft("a"), happened_on=MARCH)
    assert len(bridge.record_facts(ana, [other], recorded_at=TUESDAY).added) == 1


def test_two_people_may_import_the_same_file(ana: Person, ben: Person) -> None:
    [of_ana] = bridge.record_facts(ana, [draft("a")], recorded_at=MONDAY).added
    [of_ben] = bridge.record_facts(ben, [draft("a")], recorded_at=MONDAY).added
    assert of_ana != of_ben


def test_identities_of_imports_never_change() -> None:
    # Pinned: if this changes, importing a file again doubles what people imported before.
    person = Person(id=UUID(int=1))
    pinned = UUID("bd47ebd3-a9a8-503c-959d-ad89865f2918")
    assert bridge._imported_id(person, draft("Ran a pilot")) == pinned


def test_a_bad_entry_leaves_nothing_of_its_file(ana: Person) -> None:
    with pytest.raises(InvalidInputError):
        bridge.record_facts(ana, [draft("a"), draft("b\0")], recorded_at=MONDAY)
    assert bridge.load_dossier(ana).facts == ()


@pytest.mark.parametrize(
    "body",
    [
        Completion(opportunity="x", outcome="done", hours=float("nan")),
        EvidenceItem(text="null \0 character"),
        EvidenceItem(text="half a \ud83d character"),
        EvidenceItem(text="x" * 4_000_001),
        AdoptedPlan(document={"gap": float("inf")}),
    ],
    ids=["not a number", "null", "surrogate", "long", "infinite"],
)
def test_what_no_database_can_keep_is_refused(ana: Person, body: FactBody) -> None:
    with pytest.raises(InvalidInputError):
        record(ana, body)


def test_a_correction_replaces_and_keeps_the_former(ana: Person) -> None:
    former = record(ana, visibility="shared")
    bridge.correct_fact(ana, former, EvidenceItem(text="Nine people"), recorded_at=TUESDAY)
    dossier = bridge.load_dossier(ana)
    assert [f.body for f in dossier.known_by(MONDAY.date()).facts] == [INTERVIEWS]
    [now] = dossier.known_by(TUESDAY.date()).facts
    assert (now.body.text, now.visibility, now.happened_on) == ("Nine people", "shared", FEBRUARY)


def test_a_correction_may_move_the_day(ana: Person) -> None:
    former = record(ana)
    bridge.correct_fact(ana, former, INTERVIEWS, recorded_at=TUESDAY, happened_on=MARCH)
    [now] = bridge.load_dossier(ana).known_by(TUESDAY.date()).facts
    assert now.happened_on == MARCH


def test_a_correction_keeps_the_ladder_unless_told(ana: Person) -> None:
    version = bridge.keep_ladder(SMALL_LADDER, recorded_at=MONDAY)
    former = record(ana, ladder=version)
    bridge.correct_fact(ana, former, INTERVIEWS, recorded_at=TUESDAY)
    assert {kept.ladder for kept in bridge.load_kept_facts(ana)} == {version.sha256}


def test_a_correction_is_never_dated_before_what_it_corrects(ana: Person) -> None:
    former = record(ana, recorded_at=TUESDAY)
    bridge.correct_fact(ana, former, INTERVIEWS, recorded_at=MONDAY)
    assert {f.recorded_at for f in bridge.load_dossier(ana).facts} == {TUESDAY}


def test_a_fact_is_corrected_once(ana: Person) -> None:
    former = record(ana)
    bridge.correct_fact(ana, former, INTERVIEWS, recorded_at=TUESDAY)
    with pytest.raises(InvalidInputError, match="corrected or taken back before"):
        bridge.correct_fact(ana, former, INTERVIEWS, recorded_at=WEDNESDAY)


def test_a_fact_is_corrected_by_its_own_kind(ana: Person) -> None:
    former = record(ana)
    with pytest.raises(InvalidInputError, match="about cannot stand in"):
        bridge.correct_fact(ana, former, About(name="Ana"), recorded_at=TUESDAY)


def test_a_retraction_takes_a_fact_back(ana: Person) -> None:
    bridge.retract_fact(ana, record(ana), recorded_at=TUESDAY, reason="twice")
    dossier = bridge.load_dossier(ana)
    assert dossier.known_by(TUESDAY.date()).facts == ()
    assert [b.reason for _, b in dossier.each(Retraction)] == ["twice"]


def test_a_retraction_is_not_retracted(ana: Person) -> None:
    retraction = bridge.retract_fact(ana, record(ana), recorded_at=TUESDAY)
    with pytest.raises(InvalidInputError, match="record that one anew"):
        bridge.retract_fact(ana, retraction, recorded_at=WEDNESDAY)


def test_nobody_corrects_the_facts_of_another(ana: Person, ben: Person) -> None:
    of_ana = record(ana)
    with pytest.raises(UnknownNameError):
        bridge.correct_fact(ben, of_ana, INTERVIEWS, recorded_at=TUESDAY)
    with pytest.raises(UnknownNameError):
        bridge.retract_fact(ben, uuid4(), recorded_at=TUESDAY)


def test_erasure_deletes_the_person_and_every_version(ana: Person, ben: Person) -> None:
    record(ben)
    bridge.retract_fact(
        ana,
        bridge.correct_fact(ana, record(ana), INTERVIEWS, recorded_at=TUESDAY),
        recorded_at=WEDNESDAY,
    )
    bridge.erase_person(ana)
    assert list(Person.objects.all()) == [ben]
    assert {f.owner for f in Fact.objects.all()} == {ben}


def test_nothing_is_recorded_about_a_person_who_is_gone(ana: Person) -> None:
    gone = Person.objects.get(pk=ana.pk)
    bridge.erase_person(ana)
    with pytest.raises(UnknownNameError, match="no longer"):
        record(gone)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("evidence", {"tags": []}),
        ("evidence", {"text": "x", "support": "rumoured"}),
        ("evidence", {"text": "x", "weather": "fine"}),
        ("prophecy", {"text": "x"}),
        ("evidence", ["x"]),
    ],
    ids=["incomplete", "value", "newer field", "newer kind", "shape"],
)
def test_a_fact_that_cannot_be_read_is_named(ana: Person, kind: str, body: object) -> None:
    row = Fact(
        id=uuid4(), owner=ana, kind=kind, happened_on=FEBRUARY, recorded_at=MONDAY, body=body
    )
    row.save()
    with pytest.raises(UnreadableFactError, match=f"{row.id} \\({kind} of 2026-02-10\\)"):
        bridge.load_dossier(ana)


def test_a_workspace_has_one_owner(ana: Person) -> None:
    assert bridge.ensure_owner("Somebody", created_at=TUESDAY) == ana
    with pytest.raises(HeadwayError):
        bridge.register_person("Ben", created_at=MONDAY, is_owner=True)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "Europe/\0"])
def test_a_time_zone_that_is_none_is_refused(ana: Person, zone: str) -> None:
    with pytest.raises(InvalidInputError, match="is not a time zone"):
        bridge.change_person(ana, name="Ana", time_zone=zone)


def test_a_person_changes_name_and_time_zone(ana: Person) -> None:
    bridge.change_person(ana, name="  Ana   Sousa ", time_zone="Asia/Tokyo")
    kept = Person.objects.get(pk=ana.pk)
    assert (kept.name, kept.time_zone) == ("Ana Sousa", "Asia/Tokyo")


def test_a_name_has_two_hundred_characters_at_most(db: None) -> None:
    with pytest.raises(InvalidInputError, match="200 characters"):
        bridge.register_person("x" * 201, created_at=MONDAY)


def test_a_kept_ladder_is_read_back_whole(db: None) -> None:
    version = bridge.keep_ladder(SMALL_LADDER, recorded_at=MONDAY)
    kept = LadderVersion.objects.get(pk=version.sha256)
    assert bridge.read_ladder(kept) == SMALL_LADDER


def test_a_ladder_is_kept_once(db: None) -> None:
    first = bridge.keep_ladder(SMALL_LADDER, recorded_at=MONDAY)
    assert bridge.keep_ladder(SMALL_LADDER, recorded_at=TUESDAY) == first
    assert LadderVersion.objects.get().recorded_at == MONDAY


def test_a_published_version_never_changes(db: None) -> None:
    bridge.keep_ladder(SMALL_LADDER, recorded_at=MONDAY)
    changed = replace(SMALL_LADDER, title="Changed")
    with pytest.raises(InvalidInputError, match="give this one a new version"):
        bridge.keep_ladder(changed, recorded_at=TUESDAY)


def test_a_new_version_stands_beside_the_old(db: None) -> None:
    bridge.keep_ladder(SMALL_LADDER, recorded_at=MONDAY)
    bridge.keep_ladder(replace(SMALL_LADDER, version="1.1.0"), recorded_at=TUESDAY)
    assert LadderVersion.objects.count() == 2
