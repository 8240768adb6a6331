"""Why an estimate is as it is: pulls by leaving out, what is hidden on a server, and what is said."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.core.dossier import Dossier, Fact
from headway.core.errors import UnknownNameError
from headway.core.evidence import CompetencyTag, EvidenceItem
from headway.core.ladder import Level
from headway.core.profile import Position
from headway.core.ratings import CycleClosing, RatingForm
from headway.core.standing import estimate_levels
from headway.core.standing import pulls as tested
from headway.core.standing.why import explain_estimate
from headway.core.wording import standing as standing_words
from headway.formats import built_in

OWNER = UUID(int=1)
TODAY = date(2026, 11, 23)
LADDER = built_in.ladder()
SENIOR = LADDER.role("senior-product-manager")
ONE, TWO = "customer-discovery", "communication"
HELD = Position(title="PM", role="product-manager", role_certainty="confirmed", is_current=True)


def dossier(*bodies, days_ago=10):
    day = TODAY - timedelta(days=days_ago)
    moment = datetime.combine(day, time(12), UTC)
    facts = (
        Fact(id=uuid5(OWNER, f"{n} {b}"), body=b, happened_on=day, recorded_at=moment)
        for n, b in enumerate(bodies)
    )
    return Dossier(owner=OWNER, facts=tuple(facts))


def form(rater, source="peer", level=3, slug=ONE, cycle=""):
    return RatingForm(rater=rater, source=source, marks={slug: level}, cycle=cycle)


def act(level=3, support="verified", slug=ONE, **extra):
    tags = (CompetencyTag(competency=slug, level=level),)
    return EvidenceItem(text=f"Act {level}", tags=tags, support=support, **extra)


def why(*bodies, of=ONE, reveals=True, known=None, role=SENIOR):
    return explain_estimate(
        known or dossier(*bodies),
        LADDER,
        of,
        as_of=TODAY,
        compared_role=role,
        reveals_raters=reveals,
    )


def pulls(found):
    return {(pull.source, pull.name): pull for pull in found.pulls}


# Pulls ---------------------------------------------------------------------------------------------


def test_a_high_mark_pulls_up_and_a_low_one_down():
    found = pulls(why(HELD, form("Ana", level=4), form("Bo", level=1)))
    assert found["peer", "Ana"].moves_levels > 0 > found["peer", "Bo"].moves_levels
    assert found["peer", "Ana"].levels == (4,)


def test_every_source_stands_in_the_account_with_what_it_rests_on():
    found = why(HELD, form("Mo", "manager"), act(), act(support="corroborated"), act(2, "claimed"))
    assert [pull.source for pull in found.pulls] == ["manager", "verified", "corroborated", "role"]
    assert {item.support for item in found.evidence} == {"verified", "corroborated"}


def test_who_answered_about_acts_is_told_by_how_many():
    answers = {f"{ONE}/2/1": "seen", f"{ONE}/3/1": "partly", f"{TWO}/3/1": "seen"}
    found = why(RatingForm(rater="Ana", source="peer", answers=answers))
    (pull,) = found.pulls
    assert (pull.levels, pull.answer_count) == ((), 2)
    assert "answered about 2 acts" in standing_words.describe_pull(pull, found, LADDER)


def test_without_the_others_own_word_stays_aside_while_they_are_left_out():
    found = pulls(why(HELD, form("Me", "self", 4), form("Mo", "manager", 3)))
    alone = why(HELD).estimate
    assert found["manager", "Mo"].sd_without == pytest.approx(alone.sd)
    assert ("self", "") not in found


def test_the_estimate_explained_is_that_of_the_standing():
    known = dossier(HELD, form("Ana"), form("Mo", "manager", 2), act())
    standing = estimate_levels(known, LADDER, as_of=TODAY, compared_role=SENIOR)
    assert why(known=known).estimate == standing.estimates[0]


def test_a_piece_beyond_the_limit_moves_nothing_by_itself_and_is_told():
    found = why(*[act(3)] * 5)
    assert [item.moves_levels for item in found.evidence][2:] == [0.0, 0.0, 0.0]
    assert [(left.kind, left.count) for left in found.left_out] == [("no room", 3)]


def test_old_ratings_leave_a_wider_range_than_fresh_ones():
    found = why(known=dossier(form("Mo", "manager"), days_ago=3650))
    assert found.age.sd_if_fresh < found.estimate.sd
    assert "a little wider" in standing_words.describe_age(found.age, found.estimate)


def test_what_is_left_out_is_named():
    candidate = EvidenceItem(text="", tags=(CompetencyTag(competency=ONE),))
    bodies = (form("Me", "self", 4), act(2, "claimed"), act(is_draft=True), candidate)
    found = why(*bodies, form("Mo", "manager"))
    assert {left.kind for left in found.left_out} == {
        "own view",
        "own word",
        "drafts",
        "no level said",
    }


def test_a_competency_that_the_ladder_lacks_is_refused_by_name():
    with pytest.raises(UnknownNameError, match="juggling"):
        why(of="juggling")


# On a server ---------------------------------------------------------------------------------------


def test_on_a_server_no_name_and_no_mark_but_the_manager_s_is_told():
    bodies = [form(name, level=n) for n, name in enumerate(("Ana", "Bo", "Cy"))]
    found = why(*bodies, form("Mo", "manager"), reveals=False)
    told = pulls(found)
    assert set(told) == {("manager", "Mo"), ("peer", "")}
    assert told["manager", "Mo"].levels == (3,)
    assert (told["peer", ""].count, told["peer", ""].levels) == (3, ())


def test_where_one_group_is_too_small_all_are_told_together():
    peers = [form(name) for name in ("Ana", "Bo", "Cy")]
    found = why(*peers, form("Di", "report"), reveals=False)
    assert [(pull.source, pull.count) for pull in found.pulls] == [("others", 4)]


def test_a_group_that_grows_by_one_is_told_with_the_others():
    first = dossier(*[form(name) for name in ("Ana", "Bo", "Cy")], days_ago=20)
    later = dossier(form("Di"), form("Ed", "report"), form("Fay", "report"), days_ago=9)
    both = replace(first, facts=(*first.facts, *later.facts))
    assert [pull.source for pull in why(known=both, reveals=False).pulls] == ["others"]


def closed_after(hours):
    """A round of three peers, then one of a peer and four reports that ends so many hours later."""
    first = dossier(
        *[form(name, cycle="one") for name in ("Ana", "Bo", "Cy")], CycleClosing(cycle="one")
    )
    reports = [form(name, "report", cycle="two") for name in ("Ed", "Fay", "Gus", "Hal")]
    second = dossier(form("Di", cycle="two"), *reports, CycleClosing(cycle="two"))
    moment = first.facts[-1].recorded_at + timedelta(hours=hours)
    later = [replace(fact, recorded_at=moment) for fact in second.facts]
    return replace(first, facts=(*first.facts, *later))


def test_rounds_that_end_within_a_day_tell_nobody_who_came_with_which_apart():
    # All have the same day: peers told apart would be the three before and the one after.
    found = why(known=closed_after(hours=2), reveals=False)
    assert [(pull.source, pull.count) for pull in found.pulls] == [("others", 8)]


def test_one_rater_under_names_typed_differently_is_one_on_a_server():
    names = ("Bo Li", "bo  li", "BO LI\u200b")
    found = why(*[form(name, level=0) for name in names], reveals=False)
    assert [left.kind for left in found.left_out] == ["fewer than three"]


def test_fewer_than_three_count_nowhere_on_a_server():
    found = why(HELD, form("Ana", level=0), form("Bo", level=0), reveals=False)
    assert found.estimate == why(HELD, reveals=False).estimate
    assert [left.kind for left in found.left_out] == ["fewer than three"]


def test_who_waits_in_a_round_is_named_in_a_personal_file_only():
    known = dossier(form("Ana", cycle="spring"), CycleClosing(cycle="spring"))
    assert why(known=known).left_out[0].names == ("Ana",)
    assert why(known=known, reveals=False) == why(
        known=dossier(CycleClosing(cycle="spring")), reveals=False
    )


def test_nothing_that_waits_shows_in_any_account_on_a_server():
    counted = [form(name, cycle="one") for name in ("Ana", "Bo", "Cy")]
    known = dossier(*counted, CycleClosing(cycle="one"))
    more = dossier(form("Di", level=0, cycle="two"), days_ago=5)
    grown = replace(known, facts=(*known.facts, *more.facts))
    assert why(known=grown, reveals=False) == why(known=known, reveals=False)


# Whatever the scale and the crowd --------------------------------------------------------------------


def scale(top_level):
    """The built-in ladder's first two competencies on a scale from 0 to `top_level`."""
    levels = tuple(Level(number=n, name=f"Level {n}", meaning="") for n in range(top_level + 1))
    return replace(LADDER, levels=levels, competencies=LADDER.competencies[:2], roles=())


