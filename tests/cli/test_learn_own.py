"""Opportunities of one's own, and the list that fits the gap."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., Any]
Run = Callable[..., Any]
EVENING = ("learn", "add", "Pricing evening", "--kind", "course", "--hours", "8 to 16")
CONFERENCE = {"name": "Made-up Days", "startDate": "2099-03-01", "online": True}


def add(ask: Ask, *more: str) -> Any:
    return ask(*EVENING, "--builds", "business-acumen=2", "--cost", "0", *more)


def slugs(found: Any) -> list[str]:
    return [fit["opportunity"]["slug"] for fit in found["fits"]]


def test_an_own_entry_is_listed_shown_and_planned_with(ask: Ask, run: Run) -> None:
    assert add(ask)["name"] == "my-pricing-evening"
    assert "my-pricing-evening" in slugs(ask("learn", "list", "--competency", "business-acumen"))
    assert "up to Working" in run("learn", "show", "my-pricing-evening").stdout
    wish = ("--target", "spm", "--by", "2099-12-31", "--pin", "my-pricing-evening")
    planned = ask("plan", *wish)
    assert "my-pricing-evening" in [item["opportunity"] for item in planned["items"]]


def test_an_entry_is_known_from_the_day_on_which_it_was_told(ask: Ask, run: Run) -> None:
    add(ask)
    assert "no opportunity" in str(
        run("learn", "show", "my-pricing-evening", "--as-of", "2020-01-01").exception
    )
    assert ask("learn", "own", "--as-of", "2020-01-01") == []
    assert "still to come" in str(run(*EVENING, "--on", "2199-01-01").exception)


def test_what_makes_no_sense_is_named_and_nothing_is_kept(run: Run, ask: Ask) -> None:
    refused = run("learn", "add", "X", "--kind", "magic", "--hours", "many")
    assert "hours: 'many' is no number" in str(refused.exception)
    assert "kind: there is no kind 'magic'" in str(refused.exception)
    assert ask("learn", "own") == []


def test_an_entry_told_again_is_changed_and_can_be_removed(ask: Ask, run: Run) -> None:
    add(ask)
    assert add(ask)["kept"]["same"] == ["my-pricing-evening"]
    assert "Changed: my-pricing-evening" in run(*EVENING).stdout
    assert "Taken back: Pricing evening" in run("learn", "remove", "my-pricing-evening").stdout
    assert "no entry" in str(run("learn", "remove", "executive-mba").exception)
    assert "None yet" in run("learn", "own").stdout


def test_a_template_filled_in_is_imported_and_written_out_again(
    ask: Ask, run: Run, tmp_path: Path
) -> None:
    template, mine = tmp_path / "table.csv", tmp_path / "mine.csv"
    assert "Written" in run("learn", "template", str(template)).stdout
    filled = template.read_bytes() + b"Talking,workshop,communication 2,,,4" + b"," * 9 + b"\r\n"
    template.write_bytes(filled)
    assert ask("learn", "import", str(template))["kept"]["added"] == ["my-talking"]
    assert "0 added, 0 changed, 1 stood so already" in run("learn", "import", str(template)).stdout
    run("learn", "own", "--csv", str(mine))
    assert ask("learn", "import", str(mine))["kept"]["same"] == ["my-talking"]
    assert "exists already" in str(run("learn", "template", str(template)).exception)


def test_an_xlsx_template_says_what_belongs_where(run: Run, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    run("learn", "template", str(tmp_path / "table.xlsx"))
    sheets = load_workbook(tmp_path / "table.xlsx").sheetnames
    assert sheets == ["Opportunities", "What belongs where", "Kinds", "Competencies", "Levels"]


def test_all_of_a_file_is_removed_at_once(ask: Ask, run: Run, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("title,kind,hours\nA,course,3\nB,course,3\n", encoding="utf-8")
    ask("learn", "import", str(table))
    assert "Taken back: 2 of table.csv" in run("learn", "remove", "--from", "table.csv").stdout
    assert ask("learn", "own") == []
    assert "No entry of yours" in str(run("learn", "remove", "--from", "table.csv").exception)
    assert "Name one entry" in str(run("learn", "remove").exception)
    ask("learn", "import", str(table))
    assert ask("learn", "remove", "--from", "table.csv")["taken_back"] == 2


def test_a_file_with_faults_is_refused_by_row_and_column(
    run: Run, ask: Ask, tmp_path: Path
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("title,kind,hours\nA,course,3\nB,magic,x\n", encoding="utf-8")
    refused = str(run("learn", "import", str(table)).exception)
    assert "row 3, column hours" in refused
    assert "row 3, column kind" in refused
    assert ask("learn", "own") == []


def test_conferences_are_imported_with_what_they_build(ask: Ask, run: Run, tmp_path: Path) -> None:
    listed = tmp_path / "list.json"
    listed.write_text(json.dumps([CONFERENCE]), encoding="utf-8")
    told = ask("learn", "import", str(listed), "--builds", "product-strategy=1")
    assert told["kept"]["added"] == ["my-made-up-days-online"]
    shown = run("learn", "show", "my-made-up-days-online").stdout
    assert "not taken for free" in shown
    assert "On 1 March 2099." in shown
    table = tmp_path / "table.csv"
    table.write_text("title,kind,hours\nA,course,3\n", encoding="utf-8")
    refused = run("learn", "import", str(table), "--builds", "communication=1")
    assert "--builds is for conference lists" in str(refused.exception)


def test_the_list_is_ordered_by_what_is_missing_for_the_role(ask: Ask, run: Run) -> None:
    found = ask("learn", "list", "--target", "spm")
    sums = [sum(lift["lift_sd"] for lift in fit["lifts"]) for fit in found["fits"]]
    assert found["role"] == "senior-product-manager"
    assert sums[0] > sums[-1]
    said = run("learn", "list", "--target", "spm").stdout
    assert "What fits the gap to Senior Product Manager" in said
    assert "more: --all" in said


def test_the_list_is_narrowed_by_words_dates_money_and_stage(ask: Ask, run: Run) -> None:
    assert slugs(ask("learn", "list", "chess")) == []
    assert slugs(ask("learn", "list", "--soon")) == []
    everything = ask("learn", "list", "--stage", "all", "--target", "apm")
    assert len(everything["fits"]) == everything["count_of_all"]
    assert "is no stage" in str(run("learn", "list", "--stage", "late").exception)
