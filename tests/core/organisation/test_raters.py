"""The organiser's page: strictness, flags with reasons, groups, weak links, forms to ask for."""

import random
from dataclasses import replace
from datetime import timedelta
from functools import cache
from uuid import UUID, uuid5

import pytest

from examples import DAY, OWNER, fact, rated
from headway.core.dossier import Dossier
from headway.core.organisation.raters import RaterBridge, RaterReview, RaterView, review_raters
from headway.core.profile import About
from headway.core.ratings import VignetteForm
from headway.core.wording.raters import (
    describe_bridge,
    describe_group,
    describe_rater,
    describe_review,
    describe_suggestion,
)
from headway.formats import built_in

LADDER = built_in.ladder()
AS_OF = DAY + timedelta(days=60)
SLUGS = [competency.slug for competency in LADDER.competencies[:12]]
TOP = LADDER.top_level


def somebody(number: int) -> UUID:
    return uuid5(OWNER, f"person {number}")


def of_person(number: int, *bodies: object) -> Dossier:
    facts = tuple(
        replace(fact(body), id=uuid5(OWNER, f"{number} {place} {body}"))
        for place, body in enumerate(bodies)
    )
    return Dossier(owner=somebody(number), facts=facts)


def form(rater: str, levels: list[int], source: str = "peer") -> object:
    kept = [min(max(level, 0), TOP) for level in levels]
    return rated(rater, source, **dict(zip(SLUGS, kept, strict=True)))


@cache
def office() -> tuple[Dossier, ...]:
    """Five usual raters, a strict, a lenient, a random and a straight one; each marks all of 16 people."""
    draw = random.Random(11)
    people = []
    for number in range(16):
        own = draw.choice([1, 2, 2, 3])
        true = [own + draw.choice([-1, 0, 0, 1]) for _ in SLUGS]
        near = {k: [level + draw.choice([-1, 0, 0, 0, 1]) for level in true] for k in range(7)}
        forms = [form(f"Usual {k}", near[k]) for k in range(5)]
        forms.append(form("Strict", [level - 1 for level in near[5]]))
        forms.append(form("Lenient", [level + 1 for level in near[6]]))
        forms.append(form("Random", [draw.randint(0, TOP) for _ in SLUGS]))
        forms.append(form("Straight", [own] * len(SLUGS)))
        people.append(of_person(number, *forms, form("Me", [3] * len(SLUGS), "self")))
    return tuple(people)


@cache
def reviewed() -> RaterReview:
    return review_raters(office(), LADDER, as_of=AS_OF)


def view(name: str, review: RaterReview | None = None) -> RaterView:
    return next(v for v in (review or reviewed()).raters if v.rater == f"named {name.casefold()}")


