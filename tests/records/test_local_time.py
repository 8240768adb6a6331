"""The time zone of this machine, and names that are none."""

import pytest

from headway.core.errors import InvalidInputError
from headway.records.local_time import check_time_zone, local_time_zone


@pytest.mark.parametrize("named", ["Europe/Berlin", ":Europe/Berlin"])
def test_the_environment_names_the_time_zone(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("TZ", named)
    assert local_time_zone() == "Europe/Berlin"


def test_a_name_that_is_none_counts_as_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Mars/Base")
    assert local_time_zone() == "UTC"


@pytest.mark.parametrize("name", ["Mars/Base", "", "../etc/passwd", "Europe"])
def test_only_a_time_zone_is_taken_for_one(name: str) -> None:
    with pytest.raises(InvalidInputError, match="is not a time zone"):
        check_time_zone(name)
