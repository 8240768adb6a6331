"""What the built-in catalogue promises, read from the file alone, one promise a test."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import date
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest

from headway.core.learn import OWN


def words(text: str) -> list[str]:
    return text.split()


FILE = Path(__file__).parents[2] / "src" / "headway" / "data" / "catalogue.toml"
CATALOGUE: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
KINDS: dict[str, dict[str, Any]] = {kind["slug"]: kind for kind in CATALOGUE["kinds"]}
ENTRIES: list[dict[str, Any]] = CATALOGUE["opportunities"]
BY_SLUG: dict[str, dict[str, Any]] = {entry["slug"]: entry for entry in ENTRIES}
TAUGHT = [entry for entry in ENTRIES if not KINDS[entry["kind"]]["practice"]]
NAMED = [entry for entry in ENTRIES if "provider" in entry]
STAGES = ("entry", "mid", "senior")
COMPETENCIES = words("""
    customer-discovery data-analysis market-insight problem-solving product-strategy business-acumen
    prioritisation experience-design technical-fluency delivery-management life-cycle-and-launch
    communication stakeholder-influence team-leadership coaching-and-craft team-building
""")
EXPERIENCES = words("""
    joined-customer-research contributed-to-a-release shipped-to-users ran-customer-research
    launched-a-product changed-course-on-evidence settled-a-stakeholder-conflict
    mentored-a-colleague led-a-cross-team-problem retired-a-product shaped-a-long-range-bet
    had-a-method-reused advised-executives hired-someone managed-people developed-a-manager
    divided-a-budget set-a-product-line-strategy planned-succession
    settled-a-cross-department-trade-off ran-a-product-function answered-for-business-results
    appointed-a-product-leader
""")
KIND_SLUGS = words("""
    workshop course certification conference conference-talk publishing webinar reading mentoring
    coaching community shadowing stretch hiring-panel product-teardown advanced-programme mba
    executive-programme leadership-programme
