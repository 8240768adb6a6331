"""Each competency is laid out by the ages of its own marks alone, which changes no estimate."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from headway.algorithms.rating_model import Calibration, Observation, score

MARKS = st.builds(
    Observation,
    competency=st.integers(0, 2),
    mark=st.integers(0, 4),
    rater=st.sampled_from("ABC"),
    source=st.sampled_from(("self", "manager", "peer")),
    age_years=st.sampled_from((0.0, 0.5, 1.0, 3.0, 10.0)),
    is_at_least=st.booleans(),
    weight=st.just(1.0),
    steps=st.none(),
    has_halo=st.just(True),
)


@given(st.lists(MARKS, max_size=8))
def test_ages_of_other_competencies_change_nothing(marks: list[Observation]) -> None:
    """Marks that weigh nothing give every competency every age."""
    everywhere = [
        Observation(
            competency=c, mark=0, rater="A", source="manager", weight=0.0, age_years=m.age_years
        )
        for c in range(3)
        for m in marks
    ]
    quick = score(marks, [0.0] * 3, Calibration())
    plain = score([*marks, *everywhere], [0.0] * 3, Calibration())
    assert np.allclose(quick.mean, plain.mean, rtol=0, atol=1e-9)
    assert np.allclose(quick.covariance, plain.covariance, rtol=0, atol=1e-9)
