"""A calibration is kept once, whole and for ever, and found by the moment from which it was known."""

import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from examples import LADDER, dossier
from headway.algorithms.rating_model import SourceEffect
from headway.core.errors import InvalidInputError, UnreadableFileError
from headway.core.organisation.calibration import OrganisationCalibration, RaterSeverity
from headway.records import archive, bridge, calibrations, ladders
from headway.records.models import CalibrationVersion, Fact, Person
from sample_facts import FEBRUARY, MONDAY, TUESDAY, WEDNESDAY

FIRST = OrganisationCalibration(
    method="headway-calibration/1",
    ladder="small",
    ladder_version="1.0.0",
    as_of=FEBRUARY,
    inputs_sha256="0" * 64,
    people_count=12,
    form_count=31,
    rater_count=9,
    mark_count=31,
    is_shipped=False,
    spreads={"sd_general": 0.1 + 0.2, "sd_halo": 1e-5},
    steps={"customer-discovery": (-0.25,)},
    sources={"peer": SourceEffect(mean=-0.125, sd=1.0)},
    raters={"r1": RaterSeverity(mean=0.5, sd=0.25, case_count=3)},
)
SECOND = replace(FIRST, inputs_sha256="1" * 64)


@pytest.mark.django_db
def test_what_is_kept_is_read_back_to_the_last_digit() -> None:
    version = calibrations.keep_calibration(FIRST, recorded_at=MONDAY)
    assert calibrations.read_calibration(CalibrationVersion.objects.get(pk=version.pk)) == FIRST


@pytest.mark.django_db
def test_the_same_calibration_is_kept_once_under_its_first_moment() -> None:
    for moment in (MONDAY, TUESDAY):
        version = calibrations.keep_calibration(FIRST, recorded_at=moment)
    assert (CalibrationVersion.objects.count(), version.recorded_at) == (1, MONDAY)


def latest(ladder: str, moment: datetime) -> OrganisationCalibration | None:
    version = calibrations.find_latest(ladder, known_by=moment)
    return calibrations.read_calibration(version) if version else None


@pytest.mark.django_db
def test_the_last_one_known_by_a_moment_is_found() -> None:
    calibrations.keep_calibration(FIRST, recorded_at=MONDAY)
    calibrations.keep_calibration(SECOND, recorded_at=WEDNESDAY)
    found = [
        latest("small", moment) for moment in (MONDAY.replace(day=1), MONDAY, TUESDAY, WEDNESDAY)
    ]
    assert found == [None, FIRST, FIRST, SECOND]
    assert latest("another", WEDNESDAY) is None


@pytest.mark.django_db
def test_a_calibration_of_an_earlier_day_kept_later_does_not_go_before_a_newer_one() -> None:
    calibrations.keep_calibration(SECOND, recorded_at=MONDAY)
    earlier = replace(FIRST, as_of=FEBRUARY - timedelta(days=9))
    calibrations.keep_calibration(earlier, recorded_at=WEDNESDAY)
    assert latest("small", WEDNESDAY) == SECOND


@pytest.mark.django_db
def test_a_calibration_of_a_day_to_come_waits_for_it() -> None:
    calibrations.keep_calibration(replace(FIRST, as_of=date(2030, 1, 1)), recorded_at=MONDAY)
    assert latest("small", WEDNESDAY) is None


@pytest.mark.django_db
def test_a_calibration_counts_from_the_day_it_was_kept_on_where_the_person_lives() -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    calibrations.keep_calibration(FIRST, recorded_at=late)
    here, east = dossier(), dossier(time_zone="Asia/Tokyo")
    second, third = date(2026, 3, 2), date(2026, 3, 3)
    found = calibrations.find_calibration(here, LADDER, as_of=second)
    assert found is not None
    assert found.kept_on == second
    assert calibrations.find_calibration(east, LADDER, as_of=second) is None
    found = calibrations.find_calibration(east, LADDER, as_of=third)
    assert found is not None
    assert found.kept_on == third


@pytest.mark.django_db
def test_a_calibration_is_never_changed() -> None:
    version = calibrations.keep_calibration(FIRST, recorded_at=MONDAY)
    with pytest.raises(TypeError, match="CalibrationVersion is never changed"):
        version.save()
    with pytest.raises(TypeError, match="CalibrationVersion is never changed"):
        CalibrationVersion.objects.update(ladder="other")
    assert str(version) == "small as of 2026-02-10"


def former_document() -> dict[str, Any]:
    """As the first method wrote it: it knew of no part of the organisation."""
    document = msgspec.to_builtins(FIRST)
    del document["parts"]
    del document["raters"]["r1"]["part"], document["raters"]["r1"]["following"]
    return document


