"""A ladder of one's own: written, checked, published, mapped, adopted, taken back."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., Any]
Run = Callable[..., Any]


@pytest.fixture
def kept(run: Run, tmp_path: Path) -> Path:
    """The example ladder, published."""
    path = tmp_path / "our-ladder.toml"
    run("ladder", "write", str(path))
    assert "Kept as our-ladder 1.0.0" in run("ladder", "publish", str(path)).stdout
    return path


@pytest.fixture
def mapping(run: Run, kept: Path, tmp_path: Path) -> Path:
    """From the built-in ladder to the example, as a person would edit it."""
    path = tmp_path / "mapping.toml"
    run("ladder", "map", "our-ladder", "--out", str(path))
    text = path.read_text(encoding="utf-8")
    for table, former, new in (
        ("competencies", "customer-discovery", "listening"),
        ("roles", "senior-product-manager", "manager"),
    ):
        head, rest = text.split(f"[{table}]")
        rest = re.sub(rf'^"{former}" = ".*?"', f'"{former}" = "{new}"', rest, count=1, flags=re.M)
        text = f"{head}[{table}]{rest}"
    levels = '[levels]\n0 = "0"\n1 = "1"\n2 = "2"\n3 = "2"\n4 = "2"\n\n# Experiences'
    text = re.sub(r"\[levels\]\n.*?# Experiences", levels, text, flags=re.S)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_is_sound_and_names_its_schema(run: Run, kept: Path, tmp_path: Path) -> None:
    assert "No problem found" in run("ladder", "check", str(kept)).stdout
    assert kept.read_text(encoding="utf-8").startswith("#:schema ./headway-ladder.schema.json")
    out = tmp_path / "headway-ladder.schema.json"
    assert "Name it in the first line" in run("ladder", "schema", "--out", str(out)).stdout
    assert json.loads(out.read_text(encoding="utf-8")) == json.loads(run("ladder", "schema").stdout)


def test_a_published_version_never_changes(run: Run, kept: Path) -> None:
    assert run("ladder", "publish", str(kept)).exit_code == 0
    text = kept.read_text(encoding="utf-8")
    kept.write_text(text.replace("Our product ladder", "Another"), encoding="utf-8")
    refused = run("ladder", "publish", str(kept))
    assert "give this one a new version" in str(refused.exception)
    kept.write_text(text.replace('"1.0.0"', '"1.1.0"'), encoding="utf-8")
    assert "Kept as our-ladder 1.1.0" in run("ladder", "publish", str(kept)).stdout


def test_the_kept_versions_are_listed_with_the_one_in_use(ask: Ask, kept: Path) -> None:
    listed = ask("ladder", "versions")
    assert listed["in_use"].startswith("headway-product ")
    assert [k["slug"] for k in listed["kept"]] == ["our-ladder"]


def test_a_diff_says_what_changed_and_for_whom(run: Run, ask: Ask, kept: Path) -> None:
    changed = kept.with_name("next.toml")
    text = kept.read_text(encoding="utf-8").replace("listening = 1", "listening = 2")
    changed.write_text(text.replace('"1.0.0"', '"2.0.0"'), encoding="utf-8")
    told = run("ladder", "diff", "our-ladder@1.0.0", str(changed)).stdout
    assert "Junior Product Manager: asks more of Listening to customers (Learning to Doing)" in told
    found = ask("ladder", "diff", str(kept), str(changed))
    assert found["roles_changed"][0]["more"] == {"listening": [1, 2]}


def test_what_is_guessed_is_not_adopted_unseen(run: Run, ask: Ask, kept: Path) -> None:
    refused = run("ladder", "adopt", "our-ladder", "--yes")
    assert "Not every name is the same on both ladders" in str(refused.exception)
    assert "Guesses need your eyes" in run("ladder", "map", "our-ladder").stdout
    assert ask("ladder", "map", "our-ladder")["mapping"]["new"] == "our-ladder 1.0.0"


def test_an_adopted_ladder_is_in_use_at_every_command(run: Run, ask: Ask, mapping: Path) -> None:
    ask("profile", "--name", "Ada", "--target", "senior-product-manager")
    ask("log", "Asked ten shops", "--shows", "customer-discovery=2")
    ask("log", "Priced a plan", "--shows", "team-building=1")
    adopted = ask("ladder", "adopt", "our-ladder", "--mapping", str(mapping))
    assert adopted["ladder"] == "our-ladder 1.0.0"
    assert adopted["without_opportunities"] == []
    assert [role["slug"] for role in ask("ladder", "list")] == ["junior", "manager"]
    assert ask("profile")["aim"]["target_role"] == "manager"
    [gap] = [e for e in ask("gap")["expectations"] if e["kind"] == "level"]
    assert gap["slug"] == "listening"
    tags = [e["body"]["tags"] for e in ask("evidence", "list")]
    assert [{"competency": "listening", "level": 2}] in tags
    assert any("@team-building" in tag["competency"] for [tag] in tags)
    assert "level 'Guru'" not in run("rate", "listening=Doing").stdout
    assert ask("standing")["estimates"][0]["competency"] == "listening"
    assert ask("plan")["target_title"] == "Product Manager"
    assert ask("ladder", "list", "--as-of", "2020-01-01")[0]["slug"] != "junior"


def test_an_adoption_is_taken_back(run: Run, ask: Ask, mapping: Path) -> None:
    ask("log", "Asked ten shops", "--shows", "customer-discovery=2")
    run("ladder", "adopt", "our-ladder", "--mapping", str(mapping))
    ask("log", "Asked six more", "--shows", "listening=1")
    said = run("ladder", "adopt", "--undo").stdout
    assert "Taken back: our-ladder 1.0.0. In use: headway-product" in said
    tags = {e["body"]["tags"][0]["competency"] for e in ask("evidence", "list")}
    assert tags == {"customer-discovery"}
    assert "no adoption to take back" in str(run("ladder", "adopt", "--undo").exception)


def test_what_became_what_is_changed_later(run: Run, ask: Ask, mapping: Path) -> None:
    ask("log", "Talked to the board", "--shows", "communication=2")
    ask("ladder", "adopt", "our-ladder", "--mapping", str(mapping))
    text = mapping.read_text(encoding="utf-8")
    text = re.sub(r'^"communication" = ".*?"', '"communication" = "listening"', text, flags=re.M)
    mapping.write_text(text, encoding="utf-8")
    shown = ask("ladder", "map", "our-ladder")["mapping"]["competencies"]
    assert shown == {"customer-discovery": "listening"}
    changed = ask("ladder", "adopt", "our-ladder", "--mapping", str(mapping))
    assert changed["mapping"]["competencies"]["communication"] == "listening"
    [kept] = ask("evidence", "list")
    assert kept["body"]["tags"] == [{"competency": "listening", "level": 2}]


def test_where_every_name_is_the_same_yes_is_enough(run: Run, ask: Ask, mapping: Path) -> None:
    run("ladder", "adopt", "our-ladder", "--mapping", str(mapping))
    text = mapping.with_name("our-ladder.toml").read_text(encoding="utf-8")
    newer = mapping.with_name("newer.toml")
    newer.write_text(text.replace('version = "1.0.0"', 'version = "1.1.0"'), encoding="utf-8")
    run("ladder", "publish", str(newer))
    assert "Nothing is guessed" in run("ladder", "map", "our-ladder").stdout
    assert "add --yes" in str(run("ladder", "adopt", "our-ladder").exception)
    assert ask("ladder", "adopt", "our-ladder", "--yes")["ladder"] == "our-ladder 1.1.0"
    refused = run("ladder", "adopt", "our-ladder", "--yes")
    assert "in use already" in str(refused.exception)


def test_a_ladder_that_is_not_kept_is_named_with_those_that_are(run: Run, kept: Path) -> None:
    refused = run("ladder", "adopt", "their-ladder")
    assert "there are: our-ladder 1.0.0" in str(refused.exception)
    assert "Say which ladder" in str(run("ladder", "adopt").exception)


def test_a_ladder_goes_out_as_case_and_comes_in_again(run: Run, ask: Ask, kept: Path) -> None:
    out = kept.with_name("our-ladder.json")
    assert "Written:" in run("ladder", "export", "our-ladder", "--case", str(out)).stdout
    found = ask("ladder", "import", str(out))
    assert found["report"]["form"] == "1EdTech CASE package by Headway"
    assert found["ladder"]["slug"] == "our-ladder"
    whole = kept.with_name("whole.json")
    run("ladder", "export", "--case", str(whole))
    assert ask("ladder", "import", str(whole))["ladder"]["slug"] == "headway-product"


def test_a_ladder_goes_out_as_tables_and_as_its_file_and_comes_in_again(
    run: Run, ask: Ask, kept: Path
) -> None:
    book, folder, whole = (kept.with_name(name) for name in ("ours.xlsx", "ours", "ours.toml"))
    options = ("--xlsx", str(book), "--csv", str(folder), "--toml", str(whole))
    said = run("ladder", "export", "our-ladder", *options).stdout
    assert "The evidence of behaviours. (" in said
    tables = [str(folder / name) for name in ("competencies.csv", "roles.csv")]
    names = [
        [c["name"] for c in ask("ladder", "import", *files)["ladder"]["competencies"]]
        for files in ([str(book)], tables)
    ]
    assert names[0] == names[1]
    assert "Listening to customers" in names[0]
    diff = ask("ladder", "diff", str(kept), str(whole))
    assert (diff["competencies_changed"], diff["roles_changed"]) == ([], [])


def test_an_export_says_what_it_can_write_and_overwrites_nothing(run: Run, kept: Path) -> None:
    assert "Say in which form: --as toml" in str(run("ladder", "export", "our-ladder").exception)
    folder = kept.with_name("ours")
    folder.mkdir()
    refused = run("ladder", "export", "our-ladder", "--csv", str(folder))
    assert "exists already" in str(refused.exception)
    assert list(folder.iterdir()) == []


def test_a_ladder_goes_out_in_another_house_s_form_and_comes_in_again(
    run: Run, ask: Ask, kept: Path
) -> None:
    folder, packed = kept.with_name("uk"), kept.with_name("uk.zip")
    said = run("ladder", "export", "our-ladder", "--as", "uk-csv", "--out", str(folder)).stdout
    assert "Not in this form (UK government" in said
    run("ladder", "export", "our-ladder", "--as", "uk-csv", "--out", str(packed))
    tables = [str(folder / name) for name in ("skills.csv", "roles.csv", "role_level_order.txt")]
    found = [ask("ladder", "import", *files)["ladder"] for files in (tables, [str(packed)])]
    assert found[0] == found[1]
    assert "Listening to customers" in [c["name"] for c in found[0]["competencies"]]


def test_without_a_place_an_export_lies_here_under_the_ladder_s_name(
    run: Run, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("ladder", "export", "our-ladder", "--as", "monzo-yaml")
    assert Path("our-ladder.md").read_text(encoding="utf-8").startswith("---\npath: ")
    run("ladder", "export", "our-ladder", "--as", "esco-csv")
    assert len(list(Path("our-ladder-esco-csv").iterdir())) == 3
    assert "it can as toml" in str(run("ladder", "export", "--as", "docx").exception)


def test_an_equal_name_of_another_house_is_a_guess_to_be_confirmed(
    run: Run, ask: Ask, kept: Path
) -> None:
    theirs = kept.with_name("theirs.csv")
    theirs.write_text("Competency,L1,L2\nProblem solving,Asks why,Finds the cause\n")
    out = kept.with_name("theirs.toml")
    run("ladder", "import", str(theirs), "--out", str(out))
    run("ladder", "publish", str(out))
    [match] = [
        m for m in ask("ladder", "map", "theirs")["matches"] if m["former"] == "problem-solving"
    ]
    assert (match["new"], match["how"]) == ("problem-solving", "alike")
    assert "Not every name" in str(run("ladder", "adopt", "theirs", "--yes").exception)


def test_what_an_imported_ladder_leaves_open_is_left_out(run: Run, kept: Path) -> None:
    theirs = kept.with_name("theirs.csv")
    theirs.write_text("Competency,L1,L2\nSanding,Sands a board,\nMixing,,Mixes paint\n")
    out, mapping = kept.with_name("theirs.toml"), kept.with_name("theirs-mapping.toml")
    run("ladder", "import", str(theirs), "--out", str(out))
    run("ladder", "publish", str(out))
    run("ladder", "map", "theirs", "--out", str(mapping))
    assert run("ladder", "adopt", "theirs", "--mapping", str(mapping)).exit_code == 0
    listed = run("ladder", "list").stdout
    assert "l1: L1" in listed
    assert "Years" not in listed
    assert "usually" not in listed
    role, skill = (run("ladder", "show", name).stdout for name in ("l1", "sanding"))
    assert "Responsibilities" not in role
    assert "Typical development" not in role
    assert "Sands a board" in skill
    assert "Evidence" not in skill
    assert "2 L2" not in skill


def test_a_competency_without_any_act_says_so(run: Run, kept: Path) -> None:
    marks = kept.with_name("marks.csv")
    marks.write_text("Competency,Junior maker,Lead maker\nSanding,1,2\nMixing,1,3\n")
    out, mapping = kept.with_name("marks.toml"), kept.with_name("marks-mapping.toml")
    run("ladder", "import", str(marks), "--out", str(out))
    run("ladder", "publish", str(out))
    run("ladder", "map", "marks", "--out", str(mapping))
    run("ladder", "adopt", "marks", "--mapping", str(mapping))
    assert "no level what it looks like" in run("ladder", "show", "sanding").stdout


def test_a_competency_that_became_several_is_a_list_in_the_mapping(
    run: Run, ask: Ask, mapping: Path
) -> None:
    text = mapping.read_text(encoding="utf-8")
    ladder = mapping.parent / "wide.toml"
    run("ladder", "export", "--toml", str(ladder))
    wide = ladder.read_text(encoding="utf-8").replace('version = "1.0.0"', 'version = "9.0.0"', 1)
    ladder.write_text(wide.replace('slug = "headway-product"', 'slug = "wide"'), encoding="utf-8")
    run("ladder", "publish", str(ladder))
    run("ladder", "map", "wide", "--out", str(mapping.parent / "wide-mapping.toml"))
    told = (mapping.parent / "wide-mapping.toml").read_text(encoding="utf-8")
    assert "A competency that became several is a list" in text
    one = '"communication" = "communication"'
    assert one in told
    (mapping.parent / "split.toml").write_text(
        told.replace(one, '"communication" = ["communication", "team-building"]'), encoding="utf-8"
    )
    run("rate", "communication=3")
    run("ladder", "adopt", "wide", "--mapping", str(mapping.parent / "split.toml"))
    [rated] = [each["body"] for each in ask("ratings")]
    assert rated["marks"] == {"communication": 3, "team-building": 3}
    assert rated["shared"] == {"communication": 2, "team-building": 2}
