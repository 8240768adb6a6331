"""The built-in ladder says what was agreed, in words one can be rated by."""

import re
import tomllib
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

LADDER_FILE = Path(__file__).parents[2] / "src" / "headway" / "data" / "ladder.toml"
LADDER: dict[str, Any] = tomllib.loads(LADDER_FILE.read_text(encoding="utf-8"))
COMPETENCIES = {item["slug"]: item for item in LADDER["competencies"]}
ROLES = {role["slug"]: role for role in LADDER["roles"]}
BEHAVIOURS = [
    (competency["slug"], behaviour)
    for competency in LADDER["competencies"]
    for behaviour in competency["behaviours"]
]
ACTS = [behaviour["act"] for _, behaviour in BEHAVIOURS]

ROLE_KEYS = {
    "A": "associate-product-manager",
    "P": "product-manager",
    "S": "senior-product-manager",
    "T": "staff-product-manager",
    "R": "principal-product-manager",
    "G": "group-product-manager",
    "D": "director-of-product-management",
    "V": "vp-of-product",
    "C": "chief-product-officer",
}
# Columns in the order of ROLE_KEYS; a dash means the role does not ask for the competency.
MATRIX = {
    "customer-discovery": "1 2 3 3 4 3 3 3 3",
    "data-analysis": "2 2 3 3 3 3 3 3 3",
    "market-insight": "2 2 3 3 3 3 3 3 4",
    "problem-solving": "1 2 3 3 4 3 3 3 4",
    "product-strategy": "1 2 3 3 4 3 4 4 4",
    "business-acumen": "1 2 2 3 3 3 3 3 4",
    "prioritisation": "1 2 3 3 3 3 3 4 4",
    "experience-design": "1 2 2 3 3 2 2 2 2",
    "technical-fluency": "1 2 2 3 3 2 3 3 3",
    "delivery-management": "1 2 3 3 3 3 3 3 3",
    "life-cycle-and-launch": "1 2 3 3 3 3 3 3 3",
    "communication": "2 2 3 3 3 3 3 4 4",
    "stakeholder-influence": "1 2 3 3 3 3 4 4 4",
    "team-leadership": "1 2 3 3 3 3 3 4 4",
    "coaching-and-craft": "- 1 2 3 4 3 3 3 3",
    "team-building": "- - 1 1 2 2 3 4 4",
}
TRACKS = {"individual": "APSTR", "management": "APSGDVC"}
YEARS = {
    "A": [0, 2],
    "P": [1, 5],
    "S": [3, 8],
    "T": [6, 12],
    "R": [8, 18],
    "G": [6, 12],
    "D": [8, 16],
    "V": [10, 20],
    "C": [12, 25],
}
NEXT = {"A": "P", "P": "S", "S": "TG", "T": "RG", "R": "D", "G": "DT", "D": "VR", "V": "C", "C": ""}
TECHNICAL = {
    "customer-discovery",
    "data-analysis",
    "market-insight",
    "problem-solving",
    "product-strategy",
    "business-acumen",
    "prioritisation",
    "experience-design",
    "technical-fluency",
    "delivery-management",
    "life-cycle-and-launch",
}
KINDS = {
    *("course", "workshop", "certification", "conference", "conference-talk", "publishing"),
    *("webinar", "reading", "mentoring", "coaching", "community", "shadowing", "stretch"),
    *("hiring-panel", "product-teardown", "advanced-programme", "mba", "executive-programme"),
    "leadership-programme",
}
BANNED = (
    "leverage",
    "passion",
    "robust",
    "proactive",
    "best-in-class",
    "buy-in",
    "thought partner",
)
DEGREE = re.compile(
    r"\b(effective|successful|strong|excellent|strategic|deep|great|significant|appropriate"
    r"|timely|high-quality|more|most|better|very|well)\b",
    re.IGNORECASE,
)
INVISIBLE_VERBS = {"understands", "knows", "drives", "champions"}
# Words that end like an adverb of degree and are none.
HARMLESS_LY = {"only", "apply", "supply", "reply", "rely", "likely"}

