"""Most moments are known to be past without their time zone, which tells what the time zone tells."""

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from headway.core.dossier import Dossier, Fact
from headway.core.profile import About

ZONES = ("UTC", "Pacific/Kiritimati", "Pacific/Apia", "America/St_Johns", "Etc/GMT+12")
FIRST, LAST = datetime(2000, 1, 1), datetime(2030, 1, 1)  # noqa: DTZ001 -- the strategy adds it
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.just(UTC))


@given(st.lists(MOMENTS, max_size=5), st.sampled_from(ZONES), st.integers(-2, 2))
def test_a_fact_is_known_from_its_day_on_where_the_person_lives(
    moments: list[datetime], zone: str, days_later: int
) -> None:
    facts = tuple(
        Fact(id=UUID(int=n), body=About(name="A"), happened_on=date.min, recorded_at=moment)
        for n, moment in enumerate(moments)
    )
    middle = moments[0].date() if moments else date(2020, 1, 1)
    as_of = date.fromordinal(middle.toordinal() + days_later)
    plainly = [f for f in facts if f.recorded_at.astimezone(ZoneInfo(zone)).date() <= as_of]
    known = Dossier(owner=UUID(int=9), time_zone=zone, facts=facts).known_by(as_of)
    assert [f.id for f in known.facts] == [f.id for f in plainly]
