"""An estimate that starts where another day's came to rest ends where it would have ended."""

from datetime import date, timedelta

import numpy as np
import pytest

from headway.core.standing.basis import find_basis
from headway.core.standing.settled import settle_basis, settle_near
from headway.formats import built_in

TODAY = date(2026, 11, 23)
LADDER = built_in.ladder()
SAMPLE = built_in.sample_dossier(TODAY)


@pytest.mark.parametrize("days", [1, 100, 300, 1_000])
def test_an_earlier_day_is_estimated_from_a_later_one(days: int) -> None:
    day = TODAY - timedelta(days=days)
    now = settle_basis(find_basis(SAMPLE, LADDER, as_of=TODAY), as_of=TODAY)
    basis = find_basis(SAMPLE, LADDER, as_of=day)
    alone, near = settle_basis(basis, as_of=day), settle_near(basis, now, as_of=day)
    assert np.abs(near.mean - alone.mean).max() < 2e-4
    assert np.abs(near.sd - alone.sd).max() < 2e-4


def test_what_was_heard_before_is_the_same_object_on_another_day() -> None:
    now, before = (
        find_basis(SAMPLE, LADDER, as_of=day) for day in (TODAY, TODAY - timedelta(days=1))
    )
    # Answers about acts are weighed anew each day, by how many one rater gave.
    marks = [view for view in before.views if view.answer is None]
    assert {id(view) for view in marks} <= {id(view) for view in now.views}
    assert before.views == find_basis(SAMPLE, LADDER, as_of=TODAY - timedelta(days=1)).views