# What the source article names at each stage, traced to where the ladder holds it.
SKILLS = {
    "entry": {
        "communication": {"communication"},
        "data analysis": {"data-analysis"},
        "market-research techniques": {"market-insight"},
        "technical base": {"technical-fluency"},
        "analytical skills": {"data-analysis", "problem-solving"},
        "interpersonal skills": {"communication", "stakeholder-influence"},
    },
    "mid": {
        "leadership": {"team-leadership"},
        "strategic thinking": {"product-strategy"},
        "problem solving": {"problem-solving"},
        "market dynamics": {"market-insight"},
        "customer needs": {"customer-discovery"},
        "industry trends": {"market-insight"},
        "project management": {"delivery-management"},
        "prioritisation": {"prioritisation"},
        "on time and in budget": {"delivery-management"},
    },
    "senior": {
        "strategic thinking": {"product-strategy"},
        "business acumen": {"business-acumen"},
        "technical expertise": {"technical-fluency"},
        "market depth": {"market-insight"},
        "customer depth": {"customer-discovery"},
        "anticipating trends and disruption": {"market-insight"},
        "leadership": {"team-leadership"},
        "communication": {"communication"},
        "stakeholder management": {"stakeholder-influence"},
        "influence on executive decisions": {"stakeholder-influence"},
    },
}
SKILLS_OF_NO_STAGE = {
    "bridging customers, engineering and executives": {"stakeholder-influence"},
    "vision": {"product-strategy"},
    "UX design": {"experience-design"},
    "emerging technologies": {"technical-fluency"},
    "customer preferences": {"customer-discovery"},
    "mentoring": {"coaching-and-craft"},
    "networking": {"coaching-and-craft"},
    "thought leadership": {"coaching-and-craft"},
    "talent acquisition": {"team-building"},
}
RESPONSIBILITIES = {
    "entry": {
        "help senior product managers": "support-a-senior-colleague",
        "research the market": "run-scoped-market-research",
        "analyse what customers say": "analyse-customer-feedback",
        "watch competitors": "maintain-the-competitor-file",
        "ship with engineering and design": "ship-features-with-engineering-and-design",
    },
    "mid": {
        "own the whole life cycle": "own-a-product-end-to-end",
        "own the life cycle where risk is high": "own-a-high-risk-life-cycle",
        "set product strategy": "define-the-product-strategy",
        "keep roadmaps": "keep-the-product-roadmap",
        "lead mixed teams to objectives": "lead-a-mixed-team-to-objectives",
        "hear stakeholders, serve business goals": "gather-feedback-and-align-with-goals",
    },
    "senior": {
        "overall vision and strategy": "set-overall-vision-and-strategy",
        "vision and strategy of a line": "set-product-line-vision-and-strategy",
        "long-term goals with executives": "define-company-goals-with-executives",
        "mentor juniors": "mentor-juniors-in-the-line",
        "mentor juniors from the top": "mentor-juniors-across-the-company",
        "recruit talent": "hire-and-develop-managers",
        "develop the team": "appoint-and-develop-product-leaders",
        "align executives of all functions": "align-company-initiatives",
        "align with other functions' leaders": "align-with-other-functions-leaders",
    },
}
TITLES = {
    "Associate Product Manager": "associate-product-manager",
    "Junior Product Manager": "associate-product-manager",
    "Product Manager": "product-manager",
    "Senior Product Manager": "senior-product-manager",
    "Director of Product Management": "director-of-product-management",
    "Chief Product Officer": "chief-product-officer",
    "APM": "associate-product-manager",
    "SPM": "senior-product-manager",
    "GPM": "group-product-manager",
    "CPO": "chief-product-officer",
    "VP Product": "vp-of-product",
    "Vice President of Product": "vp-of-product",
    "Technical Product Manager": "product-manager",
    "Growth Product Manager": "product-manager",
    "Platform Product Manager": "product-manager",
    "Data Product Manager": "product-manager",
    "AI Product Manager": "product-manager",
}
STAGE_OF_TITLE = {
    "Associate Product Manager": "entry",
    "Junior Product Manager": "entry",
    "Product Manager": "mid",
    "Senior Product Manager": "mid",
    "Director of Product Management": "senior",
    "Chief Product Officer": "senior",
}
DEVELOPMENT = {
    "entry": {"conference", "workshop", "certification"},
    "mid": {"advanced-programme", "mba", "community", "mentoring"},
    "senior": {
        "executive-programme",
        "leadership-programme",
        "mba",
        "conference-talk",
        "publishing",
    },
}