def teams(*links: tuple[int, int]) -> tuple[Dossier, ...]:
    """Two teams of four whose members rate each other, and `links`: forms by a rater on a person."""
    forms: dict[int, list[int]] = {n: [] for n in range(8)}
    for person in range(8):
        forms[person] = [r for r in range(8) if r // 4 == person // 4 and r != person]
    for rater, person in links:
        forms[person].append(rater)
    return tuple(
        of_person(
            person,
            About(name=f"Member {person}"),
            *(form(f"Member {r}", [1 + (r + p) % 3 for p in range(12)]) for r in raters),
        )
        for person, raters in forms.items()
    )


def test_strict_and_lenient_raters_are_told_with_an_interval_and_not_flagged() -> None:
    strict, lenient = view("Strict"), view("Lenient")
    assert (strict.lean, strict.flags) == ("stricter than most", ())
    assert (lenient.lean, lenient.flags) == ("more lenient than most", ())
    assert strict.severity_mean > 0 > lenient.severity_mean
    assert "more strictly than most" in describe_rater(strict, "Sam")[0]
    assert "plausibly from" in describe_rater(strict, "Sam")[0]


def test_a_random_rater_is_flagged_with_the_reason_and_usual_ones_are_not() -> None:
    assert view("Random").flags == ("inconsistent",)
    assert "Ask how they came about" in describe_rater(view("Random"), "Ray")[1]
    assert all(view(f"Usual {number}").flags == () for number in range(5))
    assert "stands out" in describe_rater(view("Usual 1"), "Una")[0]


def test_a_straight_liner_is_flagged_with_how_many_forms() -> None:
    straight = view("Straight")
    assert straight.flags == ("straight line",)
    assert (straight.straight_form_count, straight.long_form_count) == (16, 16)
    assert "16 of 16 long forms" in describe_rater(straight, "Sol")[1]


def test_flagged_raters_come_first_and_selves_are_nobody() -> None:
    assert [bool(v.flags) for v in reviewed().raters[:3]] == [True, True, False]
    assert len(reviewed().raters) == 9
    assert reviewed().form_count == 16 * 9


def test_with_too_few_marks_nothing_is_said_of_consistency() -> None:
    odd = rated("Odd", "peer", **{SLUGS[0]: 0, SLUGS[1]: TOP})
    first, *rest = office()
    added = replace(first, facts=(*first.facts, fact(odd)))
    found = view("Odd", review_raters([added, *rest], LADDER, as_of=AS_OF))
    assert (found.infit, found.infit_range, found.flags) == (None, None, ())
    assert "Too few marks to tell whether they hang together." in describe_rater(found, "Odd")[0]


def test_fewer_than_five_people_give_no_word_on_single_raters() -> None:
    found = review_raters(office()[:4], LADDER, as_of=AS_OF)
    assert found.is_withheld
    assert found.raters == ()
    assert "until five people are rated" in describe_review(found)


def test_teams_without_a_link_are_groups_and_forms_that_join_them_are_suggested() -> None:
    found = review_raters(teams(), LADDER, as_of=AS_OF)
    assert [len(group.raters) for group in found.groups] == [4, 4]
    assert "comparable only within this group" in describe_group(found.groups[0], 2)
    assert found.suggestions[0].joins
    said = describe_suggestion(found.suggestions[0], "Ana", "Ben")
    assert said == "Ask Ana for a form on Ben: it joins two groups."


@pytest.mark.parametrize("marks", [(TOP, TOP), (0, 0), (3, TOP)], ids=str)
def test_in_a_team_of_equal_marks_no_rater_is_called_lenient_or_strict(
    marks: tuple[int, int],
) -> None:
    levels = [marks[place % 2] for place in range(12)]
    people = [of_person(n, *(form(name, levels) for name in ("A", "B", "C"))) for n in range(8)]
    found = review_raters(people, LADDER, as_of=AS_OF)
    assert {v.lean for v in found.raters} == {"too little to tell"}
    assert "than most in their group can't be told" in describe_rater(found.raters[0], "Ana")[0]
    assert "only differences between them count" in describe_group(found.groups[0], 1)


def test_of_two_groups_apart_raters_are_compared_within_theirs_only() -> None:
    def marked(person: int, rater: int) -> list[int]:
        return [(TOP if person < 6 else 1) - (rater + place) % 2 for place in range(12)]

    people = [
        of_person(n, *(form(f"R {n // 6} {r}", marked(n, r)) for r in range(3))) for n in range(12)
    ]
    found = review_raters(people, LADDER, as_of=AS_OF)
    assert len(found.groups) == 2
    for number in (1, 2):
        means = [v.severity_mean for v in found.raters if v.group == number]
        assert sum(means) == pytest.approx(0, abs=1e-9)
    assert all(v.is_within_group for v in found.raters)


def test_two_forms_between_teams_are_a_weak_link_that_further_forms_strengthen() -> None:
    found = review_raters(teams((0, 5), (6, 2)), LADDER, as_of=AS_OF)
    assert len(found.groups) == 1
    (bridge,) = found.bridges
    assert len(bridge.forms) == 2
    said = describe_bridge(bridge, {"named member 4": "Mia"})
    assert said.startswith("4 named raters (Mia, ")
    assert "only through two forms" in said
    assert [suggestion.joins for suggestion in found.suggestions] == [False]


def test_nobody_is_asked_to_rate_themselves_or_whom_they_may_not() -> None:
    def may_rate(rater: str, person: UUID) -> bool:
        return rater == "named member 7" and person != somebody(0)

    found = review_raters(teams(), LADDER, as_of=AS_OF, may_rate=may_rate)
    assert {s.rater for s in found.suggestions} == {"named member 7"}
    assert somebody(0) not in {s.person for s in found.suggestions}
    assert somebody(7) not in {s.person for s in found.suggestions}


def test_a_vignette_that_both_teams_marked_links_them() -> None:
    shipped = built_in.vignettes()
    vignette = shipped.vignettes[0]
    level = vignette.shows[0].level
    key = f"{vignette.slug}/{vignette.shows[0].competency}"
    told = [
        VignetteForm(rater=f"Member {n}", source="peer", marks={key: level}, intended={key: level})
        for n in (0, 5)
    ]
    both = of_person(99, *told)
    found = review_raters([*teams(), both], LADDER, as_of=AS_OF)
    (group,) = found.groups
    assert not any(v.is_within_group for v in found.raters)
    assert group.has_vignettes
    assert len(group.people) == 8
    assert "Vignettes tell" in describe_group(group, 1)


def test_nameless_forms_link_but_are_listed_nowhere() -> None:
    nameless = [of_person(n, form("", [2] * 12), form("Ann", [2] * 12)) for n in range(6)]
    found = review_raters(nameless, LADDER, as_of=AS_OF)
    assert [v.rater for v in found.raters] == ["named ann"]
    assert found.groups[0].nameless_count == 6


def test_names_are_shown_as_the_pseudonym_says() -> None:
    found = review_raters(office(), LADDER, as_of=AS_OF, pseudonym=lambda key: f"r{len(key)}")
    assert all(v.rater.startswith("r") for v in found.raters)
    assert "named" not in repr(found)


@pytest.mark.parametrize("dossiers", [(), (Dossier(owner=somebody(0)),)])
def test_with_nothing_rated_there_is_nothing_to_say(dossiers: tuple[Dossier, ...]) -> None:
    found = review_raters(dossiers, LADDER, as_of=AS_OF)
    assert (found.raters, found.groups, found.bridges, found.suggestions) == ((), (), (), ())


def test_the_order_of_dossiers_and_facts_changes_nothing() -> None:
    turned = [replace(d, facts=d.facts[::-1]) for d in office()[::-1]]
    assert review_raters(turned, LADDER, as_of=AS_OF) == reviewed()


def test_what_hangs_on_one_rater_names_that_rater_or_says_that_they_have_no_name() -> None:
    bridge = RaterBridge(group=1, rater="named ann", forms=(), raters=("named bo",))
    said = describe_bridge(bridge, {"named ann": "Ann", "named bo": "Bo"})
    assert said.startswith("1 named rater (Bo) can be compared")
    assert "only through Ann: one odd form" in said
    assert "only through one rater without a name" in describe_bridge(replace(bridge, rater=""))


def test_a_review_of_many_says_what_it_rests_on_and_no_more() -> None:
    said = describe_review(reviewed())
    assert said.startswith("As known on")
    assert said.endswith("people.")
