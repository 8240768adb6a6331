"""The ladders kept here: looked at, compared, taken up with a mapping, given up again."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from headway.core.ladder import Competency
from headway.core.ladder_likeness import keep_same
from headway.core.ladder_mapping import LadderAdoption
from headway.core.profile import Aim
from headway.formats import built_in, ladder_file
from headway.records import adoptions, bridge, ladders
from headway.records.models import Fact, LadderVersion, Person
from web_client import MOMENT, TODAY, read, send

SHIPPED = built_in.ladder()
EXAMPLE = ladder_file.read(built_in.content_of("ladder_example.toml"))
ADDRESS = "/ladder/versions/our-ladder/1.0.0/"


@pytest.fixture
def kept(ada: Person) -> ladders.KeptLadder:
    return ladders.publish_ladder(EXAMPLE, shipped=SHIPPED, recorded_at=MOMENT)


def fill_in(client: Client, address: str, **told: str) -> dict[str, str]:
    """The form on the page as it is offered, with what is `told` by the label of a field."""
    form = client.get(f"{address}take/").context["form"]
    fields = {name: str(form[name].value() or "") for name in form.fields}
    labels = {form.fields[name].label: name for name in form.fields}
    return fields | {labels[label.replace("_", " ")]: value for label, value in told.items()}


def test_the_ladder_page_names_the_ladder_and_leads_to_the_others(own: Client) -> None:
    text = read(own, "/ladder/")
    assert f"{SHIPPED.title} {SHIPPED.version}" in text
    assert 'href="/ladder/versions/"' in text
    assert "the one that Headway comes with" in read(own, "/ladder/versions/")


def bring(client: Client, content: bytes) -> str:
    """The address of the page that shows what was read."""
    return send(client, "/ladder/versions/", brought=SimpleUploadedFile("our.toml", content))


def test_a_file_is_kept_for_good_and_compared_with_the_ladder_in_use(
    own: Client, ada: Person
) -> None:
    shown = bring(own, built_in.content_of("ladder_example.toml"))
    assert "A ladder file of Headway. Nothing is kept yet." in read(own, shown)
    assert not LadderVersion.objects.exists()
    assert send(own, shown) == f"{ADDRESS}?kept=1#page"
    text = read(own, ADDRESS)
    assert "Decides what is built next" not in text
    assert "Roles no longer there: Associate Product Manager" in text
    assert "Listening to customers" in text


def test_what_is_wrong_with_a_file_is_told_beside_it(own: Client, ada: Person) -> None:
    file = SimpleUploadedFile("our.toml", b'format = "headway-ladder/1"')
    assert "roles: is missing" in send(own, "/ladder/versions/", 400, brought=file)
    changed = built_in.content_of("ladder_example.toml").replace(b"Our product", b"Their product")
    send(own, bring(own, changed))
    again = bring(own, built_in.content_of("ladder_example.toml"))
    assert "give this one a new version" in send(own, again, 400)
    assert LadderVersion.objects.count() == 1


def test_a_ladder_is_taken_up_with_what_the_person_confirmed(
    own: Client, kept: ladders.KeptLadder
) -> None:
    told = fill_in(own, ADDRESS, Communication="listening", Product_Manager="manager")
    where = send(own, f"{ADDRESS}take/", **told)
    assert where.startswith("/ladder/versions/?kept=")
    [(fact, adopted)] = (
        bridge.load_dossier(Person.objects.get()).known_by(TODAY).each(LadderAdoption)
    )
    assert fact.happened_on == TODAY
    assert adopted.mapping.competencies["communication"] == "listening"
    assert adopted.mapping.roles["product-manager"] == "manager"
    text = read(own, where)
    assert "Kept: you are measured by Our product ladder" in text
    assert "Undo" in text
    assert "Junior Product Manager" in read(own, "/ladder/")


def test_a_form_sent_twice_takes_a_ladder_up_once(own: Client, kept: ladders.KeptLadder) -> None:
    told = fill_in(own, ADDRESS)
    send(own, f"{ADDRESS}take/", **told)
    send(own, f"{ADDRESS}take/", **told)
    assert Fact.objects.filter(kind="ladder-adoption").count() == 1


def test_an_adoption_is_undone_and_done_again(own: Client, kept: ladders.KeptLadder) -> None:
    where = send(own, f"{ADDRESS}take/", **fill_in(own, ADDRESS))
    fact = where.split("kept=")[1].split("#")[0]
    gone = send(own, f"/ladder/{fact}/remove")
    text = read(own, gone)
    assert f"Taken back: you are measured by {SHIPPED.title} again." in text
    back = send(own, f"/ladder/{fact}/restore")
    assert "Kept: you are measured by Our product ladder" in read(own, back)


def test_what_became_what_can_be_said_anew(own: Client, kept: ladders.KeptLadder) -> None:
    send(own, f"{ADDRESS}take/", **fill_in(own, ADDRESS))
    assert "No opportunity builds 1 competency of this ladder" in read(own, "/ladder/versions/")
    assert "Change what became what" in read(own, ADDRESS)
    told = fill_in(own, ADDRESS, Customer_discovery="listening")
    assert "from_day" not in told
    levels = {f"level_{n}": str(min(n, 2)) for n in range(5)}
    text = read(own, send(own, f"{ADDRESS}take/", **(told | levels)))
    assert "No opportunity builds" not in text
    assert Fact.objects.filter(kind="ladder-adoption").count() == 2
    assert fill_in(own, ADDRESS)["competency_0"] == "listening"


def test_another_tab_does_not_overwrite_what_was_said(
    own: Client, kept: ladders.KeptLadder
) -> None:
    other_tab = fill_in(own, ADDRESS)
    levels = {f"level_{n}": str(min(n, 2)) for n in range(5)}
    send(own, f"{ADDRESS}take/", **(fill_in(own, ADDRESS, Customer_discovery="listening") | levels))
    text = send(own, f"{ADDRESS}take/", 400, **other_tab)
    assert "This was changed meanwhile" in text
    assert fill_in(own, ADDRESS)["competency_0"] == "listening"
    seen = text.split('name="seen" value="')[1].partition('"')[0]
    send(own, f"{ADDRESS}take/", **(other_tab | {"seen": seen}))
    assert fill_in(own, ADDRESS)["competency_0"] == ""


def test_levels_without_a_like_are_named_with_what_follows(
    own: Client, kept: ladders.KeptLadder
) -> None:
    assert "counts for nothing on the new ladder" in read(own, f"{ADDRESS}take/")
    send(own, f"{ADDRESS}take/", **fill_in(own, ADDRESS))
    assert "4 levels of the former ladder (Awareness" in read(own, "/ladder/versions/")


def test_levels_that_cross_and_a_wrong_day_stay_on_the_page(
    own: Client, kept: ladders.KeptLadder
) -> None:
    told = fill_in(own, ADDRESS) | {"level_1": "2", "level_2": "1", "from_day": "soon"}
    text = send(own, f"{ADDRESS}take/", 400, **told)
    assert "A higher level can't become a lower one" in text
    assert "'soon' is no day" in text
    assert not Fact.objects.filter(kind="ladder-adoption").exists()


def test_a_large_ladder_offers_only_what_is_alike(own: Client, ada: Person) -> None:
    many = tuple(
        Competency(
            slug=f"skill-{n}", name=f"Skill {n}", area="insight", kind="soft", definition="A skill."
        )
        for n in range(100)
    )
    large = replace(
        EXAMPLE, slug="large", competencies=(*EXAMPLE.competencies, *many), title="Large"
    )
    ladders.publish_ladder(large, shipped=SHIPPED, recorded_at=MOMENT)
    text = read(own, "/ladder/versions/large/1.0.0/take/")
    assert len(text.encode()) < 150_000
    assert '<option value="skill-99"' not in text


def test_a_competency_that_became_several_is_asked_as_often_as_one_says(
    own: Client, ada: Person
) -> None:
    wide = replace(SHIPPED, slug="wide", title="Wide")
    ladders.publish_ladder(wide, shipped=SHIPPED, recorded_at=MOMENT)
    address = "/ladder/versions/wide/1.0.0/"
    told = fill_in(own, address, Communication="team-building")
    number = next(name for name, value in told.items() if value == "team-building")
    asked = send(own, f"{address}take/", 200, **told, more=f"{number}_1")
    assert f'name="{number}_1"' in asked
    assert "shows each of them; a rating of it counts for each" in asked
    assert not Fact.objects.filter(kind="ladder-adoption").exists()
    told |= {f"{number}_1": "communication", f"{number}_2": "communication", f"{number}_3": ""}
    send(own, f"{address}take/", **told)
    [(_, adopted)] = bridge.load_dossier(Person.objects.get()).known_by(TODAY).each(LadderAdoption)
    assert adopted.mapping.splits == {"communication": ("team-building", "communication")}
    assert "communication" not in adopted.mapping.competencies
    assert fill_in(own, address)[f"{number}_1"] == "communication"


def test_names_of_a_large_ladder_are_typed_and_wrong_ones_stay(own: Client, ada: Person) -> None:
    skills = [*(f"Skill {n}" for n in range(100)), "Twice", "Twice"]
    many = tuple(
        Competency(slug=f"s-{n}", name=name, area="insight", kind="soft", definition="A skill.")
        for n, name in enumerate(skills)
    )
    large = replace(EXAMPLE, slug="large", competencies=(*EXAMPLE.competencies, *many))
    ladders.publish_ladder(large, shipped=SHIPPED, recorded_at=MOMENT)
    address = "/ladder/versions/large/1.0.0/"
    told = fill_in(own, address, Communication="  skill 7 ", Data_analysis="Skil 8")
    text = send(own, f"{address}take/", 400, **told)
    assert "Nothing there is called 'Skil 8'" in text
    assert '<option value="Twice (s-101)">' in text
    told = fill_in(own, address, Communication="skill  7", Data_analysis="s-8")
    send(own, f"{address}take/", **told)
    [(_, adopted)] = bridge.load_dossier(Person.objects.get()).known_by(TODAY).each(LadderAdoption)
    assert adopted.mapping.competencies["communication"] == "s-7"
    assert adopted.mapping.competencies["data-analysis"] == "s-8"
    assert fill_in(own, address)["competency_11"] == "Skill 7"


def test_a_version_says_first_what_changes_for_the_person(own: Client, ada: Person) -> None:
    role = SHIPPED.role("product-manager")
    more = replace(role, expected=dict(role.expected) | {"pricing-of-risk": 1})
    new = replace(
        SHIPPED,
        version="99",
        competencies=(
            *SHIPPED.competencies,
            replace(SHIPPED.competencies[0], slug="pricing-of-risk", name="Pricing of risk"),
        ),
        roles=tuple(more if each == role else each for each in SHIPPED.roles),
    )
    ladders.publish_ladder(new, shipped=SHIPPED, recorded_at=MOMENT)
    page = f"/ladder/versions/{SHIPPED.slug}/99/"
    assert "What changes for you" not in read(own, page)
    aim = Aim(target_role="product-manager", current_role="associate-product-manager")
    bridge.record_fact(ada, aim, happened_on=TODAY, recorded_at=MOMENT)
    text = read(own, page).split("What changes for you")[1].split("</section>")[0]
    assert "Product Manager: newly asks for Pricing of risk: Awareness." in text


def test_the_sample_is_shown_its_ladder_and_takes_up_none(sample: Client) -> None:
    text = read(sample, "/ladder/versions/")
    assert "In use" in text
    assert "Read these files" not in text
    version = f"/ladder/versions/{SHIPPED.slug}/{SHIPPED.version}/"
    assert "You are measured by this ladder." in read(sample, version)
    assert "nothing is kept" in read(sample, f"{version}take/", 400)


def test_the_ladder_in_use_is_not_taken_up_again(own: Client, ada: Person) -> None:
    version = f"/ladder/versions/{SHIPPED.slug}/{SHIPPED.version}/"
    assert own.get(f"{version}take/")["Location"] == version


def test_what_is_not_kept_is_no_page(own: Client, ada: Person) -> None:
    assert own.post(f"/ladder/{uuid4()}/remove").status_code == 404
    assert own.get("/ladder/versions/their/1/").status_code == 404


def test_a_ladder_in_another_script_has_its_pages(own: Client, ada: Person) -> None:
    listening = replace(EXAMPLE.competencies[0], slug="聴く", name="聴く")
    roles = tuple(
        replace(
            role, slug=f"rôle-{number}", next_roles=(), expected={"聴く": 1}, responsibilities=()
        )
        for number, role in enumerate(EXAMPLE.roles)
    )
    abroad = replace(
        EXAMPLE, slug="échelle", competencies=(listening,), roles=roles, ambiguous_titles=()
    )
    kept = ladders.publish_ladder(abroad, shipped=SHIPPED, recorded_at=MOMENT)
    mapping = keep_same(SHIPPED, abroad)
    adoptions.adopt_ladder(ada, abroad, mapping, former=SHIPPED, from_day=TODAY, recorded_at=MOMENT)
    assert kept.name == "échelle 1.0.0"
    for page in (
        "ladder/",
        "ladder/rôle-0/",
        "standing/聴く/",
        "gap/?target=rôle-0",
        "plan/?target=rôle-0",
    ):
        assert own.get(f"/{page}").status_code == 200
    assert own.get("/ladder/versions/échelle/1.0.0/").status_code == 200
