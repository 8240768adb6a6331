"""What is left out of a long record when parts of it are left out by turns, and what is not."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from headway.core.standing.basis import Basis, Piece, weigh
from headway.core.standing.severity import default_calibration
from headway.core.standing.variants import keep_what_may_count
from headway.core.standing.why import explain_estimate, tell_history
from headway.formats import built_in

TODAY = date(2026, 11, 23)
LADDER = built_in.ladder()
SAMPLE = built_in.sample_dossier(TODAY)
SUPPORTS = ("claimed", "corroborated", "verified")

pieces = st.lists(
    st.builds(
        Piece,
        place=st.integers(0, 1),
        level=st.integers(1, 4),
        support=st.sampled_from(SUPPORTS),
        seen_on=st.integers(0, 3).map(lambda days: TODAY - timedelta(days=days)),
        fact=st.uuids(),
    ),
    max_size=30,
    unique_by=lambda piece: piece.fact,
)


def rest_on(found: list[Piece]) -> Basis:
    return Basis(
        held_role=None,
        prior_mean=(0.0, 0.0),
        views=(),
        pieces=tuple(found),
        calibration=default_calibration(LADDER),
    )


def weights(found: tuple[Piece, ...]) -> dict[UUID, float]:
    return {piece.fact: weight for piece, weight in weigh(found)}


@settings(deadline=None, max_examples=60)
@given(pieces)
def test_few_pieces_weigh_as_all_do_whichever_is_left_out(found: list[Piece]) -> None:
    kept = keep_what_may_count(rest_on(found)).pieces
    assert len(kept) <= 2 * len(SUPPORTS) * 3
    assert weights(kept) == weights(tuple(found))
    for gone in kept:
        some = tuple(piece for piece in found if piece is not gone)
        assert weights(tuple(piece for piece in kept if piece is not gone)) == weights(some)
    for support in SUPPORTS:
        some = tuple(piece for piece in found if piece.support != support)
        assert weights(tuple(p for p in kept if p.support != support)) == weights(some)


def test_a_history_alone_is_that_of_the_whole_account() -> None:
    asked = {"as_of": TODAY, "reveals_raters": True}
    why = explain_estimate(SAMPLE, LADDER, "communication", **asked)
    assert tell_history(SAMPLE, LADDER, "communication", **asked) == why.history
    without = explain_estimate(SAMPLE, LADDER, "communication", with_history=False, **asked)
    assert without == replace(why, history=())


def test_a_history_alone_hides_who_is_too_few_on_a_server() -> None:
    asked = {"as_of": TODAY, "reveals_raters": False}
    why = explain_estimate(SAMPLE, LADDER, "communication", **asked)
    assert tell_history(SAMPLE, LADDER, "communication", **asked) == why.history
