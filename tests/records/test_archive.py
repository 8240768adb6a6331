"""Everything goes out into one archive and comes back the same, or nothing comes at all."""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.core.errors import InvalidInputError, UnreadableFileError
from headway.core.evidence import EvidenceItem
from headway.core.fact_kinds import AdoptedPlan
from headway.core.profile import About
from headway.records import access, archive, bridge, rows
from headway.records.archive_form import FORMAT, Content, PersonForm
from headway.records.models import Fact, LadderVersion, Person
from sample_facts import FEBRUARY, INTERVIEWS, MONDAY, SMALL_LADDER, TUESDAY, histories

Members = dict[str, bytes]
Change = Callable[[Members], object]


@pytest.fixture
def full(ana: Person) -> Person:
    """Ana with a corrected, a retracted and a shared fact, an exact number and a ladder."""
    ladder = bridge.keep_ladder(SMALL_LADDER, recorded_at=MONDAY)
    told = {"happened_on": FEBRUARY, "recorded_at": MONDAY, "ladder": ladder}
    first = bridge.record_fact(ana, INTERVIEWS, **told)
    bridge.correct_fact(ana, first, EvidenceItem(text="Nine, Zoë said"), recorded_at=TUESDAY)
    bridge.retract_fact(ana, bridge.record_fact(ana, About(name="A"), **told), recorded_at=TUESDAY)
    plan = AdoptedPlan(document={"gap": 0.1 + 0.2, "items": [1, 2.0, None]})
    bridge.record_fact(ana, plan, visibility="shared", **told)
    return ana


@pytest.fixture
def written(full: Person, tmp_path: Path) -> Path:
    return archive.export_archive(full, tmp_path / "ana.zip")


