"""A person with a year of history who moves to another ladder: every page answers, nothing is lost."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from django.test import Client
from django.urls import reverse

from headway.core.evidence import EvidenceItem
from headway.core.fact_kinds import AdoptedPlan, Retraction
from headway.core.ladder import Ladder
from headway.core.ladder_changes import name_ladder
from headway.core.ladder_likeness import propose_mapping
from headway.core.plan import PlanWish, make_plan
from headway.core.profile import Aim
from headway.core.standing import estimate_levels
from headway.formats import built_in, ladder_file
from headway.formats.ladders.contents import NamedFile
from headway.formats.ladders.importer import read_ladder
from headway.records import adoptions, bridge, ladders
from headway.records.models import Person
from headway.records.rows import KeptFact
from headway.web import frame
from web_client import read

SHIPPED = built_in.ladder()
EXAMPLE = ladder_file.read(built_in.content_of("ladder_example.toml"))
NOW = datetime.now(UTC)
AS_CONFIRMED: dict[str, object] = {
    "competencies": {"customer-discovery": "listening", "communication": "listening"},
    "roles": {"product-manager": "junior", "senior-product-manager": "manager"},
    "levels": (0, 1, 2, 2, 2),
}
WORDS = ("profile", "evidence", "ratings", "standing", "gap", "plan", "progress", "packet")
APIS = tuple(f"/api/{word}" for word in WORDS)


def pages() -> tuple[str, ...]:
    """Every page that the navigation names, and the one for what is still open."""
    return (*(reverse(word) for word in frame.PAGES), "/packet/open/", "/ratings/assess/")


@cache
def adopted_document(day: date) -> dict[str, object]:
    """The plan of the sample person as of that day, as it is kept."""
    sample = built_in.sample_dossier(NOW.date())
    aim = sample.known_by(day).latest(Aim)
    assert aim
    wish = PlanWish(
        target_role=aim.target_role,
        by=aim.by or day + timedelta(days=365),
        hours_per_week=aim.hours_per_week,
        budget_per_year_minor=aim.budget_per_year_minor,
    )
    standing = estimate_levels(sample, SHIPPED, as_of=day)
    plan = make_plan(sample, standing, SHIPPED, built_in.catalogue(), wish, as_of=day)
    return bridge.document_of(plan)


@pytest.fixture
def veteran(ada: Person) -> Person:
    """The owner, with all that the sample person tells, and a plan adopted yesterday."""
    facts = built_in.sample_dossier(NOW.date()).facts
    ids = {fact.id for fact in facts}
    assert all(f.supersedes in ids for f in facts if isinstance(f.body, Retraction))
    bridge.keep_dossier(ada, (KeptFact(fact=fact) for fact in facts))
    yesterday = NOW - timedelta(days=1)
    plan = AdoptedPlan(document=adopted_document(yesterday.date()))
    bridge.record_fact(ada, plan, happened_on=yesterday.date(), recorded_at=yesterday)
    return ada


def adopt(person: Person, former: Ladder, new: Ladder, *, minutes: int = 0, **told: object) -> None:
    mapping = replace(propose_mapping(former, new).mapping, **told)  # type: ignore[arg-type]
    adoptions.adopt_ladder(
        person,
        new,
        mapping,
        former=former,
        from_day=NOW.date(),
        recorded_at=NOW + timedelta(minutes=minutes) - timedelta(hours=1),
    )


NEXT = replace(
    SHIPPED,
    version="99.0.0",
    competencies=tuple(
        replace(c, slug=f"{c.slug}-work", name=f"{c.name} work") for c in SHIPPED.competencies
    ),
    roles=tuple(
        replace(
            role,
            expected={f"{slug}-work": level for slug, level in role.expected.items()},
            responsibilities=tuple(
                replace(r, competencies=tuple(f"{c}-work" for c in r.competencies))
                for r in role.responsibilities
            ),
        )
        for role in SHIPPED.roles
    ),
)


@pytest.mark.parametrize("new", [NEXT, EXAMPLE], ids=name_ladder)
def test_every_page_answers_on_the_new_ladder(own: Client, veteran: Person, new: Ladder) -> None:
    adopt(veteran, SHIPPED, new, **(AS_CONFIRMED if new == EXAMPLE else {}))
    assert {page: own.get(page).status_code for page in (*pages(), *APIS)} == dict.fromkeys(
        (*pages(), *APIS), 200
    )


IMPORTED = read_ladder(
    [
        NamedFile(
            name="makers.csv", content=b"Skill,L1,L2\nSanding,Sands a board,\nMixing,,Mixes paint"
        )
    ]
).ladder


def test_an_imported_ladder_without_areas_years_and_duties_shows_all_it_asks_for(
    own: Client, veteran: Person
) -> None:
    adopt(veteran, SHIPPED, IMPORTED, roles={"senior-product-manager": "l2"})
    assert {page: own.get(page).status_code for page in (*pages(), *APIS)} == dict.fromkeys(
        (*pages(), *APIS), 200
    )
    role = read(own, "/ladder/l2/")
    assert "Mixes paint" in role
    assert ">Competencies</h3>" in role
    assert "usually after" not in role
    assert "What it answers for" not in role
    assert "What people at this stage take on" not in role
    assert ">Competencies</h2>" in read(own, "/standing/")


def test_every_page_answers_where_nothing_has_a_like(own: Client, veteran: Person) -> None:
    adopt(veteran, SHIPPED, EXAMPLE, competencies={}, roles={}, levels=(None,) * 5)
    assert {page: own.get(page).status_code for page in pages()} == dict.fromkeys(pages(), 200)


def test_a_plan_is_carried_on_where_its_role_has_a_like(own: Client, veteran: Person) -> None:
    begun = own.get("/api/plan").json()["adopted_on"]
    assert begun
    adopt(veteran, SHIPPED, NEXT)
    assert own.get("/api/plan").json()["adopted_on"] == begun
    adopt(veteran, NEXT, EXAMPLE, minutes=5, roles={})
    assert own.get("/api/progress").json()["plan_adopted_on"] == begun
    assert own.get("/api/plan?target=manager").json()["adopted_on"] is None


def test_all_evidence_is_on_the_page_before_and_after(own: Client, veteran: Person) -> None:
    texts = [
        i.text for _, i in bridge.load_dossier(veteran).known_by(NOW.date()).each(EvidenceItem)
    ]
    adopt(veteran, SHIPPED, EXAMPLE)
    shown = read(own, "/evidence/") + read(own, "/evidence/?page=2")
    assert all(text in shown for text in texts)
    assert "(on the former ladder headway-product" in shown


def test_a_version_that_only_renames_keeps_every_answer(own: Client, veteran: Person) -> None:
    before = own.get("/api/standing").json()
    adopt(veteran, SHIPPED, NEXT)
    after = own.get("/api/standing").json()
    assert [e["mean"] for e in after["estimates"]] == [e["mean"] for e in before["estimates"]]
    assert after["estimates"][0]["competency"] == "customer-discovery-work"


def test_back_on_the_former_ladder_all_is_as_it_was(own: Client, veteran: Person) -> None:
    before = own.get("/api/packet").json()
    adopt(veteran, SHIPPED, EXAMPLE)
    adopt(veteran, EXAMPLE, SHIPPED, minutes=5)
    assert own.get("/api/packet").json() == before


def test_a_day_before_the_move_is_seen_on_the_ladder_of_that_day(
    own: Client, veteran: Person
) -> None:
    adopt(veteran, SHIPPED, EXAMPLE)
    use = ladders.find_use(veteran, shipped=SHIPPED, as_of=NOW.date() - timedelta(days=2))
    assert use.ladder == SHIPPED
    assert "Junior Product Manager" in read(own, "/ladder/")
    day = (NOW.date() - timedelta(days=2)).isoformat()
    assert "Junior Product Manager" not in read(own, f"/ladder/?as_of={day}")