def roles_of_stage(stage: str) -> list[dict[str, Any]]:
    return [role for role in LADDER["roles"] if role["stage"] == stage]


def resolve(title: str) -> str | None:
    for role in LADDER["roles"]:
        if title.casefold() in {name.casefold() for name in (role["title"], *role["aliases"])}:
            return str(role["slug"])
    return None


def acts_of(slug: str) -> list[str]:
    return [behaviour["act"] for behaviour in COMPETENCIES[slug]["behaviours"]]


def words_of(text: str) -> list[str]:
    return re.findall(r"[\w'-]+", text.lower())


def test_the_ladder_has_the_agreed_counts() -> None:
    assert len(LADDER["levels"]) == 5
    assert len(LADDER["areas"]) == 4
    assert len(COMPETENCIES) == len(LADDER["competencies"]) == 16
    assert len(BEHAVIOURS) == 192
    assert len(ROLES) == len(LADDER["roles"]) == 9
    assert len(LADDER["experiences"]) == 23
    assert len(LADDER["other_titles"]["titles"]) >= 15


def test_levels_are_numbered_and_named_as_the_scale() -> None:
    names = {level["number"]: level["name"] for level in LADDER["levels"]}
    expected = ["None yet", "Awareness", "Working", "Practitioner", "Expert"]
    assert names == dict(enumerate(expected))


def test_the_head_says_what_is_judgement_and_under_which_licence() -> None:
    assert LADDER["format"] == "headway-ladder/1"
    assert LADDER["licence"] == "CC-BY-4.0"
    assert "judgement" in LADDER["note"]


def test_every_competency_stands_in_an_area_with_its_kind() -> None:
    areas = {area["slug"] for area in LADDER["areas"]}
    for slug, competency in COMPETENCIES.items():
        assert competency["area"] in areas
        assert competency["kind"] == ("technical" if slug in TECHNICAL else "soft")
        assert competency["definition"].endswith(".")
        assert competency["boundary"].endswith(".")
        assert len(competency["path"]) == 4
        assert competency["article_terms"]
        assert set(competency["crosswalk"]) == {"uk", "esco", "gitlab"}


@pytest.mark.parametrize("slug", MATRIX)
def test_every_level_of_a_competency_has_three_behaviours(slug: str) -> None:
    levels = Counter(behaviour["level"] for behaviour in COMPETENCIES[slug]["behaviours"])
    assert levels == {1: 3, 2: 3, 3: 3, 4: 3}


@pytest.mark.parametrize("key", ROLE_KEYS)
def test_a_role_expects_exactly_the_agreed_levels(key: str) -> None:
    column = list(ROLE_KEYS).index(key)
    agreed = {slug: row.split()[column] for slug, row in MATRIX.items()}
    expected = {slug: int(level) for slug, level in agreed.items() if level != "-"}
    assert ROLES[ROLE_KEYS[key]]["expected"] == expected


@pytest.mark.parametrize("track", TRACKS)
def test_an_expectation_never_falls_along_a_track(track: str) -> None:
    roles = [ROLES[ROLE_KEYS[key]] for key in TRACKS[track]]
    assert all(track in role["tracks"] for role in roles)
    for slug in COMPETENCIES:
        # A missing level counts as none, so a dash after a number would be a fall.
        levels = [role["expected"].get(slug, 0) for role in roles]
        assert levels == sorted(levels), slug


