"""The people one knows, by commands: added, touched, listed, imported by choice, taken out, deleted."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., Any]
Run = Callable[..., Any]
TODAY = datetime.now(UTC).date()


def lena(ask: Ask, *options: str) -> Any:
    return ask("network", "add", "Lena Made-up", *options)


def test_somebody_is_kept_shown_and_changed(ask: Ask, run: Run) -> None:
    told = ("--from", "a fair", "--title", "Director of Product", "--tie", "peer", "--every", "30")
    assert lena(ask, *told)["contact"]["role"] == "director-of-product-management"
    ask(
        "network",
        "change",
        "lena",
        "--strong-in",
        "communication",
        "--every",
        "0",
        "--name",
        "Lena",
    )
    contact = ask("network", "show", "lena")["contact"]
    assert (contact["name"], contact["known_from"], contact["ties"]) == ("Lena", "a fair", ["peer"])
    assert (contact["strengths"], contact["every_days"]) == (["communication"], None)
    shown = run("network", "show", "lena").stdout
    assert "Strong in: Communication" in shown
    assert "nobody is told that you keep them here" in shown


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add", "lena MADE-UP"), "You know somebody called Lena Made-up already"),
        (("change", "cy", "--name", "lena made-up"), "somebody called Lena Made-up already"),
        (("add", " "), "Say what they are called"),
        (("add", "Ben", "--tie", "enemy"), "'enemy' is no tie"),
        (("add", "Ben", "--strong-in", "charm"), "no competency 'charm'"),
        (("add", "Ben", "--role", "guru"), "no role 'guru'"),
        (("add", "Ben", "--link", "ftp://x"), "is no link"),
        (("add", "Ben", "--next", "soon"), "is not a day"),
        (("touch", "Zoe"), "nobody called 'Zoe'"),
        (("touch", "lena", "--how", "dreamt"), "no way to be in touch"),
        (("touch", "lena", "--brought", "money"), "'money' is no outcome"),
        (("touch", "lena", "--at", "the fair"), "No event begins with"),
        (("touch", "lena", "--opportunity", "juggling"), "no opportunity"),
        (("list", "--strong-in", "charm"), "no competency 'charm'"),
        (("event", "Fair", "2026-03-04", "--ends", "2026-03-03"), "before it starts"),
        (("event", " ", "2026-03-04"), "Say what the event is called"),
        (("join", "Guild", "--currency", "pounds"), "not a currency code"),
        (("renewed", "Guild"), "No membership begins with"),
        (("remove", "3f2a"), "have an id that begins with '3f2a'"),
        (("export", "people.txt"), ".csv (a table) or .vcf (cards)"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    ask: Ask, run: Run, words: tuple[str, ...], sentence: str
) -> None:
    lena(ask)
    ask("network", "add", "Cy")
    assert sentence in str(run("network", *words).exception)


def test_a_touch_tells_what_was_exchanged_and_when_to_be_in_touch_next(ask: Ask, run: Run) -> None:
    lena(ask)
    ask("network", "event", "A fair", "2026-03-04", "--place", "Exampleton")
    told = ("--gave", "A template", "--brought", "introduction", "--namely", "to Cy")
    said = ("network", "touch", "lena", "Lunch", *told, "--at", "a fair", "--next", str(TODAY))
    touch = ask(*said)["touch"]
    assert (touch["how"], touch["outcome"], touch["next_on"]) == (
        "event",
        "introduction",
        str(TODAY),
    )
    review = run("network").stdout
    assert "- Lena Made-up: You wanted to be in touch by" in review
    assert "In the last year: 1 introduction." in review
    assert "A fair: met Lena Made-up" in review
    assert "It brought an introduction: to Cy" in run("network", "show", "lena").stdout


def test_a_touch_is_taken_back(ask: Ask) -> None:
    lena(ask)
    fact = ask("network", "touch", "lena", "A mistake")["id"]
    ask("network", "remove", fact[:8])
    assert ask("network", "show", "lena")["touches"] == []


def test_a_past_day_knows_what_was_known_then(ask: Ask, run: Run) -> None:
    lena(ask, "--on", "2026-01-05")
    yesterday = str(TODAY - timedelta(days=1))
    assert ask("network", "list", "--as-of", yesterday) == []
    assert "Nobody here yet" in run("network", "--as-of", yesterday).stdout


def test_people_are_listed_by_words_tie_and_strength(ask: Ask, run: Run) -> None:
    lena(ask, "--organisation", "Imagined Shops", "--tie", "sponsor", "--next", str(TODAY))
    ask("network", "add", "Ben Made-up", "--strong-in", "communication")
    ask("network", "touch", "ben", "Lunch")
    assert [p["name"] for p in ask("network", "list", "shops")] == ["Lena Made-up"]
    assert [p["name"] for p in ask("network", "list", "--tie", "sponsor")] == ["Lena Made-up"]
    strong = ask("network", "list", "--strong-in", "communication")
    assert [p["name"] for p in strong] == ["Ben Made-up"]
    shown = run("network", "list").stdout
    assert "Lena Made-up (Imagined Shops); next by" in shown
    assert "2 people." in shown


def test_the_review_tells_whom_the_way_needs(ask: Ask, run: Run) -> None:
    lena(ask, "--tie", "sponsor")
    review = run("network", "--target", "director-of-product-management").stdout
    assert "where you are not in the room: Lena Made-up." in review
    assert "A peer in another organisation: Nobody you know of." in review
    assert "Nobody is due this week." in review
    found = ask("network", "--target", "director-of-product-management")
    assert found["role"] == "director-of-product-management"


def test_more_than_a_few_are_counted(ask: Ask, run: Run) -> None:
    for number in range(7):
        ask("network", "add", f"Person {number}", "--next", str(TODAY))
    assert "2 more are due" in run("network").stdout


def test_a_membership_is_renewed_and_left(ask: Ask, run: Run) -> None:
    soon = TODAY + timedelta(days=9)
    body = ask("network", "join", "A guild", "--renews", str(soon), "--fee", "90.50")["membership"]
    assert (body["fee_minor"], body["currency"]) == (9050, "GBP")
    assert "Renew soon" in run("network").stdout
    assert "next on" in run("network", "renewed", "a guild").stdout
    body = ask("network", "renewed", "a guild", "--until", "2031-01-01")["membership"]
    assert body["renews_on"] == "2031-01-01"
    assert "Left: A guild." in run("network", "left", "A guild").stdout
    assert ask("network")["memberships"][0]["renewal"] == "ended"


# Files ---------------------------------------------------------------------------------------------


@pytest.fixture
def connections(tmp_path: Path) -> Path:
    path = tmp_path / "Connections.csv"
    rows = "".join(f"Person,{n},,,Shop {n},Cook,04 Mar 2024\n" for n in range(1, 46))
    path.write_text(f"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n{rows}")
    return path


def test_nobody_of_a_list_is_kept_unless_chosen(ask: Ask, run: Run, connections: Path) -> None:
    shown = run("network", "import", str(connections))
    assert "1. Person 1 (Cook, Shop 1)" in shown.stdout
    assert "5 more; add words" in shown.stdout
    assert "Nothing is kept yet" in shown.stderr
    found = ask("network", "import", str(connections), "shop 45")
    assert [row["row"] for row in found] == [45]
    assert ask("network", "list") == []


def test_the_rows_chosen_are_kept_once(ask: Ask, run: Run, connections: Path) -> None:
    assert "3 people kept." in run("network", "import", str(connections), "--rows", "2,7-8").stdout
    again = run("network", "import", str(connections), "--rows", "8-9").stdout
    assert "1 person kept. 1 were here before." in again
    names = [person["name"] for person in ask("network", "list")]
    assert names == ["Person 2", "Person 7", "Person 8", "Person 9"]


@pytest.mark.parametrize(
    ("rows", "sentence"), [("x", "is no row"), ("0", "1 to 45"), ("9-8", "1 to")]
)
def test_rows_that_there_are_not_are_refused(
    run: Run, connections: Path, rows: str, sentence: str
) -> None:
    result = run("network", "import", str(connections), "--rows", rows)
    assert sentence in str(result.exception)


def test_everybody_is_taken_out(ask: Ask, run: Run, tmp_path: Path) -> None:
    lena(ask)
    assert "1 person in" in run("network", "export", str(tmp_path / "people.csv")).stdout
    with (tmp_path / "people.csv").open(newline="") as file:
        assert [row["name"] for row in csv.DictReader(file)] == ["Lena Made-up"]
    assert ask("network", "export", str(tmp_path / "people.vcf"))["people"] == 1
    assert "FN:Lena Made-up" in (tmp_path / "people.vcf").read_text()
    assert "exists already" in str(run("network", "export", str(tmp_path / "people.vcf")).exception)


# Deleting ------------------------------------------------------------------------------------------


def test_what_would_go_is_shown_before_anything_goes(ask: Ask, run: Run) -> None:
    lena(ask)
    ask("log", "Held the line", "--seen-by", "Lena Made-up")
    shown = run("network", "delete", "Lena Made-up")
    assert "About Lena Made-up: 1 entry" in shown.stdout
    assert "Named in 1 other entry: the name would be taken out." in shown.stdout
    assert "Nothing is deleted yet" in shown.stderr
    assert len(ask("network", "delete", "Lena Made-up")["facts"]) == 1
    kept = run("network", "delete", "Lena Made-up", "--no-mentions").stdout
    assert "they would stay; see --mentions" in kept


def test_somebody_is_deleted_and_the_name_taken_out(ask: Ask, run: Run) -> None:
    lena(ask)
    ask("log", "Held the line", "--seen-by", "Lena Made-up")
    told = run("network", "delete", "Lena Made-up", "--yes").stdout
    assert "Deleted: 1 entry about them; the name is taken out of 1 other entry." in told
    assert ask("network", "list") == []
    assert "former contact" in ask("evidence", "list")[0]["body"]["corroborated_by"][0]


def test_places_where_somebody_may_be_meant_are_told_and_blackened_where_chosen(
    ask: Ask, run: Run
) -> None:
    lena(ask)
    ask("log", "Lena wrote it, and LM read it")
    shown = run("network", "delete", "Lena Made-up").stdout
    assert ">Lena< wrote it, and LM read it (first name; evidence," in shown
    first, second = ask("network", "delete", "Lena Made-up")["hints"]
    assert "0 lines" in str(run("network", "delete", "Lena", "--yes", "--blacken", "zz").exception)
    told = run("network", "delete", "Lena Made-up", "--yes", "--blacken", first["id"][:6]).stdout
    assert "Blackened in 1 place; left as you wrote it in 1." in told
    assert second["how"] == "initials"
    text = ask("evidence", "list")[0]["body"]["text"]
    assert text.startswith("a former contact (")
    assert text.endswith(" wrote it, and LM read it")


def test_a_single_word_stays_elsewhere_unless_asked(ask: Ask) -> None:
    ask("network", "add", "Will")
    ask("log", "Will it hold?")
    assert not ask("network", "delete", "Will", "--yes")["with_mentions"]
    assert ask("evidence", "list")[0]["body"]["text"] == "Will it hold?"


def test_two_events_of_one_beginning_are_told_apart_by_their_ids(ask: Ask, run: Run) -> None:
    lena(ask)
    first = ask("network", "event", "A fair of shops", "2026-03-04")["id"]
    ask("network", "event", "A fair of games", "2026-03-05")
    assert "2 events begin with" in str(run("network", "touch", "lena", "--at", "A f").exception)
    assert ask("network", "touch", "lena", "--at", first[:8])["touch"]["event"]
    again = run("network", "event", "a fair of shops", "2026-03-04")
    assert "already" in str(again.exception)
    assert first[:8] in run("network").stdout


def test_an_association_is_joined_and_left_once(ask: Ask, run: Run) -> None:
    run("profile", "--target", "senior-product-manager", "--currency", "EUR")
    assert ask("network", "join", "Guild", "--fee", "9")["membership"]["currency"] == "EUR"
    assert "belong to Guild already" in str(run("network", "join", "guild").exception)
    run("network", "left", "Guild")
    assert "You left Guild" in str(run("network", "left", "Guild").exception)
