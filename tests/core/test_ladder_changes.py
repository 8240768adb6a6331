"""What changed from one ladder to another, and for whom."""

from dataclasses import replace

from examples import LADDER
from headway.core.ladder import Level
from headway.core.ladder_changes import diff_ladders, name_ladder
from headway.core.wording.ladder import (
    LEVELS_COMPARED,
    NOTHING_CHANGES,
    describe_diff,
    describe_remark,
    describe_roles,
)
from two_ladders import NEXT, OTHER

JUNIOR, SENIOR = LADDER.roles


def test_a_ladder_does_not_differ_from_itself() -> None:
    diff = diff_ladders(LADDER, LADDER)
    assert diff.is_nothing
    assert list(describe_diff(diff, LADDER, LADDER)) == [NOTHING_CHANGES]


def test_a_diff_names_roles_that_ask_for_more_less_and_something_new() -> None:
    new = replace(
        LADDER,
        roles=(
            replace(JUNIOR, expected={"asking": 0, "telling": 1}),
            replace(SENIOR, expected={"telling": 1}, experiences=(), responsibilities=()),
        ),
    )
    junior, senior = diff_ladders(LADDER, new).roles_changed
    assert junior.less == {"asking": (1, 0)}
    assert junior.added == {"telling": 1}
    assert senior.dropped == {"asking": 1}
    assert senior.experiences_dropped == ("launched",)
    assert senior.responsibilities_dropped == ("explain",)


def test_turned_round_less_is_more_and_new_is_gone() -> None:
    forth, back = diff_ladders(LADDER, NEXT), diff_ladders(NEXT, LADDER)
    assert forth.competencies_added == back.competencies_dropped == ("asking-people", "pricing")
    assert [r.added for r in forth.roles_changed] == [r.dropped for r in back.roles_changed]


def test_another_scale_and_other_roles_are_told() -> None:
    diff = diff_ladders(LADDER, OTHER)
    assert diff.levels == (("None yet", "Awareness"), ("Nothing", "Learns", "Does", "Leads"))
    assert diff.roles_added == ("p1",)
    assert diff.roles_dropped == ("junior", "senior")
    told = "\n".join(describe_diff(diff, LADDER, OTHER))
    assert "New roles: P1." in told
    assert "Roles no longer there: Junior, Senior." in told


def test_a_level_put_between_others_changes_nothing_for_anybody() -> None:
    none, aware = LADDER.levels
    between = Level(number=1, name="Beginning", meaning="Begins.")
    raised = {
        c.slug: tuple(replace(b, level=b.level + 1) for b in c.behaviours)
        for c in LADDER.competencies
    }
    new = replace(
        LADDER,
        levels=(none, between, replace(aware, number=2)),
        competencies=tuple(replace(c, behaviours=raised[c.slug]) for c in LADDER.competencies),
        roles=tuple(
            replace(r, expected={slug: 2 if level else 0 for slug, level in r.expected.items()})
            for r in LADDER.roles
        ),
    )
    diff = diff_ladders(LADDER, new)
    assert diff.levels
    assert (diff.competencies_changed, diff.roles_changed) == ((), ())
    assert LEVELS_COMPARED in next(iter(describe_diff(diff, LADDER, new)))
    renamed = replace(new, levels=(none, between, replace(aware, number=2, name="Knowing")))
    assert diff_ladders(LADDER, renamed).competencies_changed == ()
    assert diff_ladders(LADDER, renamed).roles_changed == ()


def test_a_reworded_competency_names_its_parts_and_counts_its_acts() -> None:
    asking, telling = LADDER.competencies
    acts = (replace(asking.behaviours[0], act="Counts"), *asking.behaviours[1:])
    new = replace(
        LADDER, competencies=(replace(asking, definition="Asks.", behaviours=acts), telling)
    )
    [change] = diff_ladders(LADDER, new).competencies_changed
    assert change.parts == ("definition",)
    assert (change.behaviours_added, change.behaviours_dropped) == (1, 1)
    told = list(describe_diff(diff_ladders(LADDER, new), LADDER, new))
    assert told == ["Asking: another definition, 1 new act, 1 act gone."]
    defined = replace(asking, definition="Asks.")
    only = replace(LADDER, competencies=(defined, telling))
    assert list(describe_diff(diff_ladders(LADDER, only), LADDER, only)) == [
        "Asking: another definition."
    ]
    fewer = replace(new, competencies=(replace(asking, behaviours=acts[1:]), telling))
    told = list(describe_diff(diff_ladders(new, fewer), new, fewer))
    assert told == ["Asking: another definition, 1 act gone."]


def test_what_a_role_asks_is_told_with_both_levels() -> None:
    roles = (
        replace(JUNIOR, expected={"asking": 0}),
        replace(SENIOR, experiences=("launched", "sold"), responsibilities=()),
    )
    before = replace(LADDER, roles=roles)
    told = "\n".join(describe_diff(diff_ladders(before, LADDER), before, LADDER))
    assert "Junior: asks more of Asking (None yet to Awareness)." in told
    assert (
        "Senior: experience dropped: “sold”; new responsibility: “Explain what was found”." in told
    )
    back = "\n".join(describe_diff(diff_ladders(LADDER, NEXT), LADDER, NEXT))
    assert "newly asks for Asking people: Awareness, Pricing: Awareness" in back
    assert "no longer asks for Asking" in back
    assert "New competencies: Asking people, Pricing." in back
    assert "Competencies no longer there: Asking." in back


def test_a_version_has_one_name() -> None:
    assert name_ladder(NEXT) == "small 2.0.0"


def test_what_changes_for_some_roles_is_told_of_them_alone() -> None:
    diff = diff_ladders(LADDER, NEXT)
    told = list(describe_roles(diff, LADDER, NEXT, only=["junior"]))
    assert [each.partition(":")[0] for each in told] == ["Junior"]
    assert len(list(describe_roles(diff, LADDER, NEXT))) == 2


def test_a_remark_names_the_first_places() -> None:
    assert describe_remark("Odd.", ()) == "Odd."
    assert describe_remark("Odd.", ("a", "b")) == "Odd. (a; b)"
    assert describe_remark("Odd.", "abcde") == "Odd. (a; b; c; and 2 more)"
