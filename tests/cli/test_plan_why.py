"""`headway plan --why`: reasons for what is in the plan and for what is not, in words and as JSON."""

from collections.abc import Callable
from typing import Any

from headway.core.wording import NO_PROMISE

Ask = Callable[..., Any]
Run = Callable[..., Any]
WISH = ("plan", "--target", "spm", "--hours-per-week", "3")


def test_each_name_gets_its_reasons_in_the_order_asked(run: Run, ask: Ask) -> None:
    first = ask(*WISH)["items"][0]
    shown = run(*WISH, "--why", "experiments-and-causality", "--why", first["opportunity"]).stdout
    for words in ("Why it is not in your plan:", "Why it is in your plan:", "What it adds:"):
        assert words in shown
    assert shown.index("Experiments and causality") < shown.index(first["title"])
    assert NO_PROMISE in shown


def test_json_holds_one_reason_for_each_name(ask: Ask) -> None:
    item = ask(*WISH)["items"][0]["opportunity"]
    planned, other = ask(*WISH, "--why", item, "--why", "project-management-certificate")
    assert planned["presence"]["loss_kept_sd"] > 0
    assert other["absence"]["kind"] == "obstacle"


def test_a_name_that_there_is_not_is_a_sentence(run: Run) -> None:
    result = run(*WISH, "--why", "juggling")
    assert result.exit_code == 1
    assert "no opportunity 'juggling'" in str(result.exception)


def test_why_and_the_earliest_date_are_not_asked_at_once(run: Run) -> None:
    result = run(*WISH, "--why", "juggling", "--ready")
    assert result.exit_code == 1
    assert "leave out --ready" in str(result.exception)


def test_an_adopted_plan_explains_itself(run: Run, ask: Ask) -> None:
    run("profile", "--target", "spm")
    item = ask("plan", "--adopt")["items"][-1]["opportunity"]
    reason = ask("plan", "--why", item)[0]
    assert reason["opportunity"] == item
    assert reason["presence"] is not None
