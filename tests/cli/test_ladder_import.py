"""The command that makes a ladder file of another house's."""

import json

import pytest
from typer.testing import CliRunner

from headway.cli.app import app
from headway.formats import ladder_file

TABLE = "Skill,PM,Senior PM\nAsking,Asks users,Picks whom to ask\nTelling,,Writes it down\n"
ROLES = "Role,Skill,Level\nSenior PM,Asking,2\nPM,Asking,1\n"
MANY = "Role,Role family,Skill,Level\n" + "".join(
    f"{rank}PM {n},Family {n},Asking,{level}\n"
    for n in range(6)
    for level, rank in ((1, ""), (2, "Senior "))
)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def invoke(*words, content=TABLE, typed=None):
        (tmp_path / "levels.csv").write_text(content, encoding="utf-8")
        return CliRunner().invoke(app, ["ladder", "import", "levels.csv", *words], input=typed)

    return invoke


@pytest.fixture
def at_a_terminal(monkeypatch):
    from headway.cli import ladder_import

    monkeypatch.setattr(ladder_import, "_is_asked", lambda: True)


def test_an_import_says_what_was_read_guessed_and_left_open(run):
    told = run().stdout
    assert "Recognised: Table with levels" in told
    assert "Read: 3 levels, 2 competencies, 3 behaviours, 2 roles, 3 expected levels." in told
    assert "- An empty cell is not defined: it holds no act. (levels, row 3: Telling, PM)" in told
    assert "Nothing is kept yet. To have it as a file: add --out our-ladder.toml" in told


def test_the_written_file_is_a_ladder_that_check_reads(run, tmp_path):
    result = run("--out", "ours.toml")
    ladder = ladder_file.read((tmp_path / "ours.toml").read_bytes())
    assert [role.title for role in ladder.roles] == ["PM", "Senior PM"]
    assert (
        "Next: headway ladder check ours.toml, then headway ladder publish ours.toml"
        in result.stdout
    )
    checked = CliRunner().invoke(app, ["ladder", "check", "ours.toml"])
    assert "names no responsibility" in checked.stdout


def test_a_file_that_exists_is_not_overwritten(run, tmp_path):
    (tmp_path / "ours.toml").write_text("mine")
    assert "exists already" in str(run("--out", "ours.toml").exception)
    assert (tmp_path / "ours.toml").read_text() == "mine"


def test_json_holds_the_ladder_and_the_report(run):
    found = json.loads(run("--json").stdout)
    assert [c["name"] for c in found["ladder"]["competencies"]] == ["Asking", "Telling"]
    assert found["report"]["read"]["roles"] == 2


def test_many_places_are_counted_and_the_first_told(run):
    told = run(content="Skill,L1,L2\n" + "".join(f"S{n},one {n},\n" for n in range(5))).stdout
    assert "row 2: S0, L2; levels, row 3: S1, L2; levels, row 4: S2, L2; and 2 more)" in told


def test_a_side_file_orders_the_roles(run, tmp_path):
    (tmp_path / "order.txt").write_text("roles: Senior PM < PM")
    told = json.loads(run("--levels", "order.txt", "--json", content=ROLES).stdout)
    assert [role["title"] for role in told["ladder"]["roles"]] == ["Senior PM", "PM"]


def test_at_a_terminal_the_order_is_asked_for(run, at_a_terminal):
    told = run(content=ROLES, typed="roles: Senior PM < PM\n")
    assert "Lowest first; Enter if this is right [roles: PM < Senior PM]" in told.output
    assert "their order was guessed" not in told.stdout.partition("Recognised")[2]


def test_enter_takes_the_guessed_order(run, at_a_terminal):
    told = run(content=ROLES, typed="\n")
    assert "their order was guessed" in told.stdout.partition("Recognised")[2]


def test_for_many_families_a_side_file_is_proposed(run, at_a_terminal):
    told = run(content=MANY)
    assert "Give a side file with --levels, or pick one family with --only." in told.output
    assert run("--only", "Family 3", content=MANY, typed="\n").exit_code == 0


def test_a_table_in_order_is_not_asked_about(run, at_a_terminal):
    assert "Enter if this is right" not in run().output
