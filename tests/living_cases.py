"""Facts told on days after a plan was adopted, for the tests of the living plan."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from headway.core.dossier import Dossier, Fact
from headway.core.evidence import Completion
from plan_cases import TODAY


def fact(body, days=0):
    day = TODAY + timedelta(days=days)
    moment = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    return Fact(id=UUID(int=hash_of(body, days)), body=body, happened_on=day, recorded_at=moment)


def hash_of(body, days):
    return sum(map(ord, f"{days} {body}")) * 1000 + days


def told(slug, outcome, days, **fields):
    return fact(Completion(opportunity=slug, outcome=outcome, **fields), days)


def known(*facts):
    return Dossier(owner=UUID(int=99), facts=facts)
