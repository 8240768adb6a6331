"""Looking into the ladder and the catalogue."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from headway.formats.built_in import content_of

Ask = Callable[..., Any]
Run = Callable[..., Any]


def test_the_ladder_lists_and_shows_roles_and_competencies(run: Run, ask: Ask) -> None:
    assert len(ask("ladder", "list")) == 9
    assert "both tracks" in run("ladder", "list").stdout
    assert "Next: Senior Product Manager" in run("ladder", "show", "product-manager").stdout
    assert "Evidence:" in run("ladder", "show", "communication").stdout
    assert ask("ladder", "show", "cpo")["slug"] == "chief-product-officer"
    assert ask("ladder", "show", "communication")["kind"] == "soft"


def test_two_roles_are_compared_side_by_side(run: Run, ask: Ask) -> None:
    assert "* differs" in run("ladder", "compare", "apm", "spm").stdout
    rows = ask("ladder", "compare", "apm", "spm")["expected"]
    assert rows["customer-discovery"] == [1, 3]


def test_the_built_in_ladder_passes_its_own_check(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "ladder.toml"
    path.write_bytes(content_of("ladder.toml"))
    assert "No problem found" in run("ladder", "check", str(path)).stdout


def test_a_poor_behaviour_is_named_by_its_place(run: Run, tmp_path: Path) -> None:
    text = content_of("ladder.toml").decode()
    act = "Asks for past episodes instead of opinions when interviewing about the product."
    path = tmp_path / "ladder.toml"
    path.write_text(text.replace(act, "Understands customers deeply."), encoding="utf-8")
    result = run("ladder", "check", str(path))
    assert result.exit_code == 1
    assert "competency customer-discovery, level 2, behaviour 2" in result.stdout


def test_a_file_that_is_no_ladder_names_its_problems(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "ladder.toml"
    path.write_text('slug = "x"\n[[roles]]\nslug = "a"\n', encoding="utf-8")
    result = run("ladder", "check", str(path))
    assert result.exit_code == 1
    assert "role a, title: is missing" in result.stdout


def test_problems_have_one_form_as_json_whatever_they_are(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "ladder.toml"
    path.write_text('slug = "x"\n', encoding="utf-8")
    result = run("ladder", "check", str(path), "--json")
    assert result.exit_code == 1
    assert {"place": "roles", "text": "is missing"} in json.loads(result.stdout)


def test_a_file_that_is_no_toml_gets_one_sentence(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "ladder.toml"
    path.write_text("{}", encoding="utf-8")
    assert "is not a TOML file" in str(run("ladder", "check", str(path)).exception)


def test_opportunities_are_filtered_and_shown(run: Run, ask: Ask) -> None:
    free = ask("learn", "list", "--competency", "communication", "--cost-at-most", "0")["fits"]
    assert free
    assert all(fit["opportunity"]["cost"]["low_minor"] == 0 for fit in free)
    assert (
        "opportunities of" in run("learn", "list", "--kind", "stretch", "--stage", "senior").stdout
    )
    shown = run("learn", "show", "rehearse-interview-guides").stdout
    assert "up to Working" in shown
    assert "Source:" in shown
    assert ask("learn", "show", "rehearse-interview-guides")["kind"]["slug"] == "workshop"


def test_filters_that_name_nothing_are_refused(run: Run) -> None:
    assert "no competency" in str(run("learn", "list", "--competency", "charm").exception)
    assert "no kind" in str(run("learn", "list", "--kind", "magic").exception)
    assert "no stage" in str(run("learn", "list", "--stage", "late").exception)
