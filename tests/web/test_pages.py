"""The three pages and the API as Django answers them, for the sample person and for a workspace."""

import json
import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from headway.core.dossier import DraftFact
from headway.core.fact_kinds import FactBody
from headway.core.gap import find_gaps
from headway.core.plan import PlanWish
from headway.core.plan.living import follow_plan
from headway.core.profile import About, Aim
from headway.core.standing import estimate_levels
from headway.core.standing.why import explain_estimate
from headway.core.wording import NO_PROMISE, SAMPLE
from headway.formats import built_in, json_form
from headway.records import bridge
from headway.web import frame

PAGES = (
    "/standing/",
    "/standing/communication/",
    "/standing/communication/history/",
    "/gap/",
    "/plan/",
)
TOLD = (
    *("/", "/profile/", "/evidence/", "/learn/", "/learn/reading/", "/learn/talks/"),
    *("/mentors/", "/network/", "/progress/", "/packet/"),
)
CALLS = ("/api/standing", "/api/gap", "/api/plan")
TODAY = datetime.now(UTC).date()
TEMPLATES = Path(bridge.__file__).parent.parent / "web" / "templates"


def keep(body: FactBody) -> None:
    moment = datetime(2026, 2, 3, 9, tzinfo=UTC)
    person = bridge.ensure_owner("Ada <b>", created_at=moment, time_zone="Europe/London")
    draft = DraftFact(body=body, happened_on=moment.date())
    bridge.record_facts(person, [draft], recorded_at=moment)


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def call(client: Client, address: str, status: int = 200) -> dict[str, object]:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    found: dict[str, object] = json.loads(answer.content)
    return found


@pytest.mark.parametrize("address", [*PAGES, *TOLD])
def test_the_sample_is_marked_on_every_page(sample: Client, address: str) -> None:
    assert SAMPLE in read(sample, address)


@pytest.mark.parametrize("address", [*PAGES, *TOLD])
def test_the_policy_allows_nothing_unsafe_and_no_page_needs_it(
    sample: Client, address: str
) -> None:
    answer = sample.get(address)
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    text = answer.content.decode()
    assert not any(
        inline in text for inline in (" style=", "<script>", "<style", " onclick=", "javascript:")
    )


@pytest.mark.parametrize("address", PAGES)
def test_each_drawing_has_a_title_a_description_and_a_table_on_its_page(
    sample: Client, address: str
) -> None:
    text = read(sample, address)
    drawings = text.count('role="img"')
    assert drawings > 0
    assert text.count("<title id=") == text.count("<desc id=") == drawings
    assert "<table" in text


@pytest.mark.parametrize("address", [*PAGES, *TOLD])
def test_no_two_parts_of_a_page_share_a_name(sample: Client, address: str) -> None:
    names = [part.split('"')[0] for part in read(sample, address).split(' id="')[1:]]
    assert sorted(names) == sorted(set(names))


def test_standing_shows_every_competency_under_its_area(sample: Client) -> None:
    text = read(sample, "/standing/")
    ladder = built_in.ladder()
    assert all(f"{c.name}</a></h3>" in text for c in ladder.competencies)
    assert all(f"{area.name}</h2>" in text for area in ladder.areas)


@pytest.mark.parametrize(("kind", "other"), [("technical", "soft"), ("soft", "technical")])
def test_standing_shows_one_kind_only(sample: Client, kind: str, other: str) -> None:
    text = read(sample, f"/standing/?kind={kind}")
    ladder = built_in.ladder()
    assert all(f"{c.name}</a></h3>" in text for c in ladder.competencies if c.kind == kind)
    assert not any(f"{c.name}</a></h3>" in text for c in ladder.competencies if c.kind == other)


def test_gap_names_three_gaps_and_then_every_expectation(sample: Client) -> None:
    text = read(sample, "/gap/?target=director-of-product-management")
    role = built_in.ladder().role("director-of-product-management")
    assert "What is missing for Director of Product Management" in text
    assert text.split('class="top-gaps"')[1].split('class="kind"')[0].count("<h3>") == 3
    assert all(r.text in text for r in role.responsibilities)
    assert all(built_in.ladder().experience(slug).text in text for slug in role.experiences)


@pytest.mark.parametrize("role", [role.slug for role in built_in.ladder().roles])
def test_gap_compares_with_any_role(sample: Client, role: str) -> None:
    assert built_in.ladder().role(role).title in read(sample, f"/gap/?target={role}")


def test_plan_says_that_it_is_no_promise(sample: Client) -> None:
    assert NO_PROMISE in read(sample, "/plan/")


def test_plan_keeps_to_what_one_can_give(sample: Client) -> None:
    text = read(sample, "/plan/?hours_per_week=1&budget_per_year=0")
    assert 'value="1"' in text
    assert "GBP " not in text.split('class="items"')[1].split("</ol>")[0]


