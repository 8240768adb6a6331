"""On a team's server no peer's form can be kept outside a round, nor carried out of it one by one."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from headway.core.errors import InvalidInputError
from headway.core.fact_kinds import FactBody
from headway.core.ratings import CycleClosing, RatingForm, RatingSource
from headway.core.standing import estimate_levels
from headway.formats import built_in
from headway.records import access, archive, bridge
from headway.records.models import Person
from sample_facts import FEBRUARY, INTERVIEWS, MONDAY

PEERS = ("Petra Peer", "Quentin Peer", "Rosa Peer")


@pytest.fixture
def on_a_server(settings: Any) -> None:
    settings.HEADWAY_IS_PERSONAL = False


def form(rater: str, source: RatingSource = "peer", cycle: str = "spring") -> RatingForm:
    return RatingForm(rater=rater, source=source, marks={"communication": 3}, cycle=cycle)


def keep(person: Person, *bodies: FactBody) -> None:
    for number, body in enumerate(bodies):
        moment = MONDAY + timedelta(minutes=number)
        bridge.record_fact(person, body, happened_on=FEBRUARY, recorded_at=moment)


@pytest.fixture
def rated(ana: Person, on_a_server: None) -> Person:
    """Ana with a round that counts, and a peer's and a manager's form that wait for the next."""
    peers = [form(name) for name in PEERS]
    own = RatingForm(rater="Ana", source="self", marks={"communication": 2})
    keep(ana, INTERVIEWS, own, form("Mo", "manager"), *peers, CycleClosing(cycle="spring"))
    keep(ana, form("Late Peer", cycle="autumn"), form("Later Boss", "manager", "autumn"))
    return ana


@pytest.mark.parametrize("source", ["peer", "report", "stakeholder"])
def test_on_a_server_a_form_by_others_needs_a_round(
    ana: Person, on_a_server: None, source: RatingSource
) -> None:
    with pytest.raises(InvalidInputError, match=r"counts in rounds.*--cycle"):
        keep(ana, form("Petra Peer", source, cycle=""))
    assert bridge.load_dossier(ana).facts == ()


def test_on_a_server_oneself_and_a_manager_need_no_round(ana: Person, on_a_server: None) -> None:
    keep(ana, form("Ana", "self", cycle=""), form("Mo", "manager", cycle=""))
    assert len(bridge.load_dossier(ana).facts) == 2


def test_on_a_server_no_correction_takes_a_form_out_of_its_round(rated: Person) -> None:
    facts = bridge.load_dossier(rated).facts
    peer = next(f for f in facts if isinstance(f.body, RatingForm) and f.body.rater == PEERS[0])
    with pytest.raises(InvalidInputError, match="counts in rounds"):
        bridge.correct_fact(rated, peer.id, form(PEERS[0], cycle=""), recorded_at=MONDAY)


def test_in_a_personal_file_a_form_by_others_needs_no_round(ana: Person) -> None:
    keep(ana, form("Petra Peer", cycle=""))
    assert len(bridge.load_dossier(ana).facts) == 1


def test_on_a_server_an_archive_holds_no_form_of_a_peer_and_none_that_waits(
    rated: Person, tmp_path: Path
) -> None:
    kept = archive.read_archive(archive.export_archive(rated, tmp_path / "ana.zip"))
    forms = [each.fact.body for each in kept.facts if isinstance(each.fact.body, RatingForm)]
    assert [one.source for one in forms] == ["self", "manager"]
    assert INTERVIEWS in [each.fact.body for each in kept.facts]
    written = (tmp_path / "ana.zip").read_bytes()
    assert not any(name.encode() in written for name in (*PEERS, "Late Peer", "Later Boss"))


def test_what_stands_in_place_of_a_peer_s_form_stays_back_too(rated: Person) -> None:
    dossier = bridge.load_dossier(rated)
    [peer] = [f for f in dossier.facts if getattr(f.body, "rater", "") == PEERS[0]]
    moment = MONDAY + timedelta(days=1)
    again = bridge.retract_fact(rated, peer.id, recorded_at=moment, reason="Petra Peer erred")
    assert again not in access.may_hand_out(bridge.load_dossier(rated))


def test_what_is_not_handed_out_still_counts_on_the_server(rated: Person) -> None:
    ladder, day = built_in.ladder(), (MONDAY + timedelta(days=2)).date()
    standing = estimate_levels(bridge.load_dossier(rated), ladder, as_of=day)
    assert {e.competency: e.view_count for e in standing.estimates}["communication"] == 4


def test_in_a_personal_file_everything_goes_out(ana: Person, tmp_path: Path) -> None:
    keep(ana, *[form(name) for name in PEERS], form("Late Peer", cycle="autumn"))
    kept = archive.read_archive(archive.export_archive(ana, tmp_path / "ana.zip"))
    assert kept.facts == bridge.load_kept_facts(ana)
