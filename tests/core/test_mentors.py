"""Who could help with a gap: why, how sure, in which order, and who is left in peace."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from examples import DAY, LADDER, dossier
from headway.core.mentors import (
    Reason,
    find_help,
    find_known_help,
    find_reasons,
    is_in_sight,
    review_mentors,
)
from people_cases import asked, circle, gap, key, knows, missing, touched, turned


def help_with(*facts, days=0, report=None, most=3):
    as_of = DAY + timedelta(days=days)
    found = find_help(circle(*facts, days=days), LADDER, report or gap(), as_of=as_of, most=most)
    return found[0]


def names(*facts, days=0, **asked_for):
    return [mentor.name for mentor in help_with(*facts, days=days, **asked_for).mentors]


def test_each_reason_says_how_sure_it_is():
    known = knows("Ana", strengths=("asking",), role="senior")
    learnt = touched("Ana", 2, competency="asking", outcome="knowledge")
    found = circle(known, learnt, days=3)
    reasons = find_reasons(found.person(key("Ana")), find_known_help(found, LADDER), "asking", 1)
    assert reasons == (
        Reason(how_sure="seen", on=DAY + timedelta(days=2)),
        Reason(how_sure="said"),
        Reason(how_sure="role", role="senior", level=1),
    )


def test_a_session_on_the_matter_is_help_that_was_seen():
    session = touched("Ana", 5, mentoring=key("m"))
    found = circle(knows("Ana"), asked("Ana"), session, days=9)
    reasons = find_reasons(found.person(key("Ana")), find_known_help(found, LADDER), "asking", 1)
    assert [(r.how_sure, r.on) for r in reasons] == [("seen", DAY + timedelta(days=5))]


def test_what_was_received_about_something_else_is_no_help():
    other = touched("Ana", 2, competency="telling", received="A book")
    assert names(knows("Ana"), other, touched("Ana", 3, competency="asking"), days=4) == []


def test_a_target_that_the_ladder_lacks_orders_by_name():
    facts = (knows("Ben", role="junior"), knows("Ana", role="senior"))
    assert names(*facts, report=gap(role="guru")) == ["Ana", "Ben"]


def test_a_role_that_asks_for_less_is_no_reason():
    assert names(knows("Ana", role="junior"), report=gap(missing("telling"))) == []
    assert names(knows("Ana", role="senior"), report=gap(missing("telling"))) == ["Ana"]
    assert names(knows("Ana", role="guru")) == []


def test_the_surest_comes_first_then_more_reasons_then_lately_met_then_the_nearest_role():
    people = [
        knows("By role", role="junior"),
        knows("Nearest role", role="senior"),
        knows("Said", strengths=("asking",)),
        knows("Met lately", strengths=("asking",)),
        touched("Met lately", 1),
        knows("Said with a role", strengths=("asking",), role="junior"),
        knows("Seen"),
        touched("Seen", 1, competency="asking", received="Her interview guide"),
    ]
    ordered = ["Seen", "Said with a role", "Met lately", "Said", "Nearest role", "By role"]
    assert names(*people, days=2, most=6) == ordered
    assert names(*people, days=2) == ordered[:3]


def test_nobody_in_the_line_of_reporting_is_proposed():
    manager = knows("Ana", strengths=("asking",), ties=("manager",))
    report = knows("Ben", strengths=("asking",), ties=("report",))
    assert names(manager, report) == []


def test_whoever_is_asked_or_guides_already_is_not_proposed_again():
    known = knows("Ana", strengths=("asking",))
    assert names(known, asked("Ana"), days=3) == []
    assert names(known, asked("Ana", matter="telling"), turned("agreed", 2), days=3) == []
    assert help_with(known, asked("Ana"), days=3).in_hand == (key("m"),)
    assert help_with(known, asked("Ana", matter="telling"), days=3).in_hand == ()


def test_after_a_no_or_no_answer_somebody_is_left_in_peace_for_a_while():
    known = knows("Ana", strengths=("asking",))
    declined = [known, asked("Ana"), turned("declined", 3)]
    assert (names(*declined, days=182), names(*declined, days=183)) == ([], ["Ana"])
    ignored = [known, asked("Ana")]
    assert (names(*ignored, days=104), names(*ignored, days=105)) == ([], ["Ana"])


def test_whoever_asks_me_may_still_help_me():
    assert names(knows("Ana", strengths=("asking",)), asked("Ana", side="mentor")) == ["Ana"]


def test_only_levels_that_are_not_shown_are_asked_about_what_matters_most_first():
    report = gap(missing("asking"), missing("telling"), top=("telling",))
    found = find_help(circle(), LADDER, report, as_of=DAY)
    assert [each.competency for each in found] == ["telling", "asking"]
    shown = gap(missing("asking", state="shown"), missing("telling"), top=("explain", "telling"))
    assert [g.competency for g in find_help(circle(), LADDER, shown, as_of=DAY)] == ["telling"]


@given(st.permutations(["Ana", "Ben", "Cy", "Dee"]))
def test_the_order_of_the_facts_changes_nothing(order):
    facts = [knows(name, strengths=("asking",)) for name in order]
    assert names(*facts, most=4) == ["Ana", "Ben", "Cy", "Dee"]


# The whole -----------------------------------------------------------------------------------------


def review(*facts, days=0, report=None):
    return review_mentors(dossier(*facts), LADDER, report, as_of=DAY + timedelta(days=days))


def test_the_two_sides_are_told_apart():
    facts = (knows("Ana"), knows("Ben"), asked("Ana"), asked("Ben", side="mentor", of="o"))
    found = review(*facts, report=gap())
    assert [m.name for m in found.mentorings] == ["Ana"]
    assert [m.name for m in found.mentees] == ["Ben"]
    assert (found.role, found.capacity) == ("senior", None)


def test_without_a_role_nobody_is_proposed():
    found = review(knows("Ana", strengths=("asking",)))
    assert (found.role, found.gaps, found.instead) == ("", (), ())


def instead(*facts, days):
    people = (knows("Ana", strengths=("asking",)), knows("Ben", strengths=("asking",)))
    found = review(*people, *facts, days=days, report=gap())
    return [(each.mentoring, each.mentor.name) for each in found.instead]


def test_where_nothing_comes_of_it_the_next_person_is_named():
    assert instead(asked("Ana"), days=14) == []
    assert instead(asked("Ana"), days=15) == [(key("m"), "Ben")]
    assert instead(asked("Ana"), turned("declined", 2), days=3) == [(key("m"), "Ben")]
    assert instead(asked("Ana"), turned("agreed", 2), days=44) == []
    assert instead(asked("Ana"), turned("agreed", 2), days=45) == [(key("m"), "Ben")]


def test_once_somebody_else_was_asked_nobody_more_is_named():
    assert instead(asked("Ana"), asked("Ben", 16, of="n"), days=17) == []


def test_where_there_is_nobody_else_nobody_is_named():
    found = review(knows("Ana", strengths=("asking",)), asked("Ana"), days=120, report=gap())
    assert found.instead == ()


def test_for_what_the_role_does_not_ask_nobody_is_named():
    assert instead(asked("Ana", matter="juggling"), days=15) == []


def test_help_is_in_sight_where_somebody_is_known_to_be_good_at_it_or_was_asked():
    by_role = help_with(knows("Ana", role="senior"))
    said = help_with(knows("Ana", strengths=("asking",)))
    in_hand = help_with(knows("Ana"), asked("Ana"))
    assert [is_in_sight(found) for found in (by_role, said, in_hand)] == [False, True, True]
