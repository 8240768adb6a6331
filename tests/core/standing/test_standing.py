"""Standing: which facts count, how, and what is said of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.core.dossier import Dossier, Fact
from headway.core.evidence import CompetencyTag, Completion, EvidenceItem
from headway.core.ladder import Competency, Ladder, Level, Role
from headway.core.profile import Aim, Position
from headway.core.ratings import RatingForm
from headway.core.standing import estimate_levels
from headway.formats import built_in

OWNER = UUID(int=1)
TODAY = date(2026, 11, 23)
NAMES = ("None yet", "Awareness", "Working", "Practitioner", "Expert")
DISCOVERY, STRATEGY, LEADERSHIP = "discovery", "strategy", "leadership"


def role(slug, **expected):
    return Role(
        slug=slug,
        title=slug.title(),
        stage="mid",
        tracks=("individual",),
        scope="",
        usual_years=(0, 5),
        expected=expected,
    )


JUNIOR = role("junior", discovery=1, strategy=1)
PRODUCT = role("product", discovery=2, strategy=2, leadership=1)
SENIOR = role("senior", discovery=3, strategy=3, leadership=3)
LADDER = Ladder(
    format="headway-ladder/1",
    slug="three",
    version="1",
    title="Three",
    language="en-GB",
    licence="CC0-1.0",
    levels=tuple(Level(number=n, name=name, meaning=name) for n, name in enumerate(NAMES)),
    competencies=tuple(
        Competency(slug=slug, name=slug.title(), area="all", kind="technical", definition="")
        for slug in (DISCOVERY, STRATEGY, LEADERSHIP)
    ),
    roles=(JUNIOR, PRODUCT, SENIOR),
)


def dossier(*bodies, days_ago=10):
    """Facts that happened `days_ago`, in the order given."""
    day = TODAY - timedelta(days=days_ago)
    moment = datetime.combine(day, time(12), UTC)
    return Dossier(
        owner=OWNER,
        facts=tuple(
            Fact(
                id=uuid5(OWNER, f"{days_ago} {n} {body}"),
                body=body,
                happened_on=day,
                recorded_at=moment,
            )
            for n, body in enumerate(bodies)
        ),
    )


def merged(*dossiers):
    return Dossier(owner=OWNER, facts=tuple(fact for d in dossiers for fact in d.facts))


def form(source="manager", rater="", **marks):
    return RatingForm(rater=rater or source, source=source, marks=marks)


def act(level, competency=DISCOVERY, support="claimed", **extra):
    tags = (CompetencyTag(competency=competency, level=level),)
    return EvidenceItem(text="An act", tags=tags, support=support, **extra)


def stand(*bodies, against=SENIOR):
    return estimate_levels(dossier(*bodies), LADDER, as_of=TODAY, compared_role=against)


def estimate(*bodies, of=DISCOVERY, against=SENIOR):
    found = stand(*bodies, against=against).estimates
    return next(e for e in found if e.competency == of)


HELD = Position(title="Product", role="product", role_certainty="confirmed", is_current=True)


# The prior -----------------------------------------------------------------------------------------


def test_before_anything_is_seen_a_person_is_in_the_middle_of_what_their_role_asks_for():
    for found in stand(HELD, against=PRODUCT).estimates:
        assert found.median_position == pytest.approx(found.bar_level + 0.5)
        assert 0.65 < found.meets_chance < 0.8
        assert found.state == "too little to tell"


def test_what_the_held_role_does_not_expect_begins_at_level_one():
    junior = Position(title="J", role="junior", role_certainty="proposed", is_current=True)
    assert estimate(junior, of=LEADERSHIP).level_chances[0] == pytest.approx(0.5)


def test_without_a_role_but_with_a_history_everything_begins_at_level_one():
    for known in (Position(title="Baker"), Aim(target_role="product", current_role="none")):
        assert estimate(known).level_chances[0] == pytest.approx(0.5)


def test_of_a_person_nothing_is_known_of_the_middle_of_the_scale_is_supposed():
    assert estimate().mean == 0
    assert estimate().median_position == pytest.approx(2.5)


# What counts ---------------------------------------------------------------------------------------


def test_a_self_rating_counts_until_somebody_else_has_rated():
    own, manager = form("self", discovery=4), form("manager", strategy=2)
    assert estimate(own).view_count == 1
    assert estimate(own, manager).view_count == 0
    beside = [replace(e, own_level=None) for e in stand(own, manager).estimates]
    assert tuple(beside) == stand(manager).estimates
    assert [stand(own).others_have_rated, stand(own, manager).others_have_rated] == [False, True]


def test_one_s_own_level_is_shown_beside_whether_it_counts_or_not():
    own = merged(dossier(form("self", discovery=4)), dossier(form("self", discovery=3), days_ago=1))
    both = merged(own, dossier(form("manager", strategy=2)))
    for known in (own, both):
        levels = [e.own_level for e in estimate_levels(known, LADDER, as_of=TODAY).estimates]
        assert levels == [3, None, None]


def test_a_form_with_nothing_in_it_is_nobody_s_view():
    empty = RatingForm(rater="Peer", source="peer", no_chance_to_see=(DISCOVERY,))
    assert stand(form("self", discovery=3), empty) == stand(form("self", discovery=3))


def test_claimed_evidence_leaves_with_the_self_rating_and_confirmed_stays():
    manager = form("manager", strategy=2)
    assert estimate(act(3)).evidence_count == 1
    assert estimate(act(3), manager).evidence_count == 0
    assert estimate(act(3, support="corroborated"), manager).evidence_count == 1


def test_the_better_evidence_is_supported_the_more_it_moves():
    claimed, corroborated, verified = (
        estimate(HELD, act(4, support=support)).mean
        for support in ("claimed", "corroborated", "verified")
    )
    assert estimate(HELD).mean < claimed < corroborated < verified


def test_all_evidence_on_a_competency_weighs_no_more_than_one_rating():
    some = [act(3, support="verified")] * 2
    many = [act(3, support="verified")] * 30
    assert estimate(*many).mean == pytest.approx(estimate(*some).mean)
    assert estimate(*many).evidence_count == 30


def test_what_nobody_confirmed_weighs_together_no_more_than_two_pieces():
    assert estimate(*[act(4)] * 9).mean == pytest.approx(estimate(*[act(4)] * 2).mean)


def test_small_acts_do_not_thin_out_a_large_one():
    large, small = act(4, support="verified"), [act(1, support="verified")] * 20
    assert estimate(large, *small).mean >= estimate(large).mean


def test_drafts_candidates_and_completed_opportunities_change_nothing():
    candidate = EvidenceItem(text="", tags=(CompetencyTag(competency=DISCOVERY),))
    done = Completion(opportunity="course", outcome="done")
    assert stand(HELD, act(4, is_draft=True), candidate, done) == stand(HELD)


def test_competencies_and_levels_that_the_ladder_lacks_are_left_out():
    foreign = form("manager", discovery=3, juggling=2, strategy=9)
    assert stand(foreign).estimates == stand(form("manager", discovery=3)).estimates


def test_a_fact_counts_from_the_day_on_which_it_was_known():
    later = dossier(form("manager", discovery=4), days_ago=10)
    before = estimate_levels(later, LADDER, as_of=TODAY - timedelta(days=11))
    assert before.estimates == stand(against=None).estimates
    assert not before.others_have_rated


def test_one_rater_who_rated_twice_is_one_view():
    twice = form("manager", "Ada", discovery=3), form("manager", "ada ", discovery=3)
    assert estimate(*twice).view_count == 1
    nameless = form("peer", " ", discovery=3), form("peer", " ", discovery=3)
    assert estimate(*nameless).view_count == 2


def test_an_older_rating_leaves_a_wider_range():
    ages = [
        estimate_levels(dossier(form("manager", discovery=3), days_ago=days), LADDER, as_of=TODAY)
        for days in (1, 3000, 9000)
    ]
    widths = [standing.estimates[0].sd for standing in ages]
    assert widths == sorted(widths)
    assert widths[0] < widths[2] - 0.05


# What is said --------------------------------------------------------------------------------------


def test_without_a_view_or_evidence_on_it_nothing_is_called_either_way():
    low = [form("manager", str(n), discovery=0, strategy=0) for n in range(5)]
    high = [form("manager", str(n), discovery=4, strategy=4) for n in range(5)]
    assert estimate(*low, of=LEADERSHIP).meets_chance <= 0.2
    assert estimate(*high, of=LEADERSHIP, against=PRODUCT).meets_chance >= 0.8
    assert estimate(*low, of=LEADERSHIP).state == "too little to tell"
    assert estimate(*high, of=LEADERSHIP, against=PRODUCT).state == "too little to tell"


def test_three_words_follow_the_chance():
    low, high = ([form("manager", str(n), discovery=level) for n in range(3)] for level in (0, 4))
    middle = [form("manager", str(n), discovery=2 + n) for n in range(2)]
    assert [estimate(*f).state for f in (low, middle, high)] == [
        "not yet",
        "too little to tell",
        "shown",
    ]


def test_where_no_role_is_compared_there_is_no_bar_and_no_word():
    found = estimate(form("manager", discovery=3), against=None)
    assert (found.bar_level, found.bar, found.meets_chance, found.state) == (None,) * 4
    unexpected = estimate(form("manager", leadership=3), of=LEADERSHIP, against=JUNIOR)
    assert unexpected.state is None


def test_a_level_begins_at_its_bar_on_the_scale_of_the_charts():
    for level, compared in enumerate((JUNIOR, PRODUCT, SENIOR), start=1):
        at_bar = Position(title="", role=compared.slug, role_certainty="confirmed", is_current=True)
        found = estimate(at_bar, against=compared)
        assert found.bar < found.mean
        assert found.median_position == pytest.approx(level + 0.5)


def test_the_standing_says_what_it_was_made_for():
    standing = stand(HELD, against=SENIOR)
    assert (standing.held_role, standing.compared_role) == ("product", "senior")
    assert (standing.ladder, standing.ladder_version, standing.as_of) == ("three", "1", TODAY)


# Laws ----------------------------------------------------------------------------------------------

levels = st.integers(0, 4)
bodies = st.one_of(
    st.builds(
        RatingForm,
        rater=st.sampled_from(("", "Ada", "Bo")),
        source=st.sampled_from(("self", "manager", "peer", "report", "stakeholder")),
        marks=st.dictionaries(st.sampled_from((DISCOVERY, STRATEGY, LEADERSHIP)), levels),
    ),
    st.builds(
        act,
        levels,
        st.sampled_from((DISCOVERY, STRATEGY, LEADERSHIP)),
        st.sampled_from(("claimed", "corroborated", "verified")),
    ),
    st.just(HELD),
)
dossiers = st.lists(st.builds(dossier, bodies, days_ago=st.integers(0, 9000)), max_size=8).map(
    lambda found: merged(*found)
)
LAW = settings(deadline=None, max_examples=60)


@LAW
@given(dossiers)
def test_chances_sum_to_one_and_positions_lie_in_order_on_the_scale(known):
    for found in estimate_levels(known, LADDER, as_of=TODAY, compared_role=SENIOR).estimates:
        assert sum(found.level_chances) == pytest.approx(1)
        assert min(found.level_chances) >= 0
        assert 0 <= found.low_position <= found.median_position <= found.high_position <= 5


@LAW
@given(dossiers, st.randoms(use_true_random=False))
def test_the_same_facts_in_any_order_give_the_same_digits(known, random):
    shuffled = Dossier(owner=OWNER, facts=tuple(random.sample(known.facts, len(known.facts))))
    one, other = (estimate_levels(d, LADDER, as_of=TODAY) for d in (known, shuffled))
    assert one == other


@LAW
@given(dossiers, st.integers(1, 4), st.sampled_from((DISCOVERY, STRATEGY, LEADERSHIP)))
def test_more_confirmed_evidence_never_lowers_what_it_speaks_of(known, level, competency):
    added = merged(known, dossier(act(level, competency, "verified"), days_ago=0))
    place = [c.slug for c in LADDER.competencies].index(competency)
    before, after = (
        estimate_levels(d, LADDER, as_of=TODAY).estimates[place].mean for d in (known, added)
    )
    # Where there is no room for more, the new piece takes an older one's: that may tell a trace less.
    assert after >= before - 0.01


def test_the_sample_person_s_standing_on_the_built_in_ladder_is_told_in_all_three_words():
    ladder = built_in.ladder()
    standing = estimate_levels(
        built_in.sample_dossier(TODAY),
        ladder,
        as_of=TODAY,
        compared_role=ladder.role("senior-product-manager"),
    )
    assert len(standing.estimates) == len(ladder.competencies)
    assert {found.state for found in standing.estimates} == {
        "shown",
        "too little to tell",
        "not yet",
    }


@pytest.mark.parametrize("level", [0, 1])
def test_on_a_scale_of_one_step_a_single_view_leans_the_way_it_says_and_calls_nothing(level):
    ladder = replace(LADDER, levels=LADDER.levels[:2])
    found = estimate_levels(
        dossier(form(discovery=level)), ladder, as_of=TODAY, compared_role=JUNIOR
    )
    assert found.estimates[0].most_likely_level == level
    assert found.estimates[0].state == "too little to tell"


NEW = Aim(target_role="senior", current_role="none")


def test_no_starting_point_says_not_yet_where_all_who_spoke_see_the_level():
    found = estimate(NEW, form(discovery=3))
    assert found.meets_chance <= 0.2
    assert found.state == "too little to tell"


def test_one_view_below_the_level_lets_the_chance_speak_again():
    assert estimate(NEW, form(discovery=3), form("peer", discovery=2)).state == "not yet"


def test_of_peers_the_mean_mark_decides_and_not_whether_each_agrees():
    alike = [form("peer", name, discovery=3) for name in ("a", "b", "c")]
    apart = [form("peer", name, discovery=n) for n, name in enumerate(("a", "b", "c"), 2)]
    top = role("top", discovery=4)
    for peers in (alike, apart):
        against_three, against_four = estimate(NEW, *peers), estimate(NEW, *peers, against=top)
        assert (against_three.state, against_four.state) == ("too little to tell", "not yet")


def test_evidence_of_the_level_is_no_not_yet_and_of_a_lower_one_says_neither():
    assert estimate(NEW, act(3)).state == "too little to tell"
    assert estimate(NEW, act(1)).state == "not yet"


def test_nobody_is_shown_at_a_level_that_the_only_view_denies():
    lower = role("lower", discovery=1)
    found = estimate(HELD, form(discovery=0), against=lower)
    assert found.state != "shown"


def test_a_mark_that_parts_share_is_less_sure_of_each_and_as_sure_of_the_whole() -> None:
    def told(**shared):
        said = replace(form(discovery=3, strategy=3), shared=shared)
        return estimate_levels(dossier(said), LADDER, as_of=TODAY).estimates

    alone, shared = told(), told(discovery=2, strategy=2)
    assert all(part.sd > whole.sd for part, whole in zip(shared[:2], alone[:2], strict=True))
    assert all(
        0 < part.mean < whole.mean for part, whole in zip(shared[:2], alone[:2], strict=True)
    )
    # What neither was marked on learns no more from both shares than from one mark.
    [*_, once] = estimate_levels(dossier(form(discovery=3)), LADDER, as_of=TODAY).estimates
    assert shared[2].mean == pytest.approx(once.mean, abs=0.1)
    assert alone[2].mean > shared[2].mean
