"""The plan's page takes: other limits, pins, adopting, what became of a step, and gives each back."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from headway.core.evidence import Completion, EvidenceItem
from headway.core.fact_kinds import AdoptedPlan, FactBody
from headway.core.profile import Aim
from headway.records import bridge
from headway.records.models import Person
from headway.web import planning
from web_client import TODAY, Keep, field, hidden, read, send

AIM = Aim(target_role="senior-product-manager", hours_per_week=2, current_role="product-manager")
STEP = "settle-a-disputed-success-measure"


@pytest.fixture
def aimed(own: Client, keep: Keep) -> Client:
    keep(AIM)
    return own


def plan_of(client: Client, query: str = "") -> dict[str, list[dict[str, str]]]:
    plan: dict[str, list[dict[str, str]]] = json.loads(client.get(f"/api/plan{query}").content)
    return plan


def steps_of(client: Client, query: str = "") -> list[str]:
    return [item["opportunity"] for item in plan_of(client, query)["items"]]


def known(person: Person, kind: type[FactBody]) -> list[FactBody]:
    return [body for _, body in bridge.load_dossier(person).known_by(TODAY).each(kind)]


def adopt(client: Client, query: str = "", what: str = "plan") -> str:
    text = read(client, f"/plan/{'ready/' if what == 'ready' else ''}{query}")
    told = {name: hidden(text, name) for name in ("query", "shown", "what")}
    return send(client, "/plan/adopt", **told)


def link(text: str, label: str) -> str:
    """Where the first link of that name leads."""
    found = re.search(rf'href="([^"]+)" aria-label="{label}: ', text)
    assert found
    return found[1]


# Adopting -----------------------------------------------------------------------------------------


def test_the_plan_shown_is_adopted_whole(aimed: Client, ada: Person) -> None:
    shown = plan_of(aimed)
    place = adopt(aimed)
    kept = known(ada, AdoptedPlan)
    assert [body.document for body in kept if isinstance(body, AdoptedPlan)] == [shown]
    assert "This is your plan now." in read(aimed, place)


def test_adopting_twice_keeps_one(aimed: Client, ada: Person) -> None:
    text = read(aimed, "/plan/")
    told = {name: hidden(text, name) for name in ("query", "shown", "what")}
    assert send(aimed, "/plan/adopt", **told) == send(aimed, "/plan/adopt", **told)
    assert len(known(ada, AdoptedPlan)) == 1


def test_a_plan_that_is_another_by_now_is_shown_before_it_is_adopted(
    aimed: Client, ada: Person
) -> None:
    text = read(aimed, "/plan/")
    told = {name: hidden(text, name) for name in ("query", "shown", "what")}
    send(aimed, f"/plan/tell/{steps_of(aimed)[0]}/", **outcome(aimed, steps_of(aimed)[0]))
    assert "Nothing was adopted" in read(aimed, send(aimed, "/plan/adopt", **told))
    assert known(ada, AdoptedPlan) == []


def test_adopting_is_undone_and_put_back(aimed: Client, ada: Person) -> None:
    fact = parse_qs(urlsplit(adopt(aimed)).query)["kept"][0]
    gone = send(aimed, f"/plan/{fact}/remove")
    assert known(ada, AdoptedPlan) == []
    assert "Taken back" in read(aimed, gone)
    send(aimed, f"/plan/{fact}/restore")
    assert len(known(ada, AdoptedPlan)) == 1


def test_a_changed_plan_says_why_and_can_be_adopted(aimed: Client, ada: Person) -> None:
    adopt(aimed)
    first = steps_of(aimed)[0]
    send(aimed, f"/plan/tell/{first}/", **outcome(aimed, first, "cancelled"))
    text = read(aimed, "/plan/")
    assert "is out: it was cancelled." in text
    assert "Adopt the changed plan" in text
    adopt(aimed)
    assert len(known(ada, AdoptedPlan)) == 2
    assert "Adopt the changed plan" not in read(aimed, "/plan/")


def test_an_adopted_plan_is_mended_at_once_and_bettered_when_asked(aimed: Client) -> None:
    adopt(aimed)
    text = read(aimed, "/plan/")
    assert "nothing new was looked for" in text
    better = re.search(r'href="([^"]*better=1[^"]*)"', text)
    assert better
    assert "Nothing better with as few changes was found." in read(aimed, better[1])
    assert "Nothing better" in read(aimed, "/plan/")


def told_by_the_page(text: str) -> dict[str, str]:
    """What the form that adopts sends."""
    return {name: hidden(text, name) for name in ("query", "shown", "what")}


def test_a_better_plan_that_was_shown_is_adopted_by_a_server_that_was_started_anew(
    aimed: Client, ada: Person
) -> None:
    adopt(aimed)
    first = steps_of(aimed)[0]
    send(aimed, f"/plan/tell/{first}/", **outcome(aimed, first, "cancelled"))
    mended = hidden(read(aimed, "/plan/"), "shown")
    told = told_by_the_page(read(aimed, "/plan/?better=1"))
    assert told["shown"] != mended
    cache.clear()
    assert send(aimed, "/plan/adopt", **told).startswith("/plan/?kept=")
    assert planning.is_marked(told["shown"], known(ada, AdoptedPlan)[-1])


def test_a_tab_left_open_adopts_nothing_that_another_tab_has_changed_since(
    aimed: Client, ada: Person
) -> None:
    left_open = told_by_the_page(read(aimed, "/plan/"))
    adopt(aimed, "?hours_per_week=1&whole=1")
    place = send(aimed, "/plan/adopt", **left_open)
    assert "Nothing was adopted" in read(aimed, place)
    assert len(known(ada, AdoptedPlan)) == 1


def test_planning_anew_forgets_the_adopted_plan(aimed: Client) -> None:
    adopt(aimed)
    assert "Since you adopted it" in read(aimed, "/plan/")
    assert "Since you adopted it" not in read(aimed, "/plan/?fresh=1")


def test_nothing_is_adopted_of_the_sample(sample: Client) -> None:
    assert "Adopt this plan" not in read(sample, "/plan/")
    assert "of whom nothing is kept" in send(sample, "/plan/adopt", status=400)


def test_a_past_day_s_plan_is_not_adopted(aimed: Client) -> None:
    text = send(aimed, "/plan/adopt", status=400, query="as_of=2026-10-01", shown="x", what="plan")
    assert "Only a plan of today" in text


# Steps --------------------------------------------------------------------------------------------


def outcome(client: Client, slug: str, what: str = "done", **told: object) -> dict[str, object]:
    key = hidden(read(client, f"/plan/tell/{slug}/"), "key")
    return {"key": key, "on": TODAY.isoformat(), "outcome": what, **told}


def test_a_step_that_is_done_becomes_evidence_once(aimed: Client, ada: Person) -> None:
    told = outcome(aimed, STEP, hours="12,5", reflection="Reviews are shorter.")
    first = send(aimed, f"/plan/tell/{STEP}/", **told)
    assert send(aimed, f"/plan/tell/{STEP}/", **told) == first
    assert known(ada, Completion) == [
        Completion(opportunity=STEP, outcome="done", hours=12.5, reflection="Reviews are shorter.")
    ]
    assert [e.source for e in known(ada, EvidenceItem) if isinstance(e, EvidenceItem)] == ["plan"]
    assert STEP not in steps_of(aimed)


def test_taking_back_a_step_takes_back_its_evidence(aimed: Client, ada: Person) -> None:
    place = send(aimed, f"/plan/tell/{STEP}/", **outcome(aimed, STEP))
    fact = parse_qs(urlsplit(place).query)["kept"][0]
    send(aimed, f"/plan/{fact}/remove")
    assert (known(ada, Completion), known(ada, EvidenceItem)) == ([], [])
    send(aimed, f"/plan/{fact}/restore")
    assert (len(known(ada, Completion)), len(known(ada, EvidenceItem))) == (1, 1)


def test_a_step_can_be_late_until_a_day(aimed: Client, ada: Person) -> None:
    day = TODAY.replace(year=TODAY.year + 1, day=1)
    send(aimed, f"/plan/tell/{STEP}/", **outcome(aimed, STEP, "late", late_until=day.isoformat()))
    assert known(ada, Completion) == [Completion(opportunity=STEP, outcome="late", late_until=day)]
    assert "late until" in read(aimed, "/plan/")


@pytest.mark.parametrize(
    ("what", "name", "typed", "sentence"),
    [
        ("done", "on", "soon", "'soon' is no day"),
        ("done", "on", "2090-01-01", "still to come"),
        ("done", "hours", "many", "Write hours as a number"),
        ("done", "hours", "1,000", "Write hours as a number"),
        ("done", "hours", "-3", "Hours run from 0"),
        ("done", "cost", "lots", "is not an amount"),
        ("late", "late_until", "", "Say until when it is late"),
        ("late", "late_until", "2020-01-01", "not after the day"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_kept(
    aimed: Client, ada: Person, what: str, name: str, typed: str, sentence: str
) -> None:
    told = outcome(aimed, STEP, what) | {name: typed}
    text = send(aimed, f"/plan/tell/{STEP}/", status=400, **told)
    assert f'value="{typed}"' in field(text, name) or not typed
    assert sentence in field(text, name)
    assert known(ada, Completion) == []


# The form -----------------------------------------------------------------------------------------


def test_dropped_and_pinned_stay_in_the_form(aimed: Client) -> None:
    text = read(aimed, "/plan/")
    first = steps_of(aimed)[0]
    dropped = link(text, "Leave out")
    assert first not in steps_of(aimed, f"?{urlsplit(dropped).query}")
    page = read(aimed, dropped)
    assert f'name="drop" value="{first}" checked' in page
    taken_in = link(page, "Take it in")
    slug = parse_qs(urlsplit(taken_in).query)["pin"][0]
    assert slug in steps_of(aimed, f"?{urlsplit(taken_in).query}")
    assert f'name="drop" value="{first}" checked' in read(aimed, taken_in)


def test_a_pin_of_the_adopted_plan_is_loosened_by_unticking_it(aimed: Client) -> None:
    first = steps_of(aimed)[0]
    adopt(aimed, f"?pin={first}")
    assert f'name="pin" value="{first}" checked' in read(aimed, "/plan/")
    assert f'name="pin" value="{first}" checked' not in read(aimed, "/plan/?whole=1")


def test_changed_limits_say_what_moves(aimed: Client) -> None:
    text = read(aimed, "/plan/?hours_per_week=0.5")
    moves = text.split('id="moves"')[1].split("</section>")[0]
    assert "2 h a week" in moves
    assert "<li>" in moves
    assert 'id="moves"' not in read(aimed, "/plan/")


def test_days_away_and_few_things_at_once_are_kept_to(aimed: Client) -> None:
    until = TODAY.replace(year=TODAY.year + 1, day=1)
    query = f"?away_from_0={TODAY}&away_to_0={until}&away_hours_0=0&at_once=1&must=communication"
    plan = plan_of(aimed, query)
    wish = json.loads(json.dumps(plan["wish"]))
    assert (wish["things_at_once"], wish["must_have"]) == (1, ["communication"])
    assert all(item["ends_on"] > until.isoformat() for item in plan["items"])
    page = read(aimed, f"/plan/{query}")
    assert f'name="away_to_0" value="{until}"' in page
    assert 'name="away_from_1" value=""' in page


@pytest.mark.parametrize(
    ("query", "name", "sentence"),
    [
        ("away_from_0=2027-08-02", "away_to_0", "Say both days"),
        ("away_from_0=2027-08-02&away_to_0=2027-08-01", "away_to_0", "before the first day"),
        ("away_from_0=soon&away_to_0=2027-08-01", "away_from_0", "is no day"),
        ("away_hours_0=many", "away_hours_0", "Write hours as a number"),
        ("at_once=few", "at_once", "Write a whole number"),
        ("rate=USD", "rate", "'USD' is no rate"),
        ("currency=pounds", "currency", "is not a currency code"),
        ("currency=EUR", "budget_per_year", "Say how much money a year"),
    ],
)
def test_a_limit_that_makes_no_sense_is_told_beside_its_field(
    aimed: Client, query: str, name: str, sentence: str
) -> None:
    text = read(aimed, f"/plan/?{query}")
    assert sentence in text.split(f'name="{name}"')[1].split("</div>")[0]
    # 409: each field makes sense by itself.
    assert aimed.get(f"/api/plan?{query}").status_code in (400, 409)


def test_the_same_days_said_twice_are_refused(aimed: Client) -> None:
    days = "&".join(f"away_from_{n}=2027-08-02&away_to_{n}=2027-08-09" for n in (0, 1))
    assert "say each day once" in read(aimed, f"/plan/?{days}")


def test_a_must_have_that_the_role_does_not_ask_for_is_refused(aimed: Client) -> None:
    assert "There is no 'juggling'" in read(aimed, "/plan/?must=juggling")


# Date and curve -----------------------------------------------------------------------------------


def test_the_curve_draws_ten_plans_with_a_table(aimed: Client) -> None:
    text = read(aimed, "/plan/curve/?of=hours&hours_per_week=0.5&plans=1")
    assert text.count("<circle") == 10
    assert text.split("<tbody>")[1].count("<tr>") == 10
    for part in ("<title", "<desc", "(your wish)", "Each dot is a plan", "Levels likely shown"):
        assert part in text
    told = json.loads(aimed.get("/api/plan/curve?of=hours&hours_per_week=0.5").content)
    assert (told["of"], len(told["points"])) == ("hours", 10)


def test_the_curve_shows_at_once_what_no_plan_exceeds_and_links_to_the_plans(
    aimed: Client,
) -> None:
    asked = "/plan/curve/?of=money&hours_per_week=0.5"
    text = read(aimed, asked)
    assert text.count("<circle") == 10
    assert "The most that any plan could bring" in text
    assert "Levels likely shown" not in text
    link = re.search(r'href="([^"]*plans=1[^"]*)"', text)
    assert link
    assert "Each dot is a plan" in read(aimed, link[1].replace("&amp;", "&"))
    assert "Each dot is a plan" in read(aimed, asked)


def test_a_curve_of_anything_else_is_refused(aimed: Client) -> None:
    assert "'luck' has no curve" in read(aimed, "/plan/curve/?of=luck", 400)


SOON = "?target=associate-product-manager&hours_per_week=20&whole=1"


def test_the_earliest_date_comes_with_its_plan_and_can_be_adopted(
    aimed: Client, ada: Person
) -> None:
    text = read(aimed, f"/plan/ready/{SOON}")
    assert "The earliest date found by which the evidence could be there" in text
    assert adopt(aimed, SOON, what="ready").startswith("/plan/?kept=")
    assert len(known(ada, AdoptedPlan)) == 1


def test_what_would_be_needed_is_looked_for_when_it_is_asked(aimed: Client) -> None:
    query = f"{SOON}&by={TODAY.replace(year=TODAY.year + 1, month=1, day=1)}"
    assert "What would be needed" not in read(aimed, f"/plan/ready/{query}")
    assert "What would be needed" in read(aimed, f"/plan/ready/{query}&more=1")
    told = json.loads(aimed.get(f"/api/plan/ready{query}").content)
    assert (told["readiness"]["state"], told["needed"]["state"]) == ("found", "not reached")


@pytest.mark.parametrize("address", ["/plan/ready/", "/plan/curve/"])
def test_a_wrong_wish_is_told_before_anything_is_looked_for(aimed: Client, address: str) -> None:
    assert "Write hours as a number" in read(aimed, f"{address}?hours_per_week=many")


@pytest.mark.parametrize(
    "address", ["/plan/", f"/plan/tell/{STEP}/", f"/plan/ready/{SOON}", "/plan/curve/"]
)
def test_the_pages_need_nothing_unsafe_and_read_little(
    aimed: Client, address: str, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_max_num_queries(25):
        answer = aimed.get(address)
    assert "unsafe" not in answer["Content-Security-Policy"]
    inline = (b" style=", b"<script>", b"<style", b" onclick=", b"javascript:")
    assert not any(part in answer.content for part in inline)


def test_a_new_fact_is_never_answered_with_a_remembered_plan(aimed: Client, keep: Keep) -> None:
    before = steps_of(aimed)
    keep(Completion(opportunity=before[0], outcome="cancelled"))
    assert before[0] not in steps_of(aimed)


# Moved at once ------------------------------------------------------------------------------------


def moved(client: Client, query: str) -> str:
    found = re.search('data-plan="(.*?)" data-moved="(.*?)"', read(client, f"/plan/?{query}"))
    assert found
    return found[2]


def test_a_plan_tells_what_moved_since_the_one_that_was_seen(aimed: Client) -> None:
    seen = re.search('data-plan="(.+?)"', read(aimed, "/plan/"))
    assert seen
    assert "hours less" in moved(aimed, f"hours_per_week=0.5&since={seen[1]}")
    assert moved(aimed, f"since={seen[1]}") == "Every step stays where it stands."


@pytest.mark.parametrize("since", ["", "nonsense", "0" * 32])
def test_beside_a_plan_that_nobody_remembers_it_tells_its_sums(aimed: Client, since: str) -> None:
    assert re.match(r"\d+ things? to do by", moved(aimed, f"hours_per_week=0.5&since={since}"))


def test_what_is_taken_of_somebody_who_never_said_by_when_is_told(
    aimed: Client, keep: Keep
) -> None:
    said = "You have not said by when, so a year is taken, with 2 h a week and GBP 0 a year."
    assert said in read(aimed, "/plan/")
    assert "so a year is taken" not in read(aimed, f"/plan/?by={TODAY.year + 2}-01-31")
    keep(replace(AIM, by=TODAY.replace(year=TODAY.year + 1, day=1)), TODAY)
    assert "so a year is taken" not in read(aimed, "/plan/")