@pytest.mark.parametrize("top_level", range(1, 8))
def test_scales_of_two_to_eight_levels_give_an_account(top_level):
    ladder = scale(top_level)
    known = dossier(form("Mo", "manager", top_level), form("Ana", level=top_level))
    found = explain_estimate(known, ladder, ONE, as_of=TODAY, reveals_raters=True)
    assert found.estimate.most_likely_level >= top_level - 1
    assert 0 <= found.estimate.low_position <= found.estimate.high_position <= top_level + 1
    assert found.sharpeners[0].doubt_after < found.sharpeners[0].doubt_now


@pytest.mark.parametrize(("level", "state"), [(0, "not yet"), (2, "not yet"), (4, "shown")])
def test_one_category_from_forty_four_raters_is_called(level, state):
    known = dossier(*[form(f"Rater {n}", level=level) for n in range(44)])
    found = estimate_levels(known, LADDER, as_of=TODAY, compared_role=SENIOR).estimates[0]
    assert found.state == state
    assert 0.3 < found.sd < 0.7


# History -------------------------------------------------------------------------------------------


def test_the_history_has_a_point_for_each_day_on_which_something_changed():
    parts = [dossier(HELD, days_ago=90), dossier(form("Ana"), days_ago=60), dossier(act())]
    known = Dossier(owner=OWNER, facts=tuple(fact for part in parts for fact in part.facts))
    found = why(known=known)
    assert [(TODAY - point.on).days for point in found.history] == [90, 60, 10, 0]
    assert [point.estimate.view_count for point in found.history] == [0, 1, 1, 1]
    assert found.history[-1].estimate == found.estimate