def test_every_role_belongs_to_the_tracks_that_pass_through_it() -> None:
    for key, slug in ROLE_KEYS.items():
        tracks = {track for track, keys in TRACKS.items() if key in keys}
        assert set(ROLES[slug]["tracks"]) == tracks


@pytest.mark.parametrize("key", ROLE_KEYS)
def test_a_role_has_the_agreed_years_and_next_roles(key: str) -> None:
    role = ROLES[ROLE_KEYS[key]]
    assert role["usual_years"] == YEARS[key]
    assert role["next_roles"] == [ROLE_KEYS[following] for following in NEXT[key]]
    assert all(following in ROLES for following in role["next_roles"])


def test_every_experience_is_defined_once_and_asked_for_by_a_role() -> None:
    defined = [experience["slug"] for experience in LADDER["experiences"]]
    used = {slug for role in LADDER["roles"] for slug in role["experiences"]}
    assert len(defined) == len(set(defined))
    assert used == set(defined)


def test_every_experience_is_a_fact_with_something_that_shows_it() -> None:
    for experience in LADDER["experiences"]:
        assert experience["text"].startswith("Has ")
        assert experience["evidence"]


def test_every_title_means_one_thing() -> None:
    titles = [name for role in LADDER["roles"] for name in (role["title"], *role["aliases"])]
    titles += [item["title"] for item in LADDER["ambiguous_titles"]]
    titles += LADDER["other_titles"]["titles"]
    repeated = {title for title, n in Counter(t.casefold() for t in titles).items() if n > 1}
    assert not repeated


def test_every_ambiguous_title_asks_one_question_about_known_roles() -> None:
    for item in LADDER["ambiguous_titles"]:
        assert item["candidates"]
        assert set(item["candidates"]) <= set(ROLES)
        assert item["question"].count("?") == 1
        assert item["question"].endswith("?")


@pytest.mark.parametrize(
    "title",
    [
        *("Product Owner", "Senior Product Owner", "Lead Product Manager", "Product Lead"),
        "Head of Product",
    ],
)
def test_a_title_whose_scope_varies_is_always_asked_about(title: str) -> None:
    assert resolve(title) is None
    assert title in {item["title"] for item in LADDER["ambiguous_titles"]}


@pytest.mark.parametrize(
    "title",
    [
        *("Product Marketing Manager", "Product Designer", "Production Manager"),
        *("Project Manager", "Programme Manager", "Product Analyst", "Product Support Manager"),
        *("Brand Manager", "Category Manager"),
    ],
)
def test_a_title_that_only_sounds_alike_is_no_role(title: str) -> None:
    assert resolve(title) is None
    assert title in LADDER["other_titles"]["titles"]


@pytest.mark.parametrize(("title", "slug"), TITLES.items())
def test_a_usual_title_resolves(title: str, slug: str) -> None:
    assert resolve(title) == slug


def test_every_responsibility_calls_on_what_its_role_expects() -> None:
    for role in LADDER["roles"]:
        assert 5 <= len(role["responsibilities"]) <= 6
        for responsibility in role["responsibilities"]:
            assert 1 <= len(responsibility["competencies"]) <= 3
            assert set(responsibility["competencies"]) <= set(role["expected"])
            assert all(re.fullmatch(r"\d\.\d", source) for source in responsibility["sources"])


def test_every_responsibility_has_a_slug_of_its_own() -> None:
    slugs = [item["slug"] for role in LADDER["roles"] for item in role["responsibilities"]]
    assert len(slugs) == len(set(slugs)) == 47


def test_every_role_names_development_of_known_kinds() -> None:
    for role in LADDER["roles"]:
        assert {item["kind"] for item in role["development"]} <= KINDS
        assert all(item["text"].endswith(".") for item in role["development"])


@pytest.mark.parametrize("slug", MATRIX)
def test_an_act_is_one_sentence_of_under_twenty_words(slug: str) -> None:
    for act in acts_of(slug):
        assert len(act.split()) < 20, act
        assert re.fullmatch(r"[A-Z][^.;:!?]+\.", act), act


