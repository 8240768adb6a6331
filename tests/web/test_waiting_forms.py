"""On a team's server no page and no answer of the API moves while what a peer said waits."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from headway.core.fact_kinds import FactBody
from headway.core.profile import Aim
from headway.core.ratings import CycleClosing, RatingForm, VignetteForm
from headway.records import bridge
from headway.records.models import Person
from web_client import MOMENT, read

PEERS = ("Petra Peer", "Quentin Peer", "Rosa Peer")
ADDRESSES = (
    "/",
    "/profile/",
    "/evidence/",
    "/standing/",
    "/standing/communication/",
    "/gap/",
    "/api/profile",
    "/api/evidence",
    "/api/standing",
    "/api/standing/communication",
    "/api/standing/data-analysis",
    "/api/gap",
    "/api/plan?target=senior-product-manager",
)


def form(rater: str, level: int, cycle: str) -> RatingForm:
    marks = {"communication": level, "data-analysis": level}
    return RatingForm(rater=rater, source="peer", marks=marks, cycle=cycle)


def keep(person: Person, day: int, *bodies: FactBody) -> None:
    """Keeps facts so many days after the first, a minute apart."""
    for minute, body in enumerate(bodies):
        moment = MOMENT + timedelta(days=day, minutes=minute)
        bridge.record_fact(person, body, happened_on=moment.date(), recorded_at=moment)


@pytest.fixture
def on_a_server(own: Client, ada: Person, settings: Any) -> Client:
    settings.HEADWAY_IS_PERSONAL = False
    aim = Aim(target_role="senior-product-manager", current_role="product-manager")
    peers = [form(name, 2, "one") for name in PEERS]
    keep(ada, 0, aim, *peers, CycleClosing(cycle="one"))
    return own


def look(client: Client, address: str) -> str:
    """What a page says, without the token that is new on each."""
    lines = read(client, address).splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_on_a_server_moves_while_a_form_waits(
    on_a_server: Client, ada: Person, address: str
) -> None:
    before = look(on_a_server, address)
    scenes = {"vera-interviews/customer-discovery": 4}
    strict = VignetteForm(rater="Sol Peer", source="peer", marks=scenes, intended=scenes)
    given = (form("Sol Peer", 0, "two"), form("Petra Peer", 4, "one"), strict)
    keep(ada, 5, *given, CycleClosing(cycle="two"))
    assert look(on_a_server, address) == before


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_door_of_a_server_names_a_peer(on_a_server: Client, address: str) -> None:
    told = look(on_a_server, address)
    assert not any(name in told for name in PEERS)
