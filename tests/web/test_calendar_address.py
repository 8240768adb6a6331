"""The calendar's private address: read by a program without a cookie, until it is taken away."""

import json
import re
import shutil
import subprocess
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import icalendar
import pytest
from django.test import Client

from conftest import skip_or_fail
from headway.core.people import Event, Membership
from headway.records import bridge, calendar_key, carried, places, private_links
from headway.records.models import Person
from headway.records.places import Workspace
from headway.web.views import calendar_address
from serving_process import serving
from web_client import TODAY, Keep, read, send

FAIR = Event(
    key=uuid4(),
    title="A fair; with, signs \\ and é",
    starts_on=TODAY + timedelta(days=3),
    ends_on=TODAY + timedelta(days=4),
    place="Leeds",
)
GUILD = Membership(key=uuid4(), association="Guild", renews_on=TODAY + timedelta(days=9))


@pytest.fixture(autouse=True)
def a_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HEADWAY_SECRET_KEY", "for these tests")
    monkeypatch.setenv("HEADWAY_WORKSPACE", str(tmp_path))


def events(content: bytes) -> list[str]:
    return [str(each["SUMMARY"]) for each in icalendar.Calendar.from_ical(content).walk("VEVENT")]


def ask(origin: str, path: str, **headers: str) -> tuple[int, bytes]:
    place = urlsplit(origin)
    connection = HTTPConnection(place.hostname or "", place.port, timeout=20)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_all_that_has_a_day_is_in_the_file(own: Client, keep: Keep) -> None:
    keep(FAIR)
    keep(GUILD)
    answer = own.get("/calendar.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert events(answer.content) == [FAIR.title, "Renew Guild"]
    assert own.get("/calendar.ics").content == answer.content


def test_an_empty_calendar_is_a_calendar(own: Client, ada: Person) -> None:
    assert events(own.get("/calendar.ics").content) == []


def test_the_address_is_made_renewed_and_taken_away_on_settings(own: Client, ada: Person) -> None:
    assert "/calendar/" not in read(own, "/settings/").replace("/settings/calendar/", "")
    send(own, "/settings/calendar/renew")
    first = calendar_key.read_key(places.find_workspace())
    assert f"http://127.0.0.1/calendar/{first}.ics" in read(own, "/settings/")
    assert calendar_address.opens(first)
    send(own, "/settings/calendar/renew")
    assert not calendar_address.opens(first)
    second = calendar_key.read_key(places.find_workspace())
    send(own, "/settings/calendar/revoke")
    send(own, "/settings/calendar/revoke")
    assert not calendar_address.opens(second)
    assert not calendar_address.opens("")
    assert second not in read(own, "/settings/")


def test_the_secret_is_the_owners_alone_and_in_nothing_that_leaves(
    own: Client, keep: Keep, tmp_path: Path
) -> None:
    keep(GUILD)
    workspace = places.find_workspace()
    secret = calendar_key.renew_key(workspace)
    assert workspace.calendar_key.stat().st_mode & 0o077 == 0
    assert secret.encode() not in carried.pack_archive(keep.person, workspace)
    assert secret not in json.dumps([asdict(f) for f in load(keep)], default=str)
    carried.erase_everything(keep.person, workspace)
    assert calendar_key.read_key(workspace) == ""


@pytest.mark.parametrize(
    ("address", "is_told"), [("https://ada.example", True), ("http://ada", False)]
)
def test_a_phone_has_an_address_where_nobody_listens(
    own: Client, ada: Person, address: str, is_told: bool
) -> None:
    workspace = places.find_workspace()
    with closing(private_links.hold_address(workspace, address)):
        assert f"{address}/calendar/" not in read(own, "/settings/")
        secret = calendar_key.renew_key(workspace)
        assert (f"{address}/calendar/{secret}.ics" in read(own, "/settings/")) is is_told


def load(keep: Keep) -> list[object]:
    return list(bridge.load_dossier(keep.person).facts)  # type: ignore[return-value]


def test_the_sample_has_no_address(sample: Client, db: None) -> None:
    secret = calendar_key.renew_key(places.find_workspace())
    assert not calendar_address.opens(secret)
    assert "sample person" in send(sample, "/settings/calendar/renew", status=400)
    assert secret not in read(sample, "/settings/")


def test_a_calendar_program_subscribes_and_reads_it_whole(
    workspace: Workspace, tmp_path: Path
) -> None:
    """A program that others wrote, fed with what a plain client without cookies gets."""
    person = bridge.ensure_owner("Ada", created_at=datetime(2026, 2, 3, 9, tzinfo=UTC))
    moment = datetime(2026, 2, 3, 9, tzinfo=UTC)
    for body in (FAIR, GUILD):
        bridge.record_fact(person, body, happened_on=moment.date(), recorded_at=moment)
    secret = calendar_key.renew_key(workspace)
    with serving(workspace.folder, "own") as served:
        origin = re.match(r"http://[^/]+", served.address)
        assert origin
        path = f"/calendar/{secret}.ics"
        status, content = ask(origin[0], path)
        assert status == 200
        assert ask(origin[0], path)[1] == content
        assert ask(origin[0], "/calendar.ics")[0] == 403
        assert ask(origin[0], f"/calendar/{'x' * 43}.ics")[0] == 403
        assert ask(origin[0], "/settings/")[0] == 403
        assert ask(origin[0], path, Host="calendars.example")[0] == 403
        calendar_key.revoke_key(workspace)
        assert ask(origin[0], path)[0] == 403
    assert events(content) == [FAIR.title, "Renew Guild"]
    _import(content, tmp_path)


def _import(content: bytes, folder: Path) -> None:
    calcurse = shutil.which("calcurse")
    if calcurse is None:
        skip_or_fail("calcurse is not installed (Debian: apt-get install calcurse)")
        return
    file = folder / "all.ics"
    file.write_bytes(content)
    run = [calcurse, "-D", str(folder / "kept"), "-C", str(folder / "settings")]
    imported = subprocess.run([*run, "-i", str(file)], capture_output=True, text=True, check=True)
    assert "2 events" in imported.stdout, imported.stdout + imported.stderr
    last = (FAIR.ends_on or date.max).isoformat()
    asked = [*run, "-Q", "--input-datefmt", "4", "--from", last, "--days", "1"]
    shown = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert FAIR.title in shown


def test_a_calendar_that_asks_again_is_told_that_nothing_changed(own: Client, keep: Keep) -> None:
    keep(FAIR)
    first = own.get("/calendar.ics")
    again = own.get("/calendar.ics", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    keep(GUILD)
    later = own.get("/calendar.ics", headers={"If-None-Match": first["ETag"]})
    assert later.status_code == 200
    assert later["ETag"] != first["ETag"]
