"""What is known of raters beforehand: from vignettes, from the last cycle, and as scoring uses it."""

from dataclasses import replace

import numpy as np
import pytest

from headway.algorithms.rating_model import (
    Calibration,
    KnownMark,
    Observation,
    SourceEffect,
    bar,
    carry_over,
    chance_at_least,
    score,
    severity_from_known,
)

SHIPPED = Calibration()


def known(marks, sd=0.3):
    return [
        KnownMark(case=f"case {place}", competency=0, mark=mark, mean=0.0, sd=sd)
        for place, mark in enumerate(marks)
    ]


def form(marks, rater="somebody", **extra):
    return [
        Observation(competency=c, mark=m, rater=rater, source="peer", **extra)
        for c, m in enumerate(marks)
    ]


def test_without_any_mark_a_rater_is_like_all_others():
    assert severity_from_known([], SHIPPED) == SourceEffect(mean=-0.0, sd=SHIPPED.sd_severity)


def test_who_marks_below_what_is_known_is_strict():
    strict, lenient = (severity_from_known(known(m), SHIPPED) for m in ([1, 0, 1], [3, 4, 3]))
    assert strict.mean > 0.4
    assert strict.mean == pytest.approx(-lenient.mean)
    assert strict.sd < SHIPPED.sd_severity


def test_vague_knowledge_tells_less():
    sharp, vague = (severity_from_known(known([1, 1, 1], sd), SHIPPED) for sd in (0.1, 2.0))
    assert vague.sd > sharp.sd
    assert abs(vague.mean) < abs(sharp.mean)


def test_two_marks_of_one_case_tell_less_than_of_two_cases():
    apart = known([1, 1])
    together = [replace(mark, case="one case") for mark in apart]
    severities = [severity_from_known(marks, SHIPPED) for marks in (apart, together)]
    assert severities[0].sd < severities[1].sd


def test_a_severity_fades_back_to_that_of_all_raters():
    told = {"ann": SourceEffect(mean=1.0, sd=0.3)}
    later = carry_over(told, sd_drift=0.5, sd_severity=0.9)["ann"]
    assert 0 < later.mean < 1
    assert 0.3 < later.sd < 0.9
    forgotten = carry_over(told, sd_drift=0.9, sd_severity=0.9)["ann"]
    assert forgotten == SourceEffect(mean=0.0, sd=0.9)


def test_a_mark_by_a_strict_rater_counts_for_more():
    strict, lenient = (
        replace(SHIPPED, raters={"somebody": SourceEffect(mean=mean, sd=0.3)})
        for mean in (1.0, -1.0)
    )
    marked = form([2, 2])
    assert (score(marked, [0, 0], strict).mean > score(marked, [0, 0], lenient).mean + 0.4).all()


def test_a_rater_of_known_severity_tells_more():
    told = replace(SHIPPED, raters={"somebody": SourceEffect(sd=0.3)})
    marked = form([2, 2])
    assert (score(marked, [0, 0], told).sd < score(marked, [0, 0], SHIPPED).sd).all()


def test_a_mark_free_of_impressions_tells_more():
    free, usual = (
        score(form([2, 2], has_halo=has_halo), [0, 0], SHIPPED).sd for has_halo in (False, True)
    )
    assert (free < usual).all()


def test_an_item_is_read_on_its_own_scale():
    around = bar(SHIPPED.steps_of(0), 4)
    item = form([2], steps=(around - 0.5, around + 0.5))
    assert score(item, [0], SHIPPED).mean[0] > score(form([2]), [0], SHIPPED).mean[0] + 0.4
    with pytest.raises(ValueError, match="the levels are 0 to 2"):
        score(form([3], steps=(0.0, 1.0)), [0], SHIPPED)


def test_each_competency_may_have_its_own_scale():
    low, high = (-3.0, -2.0, -1.0, 0.0), (0.0, 1.0, 2.0, 3.0)
    calibration = replace(SHIPPED, steps=(low, high))
    posterior = score(form([2, 2]), [0, 0], calibration)
    assert posterior.mean[1] > posterior.mean[0]
    chance = chance_at_least(posterior, 3, calibration.steps)
    one = chance_at_least(posterior, 3, low)
    assert chance[0] == one[0]
    assert chance[1] < one[1]
    with pytest.raises(ValueError, match="no steps for competency number 2"):
        score([form([2])[0]._replace(competency=2)], np.zeros(3), calibration)
