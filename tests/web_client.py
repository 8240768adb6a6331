"""What the tests of the pages share: keeping facts, reading pages, sending forms."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape
from uuid import UUID

from django.test import Client

from headway.core.fact_kinds import FactBody
from headway.records import bridge
from headway.records.models import Person

MOMENT = datetime(2026, 2, 3, 9, tzinfo=UTC)
TODAY = datetime.now(UTC).date()


@dataclass(frozen=True, kw_only=True)
class Keep:
    """Keeps facts about a person."""

    person: Person

    def __call__(self, body: FactBody, happened_on: date | None = None) -> UUID:
        day = happened_on or MOMENT.date()
        return bridge.record_fact(self.person, body, happened_on=day, recorded_at=MOMENT)


def read(client: Client, address: str, status: int = 200) -> str:
    """The page, as text without entities."""
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def send(client: Client, address: str, status: int = 302, **told: object) -> str:
    """Where the form leads, or the page with what is wrong."""
    answer = client.post(address, told)
    assert answer.status_code == status, answer.content.decode()
    return answer["Location"] if status == 302 else unescape(answer.content.decode())


def field(text: str, name: str) -> str:
    """The part of the page about one field, its sentences included."""
    return text.split(f'name="{name}"', 1)[1].split('<div class="field')[0]


def hidden(text: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]+)"', text)
    assert found
    return found[1]
