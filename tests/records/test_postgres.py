"""The same stories on a real PostgreSQL."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from headway.records import schema

HERE = Path(__file__).parent
# Those that keep something through Django; the others are about files.
STORIES = (
    "test_access",
    "test_archive",
    "test_attachments",
    "test_bridge",
    "test_calibrations",
    "test_concurrency",
    "test_contacts_rows",
    "test_evidence_files",
    "test_models",
)
OPENING = """
import json, os
from datetime import UTC, datetime
from headway.core.errors import HeadwayError
from headway.records import schema
from headway.records.workspace import open_workspace
if "KNOWN" in os.environ:
    schema.known_migrations = lambda: tuple(os.environ["KNOWN"].split())
try:
    workspace = open_workspace()
    schema._migrate_if_empty()
    from headway.records import bridge, doctor
    owner = bridge.ensure_owner("Ana", created_at=datetime.now(UTC))
    findings = [[f.ok, f.text] for f in doctor.examine(workspace)]
    print(json.dumps({"owner": str(owner.id), "findings": findings}))
except HeadwayError as error:
    from headway.records import doctor, places
    findings = [[f.ok, f.text] for f in doctor.examine(places.find_workspace())]
    print(json.dumps({"error": str(error), "findings": findings}))
"""


@pytest.fixture
def environment(server_address: str, tmp_path: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTEST_ADDOPTS", "COV_CORE_SOURCE")}
    return {
        **kept,
        "HEADWAY_DATABASE_URL": server_address,
        "HEADWAY_WORKSPACE": str(tmp_path / "workspace"),
    }


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)


def sql(environment: dict[str, str], statement: str) -> None:
    import psycopg

    with psycopg.connect(environment["HEADWAY_DATABASE_URL"], autocommit=True) as server:
        server.execute(statement)


def opened(environment: dict[str, str]) -> dict[str, object]:
    done = run(environment, "-c", OPENING)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_records_keep_their_word_on_postgresql(environment: dict[str, str]) -> None:
    stories = [str(HERE / f"{story}.py") for story in STORIES]
    done = run(environment, "-m", "pytest", "-q", "-p", "no:cacheprovider", *stories)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "skipped" not in done.stdout


def test_an_empty_server_gets_its_tables(environment: dict[str, str]) -> None:
    sql(environment, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    first = opened(environment)
    assert opened(environment)["owner"] == first["owner"]
    assert all(ok for ok, _ in first["findings"])
    assert "PostgreSQL" in str(first["findings"])


def test_many_may_create_the_tables_at_once(environment: dict[str, str]) -> None:
    sql(environment, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    with ThreadPoolExecutor(4) as pool:
        owners = {found.get("owner") for found in pool.map(opened, [environment] * 4)}
    assert len(owners) == 1
    assert None not in owners


def test_an_upgrade_of_a_server_is_left_to_its_administrator(environment: dict[str, str]) -> None:
    opened(environment)
    known = " ".join((*schema.known_migrations(), "9998_next"))
    error = opened({**environment, "KNOWN": known})["error"]
    assert error.startswith("The database lacks 9998_next. Stop every Headway process")
    assert "pg_dump" in error


def test_a_server_of_a_newer_version_is_left_alone(environment: dict[str, str]) -> None:
    opened(environment)
    error = opened({**environment, "KNOWN": "0000_before"})["error"]
    assert error.startswith("The database was written by a newer version of Headway")


def test_the_doctor_needs_no_open_workspace(environment: dict[str, str]) -> None:
    code = (
        "from headway.records import doctor, places\n"
        "print(*(f.text for f in doctor.examine(places.find_workspace())))"
    )
    assert "PostgreSQL" in run(environment, "-c", code).stdout
    bad = {**environment, "HEADWAY_DATABASE_URL": "mysql://x:hush@y/z"}
    assert "must begin with postgresql://" in run(bad, "-c", code).stdout


def test_a_server_that_is_not_there_is_told_plainly(environment: dict[str, str]) -> None:
    address = "postgresql://ana:hush@127.0.0.1:1/nothing"
    told = opened({**environment, "HEADWAY_DATABASE_URL": address})
    assert "refused" in told["error"]
    [ok, text] = told["findings"][-2]
    assert (ok, "refused" in text) == (False, True)
    assert "hush" not in str(told)
