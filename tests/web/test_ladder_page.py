"""Ladder: the rungs, a role with all it asks for, two roles side by side, and a new target."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from headway.core.ladder import compare_roles
from headway.core.profile import Aim, Position
from headway.formats import built_in, json_form
from headway.records import access, bridge
from headway.records.models import Fact
from web_client import TODAY, Keep, hidden, read, send

LADDER = built_in.ladder()
SENIOR = "/ladder/senior-product-manager/"


def aims() -> list[Aim]:
    person = access.workspace_owner()
    return [b for _, b in bridge.load_dossier(person).known_by(TODAY).each(Aim)] if person else []


def test_the_rungs_show_you_and_your_target(sample: Client) -> None:
    text = read(sample, "/ladder/")
    held = text.split('class="rung held"')[1].split("</a>")[0]
    wanted = text.split('class="rung wanted"')[1].split("</a>")[0]
    assert "Product Manager </text>" in held
    assert "You are here" in held
    assert "Senior Product Manager" in wanted
    assert "Your target" in wanted


def test_every_role_can_be_opened_from_its_rung_and_from_the_table(sample: Client) -> None:
    text = read(sample, "/ladder/")
    for role in LADDER.roles:
        assert text.count(f'href="/ladder/{role.slug}/"') == 2


def test_without_any_fact_the_rungs_are_there_and_nobody_on_them(own: Client) -> None:
    text = read(own, "/ladder/")
    assert text.count('class="rung"') == len(LADDER.roles)
    assert "You are here" not in text


def test_the_rungs_show_who_one_was_on_a_day_that_is_past(own: Client, keep: Keep) -> None:
    keep(Position(title="PM", role="product-manager", role_certainty="confirmed", is_current=True))
    assert 'class="rung held"' in read(own, "/ladder/")
    assert 'class="rung held"' not in read(own, "/ladder/?as_of=2020-01-01")


@pytest.mark.parametrize("role", LADDER.roles, ids=lambda role: role.slug)
def test_a_role_tells_all_that_it_asks_for(own: Client, role: object) -> None:
    role = LADDER.role(role.slug)  # type: ignore[attr-defined]
    text = read(own, f"/ladder/{role.slug}/")
    told = [r.text for r in role.responsibilities] + [d.text for d in role.development]
    told += [LADDER.experience(slug).text for slug in role.experiences]
    told += [b.act for c in LADDER.competencies for b in c.behaviours]
    assert [each for each in told if each not in text] == []


def test_the_level_asked_for_stands_beside_its_competency(own: Client) -> None:
    text = read(own, SENIOR).split(">Business acumen</span>")[1].split("</summary>")[0]
    assert LADDER.level(LADDER.role("spm").expected["business-acumen"]).name in text


def test_an_alias_leads_to_the_role_and_keeps_the_question(own: Client) -> None:
    answer = own.get("/ladder/spm/?with=cpo")
    assert answer["Location"] == f"{SENIOR}?with=cpo"


def test_a_role_that_is_none_is_told_with_those_there_are(own: Client) -> None:
    assert "no role 'wizard'; it has" in read(own, "/ladder/wizard/", 404)


def test_two_roles_stand_side_by_side(own: Client) -> None:
    text = read(own, "/ladder/product-manager/?with=group-product-manager")
    row = text.split(">Team building</th>")[1].split("</tr>")[0]
    assert "not asked for" in row
    assert "Working" in row
    assert "new" in row
    assert "14 of 16 levels differ." in text


@pytest.mark.parametrize(
    ("other", "sentence"),
    [("guru", "This ladder has no role 'guru'; it has"), ("spm", "choose another")],
)
def test_a_role_that_can_t_be_put_beside_is_told(own: Client, other: str, sentence: str) -> None:
    assert sentence in read(own, f"{SENIOR}?with={other}")


def test_the_target_is_set_once_and_keeps_what_else_was_said(own: Client, keep: Keep) -> None:
    before = Aim(target_role="product-manager", by=TODAY + timedelta(days=400), hours_per_week=2.5)
    keep(before)
    key = uuid4()
    for _ in range(2):
        address = send(own, f"{SENIOR}aim", key=key)
    assert aims()[-1].target_role == "senior-product-manager"
    assert (aims()[-1].by, aims()[-1].hours_per_week) == (before.by, 2.5)
    assert Fact.objects.count() == 2
    assert "Kept: you want to be Senior Product Manager by" in read(own, address.split("#")[0])


def test_the_target_is_set_from_two_roles_side_by_side(own: Client) -> None:
    address, said = f"{SENIOR}?with=group-product-manager", "Set Group Product Manager as my target"
    text = read(own, address)
    assert said in text
    send(own, "/ladder/group-product-manager/aim", key=hidden(text, "key"))
    assert said not in read(own, address)


def test_a_new_target_takes_over_no_day_that_is_over(own: Client, keep: Keep) -> None:
    keep(Aim(target_role="product-manager", by=TODAY - timedelta(days=1)))
    send(own, f"{SENIOR}aim", key=uuid4())
    assert aims()[-1].by is None


def test_the_first_fact_may_be_a_target(own: Client) -> None:
    send(own, f"{SENIOR}aim", key=uuid4())
    assert [aim.target_role for aim in aims()] == ["senior-product-manager"]


def test_the_sample_takes_no_target_and_offers_none(sample: Client) -> None:
    assert "Set as my target" not in read(sample, "/ladder/cpo/".replace("cpo", "vp-of-product"))
    assert "This is the sample person" in send(sample, f"{SENIOR}aim", 400, key=uuid4())


def test_nothing_is_kept_without_the_page_s_key(own: Client) -> None:
    assert "load the role's page again" in send(own, f"{SENIOR}aim", 400)
    assert not Fact.objects.exists()


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/api/ladder", LADDER.roles),
        ("/api/ladder/spm", LADDER.role("spm")),
        ("/api/ladder/apm?with=spm", compare_roles(LADDER, LADDER.role("apm"), LADDER.role("spm"))),
    ],
)
def test_the_api_tells_what_the_commands_do(own: Client, address: str, found: object) -> None:
    assert own.get(address).content.decode() == json_form.write(found)


def test_the_api_tells_what_is_wrong(own: Client) -> None:
    assert "no role 'guru'" in json.loads(own.get("/api/ladder/guru").content)["error"]
    assert own.get("/api/ladder/spm?with=guru").status_code == 404


def test_whose_role_is_not_known_is_told_so(own: Client, keep: Keep) -> None:
    keep(Aim(target_role="product-manager"))
    assert "Which role you hold is not known yet." in read(own, "/ladder/")


def test_who_said_that_they_hold_no_role_is_not_told_that_it_is_unknown(
    own: Client, keep: Keep
) -> None:
    keep(Aim(target_role="product-manager", current_role="none"))
    assert "hold no role on this ladder yet." in read(own, "/ladder/")
    assert "None on the ladder yet" in read(own, "/profile/")


def test_the_role_that_the_titles_tell_of_is_named_where_one_says_which_one_holds(
    own: Client, keep: Keep
) -> None:
    assert "As my job titles say" not in read(own, "/profile/")
    keep(Position(title="PM", role="product-manager", role_certainty="confirmed", is_current=True))
    for page in ("/profile/", "/ratings/assess/"):
        assert "As my job titles say: Product Manager" in read(own, page)
