"""Today: what one wants, how far it is, what comes next."""

from datetime import date, timedelta

from django.test import Client

from headway.core.evidence import Completion, EvidenceItem
from headway.core.fact_kinds import AdoptedPlan
from headway.core.plan import Plan, PlanWish, make_plan
from headway.core.profile import About, Aim
from headway.core.ratings import RatingForm
from headway.core.standing import estimate_levels
from headway.formats import built_in
from headway.records.bridge import document_of
from headway.records.models import Person
from web_client import TODAY, Keep, hidden, read, send

AIM = Aim(target_role="senior-product-manager", by=date(TODAY.year + 1, 6, 30))


def plan_of_the_sample() -> Plan:
    ladder, dossier = built_in.ladder(), built_in.sample_dossier(TODAY)
    role = ladder.role(AIM.target_role)
    standing = estimate_levels(dossier, ladder, as_of=TODAY, compared_role=role)
    wish = PlanWish(
        target_role=role.slug,
        by=TODAY + timedelta(days=365),
        hours_per_week=4,
        budget_per_year_minor=100_000,
    )
    return make_plan(dossier, standing, ladder, built_in.catalogue(), wish, as_of=TODAY)


def test_an_empty_workspace_offers_the_three_ways_in_and_the_box(own: Client) -> None:
    text = read(own, "/")
    for way in ("Bring your history", "Answer a few questions", "Look around"):
        assert f"<h3>{way}</h3>" in text
    assert 'name="text"' in text


def test_the_first_line_says_what_one_wants_and_by_when(own: Client, keep: Keep) -> None:
    keep(AIM)
    text = read(own, "/")
    assert f"You want to be Senior Product Manager by 30 June {TODAY.year + 1}." in text
    assert "too little to tell" in text


def test_the_numbers_are_those_of_the_gap_page(sample: Client) -> None:
    def tally(address: str) -> str:
        return read(sample, address).split('class="tally"')[1].split("</ul>")[0]

    assert tally("/") == tally("/gap/")


def test_drafts_that_wait_are_told_with_the_way_to_them(own: Client, keep: Keep) -> None:
    keep(EvidenceItem(text="Read from a file", is_draft=True))
    text = read(own, "/")
    assert "1 draft read from a file waits for your word." in text
    assert 'href="/evidence/?drafts=1"' in text


def test_without_a_target_it_asks_for_one(own: Client, keep: Keep) -> None:
    keep(About(name="Ada"))
    text = read(own, "/")
    assert "Which role do you want?" in text
    assert 'href="/profile/#aim"' in text


def test_it_shows_the_next_three_steps_and_none_that_is_over(own: Client, keep: Keep) -> None:
    plan = plan_of_the_sample()
    first, *rest = sorted(plan.items, key=lambda i: (i.starts_on, i.ends_on, i.opportunity))
    keep(AIM)
    keep(AdoptedPlan(document=document_of(plan)))
    keep(Completion(opportunity=first.opportunity, outcome="done"))
    text = read(own, "/").split('class="next-steps to-tick"')[1].split("</ol>")[0]
    assert first.title not in text
    assert text.count("<li>") == 3
    assert all(item.title in text for item in rest[:3])


def test_a_step_is_done_with_one_press(own: Client, keep: Keep) -> None:
    plan = plan_of_the_sample()
    keep(AIM)
    keep(AdoptedPlan(document=document_of(plan)))
    first = min(plan.items, key=lambda i: (i.starts_on, i.ends_on, i.opportunity))
    text = read(own, "/").split('class="next-steps to-tick"')[1]
    told = {name: hidden(text, name) for name in ("key", "on")} | {"outcome": "done"}
    assert "kept=" in send(own, f"/plan/tell/{first.opportunity}/", **told)
    assert first.title not in read(own, "/").split("next-steps")[1].split("</ol>")[0]


def test_on_an_earlier_day_it_takes_nothing(own: Client, keep: Keep, ada: Person) -> None:
    keep(AIM)
    text = read(own, "/?as_of=2026-02-03")
    assert "You want to be Senior Product Manager" in text
    assert "<form" not in text


def test_who_brought_a_history_is_shown_the_questions_next(own: Client, keep: Keep) -> None:
    keep(AIM)
    for page in ("/", "/gap/"):
        assert "Nobody has said anything of your levels yet, you included." in read(own, page)
    keep(RatingForm(rater="Ada", source="self", marks={"communication": 2}))
    for page in ("/", "/gap/"):
        assert "you included" not in read(own, page)