@pytest.mark.parametrize(
    ("query", "typed", "sentence"),
    [
        ("by=soon", "soon", "'soon' is no day; write it as 2027-03-31."),
        ("by=2027-02-30", "2027-02-30", "is no day"),
        ("hours_per_week=many", "many", "Write hours as a number"),
        ("hours_per_week=0", "0", "more than 0 and at most 168"),
        ("hours_per_week=nan", "nan", "Write hours as a number"),
        ("hours_per_week=169", "169", "more than 0 and at most 168"),
        ("budget_per_year=lots", "lots", "is not an amount"),
        ("budget_per_year=-5", "-5", "is not an amount"),
        ("budget_per_year=", "", "Say how much money a year"),
    ],
)
def test_a_wrong_answer_is_shown_again_beside_its_field(
    sample: Client, query: str, typed: str, sentence: str
) -> None:
    text = read(sample, f"/plan/?{query}")
    field = text.split(f'name="{query.split("=")[0]}"')[1].split("</div>")[0]
    assert f'value="{typed}"' in field
    assert sentence in field


def test_a_wish_that_ends_before_it_begins_is_told_on_the_form(sample: Client) -> None:
    text = read(sample, "/plan/?by=2020-01-01")
    assert "before it starts" in text
    assert 'value="2020-01-01"' in text


@pytest.mark.parametrize("address", [*PAGES, *TOLD])
def test_a_day_that_is_none_gets_a_sentence(sample: Client, address: str) -> None:
    assert "'yesterday' is no day" in read(sample, f"{address}?as_of=yesterday")


@pytest.mark.parametrize("address", ["/standing/", "/gap/", "/plan/"])
def test_a_role_that_is_none_gets_the_ones_there_are(sample: Client, address: str) -> None:
    assert "This ladder has no role 'guru'; it has" in read(sample, f"{address}?target=guru")


@pytest.mark.parametrize("address", [*PAGES, *TOLD])
def test_before_anything_was_known_the_page_says_what_belongs_there(
    sample: Client, address: str
) -> None:
    text = read(sample, f"{address}?as_of=2001-01-01")
    assert "Nothing was known by 1 January 2001; the first entry is of" in text
    assert f'<a href="{address}">Show today</a>' in text


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_workspace_offers_the_first_step(own: Client, address: str) -> None:
    text = read(own, address)
    assert '<a class="button" href="/profile/#history">Choose a file</a>' in text
    assert SAMPLE not in text


@pytest.mark.parametrize("address", PAGES)
def test_ones_own_record_is_shown_and_not_called_a_sample(own: Client, address: str) -> None:
    keep(About(name="Ada <b>"))
    text = read(own, f"{address}?target=product-manager")
    assert "Three ways to begin" not in text
    assert SAMPLE not in text


@pytest.mark.parametrize("address", PAGES)
def test_an_aim_that_the_ladder_lacks_is_told_with_a_way_out(own: Client, address: str) -> None:
    keep(Aim(target_role="grand-wizard"))
    assert "no role 'grand-wizard'" in read(own, address, status=200 if "plan" in address else 404)


def test_an_address_that_is_none_names_those_there_are(sample: Client) -> None:
    text = read(sample, "/nowhere/", status=404)
    assert "There is no such page" in text
    assert all(f'<a href="{reverse(word)}">' in text.split("<main")[1] for word in frame.PAGES)


@pytest.mark.parametrize("address", [*PAGES, *CALLS])
def test_nothing_is_changed_through_a_page(sample: Client, address: str) -> None:
    assert sample.post(address).status_code == 405


def test_the_api_tells_standing_as_the_core_does(sample: Client) -> None:
    ladder = built_in.ladder()
    standing = estimate_levels(
        built_in.sample_dossier(TODAY),
        ladder,
        as_of=date(TODAY.year, 1, 1),
        compared_role=ladder.role("product-manager"),
    )
    query = f"target=product-manager&as_of={TODAY.year}-01-01"
    assert call(sample, f"/api/standing?{query}") == json.loads(json_form.write(standing))


def test_the_api_tells_the_gap_as_the_core_does(sample: Client) -> None:
    ladder, dossier = built_in.ladder(), built_in.sample_dossier(TODAY)
    role = ladder.role("vp-of-product")
    standing = estimate_levels(dossier, ladder, as_of=TODAY, compared_role=role)
    gap = find_gaps(dossier, standing, ladder, role, as_of=TODAY)
    query = f"target=vp-of-product&as_of={TODAY}"
    told = call(sample, f"/api/gap?{query}")
    assert {k: told[k] for k in told if k != "related_reading"} == json.loads(json_form.write(gap))


