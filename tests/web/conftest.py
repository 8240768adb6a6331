"""Django's client on one's own workspace and on the sample, and a shorthand to keep facts."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from headway.records import bridge
from headway.records.models import Person
from web_client import Keep


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("HEADWAY_SAMPLE", "1")
    return Client(HTTP_HOST="127.0.0.1")


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, db: None) -> Client:
    monkeypatch.setenv("HEADWAY_SAMPLE", "")
    monkeypatch.setenv("TZ", "UTC")
    return Client(HTTP_HOST="127.0.0.1")


@pytest.fixture
def ada(own: Client) -> Person:
    """The owner of the workspace."""
    return bridge.ensure_owner("Ada", created_at=datetime(2026, 2, 3, 9, tzinfo=UTC))


@pytest.fixture
def keep(ada: Person) -> Keep:
    return Keep(person=ada)
