"""Learn as a page: what fits the gap, and one's own entries by form and by file."""

import json
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headway.core.evidence import Completion
from headway.core.learn import OwnOpportunity, Session
from headway.core.profile import Aim
from headway.formats import built_in
from headway.records import bridge
from headway.records.models import Fact, Person
from web_client import TODAY, Keep, field, hidden, read, send

TOLD = {
    "title": "Pricing evening",
    "kind": "course",
    "hours": "8 to 16",
    "cost": "0",
    "currency": "GBP",
    "competency_0": "business-acumen",
    "level_0": "2",
    "stages": ["entry", "mid"],
}
SPM = "/learn/?target=senior-product-manager"
ENTRY = replace(
    built_in.catalogue().opportunity("finance-for-product-decisions"),
    slug="my-evening",
    title="Evening",
)


def add(client: Client, status: int = 302, **told: object) -> str:
    key = hidden(read(client, "/learn/add/"), "key")
    answer = client.post("/learn/add/", {"key": key, **TOLD, **told})
    assert answer.status_code == status, answer.content.decode()
    return answer["Location"] if status == 302 else unescape(answer.content.decode())


def kept_of(person: Person) -> list[OwnOpportunity]:
    known = bridge.load_dossier(person).known_by(TODAY)
    return [body for _, body in known.each(OwnOpportunity)]


def bring(client: Client, content: str | bytes, status: int = 200, **told: str) -> str:
    data = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("ours.csv", data)
    answer = client.post("/learn/import/", {"file": file, **told})
    assert answer.status_code == status, answer.content.decode()
    return str(answer.content.decode())


# The list ----------------------------------------------------------------------------------------


def test_what_could_lift_most_comes_first_with_its_chances(sample: Client) -> None:
    text = read(sample, SPM)
    assert "What would help towards Senior Product Manager" in text
    assert " in 100" in text.split('class="lifts">')[1].split("<")[0]
    assert text.count("<h3>") == 20


def test_the_gaps_that_matter_most_narrow_the_list(sample: Client) -> None:
    text = read(sample, f"{SPM}&kind=stretch")
    part = text.split('class="top-links"')[1].split("</p>")[0]
    assert part.count("competency=") == 3
    assert "kind=stretch" in part


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("competency=team-building", "Design a fair work sample", "Trace one request"),
        ("kind=webinar&stage=all", "Hear a coming rule explained", "Executive MBA"),
        ("kind=mba&stage=senior", "Executive MBA", "Part-time MBA"),
        ("cost_at_most=0&kind=mba&stage=all", "Nothing in the catalogue is like that", "MBA</a>"),
        ("text=incident+review&stage=all", "Follow an incident to its review", "Executive MBA"),
        ("on=soon", "Nothing in the catalogue is like that", "<h3>"),
    ],
)
def test_the_list_is_narrowed(sample: Client, query: str, there: str, absent: str) -> None:
    text = read(sample, f"{SPM}&{query}")
    assert there in text
    assert absent not in text


@pytest.mark.parametrize(
    ("query", "name", "sentence"),
    [
        ("cost_at_most=lots", "cost_at_most", "'lots' is not an amount"),
        ("kind=magic", "kind", "There is no 'magic' to choose here."),
        ("stage=late", "stage", "There is no 'late' to choose here."),
        ("target=guru", "target", "This ladder has no role 'guru'"),
    ],
)
def test_what_makes_no_sense_is_told_beside_its_field(
    sample: Client, query: str, name: str, sentence: str
) -> None:
    assert sentence in field(read(sample, f"/learn/?{query}"), name)


def test_without_a_role_everything_is_there_and_a_role_is_asked_for(own: Client) -> None:
    text = read(own, "/learn/")
    assert "Choose a role" in text
    assert f"{len(built_in.catalogue().opportunities)} opportunities of" in text


def test_what_is_done_is_marked_and_comes_last(keep: Keep, own: Client) -> None:
    keep(Aim(target_role="senior-product-manager"))
    first = read(own, "/learn/").split("<h3>")[1].split("/learn/")[1].split("/")[0]
    keep(Completion(opportunity=first, outcome="done"))
    assert f"/learn/{first}/" not in read(own, "/learn/")
    assert "Done" in read(own, f"/learn/{first}/")