def members_of(path: Path) -> Members:
    with zipfile.ZipFile(path) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def write(path: Path, members: Members, compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as zipped:
        for name, data in members.items():
            zipped.writestr(name, data)
    return path


def rewrite(path: Path, change: Change) -> Path:
    """The archive with a change and a manifest that agrees with it."""
    members = members_of(path)
    manifest = json.loads(members.pop("manifest.json"))
    change(members)
    manifest["members"] = {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in members.items()
    }
    manifest["facts"] = members.get("facts.jsonl", b"").count(b"\n")
    return write(path.with_name("changed.zip"), members | {"manifest.json": json.dumps(manifest)})


def in_facts(old: str, new: str, count: int = -1) -> Change:
    def change(members: Members) -> None:
        text = members["facts.jsonl"].decode()
        assert old in text
        members["facts.jsonl"] = text.replace(old, new, count).encode()

    return change


def empty() -> None:
    Person.objects.all().delete()
    LadderVersion.objects.all().delete()


def test_an_archive_brings_the_same_facts_back(full: Person, written: Path) -> None:
    before = bridge.load_kept_facts(full), bridge.load_dossier(full)
    empty()
    found = archive.import_archive(written)
    after = bridge.load_kept_facts(found.person), bridge.load_dossier(found.person)
    assert after == before
    assert (found.fact_count, found.ladder_count) == (5, 1)


def test_an_archive_brings_the_person_back(full: Person, written: Path) -> None:
    before = Person.objects.values().get()
    empty()
    archive.import_archive(written)
    assert Person.objects.values().get() == before
    assert access.workspace_owner() == full


def test_an_archive_brings_the_ladders_back(written: Path) -> None:
    before = LadderVersion.objects.values().get()
    empty()
    archive.import_archive(written)
    assert LadderVersion.objects.values().get() == before
    assert bridge.read_ladder(LadderVersion.objects.get()) == SMALL_LADDER


def test_what_was_imported_is_exported_to_the_same_bytes(written: Path, tmp_path: Path) -> None:
    empty()
    person = archive.import_archive(written).person
    again = archive.export_archive(person, tmp_path / "again.zip")
    assert again.read_bytes() == written.read_bytes()


def test_a_sample_comes_back_as_a_sample(db: None, tmp_path: Path) -> None:
    cleo = bridge.register_person("Cleo", created_at=MONDAY, is_sample=True)
    path = archive.export_archive(cleo, tmp_path / "cleo.zip")
    with pytest.raises(InvalidInputError, match="Cleo is in this workspace already"):
        archive.import_archive(path)
    empty()
    assert archive.import_archive(path).person.is_sample
    assert access.workspace_owner() is None


def test_an_archive_is_made_of_open_files(written: Path) -> None:
    members = members_of(written)
    [ladder] = [name for name in members if name.startswith("ladders/")]
    files = {"manifest.json", "person.json", "facts.jsonl", "README.txt", "evidence.csv", ladder}
    assert set(members) == files
    assert json.loads(members["manifest.json"])["format"] == FORMAT
    assert len([json.loads(line) for line in members["facts.jsonl"].splitlines()]) == 5
    assert "Nine, Zoë said" in members["evidence.csv"].decode()


def test_an_archive_is_its_owners_alone(written: Path) -> None:
    assert written.stat().st_mode & 0o777 == 0o600


def test_an_archive_overwrites_nothing(full: Person, written: Path) -> None:
    with pytest.raises(InvalidInputError, match="exists already"):
        archive.export_archive(full, written)


def test_an_archive_holds_nothing_of_others(ana: Person, ben: Person, tmp_path: Path) -> None:
    body = EvidenceItem(text="about Ben")
    bridge.record_fact(ben, body, happened_on=FEBRUARY, recorded_at=MONDAY, visibility="shared")
    path = archive.export_archive(ana, tmp_path / "ana.zip")
    assert b"Ben" not in path.read_bytes()


def test_an_archive_holds_no_secret(
    full: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEADWAY_SECRET_KEY", "a key from outside")
    path = archive.export_archive(full, tmp_path / "ana.zip")
    assert b"a key from outside" not in path.read_bytes()
    assert str(tmp_path).encode() not in path.read_bytes()


def test_unpacked_and_packed_again_it_is_still_an_archive(written: Path, tmp_path: Path) -> None:
    members = {"ladders/": b"", **members_of(written)}
    packed = write(tmp_path / "packed.zip", members, zipfile.ZIP_DEFLATED)
    assert archive.read_archive(packed) == archive.read_archive(written)


def test_a_workspace_with_facts_is_left_alone(full: Person, written: Path) -> None:
    before = bridge.load_dossier(full)
    with pytest.raises(InvalidInputError, match=r"holds facts already.*HEADWAY_WORKSPACE"):
        archive.import_archive(written)
    assert bridge.load_dossier(full) == before


def test_a_workspace_with_a_sample_and_an_idle_owner_counts_as_empty(written: Path) -> None:
    empty()
    cleo = bridge.register_person("Cleo", created_at=MONDAY, is_sample=True)
    bridge.record_fact(cleo, INTERVIEWS, happened_on=FEBRUARY, recorded_at=MONDAY)
    bridge.ensure_owner("Somebody", created_at=MONDAY)
    archive.import_archive(written)
    assert {person.name for person in Person.objects.all()} == {"Ana", "Cleo"}


def test_a_ladder_that_is_here_already_stays(written: Path) -> None:
    empty()
    bridge.keep_ladder(SMALL_LADDER, recorded_at=TUESDAY)
    archive.import_archive(written)
    assert LadderVersion.objects.get().recorded_at == TUESDAY


def test_another_ladder_of_the_same_version_is_refused(written: Path) -> None:
    empty()
    bridge.keep_ladder(replace(SMALL_LADDER, title="Changed"), recorded_at=MONDAY)
    with pytest.raises(InvalidInputError, match=r"small 1\.0\.0 differs from the one kept here"):
        archive.import_archive(written)
    assert not Person.objects.exists()


def test_a_failure_at_the_last_moment_leaves_nothing(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty()
    monkeypatch.setattr(Fact.objects, "bulk_create", lambda rows: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        archive.import_archive(written)
    assert not Person.objects.exists()
    assert not LadderVersion.objects.exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda m: m.pop("facts.jsonl"), "facts.jsonl is missing"),
        (lambda m: m.pop("manifest.json"), "has no manifest.json"),
        (lambda m: m.update({"extra.txt": b""}), "extra.txt is not in its manifest"),
        (in_facts("Nine", "Ten"), "facts.jsonl was changed"),
        (lambda m: m.update({"manifest.json": b"{}"}), "its format is None"),
        (lambda m: m.update({"manifest.json": b'{"format": "headway-archive/2"}'}), "archive/2"),
        (lambda m: m.update({"manifest.json": b'{"format": "headway-archive/1"}'}), "missing req"),
        (lambda m: m.update({"manifest.json": b"[" * 99_999}), "nested too deep"),
        (lambda m: m.update({"manifest.json": b"\xff"}), "manifest.json: "),
    ],
)
def test_an_altered_archive_is_refused(
    written: Path, tmp_path: Path, change: Change, reason: str
) -> None:
    members = members_of(written)
    change(members)
    with pytest.raises(UnreadableFileError, match=f"{reason}.*Nothing was imported"):
        archive.import_archive(write(tmp_path / "altered.zip", members))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda m: m.pop("person.json"), "has no person.json"),
        (in_facts('"kind":"about"', '"kind":"prophecy"'), "line 1|2|3|4|5: 'prophecy' is no kind"),
        (in_facts('"headline"', '"mood"'), "knows no 'mood' in a about"),
        (in_facts('"text":', '"text_":'), "missing required field `text`"),
        (in_facts("0.30000000000000004", "NaN"), "not finite"),
        (in_facts("00Z", "00"), "a moment without its time zone"),
        (in_facts("2026-02-10", "2026-02-30"), "Invalid RFC3339"),
        (in_facts("shared", "secret"), "Invalid enum value 'secret'"),
        (lambda m: m.update({"facts.jsonl": m["facts.jsonl"] * 2}), "holds a fact twice"),
        (lambda m: m.update({"facts.jsonl": m["facts.jsonl"][20:]}), "facts.jsonl, line 1"),
        (lambda m: m.update({"ladders/0.json": b"{}"}), "ladders/0.json"),
        (
            lambda m: m.update({n: d.replace(b"Small", b"Large") for n, d in m.items()}),
            "is not the one it was",
        ),
        (
            lambda m: m.update(
                {
                    n: d.replace(b'"slug": "small",\n  "version"', b'"slug": "big",\n  "version"')
                    for n, d in m.items()
                }
            ),
            "is not the one it was",
        ),
        (lambda m: [m.pop(n) for n in list(m) if n[:7] == "ladders"], "needs the ladder"),
    ],
)
def test_a_consistent_lie_is_refused(written: Path, change: Change, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        archive.import_archive(rewrite(written, change))


@pytest.mark.parametrize(
    ("successions", "reason"),
    [
        ({1: None, 2: 9}, "which another replaces, is not in it"),
        ({1: None, 2: 1, 3: 1}, "is replaced twice"),
        ({1: 2, 2: 1}, "in a circle"),
        ({1: 1}, "in a circle"),
    ],
)
def test_an_impossible_history_is_refused(
    written: Path, successions: dict[int, int | None], reason: str
) -> None:
    lines = [
        {
            "id": str(UUID(int=id_)),
            "kind": "about",
            "happened_on": "2026-02-10",
            "recorded_at": "2026-03-02T00:00:00Z",
            "visibility": "private",
            "supersedes": former and str(UUID(int=former)),
            "ladder": None,
            "body": {"name": "Ana"},
        }
        for id_, former in successions.items()
    ]
    facts = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
    with pytest.raises(UnreadableFileError, match=reason):
        archive.import_archive(rewrite(written, lambda m: m.update({"facts.jsonl": facts})))


def test_another_persons_manifest_is_refused(written: Path, tmp_path: Path) -> None:
    members = members_of(written)
    manifest = json.loads(members["manifest.json"]) | {"person": str(UUID(int=1))}
    members["manifest.json"] = json.dumps(manifest).encode()
    with pytest.raises(UnreadableFileError, match="speaks of another person"):
        archive.import_archive(write(tmp_path / "altered.zip", members))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_in_it_twice_is_refused(written: Path) -> None:
    with zipfile.ZipFile(written, "a") as zipped:
        zipped.writestr("person.json", b"{}")
    with pytest.raises(UnreadableFileError, match="holds a file twice"):
        archive.read_archive(written)


def test_an_encrypted_archive_is_refused(written: Path) -> None:
    data = bytearray(written.read_bytes())
    directory = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[directory + 8] |= 1
    written.write_bytes(data)
    with pytest.raises(UnreadableFileError, match="encrypted"):
        archive.read_archive(written)


def test_an_entry_of_a_damaged_directory_is_refused(written: Path) -> None:
    data = bytearray(written.read_bytes())
    directory = data.index(b"PK\x01\x02")
    data[directory + 30] = 1  # the length of an extra field that is not there
    written.write_bytes(data)
    with pytest.raises(UnreadableFileError, match="Nothing was imported"):
        archive.read_archive(written)


@pytest.mark.parametrize("content", [b"", b"{}", b"PK\x03\x04 and no more"])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ana.zip"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match="no zip file"):
        archive.read_archive(path)


def test_a_file_that_is_not_there_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="There is no file"):
        archive.read_archive(tmp_path)