@pytest.mark.parametrize("slug", MATRIX)
def test_an_act_opens_with_a_visible_verb(slug: str) -> None:
    for act in acts_of(slug):
        opening = words_of(act)[0]
        assert opening.endswith("s"), act
        assert opening not in INVISIBLE_VERBS, act


@pytest.mark.parametrize("slug", MATRIX)
def test_an_act_has_no_word_of_degree(slug: str) -> None:
    for act in acts_of(slug):
        assert not DEGREE.search(act), act
        adverbs = {word for word in words_of(act) if word.endswith("ly")}
        assert adverbs <= HARMLESS_LY, act


def test_banned_words_stay_out_of_the_whole_file() -> None:
    text = LADDER_FILE.read_text(encoding="utf-8").lower()
    assert not [word for word in BANNED if word in text]


def test_every_act_names_its_evidence_and_its_audience() -> None:
    for _, behaviour in BEHAVIOURS:
        assert behaviour["evidence"]
        assert behaviour["audience"] in {"customers", "engineering", "executives"}


def test_each_audience_is_served_by_a_fifth_of_the_acts_and_in_every_competency() -> None:
    shares = Counter(behaviour["audience"] for _, behaviour in BEHAVIOURS)
    assert min(shares.values()) >= len(BEHAVIOURS) / 5
    for competency in LADDER["competencies"]:
        assert len({behaviour["audience"] for behaviour in competency["behaviours"]}) == 3


def test_a_competency_opens_at_most_two_acts_with_the_same_verb() -> None:
    for competency in LADDER["competencies"]:
        verbs = Counter(words_of(item["act"])[0] for item in competency["behaviours"])
        assert max(verbs.values()) <= 2


def test_no_two_acts_share_four_fifths_of_their_words() -> None:
    for one, other in combinations([set(words_of(act)) for act in ACTS], 2):
        assert len(one & other) / min(len(one), len(other)) <= 0.8


@pytest.mark.parametrize("stage", SKILLS)
def test_every_skill_the_article_names_at_a_stage_is_expected_there(stage: str) -> None:
    for term, slugs in SKILLS[stage].items():
        named = {s for s, item in COMPETENCIES.items() if term in item["article_terms"]}
        assert named == slugs, term
        assert all(
            any(slug in role["expected"] for role in roles_of_stage(stage)) for slug in slugs
        )


@pytest.mark.parametrize(("term", "slugs"), SKILLS_OF_NO_STAGE.items())
def test_every_other_skill_of_the_article_has_its_home(term: str, slugs: set[str]) -> None:
    assert {s for s, item in COMPETENCIES.items() if term in item["article_terms"]} == slugs


@pytest.mark.parametrize("stage", RESPONSIBILITIES)
def test_every_responsibility_the_article_names_stands_at_its_stage(stage: str) -> None:
    held = {
        item["slug"]: item for role in roles_of_stage(stage) for item in role["responsibilities"]
    }
    for words, slug in RESPONSIBILITIES[stage].items():
        assert slug in held, words
        assert held[slug]["sources"], words


@pytest.mark.parametrize(("title", "stage"), STAGE_OF_TITLE.items())
def test_every_role_the_article_names_stands_at_its_stage(title: str, stage: str) -> None:
    slug = resolve(title)
    assert slug is not None
    assert ROLES[slug]["stage"] == stage


@pytest.mark.parametrize("stage", DEVELOPMENT)
def test_every_development_the_article_names_stands_at_its_stage(stage: str) -> None:
    kinds = {item["kind"] for role in roles_of_stage(stage) for item in role["development"]}
    assert kinds >= DEVELOPMENT[stage]


def test_usual_years_rise_along_each_track() -> None:
    for keys in TRACKS.values():
        for earlier, later in pairwise(keys):
            earlier_years = ROLES[ROLE_KEYS[earlier]]["usual_years"]
            assert earlier_years < ROLES[ROLE_KEYS[later]]["usual_years"]