def test_what_is_on_soon_stands_by_itself(keep: Keep, own: Client) -> None:
    days = [TODAY + timedelta(days=n) for n in (10, 200)]
    dates = tuple(Session(starts_on=day, ends_on=day) for day in days)
    keep(OwnOpportunity(opportunity=replace(ENTRY, sessions=dates)))
    assert "On within 90 days" in read(own, "/learn/")
    assert "Evening" in read(own, "/learn/?on=soon&stage=all")


def test_what_is_on_later_is_no_soon(keep: Keep, own: Client) -> None:
    day = TODAY + timedelta(days=200)
    dates = (Session(starts_on=day, ends_on=day),)
    keep(OwnOpportunity(opportunity=replace(ENTRY, sessions=dates)))
    assert "On within 90 days" not in read(own, "/learn/")
    assert "Evening" in read(own, "/learn/?on=dated&stage=all")


def test_five_hundred_entries_stay_light_and_few_queries(keep: Keep, own: Client) -> None:
    keep(Aim(target_role="senior-product-manager"))
    for number in range(500):
        item = replace(ENTRY, slug=f"my-{number}", title=f"Evening {number}")
        keep(OwnOpportunity(opportunity=item))
    with CaptureQueriesContext(connection) as asked:
        answer = own.get("/learn/?stage=all")
    assert len(asked) <= 25
    assert len(answer.content) < 60_000
    assert "500 entries of your own" in answer.content.decode()


# One opportunity ---------------------------------------------------------------------------------


def test_one_opportunity_has_its_lift_its_effect_with_range_and_source(sample: Client) -> None:
    text = read(sample, "/learn/close-a-disputed-cross-team-decision/")
    assert "the chance of being at Practitioner goes from about" in text
    assert "plausibly 0.2 to 1" in text
    assert "DeRue and Wellman 2009" in text
    assert '"/plan/?pin=close-a-disputed-cross-team-decision"' in text


def test_every_opportunity_has_its_page(sample: Client) -> None:
    for item in built_in.catalogue().opportunities[::9]:
        assert item.worked_if in read(sample, f"/learn/{item.slug}/")


def test_an_opportunity_that_there_is_not_is_told(sample: Client) -> None:
    assert "no opportunity 'sleep'" in read(sample, "/learn/sleep/", 404)


def test_what_costs_nobody_knows_how_much_is_not_offered_to_the_plan(
    keep: Keep, own: Client
) -> None:
    unpriced = replace(ENTRY, cost=replace(ENTRY.cost, basis="unknown", low_minor=0, high_minor=0))
    keep(OwnOpportunity(opportunity=unpriced))
    text = read(own, "/learn/my-evening/")
    assert "not taken for free" in text
    assert "/plan/?pin=" not in text
    assert "Say what it costs" in text
    why = read(own, "/plan/why/my-evening/?target=senior-product-manager")
    assert "money that nobody has said yet" in why
    assert "Nobody has said what it costs" in why


# One's own ---------------------------------------------------------------------------------------


def test_an_entry_added_by_form_is_in_the_list_the_plan_and_the_api(
    ada: Person, own: Client
) -> None:
    assert add(own) == "/learn/my-pricing-evening/?kept=now"
    [body] = kept_of(ada)
    assert (body.source, body.opportunity.stages) == ("form", ("entry", "mid"))
    assert "Pricing evening" in read(own, "/learn/?text=pricing+evening")
    named = json.loads(own.get("/api/learn/my-pricing-evening").content)
    assert named["fit"]["is_own"]
    planned = own.get(
        "/api/plan?target=senior-product-manager&pin=my-pricing-evening&by=2099-12-31"
    )
    items = json.loads(planned.content)["items"]
    assert "my-pricing-evening" in [item["opportunity"] for item in items]


def test_the_form_sent_twice_keeps_one(ada: Person, own: Client) -> None:
    key = hidden(read(own, "/learn/add/"), "key")
    assert len({send(own, "/learn/add/", key=key, **TOLD) for _ in "ab"}) == 1
    assert Fact.objects.count() == 1


