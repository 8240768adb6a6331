"""Standing, gap, progress and packet at the command line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from headway.cli import results
from headway.cli.terminal import range_bar
from headway.core.standing import Estimate
from headway.formats import built_in

Ask = Callable[..., Any]
Run = Callable[..., Any]


def test_an_empty_workspace_answers_and_says_what_to_do(run: Run) -> None:
    assert "`headway assess` takes minutes" in run("standing").stdout
    assert "Say which role you want" in str(run("gap").exception)


def test_as_of_answers_with_what_was_known_then(ask: Ask) -> None:
    ask("rate", "communication=3", "--source", "manager", "--by", "Ana", "--on", "2020-01-01")
    assert ask("standing", "--as-of", "2020-06-01")["others_have_rated"] is False
    assert ask("standing")["others_have_rated"] is True


def test_a_wrong_day_or_role_is_a_sentence(run: Run) -> None:
    assert "is not a day" in str(run("standing", "--as-of", "soon").exception)
    assert "no role 'wizard'" in str(run("gap", "--target", "wizard").exception)


def test_the_gap_lists_every_expectation(ask: Ask) -> None:
    gap = ask("gap", "--target", "associate-product-manager")
    role = built_in.ladder().role("associate-product-manager")
    expected = len(role.expected) + len(role.experiences) + len(role.responsibilities)
    assert len(gap["expectations"]) == expected
    assert len(gap["top"]) == 3


def test_the_packet_is_markdown_and_never_overwrites(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "packet.md"
    run("packet", "--target", "spm", "--output", str(target))
    assert "Nothing yet." in target.read_text()
    again = run("packet", "--target", "spm", "--output", str(target))
    assert "exists already" in str(again.exception)


def test_the_packet_is_shown_as_it_would_be_written(run: Run, ask: Ask) -> None:
    assert run("packet", "--target", "spm").stdout.startswith("# Somebody without a name yet")
    assert ask("packet", "--target", "spm")["role"] == "senior-product-manager"


def test_progress_counts_what_is_new(run: Run, ask: Ask) -> None:
    run("rate", "communication=3", "--source", "manager", "--by", "Ana")
    progress = ask("progress")
    assert progress["new_view_count"] == 1
    assert [m["competency"] for m in progress["movements"]] == ["communication"]
    assert "No plan is adopted yet" in run("progress").stdout


def test_progress_needs_an_earlier_day(run: Run) -> None:
    assert "a day before" in str(run("progress", "--since", "2190-01-01").exception)


def test_in_a_terminal_the_standing_is_drawn(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from headway.cli.session import begin_session
    from headway.core.standing import estimate_levels

    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    session = begin_session()
    standing = estimate_levels(session.dossier, session.ladder, as_of=session.as_of)
    results.show_standing(standing, session.ladder, None)
    drawn = capsys.readouterr().out
    assert "Practitioner" in drawn
    assert drawn.count("●") == len(session.ladder.competencies) + 1  # and the key


def test_the_range_bar_marks_median_and_bar_inside_its_width() -> None:
    estimate = Estimate(
        competency="c", name="C", kind="soft", mean=0.0, sd=1.0, most_likely_level=2,
        level_chances=(0.1, 0.2, 0.4, 0.2, 0.1), median_position=2.4, low_position=1.2,
        high_position=3.9, view_count=1, evidence_count=0, bars=(), bar_level=3, state="not yet",
    )  # fmt: skip
    bar = range_bar(estimate, 4, width=41)
    assert len(bar) == 41
    assert bar.index("░") == 10
    assert bar[19] == "●"
    assert bar[24] == "┃"


def test_a_terminal_without_block_characters_gets_plain_ones(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    import sys

    from headway.cli import terminal
    from headway.cli.session import begin_session
    from headway.core.standing import estimate_levels

    session = begin_session()
    standing = estimate_levels(session.dossier, session.ladder, as_of=session.as_of)
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    terminal.draw_standing(standing, session.ladder)
    stream.seek(0)
    assert "~" in stream.read()


def test_the_drawing_fits_a_narrow_terminal(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from headway.cli import terminal
    from headway.cli.session import begin_session
    from headway.core.standing import estimate_levels

    monkeypatch.setenv("COLUMNS", "62")
    session = begin_session()
    role = session.ladder.role("spm")
    standing = estimate_levels(
        session.dossier, session.ladder, as_of=session.as_of, compared_role=role
    )
    terminal.draw_standing(standing, session.ladder)
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 62


def test_an_expectation_is_set_aside_with_a_reason_and_taken_back(run: Run, ask: Ask) -> None:
    target = ("--target", "senior-product-manager")
    slug = ask("gap", *target)["top"][0]
    alone = run("gap", *target, "--not-applicable", slug)
    assert "Say why it does not apply" in str(alone.exception)
    said = run("gap", *target, "--not-applicable", slug, "--because", "Another team does it")
    assert said.stdout.rstrip().split("Not applicable, as you said")[1].count("Another team") == 1
    assert [each["slug"] for each in ask("gap", *target)["set_aside"]] == [slug]
    run("gap", *target, "--not-applicable", slug, "--because", "Sales does it")
    assert [each["reason"] for each in ask("gap", *target)["set_aside"]] == ["Sales does it"]
    both = run("gap", *target, "--not-applicable", slug, "--because", "No", "--applicable", slug)
    assert "one at a time" in str(both.exception)
    back = run("gap", *target, "--applicable", slug)
    assert "Not applicable" not in back.stdout
    assert "did not set" in str(run("gap", *target, "--applicable", slug).exception)


def test_a_past_day_takes_no_word_on_what_applies(run: Run, ask: Ask) -> None:
    slug = ask("gap", "--target", "spm")["top"][0]
    told = ("--not-applicable", slug, "--because", "No", "--as-of", "2020-01-01")
    assert "A past day takes nothing" in str(run("gap", "--target", "spm", *told).exception)