@pytest.mark.django_db
def test_a_calibration_of_the_former_method_is_still_read_and_counts() -> None:
    version = calibrations.keep_document(former_document(), recorded_at=MONDAY)
    assert calibrations.read_calibration(version) == FIRST
    found = calibrations.find_calibration(dossier(), LADDER, as_of=MONDAY.date())
    assert found is not None
    assert found.version == version.sha256[:12]
    assert (found.scoring.sd_general, found.scoring.ground.sd) == (0.1 + 0.2, 0.0)


@pytest.mark.django_db
def test_an_archive_keeps_the_version_of_one_of_the_former_method(
    ana: Person, tmp_path: Path, settings: Any
) -> None:
    settings.HEADWAY_IS_PERSONAL = True
    calibrations.keep_document(former_document(), recorded_at=MONDAY)
    path = archive.export_archive(ana, tmp_path / "ana.zip")
    before = CalibrationVersion.objects.values().get()
    for rows in (Fact, Person, CalibrationVersion):
        rows.objects.all().delete()
    archive.import_archive(path)
    assert CalibrationVersion.objects.values().get() == before


@pytest.mark.django_db
def test_a_moment_needs_its_time_zone() -> None:
    with pytest.raises(InvalidInputError, match="time zone"):
        calibrations.keep_calibration(FIRST, recorded_at=MONDAY.replace(tzinfo=None))


def test_an_archive_of_a_personal_record_brings_calibrations_back(
    ana: Person, tmp_path: Path, settings: Any
) -> None:
    settings.HEADWAY_IS_PERSONAL = True
    calibrations.keep_calibration(FIRST, recorded_at=MONDAY)
    path = archive.export_archive(ana, tmp_path / "ana.zip")
    before = CalibrationVersion.objects.values().get()
    for rows in (Fact, Person, CalibrationVersion):
        rows.objects.all().delete()
    archive.import_archive(path)
    assert CalibrationVersion.objects.values().get() == before


def test_an_archive_from_a_server_holds_nothing_about_the_organisations_raters(
    ana: Person, tmp_path: Path, settings: Any
) -> None:
    settings.HEADWAY_IS_PERSONAL = False
    calibrations.keep_calibration(FIRST, recorded_at=MONDAY)
    path = archive.export_archive(ana, tmp_path / "ana.zip")
    with zipfile.ZipFile(path) as zipped:
        assert not [name for name in zipped.namelist() if name.startswith("calibrations/")]


def test_a_calibration_that_was_altered_in_an_archive_is_refused(
    ana: Person, tmp_path: Path, settings: Any
) -> None:
    settings.HEADWAY_IS_PERSONAL = True
    calibrations.keep_calibration(FIRST, recorded_at=MONDAY)
    path = archive.export_archive(ana, tmp_path / "ana.zip")
    with zipfile.ZipFile(path) as zipped:
        members = {name: zipped.read(name) for name in zipped.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    [name] = [name for name in members if name.startswith("calibrations/")]
    members[name] = members[name].replace(b'"people_count": 12', b'"people_count": 13')
    manifest["members"] = {n: archive.form.describe(d).__dict__ for n, d in members.items()}
    with zipfile.ZipFile(tmp_path / "changed.zip", "w") as zipped:
        for member, data in (members | {"manifest.json": json.dumps(manifest).encode()}).items():
            zipped.writestr(member, data)
    with pytest.raises(UnreadableFileError, match="is not the calibration it was"):
        archive.read_archive(tmp_path / "changed.zip")


def test_a_rater_stands_by_name_in_a_personal_record(settings: Any) -> None:
    settings.HEADWAY_IS_PERSONAL = True
    assert calibrations.pseudonym("named ana") == "named ana"


def test_a_rater_stands_under_a_code_on_a_server(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HEADWAY_IS_PERSONAL = False
    codes = []
    for key in ("one", "one", "another"):
        monkeypatch.setenv("HEADWAY_SECRET_KEY", key)
        codes.append(calibrations.pseudonym("named ana"))
    assert (len(codes[0]), "ana" in codes[0]) == (24, False)
    assert codes[0] == codes[1] != codes[2]


def test_all_dossiers_are_those_one_may_see_without_samples(
    ana: Person, ben: Person, settings: Any
) -> None:
    bridge.register_person("Cleo", created_at=MONDAY, is_sample=True)

    def seen() -> set[object]:
        found = ladders.load_dossiers(ana, LADDER, shipped=LADDER, as_of=FEBRUARY)
        return {dossier.owner for dossier in found}

    settings.HEADWAY_IS_PERSONAL = True
    assert seen() == {ana.id, ben.id}
    settings.HEADWAY_IS_PERSONAL = False
    assert seen() == {ana.id}
