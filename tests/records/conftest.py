"""People, moments and workspaces that the tests of the records share."""

import os
from collections.abc import Iterator

import pytest

from headway.records import bridge
from headway.records.models import Person
from headway.records.places import Workspace
from postgres import find_binaries, private_cluster
from sample_facts import MONDAY


@pytest.fixture
def ana(db: None) -> Person:
    """The owner of the workspace."""
    return bridge.ensure_owner("Ana", created_at=MONDAY, time_zone="Europe/Lisbon")


@pytest.fixture
def ben(db: None) -> Person:
    """Somebody else."""
    return bridge.register_person("Ben", created_at=MONDAY)


# Decided while tests are collected: pytest-django looks at the names of the fixtures then.
if os.environ.get("HEADWAY_DATABASE_URL"):

    @pytest.fixture
    def committing_db(transactional_db: None) -> None:
        """A database in which several connections see each other's work."""

else:

    @pytest.fixture
    def committing_db(workspace: Workspace) -> None:
        """A database in which several connections see each other's work."""


@pytest.fixture(scope="session")
def server_address() -> Iterator[str]:
    """The address of a PostgreSQL server of our own."""
    binaries = find_binaries()
    if binaries is None:
        sentence = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
        if os.environ.get("HEADWAY_REQUIRE_ALL") == "1":
            pytest.fail(sentence)
        pytest.skip(sentence)
    with private_cluster(binaries) as address:
        yield address
