"""What a further view would leave of the doubt is what estimating anew after each mark would leave."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from headway.core.dossier import Dossier, Fact
from headway.core.ratings import RatingForm, RatingSource
from headway.core.standing import sharpen
from headway.core.standing.asked import Asked
from headway.core.standing.basis import View, find_basis, set_own_word_aside
from headway.core.standing.levels import estimate_at
from headway.core.standing.settled import settle_basis
from headway.core.standing.variants import score_context
from headway.formats import built_in

TODAY = date(2026, 11, 23)
LADDER = built_in.ladder()
ROLE = LADDER.role("senior-product-manager")
SOURCES: tuple[RatingSource, ...] = ("self", "manager", "peer", "stakeholder")


def ask(seed: int) -> Asked:
    """About somebody of whom one to four have marked most competencies."""
    chance = random.Random(seed)
    forms = [
        RatingForm(
            rater=f"Rater {number}",
            source=chance.choice(SOURCES),
            marks={
                c.slug: chance.randrange(5) for c in LADDER.competencies if chance.random() < 0.7
            },
        )
        for number in range(chance.randrange(1, 5))
    ]
    facts = tuple(
        Fact(
            id=UUID(int=n),
            body=form,
            happened_on=TODAY,
            recorded_at=datetime(2026, 11, 1, tzinfo=UTC),
        )
        for n, form in enumerate(forms)
    )
    known = Dossier(owner=UUID(int=99), facts=facts)
    now = settle_basis(find_basis(known, LADDER, as_of=TODAY), as_of=TODAY)
    return Asked(known=known, now=now, ladder=LADDER, place=seed % 16, role=ROLE, as_of=TODAY)


def doubt_after(asked: Asked, view: View) -> float:
    """As `find_sharpeners` tells it, every mark estimated anew."""
    basis, top = asked.basis, LADDER.top_level
    told = [
        set_own_word_aside(replace(basis, views=(*basis.views, view._replace(level=level))))
        for level in range(top + 1)
    ]
    now = score_context(asked.sites, asked.light)
    chances = sharpen._foresee(asked, now, view)
    place = asked.place
    scored = [settle_basis(each, as_of=TODAY) for each in told]
    after = (
        estimate_at(
            each,
            LADDER,
            place,
            mean=float(one.mean[place]),
            sd=float(one.sd[place]),
            compared_role=asked.role,
        )
        for each, one in zip(told, scored, strict=True)
    )
    doubts = (sharpen.measure_doubt(one, top) for one in after)
    return sum(chance * doubt for chance, doubt in zip(chances, doubts, strict=True))


@pytest.mark.parametrize("seed", range(12))
def test_the_doubt_left_is_that_of_estimating_anew(seed: int) -> None:
    asked = ask(seed)
    found = {one.view: one.doubt_after for one in sharpen.find_sharpeners(asked)}
    for view in asked.further_views:
        assert found[view.source] == pytest.approx(doubt_after(asked, view), abs=1e-3)