def test_a_long_history_is_thinned_to_ten_with_its_ends():
    parts = [dossier(form(f"Rater {n}"), days_ago=10 + n) for n in range(40)]
    known = Dossier(owner=OWNER, facts=tuple(fact for part in parts for fact in part.facts))
    days = [point.on for point in why(known=known).history]
    assert len(days) == 10
    assert (days[0], days[-1]) == (TODAY - timedelta(days=49), TODAY)


# What would sharpen --------------------------------------------------------------------------------


def test_after_a_self_rating_a_manager_s_view_sharpens_most():
    found = why(HELD, form("Me", "self", 3))
    assert found.sharpeners[0].view == "manager"
    assert "A view by your manager" in standing_words.describe_sharpeners(found, LADDER)


def test_a_new_rater_sharpens_more_than_the_manager_once_more():
    doubt = {s.view: s.doubt_after for s in why(HELD, form("Mo", "manager", 3)).sharpeners}
    assert doubt["peer"] < doubt["manager"]


def test_only_who_leads_people_is_told_to_ask_reports():
    lead = replace(HELD, role="director-of-product-management")
    assert "report" not in {s.view for s in why(HELD).sharpeners}
    assert "report" in {s.view for s in why(lead).sharpeners}


def test_on_a_server_a_peer_s_view_is_said_to_count_three_at_a_time():
    found = why(HELD, form("Mo", "manager", 3), reveals=False)
    said = standing_words.describe_sharpeners(found, LADDER)
    assert "once three have given theirs in a round, or five where others count already" in said


# Laws ----------------------------------------------------------------------------------------------

bodies = st.one_of(
    st.builds(
        form,
        st.sampled_from(("", "Ana", "Bo", "Cy")),
        st.sampled_from(("self", "manager", "peer", "report", "stakeholder")),
        st.integers(-1, 6),
        st.sampled_from((ONE, TWO, "unknown")),
        st.sampled_from(("", "spring")),
    ),
    st.builds(
        act,
        st.integers(0, 6),
        st.sampled_from(("claimed", "corroborated", "verified")),
        st.sampled_from((ONE, TWO, "unknown")),
    ),
    st.sampled_from((HELD, CycleClosing(cycle="spring"), RatingForm(rater="", source="peer"))),
)
LAW = settings(deadline=None, max_examples=12)


@LAW
@given(st.lists(bodies, max_size=6), st.sampled_from((3, 3650)), st.booleans(), st.booleans())
def test_whatever_is_known_the_account_is_finite_and_in_words(found, days, reveals, has_role):
    known = dossier(*found, days_ago=days)
    account = why(known=known, reveals=reveals, role=SENIOR if has_role else None)
    assert all(abs(pull.moves_levels) < 10 and pull.sd_without > 0 for pull in account.pulls)
    said = [
        standing_words.describe_sharpeners(account, LADDER),
        *(standing_words.describe_pull(pull, account, LADDER) for pull in account.pulls),
        *(standing_words.describe_left_out(left) for left in account.left_out),
        *(standing_words.describe_evidence_pull(item, LADDER) for item in account.evidence),
    ]
    assert all(line.endswith(".") and "nan" not in line for line in said)
    assert all(0 <= s.doubt_after <= 1.01 for s in account.sharpeners)


@LAW
@given(st.lists(bodies, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_facts_changes_no_digit_of_the_account(found, random):
    known = dossier(*found)
    shuffled = replace(known, facts=tuple(random.sample(known.facts, len(known.facts))))
    assert why(known=known, reveals=False) == why(known=shuffled, reveals=False)


def test_of_many_raters_the_ten_who_move_it_most_are_told_and_the_rest_counted(monkeypatch):
    forms = [form(f"Rater {n}", level=n % 5) for n in range(13)]
    told = why(*forms)
    monkeypatch.setattr(tested, "MOST_RATERS", 13)
    every = {name: pull.moves_levels for (_, name), pull in pulls(why(*forms)).items() if name}
    named = {name for _, name in pulls(told) if name}
    assert (len(named), told.untold_views) == (10, 3)
    assert (
        min(abs(every[n]) for n in named) >= max(abs(every[n]) for n in set(every) - named) - 1e-3
    )
    assert standing_words.tell_untold(told) == "3 further views move it less than these."


def test_where_all_raters_are_told_none_is_counted_besides():
    assert standing_words.tell_untold(why(form("Mo"))) == ""


def test_the_last_point_of_a_history_is_the_estimate_itself():
    found = why(form("Mo"), act())
    assert found.history[-1].estimate == found.estimate
    assert found.history[-1].on == TODAY