def test_the_api_tells_the_plan_as_the_core_does(sample: Client) -> None:
    ladder, dossier = built_in.ladder(), built_in.sample_dossier(TODAY)
    role = ladder.role("senior-product-manager")
    wish = PlanWish(
        target_role=role.slug,
        by=date(TODAY.year + 1, 6, 30),
        hours_per_week=2.5,
        budget_per_year_minor=80050,
    )
    standing = estimate_levels(dossier, ladder, as_of=TODAY, compared_role=role)
    plan = follow_plan(dossier, standing, ladder, built_in.catalogue(), wish, as_of=TODAY)
    query = (
        f"target={role.slug}&by={wish.by}&hours_per_week=2.5&budget_per_year=800.50&as_of={TODAY}"
    )
    told = call(sample, f"/api/plan?{query}")
    assert {k: told[k] for k in told if k != "related_reading"} == json.loads(json_form.write(plan))


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/api/standing?as_of=never", 400, "'never' is no day"),
        ("/api/gap?target=guru", 404, "This ladder has no role 'guru'"),
        ("/api/plan?hours_per_week=0", 400, "hours_per_week: "),
        ("/api/plan?by=2020-01-01", 409, "before it starts"),
        ("/api/guess", 404, "/api/guess"),
    ],
)
def test_the_api_tells_what_is_wrong(
    sample: Client, address: str, status: int, sentence: str
) -> None:
    answer = call(sample, address, status)
    assert list(answer) == ["error"]
    assert sentence in str(answer["error"])


@pytest.mark.parametrize("address", ["/api/gap", "/api/plan"])
def test_the_api_asks_for_a_role_where_nobody_named_one(own: Client, address: str) -> None:
    assert "Say which role you want" in str(call(own, address, status=409)["error"])


def test_without_a_role_the_page_asks_and_blames_nobody(own: Client) -> None:
    keep(About(name="Ada <b>"))
    text = read(own, "/plan/")
    assert "Say which role you want, by when" in text
    assert 'class="wrong"' not in text


def test_without_a_role_standing_shows_the_estimates_alone(own: Client) -> None:
    keep(About(name="Ada <b>"))
    text = read(own, "/standing/")
    assert "nothing to compare with yet" in text
    assert text.count('class="chart range-bar"') == len(built_in.ladder().competencies)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_every_word_of_a_template_can_be_translated(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    told_or_unsaid = (
        r"\{% blocktranslate.*?%\}.*?\{% endblocktranslate %\}",
        r"<code>.*?</code>",
        r"\{#.*?#\}",
    )
    for told in told_or_unsaid:
        text = re.sub(told, "", text, flags=re.DOTALL)
    bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", text, flags=re.DOTALL)
    assert re.findall(r"[A-Za-z]{2,}", bare) in ([], ["Headway", "Headway"])


# One competency ------------------------------------------------------------------------------------


def test_a_competency_s_page_tells_why_and_keeps_the_question(sample: Client) -> None:
    text = read(sample, "/standing/communication/?target=product-manager&as_of=2026-10-01")
    for heading in ("What pulls it", "What would sharpen it", "How it came about"):
        assert heading in text
    assert "Product Manager asks for" in text
    assert 'href="/standing/?target=product-manager&as_of=2026-10-01"' in text


def test_the_history_of_a_competency_has_a_page_that_keeps_the_question(sample: Client) -> None:
    asked = "target=product-manager&as_of=2026-10-01"
    page = f"/standing/communication/history/?{asked}"
    assert f'href="{page}"' in read(sample, f"/standing/communication/?{asked}")
    text = read(sample, page)
    points = call(sample, f"/api/standing/communication?{asked}")["history"]
    assert text.count('class="name"') == len(points) > 2
    assert f'href="/standing/communication/?{asked}"' in text
    assert "1 October 2026" in text


def test_before_anything_was_known_a_history_says_so(own: Client) -> None:
    assert "no competency 'juggling'" in read(own, "/standing/juggling/history/", 404)
    assert 'role="img"' not in read(own, "/standing/communication/history/")


def test_the_standing_page_leads_to_every_competency(sample: Client) -> None:
    text = read(sample, "/standing/")
    for competency in built_in.ladder().competencies:
        assert f'href="/standing/{competency.slug}/"' in text


def test_the_api_explains_in_the_form_that_every_door_shares(sample: Client) -> None:
    dossier, ladder = built_in.sample_dossier(TODAY), built_in.ladder()
    why = explain_estimate(
        dossier,
        ladder,
        "communication",
        as_of=TODAY,
        compared_role=ladder.role("senior-product-manager"),
        reveals_raters=True,
    )
    assert call(sample, "/api/standing/communication") == json.loads(json_form.write(why))


def test_a_competency_that_there_is_not_is_told(sample: Client) -> None:
    assert "no competency 'juggling'" in read(sample, "/standing/juggling/", 404)
    assert "juggling" in str(call(sample, "/api/standing/juggling", 404)["error"])


def test_on_a_team_s_server_no_peer_is_named(
    sample: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("headway.records.access.settings.HEADWAY_IS_PERSONAL", False)
    answer = call(sample, "/api/standing/communication")
    assert not answer["reveals_raters"]
    assert "Engineer E." not in json.dumps(answer)