def test_another_entry_of_the_same_title_is_refused_with_what_was_typed(
    ada: Person, own: Client
) -> None:
    add(own)
    page = add(own, 400, hours="99")
    assert "You have an entry of this title" in field(page, "title")
    assert 'value="99"' in field(page, "hours")


@pytest.mark.parametrize(
    ("told", "name", "sentence"),
    [
        ({"title": ""}, "title", "Say what it is called."),
        ({"kind": ""}, "kind", "Say of which kind it is."),
        ({"hours": ""}, "hours", "Say how many hours it takes"),
        ({"hours": "many"}, "hours", "'many' is no number of hours"),
        ({"cost": "much"}, "cost", "'much' is not an amount"),
        ({"currency": "pounds"}, "currency", "is not a currency code"),
        ({"days": "soon"}, "days", "is no number of days"),
        ({"dates": "in March"}, "dates", "is no day"),
        ({"address": "ftp://x"}, "address", "is no link"),
        ({"level_0": ""}, "level_0", "Say up to which level."),
        ({"competency_1": "business-acumen", "level_1": "1"}, "competency_0", "twice"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_kept(
    ada: Person, own: Client, told: dict[str, str], name: str, sentence: str
) -> None:
    assert sentence in field(add(own, 400, **told), name)
    assert not Fact.objects.exists()


def test_an_entry_is_changed_in_place_and_keeps_its_slug(ada: Person, own: Client) -> None:
    add(own)
    fact = Fact.objects.get()
    text = read(own, f"/learn/own/{fact.pk}/")
    assert 'value="8 to 16"' in field(text, "hours")
    key = hidden(text, "key")
    told = {**TOLD, "title": "Pricing night", "key": key}
    where = send(own, f"/learn/own/{fact.pk}/", **told)
    assert where == "/learn/my-pricing-evening/?kept=changed"
    assert "Pricing night" in read(own, where)
    assert send(own, f"/learn/own/{fact.pk}/", **told) == where
    assert Fact.objects.count() == 2


def test_an_entry_can_not_take_anothers_title(ada: Person, own: Client) -> None:
    add(own)
    add(own, title="Other")
    fact = Fact.objects.get(body__opportunity__title="Other")
    page = send(own, f"/learn/own/{fact.pk}/", 400, **TOLD, key=fact.pk)
    assert "Another entry of yours has this title." in field(page, "title")


def test_an_entry_is_taken_back_and_put_back(ada: Person, own: Client) -> None:
    add(own)
    fact = Fact.objects.get()
    where = send(own, f"/learn/own/{fact.pk}/remove")
    page = read(own, where)
    assert "Taken back:" in page
    assert "1 entry taken back within 30 days" in page
    assert own.get("/learn/my-pricing-evening/").status_code == 404
    assert own.get(f"/learn/own/{fact.pk}/").status_code == 404
    back = send(own, f"/learn/own/{fact.pk}/restore")
    assert back == "/learn/my-pricing-evening/?kept=back"
    assert "Put back." in read(own, back)


def test_a_plan_goes_on_without_a_pinned_entry_that_was_taken_back(
    ada: Person, own: Client
) -> None:
    add(own)
    wish = "target=senior-product-manager&pin=my-pricing-evening&by=2099-12-31&hours_per_week=2"
    page = read(own, f"/plan/?{wish}")
    send(own, "/plan/adopt", query=hidden(page, "query"), shown=hidden(page, "shown"))
    fact = Fact.objects.get(kind="opportunity")
    send(own, f"/learn/own/{fact.pk}/remove")
    page = read(own, "/plan/")
    assert "<p>Nothing was planned yet" not in page
    assert 'class="items"' in page


def test_a_table_is_brought_whole(ada: Person, own: Client) -> None:
    page = bring(own, "title,kind,hours\nTalking,workshop,4\nAsking,course,3\n")
    assert "ours.csv: 2 added, 0 changed, 0 stood so already." in page
    assert "0 added, 0 changed, 2 stood so already" in bring(
        own, "title,kind,hours\nTalking,workshop,4\nAsking,course,3\n"
    )
    assert {body.opportunity.title for body in kept_of(ada)} == {"Talking", "Asking"}


def test_a_table_with_a_fault_is_told_by_row_and_column_and_not_kept(
    ada: Person, own: Client
) -> None:
    page = bring(own, "title,kind,hours\nTalking,workshop,4\nAsking,magic,x\n", 400)
    assert "row 3, column hours" in page
    assert "row 3, column kind" in page
    assert not Fact.objects.exists()


def test_a_conference_list_is_brought_with_what_one_goes_there_for(
    ada: Person, own: Client
) -> None:
    listed = json.dumps([{"name": "Made-up Days", "startDate": "2099-03-01", "online": True}])
    assert "Cost: not known of any." in bring(own, listed, competency="product-strategy")
    [body] = kept_of(ada)
    assert body.opportunity.builds[0].competency == "product-strategy"
    assert body.opportunity.sessions[0].starts_on == date(2099, 3, 1)


def test_all_that_a_file_brought_is_taken_back_at_once(ada: Person, own: Client) -> None:
    add(own)
    bring(own, "title,kind,hours\nTalking,workshop,4\nAsking,course,3\n")
    assert "ours.csv: 2 entries" in read(own, "/learn/import/")
    where = send(own, "/learn/import/remove", source="ours.csv")
    assert "Taken back: all that ours.csv brought" in read(own, where)
    assert [body.opportunity.title for body in kept_of(ada)] == ["Pricing evening"]
    assert "No entry of yours" in send(own, "/learn/import/remove", 404, source="ours.csv")


@pytest.mark.parametrize("content", ["", b"\xff\xfe\x00", "a,b\n1,2\n", b"PK\x03\x04"])
def test_a_file_that_is_no_table_gets_a_sentence(
    ada: Person, own: Client, content: str | bytes
) -> None:
    assert 'class="wrong"' in bring(own, content, 400)


def test_a_template_and_ones_own_entries_can_be_taken_out(ada: Person, own: Client) -> None:
    assert own.get("/learn/template.xlsx").content.startswith(b"PK")
    assert own.get("/learn/template.csv").content.decode("utf-8-sig").startswith('"title","kind"')
    add(own)
    taken = own.get("/learn/own.csv")
    assert "attachment" in taken["Content-Disposition"]
    assert "Pricing evening" in taken.content.decode()


def test_a_past_day_takes_nothing(keep: Keep, own: Client) -> None:
    keep(OwnOpportunity(opportunity=ENTRY))
    past = read(own, f"/learn/?as_of={TODAY - timedelta(days=1)}")
    assert 'href="/learn/add/"' not in past


def test_the_sample_is_not_added_to(sample: Client) -> None:
    assert 'href="/learn/add/"' not in read(sample, "/learn/")
    key = "7f3d8a30-0000-4000-8000-000000000000"
    page = send(sample, "/learn/add/", 400, key=key, **TOLD)
    assert "This is the sample person, of whom nothing is kept." in page


# As known then -----------------------------------------------------------------------------------


def test_an_entry_counts_from_the_day_on_which_it_was_known(keep: Keep, own: Client) -> None:
    keep(OwnOpportunity(opportunity=ENTRY))
    before = own.get("/learn/my-evening/?as_of=2026-02-02")
    assert before.status_code == 404
    assert own.get("/learn/my-evening/?as_of=2026-02-03").status_code == 200


def test_before_anything_was_known_the_page_says_so(keep: Keep, own: Client) -> None:
    keep(OwnOpportunity(opportunity=ENTRY))
    assert "Nothing was known by 1 January 2001" in read(own, "/learn/?as_of=2001-01-01")


def test_the_api_answers_as_the_command_does(sample: Client) -> None:
    found = json.loads(sample.get("/api/learn?target=senior-product-manager").content)
    assert found["role"] == "senior-product-manager"
    assert found["fits"][0]["lifts"]
    assert sample.get("/api/learn?kind=magic").status_code == 400
    assert sample.get("/api/learn/sleep").status_code == 404
