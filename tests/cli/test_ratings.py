"""Rating oneself and keeping what others see."""

from collections.abc import Callable
from typing import Any

import pytest

Ask = Callable[..., Any]
Run = Callable[..., Any]


def test_a_form_is_kept_under_its_rater(ask: Ask, run: Run) -> None:
    run("rate", "communication=3", "--source", "peer", "--by", "Ana")
    (fact,) = ask("ratings")
    assert (fact["body"]["rater"], fact["body"]["source"]) == ("Ana", "peer")
    assert "Ana (peer): communication=3" in run("ratings").stdout


def test_somebody_elses_form_needs_a_name_and_a_known_source(run: Run) -> None:
    assert "Say who rates" in str(run("rate", "communication=3", "--source", "peer").exception)
    assert "no source" in str(run("rate", "communication=3", "--source", "boss").exception)


@pytest.mark.parametrize("name", ["", "   ", "\u200b"])
def test_a_name_of_nothing_names_nobody(run: Run, name: str) -> None:
    told = run("rate", "communication=3", "--source", "manager", "--by", name)
    assert "Say who rates" in str(told.exception)


def test_nobody_is_a_peer_of_oneself(run: Run) -> None:
    run("profile", "--name", "Dana Made-up")
    told = run("rate", "communication=3", "--source", "peer", "--by", " dana  made-up")
    assert "your own name" in str(told.exception)


def test_a_form_with_one_mark_or_none_is_told_as_it_is(run: Run) -> None:
    assert (
        "Kept 1 mark by Ana."
        in run("rate", "communication=3", "--source", "peer", "--by", " Ana ").stdout
    )
    run("rate", "communication=?", "--source", "peer", "--by", "Bo")
    assert "Bo (peer): communication=?" in run("ratings").stdout


@pytest.mark.parametrize("mark", ["communication=²", "communication=", "=3", "communication=-1"])
def test_a_mark_that_is_no_level_is_refused_in_a_sentence(run: Run, mark: str) -> None:
    assert run("rate", mark).exception.__class__.__name__ in (
        "InvalidInputError",
        "UnknownNameError",
    )


def test_ones_own_view_is_shown_and_out_of_the_pool_once_another_has_rated(ask: Ask) -> None:
    ask("rate", "communication=4")
    assert ask("standing")["estimates"][11]["view_count"] == 1
    ask("rate", "data-analysis=2", "--source", "manager", "--by", "Ana")
    standing = ask("standing")
    assert standing["others_have_rated"]
    assert standing["estimates"][11]["view_count"] == 0


def test_no_ratings_say_what_to_do(run: Run) -> None:
    assert "headway assess" in run("ratings").stderr


def test_a_rater_may_have_had_no_chance_to_see(ask: Ask) -> None:
    form = ask("rate", "communication=3", "team-building=?", "--source", "peer", "--by", "Ana")
    assert form["no_chance_to_see"] == ["team-building"]


def test_forms_that_contradict_themselves_are_refused(run: Run) -> None:
    assert "stands twice" in str(run("rate", "communication=3", "communication=2").exception)
    assert "your own" in str(run("rate", "communication=3", "--by", "Ana").exception)


def test_a_round_counts_once_it_is_closed_and_three_have_spoken(run: Run, ask: Ask) -> None:
    for name in ("Ana", "Bo", "Cy"):
        given = ("--source", "peer", "--by", name, "--cycle", "spring")
        run("rate", "communication=3", *given)
    assert ask("ratings") == []
    assert "3 forms waiting: Ana (round spring)" in run("ratings").stderr
    assert len(ask("ratings", "--close", "spring")) == 3
    assert ask("standing")["estimates"][11]["view_count"] == 3


def test_a_round_to_which_nothing_was_given_is_not_closed(run: Run) -> None:
    assert "There is none." in str(run("ratings", "--close", "autumn").exception)


def test_why_tells_each_rater_in_a_personal_file(run: Run, ask: Ask) -> None:
    run("rate", "communication=4", "--source", "peer", "--by", "Ana")
    told = run("standing", "--why", "communication").stdout
    assert "Ana (a peer) marked Expert: raises it" in told
    assert ask("standing", "--why", "communication")["pulls"][0]["name"] == "Ana"
    assert "no competency 'x'" in str(run("standing", "--why", "x").exception)


def test_of_nothing_known_why_says_so_and_what_would_help(run: Run) -> None:
    told = run("standing", "--why", "communication").stdout
    assert "Nothing is known of it yet." in told
    assert "A view by your manager would sharpen it most." in told


def test_on_a_team_s_server_the_list_shows_no_peer_s_form(
    run: Run, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Ana", "Bo", "Cy"):
        run("rate", "communication=3", "--source", "peer", "--by", name, "--cycle", "spring")
    monkeypatch.setattr("headway.records.access.settings.HEADWAY_IS_PERSONAL", False)
    assert ask("ratings", "--close", "spring") == []
    assert "Ana" not in run("ratings").stderr
    assert ask("standing")["estimates"][11]["view_count"] == 3


def test_a_day_to_come_is_refused(run: Run) -> None:
    refused = run("rate", "communication=3", "--on", "2190-01-01")
    assert "still to come" in str(refused.exception)