""")
# Taught, yet carried out on live work between sessions, so that level 3 can be reached.
APPLIED_KINDS = {"mentoring", "coaching", "mba", "executive-programme", "leadership-programme"}
IN_ONES_JOB = {"stretch", "hiring-panel", "shadowing"}
EXPERT_KINDS = {"stretch", "publishing"}
VAGUE = re.compile(
    r"\b(leverag\w*|passion\w*|robust|proactive\w*|best-in-class|buy-in|thought partner|synerg\w*"
    r"|world-class|cutting-edge|seamless\w*|empower\w*|improv\w*|enhanc\w*|better understanding"
    r"|feels?|confident|insights?|champion\w*|drives?|deeply|effective\w*|strong communication)\b",
    re.I,
)
PARTICULARS = re.compile(r"\b(19|20)\d\d\b|https?:|www\.|[£$€]")
DOER = re.compile(r"\b(you|your|yourself|I|my)\b", re.I)
OTHERS = re.compile(
    r"\b(someone|somebody|people|person|reader|readers|listeners?|outsider|observer|audience|teams?"
    r"|colleagues?|engineers?|engineering|designer|analyst|researcher|support|sales|salesperson"
    r"|finance|sponsor|executives?|manager|lead|leads|owners?|stakeholder|host|mentor|newcomer"
    r"|panel|circle|chair|partner|peer|tester|organiser|successor|candidates|functions?|department"
    r"|sides|sceptic|discipline|member|members|leaders|questioners|markers|reports)\b",
    re.I,
)
# Kind, ceilings, hours, cost in pounds, days, stage: the design's own fifteen, as it gives them.
DESIGNED = """
close-a-disputed-cross-team-decision | stretch | stakeholder-influence 3, problem-solving 3 | 30-50 | 0-0 | 70-70 | mid
tell-one-failed-bet | conference-talk | communication 3, coaching-and-craft 3 | 25-40 | 0-1500 | 120-120 | senior
rehearse-interview-guides | workshop | customer-discovery 2 | 8-16 | 200-900 | 2-2 | entry
product-foundations | certification | life-cycle-and-launch 1 | 30-60 | 150-800 | 60-60 | entry
product-specialisation-part-time | mba | business-acumen 3, product-strategy 2 | 1200-1800 | 15000-90000 | 730-1095 | mid
lead-through-managers | executive-programme | team-leadership 3 | 40-120 | 3000-20000 | 180-180 | senior
follow-on-call-engineers | shadowing | technical-fluency 2 | 8-20 | 0-0 | 14-14 | entry
six-sessions-one-gap | mentoring | product-strategy 3 | 9-15 | 0-1200 | 120-120 | mid
document-a-repeatable-method | publishing | coaching-and-craft 4 | 20-40 | 0-0 | 90-90 | senior
unit-economics-exercise | webinar | business-acumen 1 | 2-2 | 0-100 | 1-1 | entry mid senior
experiments-and-causality | course | data-analysis 2 | 20-40 | 0-600 | 42-42 | entry
association-case-circle | community | problem-solving 2 | 12-24 | 0-250 | 180-180 | mid
market-histories-prediction-log | reading | market-insight 2 | 8-15 | 0-60 | 42-42 | entry mid senior
score-five-interviews-independently | hiring-panel | team-building 2 | 10-18 | 0-0 | 60-60 | mid
trace-rivals-joining-to-leaving | product-teardown | experience-design 2, market-insight 1 | 6-12 | 0-200 | 14-14 | entry
"""  # noqa: E501


Item = dict[str, Any]


def of_every(items: list[Item]) -> Callable[[Callable[[Item], bool]], Callable[[], None]]:
    """One test for a law of single entries or kinds; a failure lists every slug that breaks it."""

    def make_test(law: Callable[[Item], bool]) -> Callable[[], None]:
        def test() -> None:
            assert [item["slug"] for item in items if not law(item)] == []

        test.__name__ = test.__qualname__ = law.__name__
        return test

    return make_test


def built_by(entry: Item) -> dict[str, int]:
    return {build["competency"]: build["ceiling"] for build in entry["builds"]}


def main_competency(entry: Item) -> str:
    return str(entry["builds"][0]["competency"])


def is_practice(entry: Item) -> bool:
    return bool(KINDS[entry["kind"]]["practice"])


def is_named(entry: Item) -> bool:
    return "provider" in entry


def texts(entry: Item) -> str:
    return " ".join([entry["title"], entry["summary"], entry["worked_if"], *entry["prerequisites"]])


def span(text: str) -> list[int]:
    low, high = text.split("-")
    return [int(low), int(high)]


def repeated(field: str, items: list[Item] = ENTRIES) -> list[str]:
    return [text for text, n in Counter(item[field].lower() for item in items).items() if n > 1]


each_competency = pytest.mark.parametrize("competency", COMPETENCIES)
each_stage = pytest.mark.parametrize("stage", STAGES)


# The file


def test_the_file_states_its_format_language_and_licence() -> None:
    assert CATALOGUE["format"] == "headway-catalogue/1"
    assert CATALOGUE["language"] == "en-GB"
    assert CATALOGUE["licence"] == "CC-BY-4.0"


def test_the_note_says_that_costs_are_typical_and_ceilings_our_judgement() -> None:
    assert "typical" in CATALOGUE["note"]
    assert "editorial judgement" in CATALOGUE["note"]


def test_there_are_at_least_a_hundred_and_fifty_opportunities() -> None:
    assert len(ENTRIES) >= 150


def test_no_slug_begins_as_those_of_own_entries_do() -> None:
    assert not [entry["slug"] for entry in ENTRIES if entry["slug"].startswith(OWN)]


@pytest.mark.parametrize("field", ["slug", "title", "summary", "worked_if"])
def test_no_two_entries_share_a_text(field: str) -> None:
    assert repeated(field) == []


# Kinds


def test_the_kinds_are_those_of_the_format_each_once() -> None:
    assert sorted(kind["slug"] for kind in CATALOGUE["kinds"]) == sorted(KIND_SLUGS)


@of_every(CATALOGUE["kinds"])
def test_every_kind_has_at_least_one_entry(kind: Item) -> bool:
    return any(entry["kind"] == kind["slug"] for entry in ENTRIES)


@of_every(CATALOGUE["kinds"])
def test_the_stated_effect_lies_within_its_range(kind: Item) -> bool:
    low, high = kind["effect_sd_range"]
    return bool(0 <= low < kind["effect_sd"] < high <= 1.5)


@of_every(CATALOGUE["kinds"])
def test_completion_and_transfer_are_shares_within_their_ranges(kind: Item) -> bool:
    completes, transfers = kind["completion_range"], kind["transfer_range"]
    return bool(
        0 < completes[0] < kind["completion_chance"] < completes[1] <= 1
        and 0 < transfers[0] < kind["transfer"] < transfers[1] <= 1
    )


@of_every(CATALOGUE["kinds"])
def test_every_kind_says_what_is_judgement(kind: Item) -> bool:
    return "our judgement" in kind["source"].lower()


@of_every(CATALOGUE["kinds"])
def test_a_kind_cites_a_study_or_says_that_none_is_known(kind: Item) -> bool:
    cites = re.search(r"\b(19|20)\d\d\b", kind["source"]) is not None
    return cites or "no study is known to us" in kind["source"]


@pytest.mark.parametrize(
    ("slug", "study", "effect"),
    [
        ("course", "Arthur et al. 2003", 0.5),
        ("workshop", "Arthur et al. 2003", 0.5),
        ("leadership-programme", "Lacerenza et al. 2017", 0.6),
        ("executive-programme", "Lacerenza et al. 2017", 0.6),
        ("advanced-programme", "Lacerenza et al. 2017", 0.6),
        ("mba", "Lacerenza et al. 2017", 0.6),
        ("coaching", "Jones et al. 2016", 0.3),
        ("mentoring", "Eby et al. 2008 and Allen et al. 2004", 0.15),
        ("stretch", "DeRue and Wellman 2009", 0.6),
    ],
)
def test_a_studied_kind_carries_its_study_and_effect(slug: str, study: str, effect: float) -> None:
    assert study in KINDS[slug]["source"]
    assert KINDS[slug]["effect_sd"] == effect


def test_reading_and_listening_promise_least() -> None:
    least = sorted(KINDS, key=lambda slug: float(KINDS[slug]["effect_sd"]))[:3]
    assert set(least) == {"reading", "webinar", "conference"}


def test_practice_kinds_are_real_work_or_face_an_audience() -> None:
    practice = {slug for slug, kind in KINDS.items() if kind["practice"]}
    assert practice == {"stretch", "hiring-panel", "conference-talk", "publishing"}


# Coverage


def test_the_entries_build_every_competency_and_no_other() -> None:
    assert {slug for entry in ENTRIES for slug in built_by(entry)} == set(COMPETENCIES)


@each_stage
@each_competency
def test_every_competency_and_stage_has_three_kinds_with_stretch_among_them(
    competency: str, stage: str
) -> None:
    there = [entry for entry in ENTRIES if stage in entry["stages"]]
    kinds = {entry["kind"] for entry in there if main_competency(entry) == competency}
    assert len(kinds) >= 3
    assert "stretch" in kinds


@each_competency
def test_stretch_work_reaches_practitioner_and_expert(competency: str) -> None:
    stretch = [entry for entry in ENTRIES if entry["kind"] == "stretch"]
    ceilings = {built_by(e)[competency] for e in stretch if main_competency(e) == competency}
    assert ceilings >= {3, 4}


@each_competency
@pytest.mark.parametrize(("stage", "level"), [("entry", 2), ("mid", 3), ("senior", 4)])
def test_practice_at_a_stage_reaches_its_next_level(
    competency: str, stage: str, level: int
) -> None:
    if (competency, stage) == ("team-building", "entry"):
        return  # The ladder expects no hiring of an associate.
    practice = [entry for entry in ENTRIES if is_practice(entry) and stage in entry["stages"]]
    assert max(built_by(entry).get(competency, 0) for entry in practice) >= level


@each_stage
def test_every_stage_has_thirty_entries_of_ten_kinds(stage: str) -> None:
    kinds = [entry["kind"] for entry in ENTRIES if stage in entry["stages"]]
    assert len(kinds) >= 30
    assert len(set(kinds)) >= 10


@pytest.mark.parametrize(
    ("stage", "kinds"),
    [
        ("entry", "conference workshop certification course webinar reading"),
        ("mid", "advanced-programme mba mentoring community"),
        ("senior", "executive-programme leadership-programme mba conference-talk publishing"),
    ],
)
def test_each_stage_has_the_development_the_mission_names(stage: str, kinds: str) -> None:
    there = {entry["kind"] for entry in ENTRIES if stage in entry["stages"]}
    assert set(kinds.split()) <= there


def test_every_experience_of_the_ladder_can_be_had_and_no_other() -> None:
    given = {slug for entry in ENTRIES for slug in entry["gives_experiences"]}
    assert given == set(EXPERIENCES)


def test_only_practice_or_being_there_gives_an_experience() -> None:
    givers = [entry for entry in ENTRIES if entry["gives_experiences"]]
    assert all(is_practice(entry) or entry["kind"] == "shadowing" for entry in givers)


@pytest.mark.parametrize("row", DESIGNED.strip().splitlines(), ids=lambda row: row.split(" | ")[0])
def test_the_designed_entries_stand_as_designed(row: str) -> None:
    slug, kind, ceilings, hours, pounds, days, stages = row.split(" | ")
    entry = BY_SLUG[slug]
    cost = entry["cost"]
    assert (entry["kind"], entry["stages"]) == (kind, stages.split())
    assert (entry["effort_hours"], entry["duration_days"]) == (span(hours), span(days))
    assert [cost["low_minor"] // 100, cost["high_minor"] // 100] == span(pounds)
    for part in ceilings.split(", "):
        competency, ceiling = part.split()
        assert built_by(entry)[competency] == int(ceiling)


# One entry


@of_every(ENTRIES)
def test_stages_are_known_and_in_order(entry: Item) -> bool:
    known = [stage for stage in STAGES if stage in entry["stages"]]
    return bool(known) and known == entry["stages"]


@of_every(ENTRIES)
def test_the_first_competency_is_the_main_one(entry: Item) -> bool:
    first, *others = (build["weight"] for build in entry["builds"])
    return bool(first == 1 and all(0 < weight < 1 for weight in others))


@of_every(ENTRIES)
def test_an_entry_builds_at_most_three_competencies_each_once(entry: Item) -> bool:
    return len(built_by(entry)) == len(entry["builds"]) <= 3


@of_every(ENTRIES)
def test_ceilings_are_levels_of_the_ladder(entry: Item) -> bool:
    return set(built_by(entry).values()) <= {1, 2, 3, 4}


@of_every(ENTRIES)
def test_nothing_taught_passes_working_level_unless_applied_as_it_runs(entry: Item) -> bool:
    allowed = 4 if is_practice(entry) else 3 if entry["kind"] in APPLIED_KINDS else 2
    return max(built_by(entry).values()) <= allowed


@of_every(ENTRIES)
def test_only_stretch_work_and_publishing_reach_expert(entry: Item) -> bool:
    return max(built_by(entry).values()) < 4 or entry["kind"] in EXPERT_KINDS


@of_every(ENTRIES)
def test_no_low_exceeds_its_high(entry: Item) -> bool:
    cost = [entry["cost"]["low_minor"], entry["cost"]["high_minor"]]
    hours, days = entry["effort_hours"], entry["duration_days"]
    return bool(1 <= hours[0] <= hours[1] and 1 <= days[0] <= days[1] and 0 <= cost[0] <= cost[1])


@of_every(ENTRIES)
def test_the_hours_fit_into_the_days(entry: Item) -> bool:
    pairs = zip(entry["effort_hours"], entry["duration_days"], strict=True)
    return all(hours <= 10 * days for hours, days in pairs)


@of_every(ENTRIES)
def test_costs_are_typical_pounds_of_the_stated_day(entry: Item) -> bool:
    cost = entry["cost"]
    stated = (cost["currency"], cost["basis"], cost["dated_on"])
    return stated == ("GBP", "typical", date(2026, 11, 23))


@of_every(ENTRIES)
def test_work_in_ones_job_costs_nothing(entry: Item) -> bool:
    return entry["kind"] not in IN_ONES_JOB or entry["cost"]["high_minor"] == 0


@of_every(ENTRIES)
def test_stretch_work_asks_for_a_named_feedback_giver(entry: Item) -> bool:
    return entry["kind"] != "stretch" or "a named feedback giver" in entry["prerequisites"]


@of_every(ENTRIES)
def test_no_entry_asks_at_its_start_for_the_level_it_leads_to(entry: Item) -> bool:
    ceilings = built_by(entry)
    return all(1 <= level < ceilings.get(c, 5) for c, level in entry["entry_levels"].items())


# Links between entries


@of_every(ENTRIES)
def test_practice_needs_no_further_work_to_apply_it(entry: Item) -> bool:
    return (not entry["apply_with"]) == is_practice(entry)


@of_every(TAUGHT)
def test_what_is_taught_is_applied_in_practice_that_builds_the_same(entry: Item) -> bool:
    work = BY_SLUG[entry["apply_with"]]
    return is_practice(work) and main_competency(entry) in built_by(work)


@of_every(TAUGHT)
def test_what_was_taught_suffices_to_begin_applying_it(entry: Item) -> bool:
    needed = BY_SLUG[entry["apply_with"]]["entry_levels"].get(main_competency(entry), 0)
    return bool(needed <= built_by(entry)[main_competency(entry)])


@of_every(TAUGHT)
def test_what_was_taught_can_be_applied_at_the_same_stage(entry: Item) -> bool:
    return bool(set(entry["stages"]) & set(BY_SLUG[entry["apply_with"]]["stages"]))


@of_every(ENTRIES)
def test_required_entries_exist(entry: Item) -> bool:
    return set(entry["requires"]) <= set(BY_SLUG)


@of_every(ENTRIES)
def test_a_required_entry_is_open_at_a_stage_of_the_entry_it_serves(entry: Item) -> bool:
    stages = set(entry["stages"])
    return all(stages & set(BY_SLUG[slug]["stages"]) for slug in entry["requires"])


def test_a_few_entries_build_on_another() -> None:
    assert 2 <= sum(bool(entry["requires"]) for entry in ENTRIES) <= 10


def test_requirements_never_lead_back_to_their_start() -> None:
    order = TopologicalSorter({entry["slug"]: entry["requires"] for entry in ENTRIES})
    order.prepare()  # raises CycleError


def test_alternatives_come_in_groups_that_build_the_same() -> None:
    groups: dict[str, list[set[str]]] = {}
    for entry in ENTRIES:
        if entry["alternative_to"]:
            groups.setdefault(entry["alternative_to"], []).append(set(built_by(entry)))
    assert groups
    assert all(len(built) >= 2 and set.intersection(*built) for built in groups.values())


# Words


@of_every(ENTRIES)
def test_titles_have_a_capital_and_at_most_eight_words(entry: Item) -> bool:
    title = entry["title"]
    return title[0].isupper() and not title.endswith(".") and len(title.split()) <= 8


@of_every(ENTRIES)
def test_summaries_are_one_to_three_sentences(entry: Item) -> bool:
    sentences = re.findall(r"[.?!](?:\s|$)", entry["summary"])
    return 1 <= len(sentences) <= 3 and 60 <= len(entry["summary"]) <= 320


@of_every(ENTRIES)
def test_success_is_seen_by_someone_else(entry: Item) -> bool:
    return bool(OTHERS.search(entry["worked_if"])) and not DOER.search(entry["worked_if"])


@of_every(ENTRIES)
def test_no_entry_uses_vague_or_banned_words(entry: Item) -> bool:
    return not VAGUE.search(texts(entry))


@of_every(ENTRIES)
def test_a_generic_entry_names_no_address_price_or_year(entry: Item) -> bool:
    bare = not {"address", "seen_on", "sessions"} & set(entry)
    return is_named(entry) or (bare and not PARTICULARS.search(texts(entry)))


# Named offers


@of_every(NAMED)
def test_a_named_offer_gives_its_address_and_the_day_it_was_seen(entry: Item) -> bool:
    seen_before = entry["seen_on"] <= entry["cost"]["dated_on"]
    return bool(entry["address"].startswith("https://") and seen_before)


@of_every(NAMED)
def test_a_named_offer_lay_ahead_when_it_was_listed(entry: Item) -> bool:
    starts = [session["starts_on"] for session in entry["sessions"]]
    return bool(starts) and min(starts) > entry["cost"]["dated_on"]


@of_every(NAMED)
def test_a_named_offer_lasts_as_long_as_each_session(entry: Item) -> bool:
    lengths = {(s["ends_on"] - s["starts_on"]).days + 1 for s in entry["sessions"]}
    return bool(lengths == set(entry["duration_days"]))


@of_every(NAMED)
def test_a_named_offer_says_that_its_price_is_not_known(entry: Item) -> bool:
    return "price is not known" in entry["summary"]


def test_the_source_of_the_named_offers_is_acknowledged() -> None:
    assert not NAMED or "confs.tech" in CATALOGUE["note"]