@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        ("LONGEST_ARCHIVE_BYTES", "longer than 100 bytes"),
        ("LONGEST_CONTENT_BYTES", "unpacks to more than 100 bytes"),
    ],
)
def test_an_oversized_archive_is_refused(
    written: Path, monkeypatch: pytest.MonkeyPatch, limit: str, reason: str
) -> None:
    monkeypatch.setattr(archive, limit, 100)
    with pytest.raises(UnreadableFileError, match=reason):
        archive.read_archive(written)


def test_an_archive_of_too_many_files_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "many.zip", {f"{n}.txt": b"" for n in range(1_001)})
    with pytest.raises(UnreadableFileError, match="more than 1,000 files"):
        archive.read_archive(path)


def written_bytes(content: Content) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return archive.write_archive(content, Path(folder) / "a.zip").read_bytes()


def read_bytes(data: bytes) -> Content:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.zip"
        path.write_bytes(data)
        return archive.read_archive(path)


PERSON = PersonForm(id=UUID(int=7), name="Ana", time_zone="UTC", is_sample=False, created_at=MONDAY)


@given(histories())
def test_every_history_survives_an_archive(history: tuple[rows.KeptFact, ...]) -> None:
    content = Content(person=PERSON, facts=history, ladders={})
    assert read_bytes(written_bytes(content)) == content


SMALL = written_bytes(Content(person=PERSON, facts=(), ladders={}))


@given(position=st.integers(0, len(SMALL) - 1), value=st.integers(0, 255))
def test_a_changed_byte_is_refused_or_harmless(position: int, value: int) -> None:
    data = bytearray(SMALL)
    data[position] = value
    with suppress(UnreadableFileError):
        assert read_bytes(bytes(data)) == read_bytes(SMALL)


@given(st.integers(0, len(SMALL) - 1))
def test_a_truncated_archive_is_refused(length: int) -> None:
    with pytest.raises(UnreadableFileError):
        read_bytes(SMALL[:length])
