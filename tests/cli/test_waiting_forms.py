"""On a team's server no command moves while what a peer said waits, and none names a peer."""

from typing import Any

import pytest

from .conftest import Run

COMMANDS = (
    ("standing", "--json"),
    ("standing", "--why", "communication", "--json"),
    ("standing", "--why", "communication"),
    ("gap", "--json"),
    ("plan", "--json"),
    ("progress", "--json"),
    ("packet", "--json"),
    ("profile", "--json"),
    ("ratings",),
    ("ratings", "--json"),
    ("ratings", "--review", "--json"),
    ("evidence", "list"),
)
PEERS = ("Petra Peer", "Quentin Peer", "Rosa Peer")


def give(run: Run, rater: str, level: int, cycle: str) -> None:
    words = ("--source", "peer", "--by", rater, "--cycle", cycle)
    assert run("rate", f"communication={level}", *words).exit_code == 0


@pytest.fixture
def on_a_server(run: Run, settings: Any) -> Run:
    run("profile", "--name", "Ada", "--target", "senior-product-manager")
    for name in PEERS:
        give(run, name, 2, "one")
    run("ratings", "--close", "one")
    settings.HEADWAY_IS_PERSONAL = False
    return run


@pytest.mark.parametrize("words", COMMANDS)
def test_no_command_on_a_server_moves_while_a_form_waits(
    on_a_server: Run, words: tuple[str, ...]
) -> None:
    before = on_a_server(*words)
    give(on_a_server, "Sol Peer", 0, "two")
    give(on_a_server, "Petra Peer", 4, "one")
    assert before.exit_code == 0, before.output
    assert on_a_server(*words).stdout == before.stdout
    assert not any(name in before.output for name in PEERS)
