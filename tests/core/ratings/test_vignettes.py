"""Vignettes ask without giving the answer away, and answers are kept with what was meant."""

import pytest

from headway.core.errors import UnknownNameError
from headway.core.ratings.vignettes import answer_vignettes
from headway.formats import built_in

SHIPPED = built_in.vignettes()
RAVI = SHIPPED.vignette("ravi-promised-sessions")


def test_what_is_asked_stands_in_an_order_that_gives_nothing_away() -> None:
    assert RAVI.asked == tuple(sorted(RAVI.asked))
    assert set(RAVI.asked) == {"coaching-and-craft", "product-strategy", "data-analysis"}


def test_a_form_keeps_marks_cant_says_and_what_was_meant() -> None:
    answers = {f"{RAVI.slug}/product-strategy": 2, f"{RAVI.slug}/data-analysis": None}
    form = answer_vignettes(SHIPPED, answers, rater="Kim", source="peer")
    assert form.marks == {f"{RAVI.slug}/product-strategy": 2}
    assert form.no_chance_to_see == (f"{RAVI.slug}/data-analysis",)
    assert form.intended[f"{RAVI.slug}/product-strategy"] == 3
    assert form.version == SHIPPED.version


@pytest.mark.parametrize("key", ["nobody/data-analysis", f"{RAVI.slug}/communication", RAVI.slug])
def test_what_is_not_asked_is_refused(key: str) -> None:
    with pytest.raises(UnknownNameError, match=r"There is no vignette|asks about"):
        answer_vignettes(SHIPPED, {key: 2}, rater="Kim", source="peer")
