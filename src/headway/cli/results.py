"""How each result of the core reads in a terminal or a pipe; the words come from core.wording."""

import sys
from typing import get_args

from headway.cli.terminal import draw_standing, heading, note, say, say_all
from headway.core import wording
from headway.core.gap import GapReport
from headway.core.ladder import Ladder, Role, Stage
from headway.core.organisation.calibration import CalibrationInUse
from headway.core.packet import Packet
from headway.core.plan import Plan
from headway.core.progress import Progress
from headway.core.standing import Standing
from headway.core.wording import living as living_words
from headway.core.wording import packet as packet_words
from headway.core.wording import severity as severity_words

IMPORT_FIRST = "`headway import FILE` keeps the file's history, to be confirmed and rated."


def show_standing(
    standing: Standing, ladder: Ladder, role: Role | None, *, is_kept: bool = True
) -> None:
    """Range bars in a terminal, a sentence a competency in a pipe."""
    against = f" against {role.title}" if role else ""
    heading(f"Where you stand{against}, as known on {wording.say_date(standing.as_of)}")
    if sys.stdout.isatty():
        draw_standing(standing, ladder)
    else:
        for estimate in standing.estimates:
            say(f"{estimate.name}: {wording.describe_estimate(estimate, ladder, role)}")
    if not any(e.view_count or e.evidence_count for e in standing.estimates):
        start = "the role you hold" if standing.held_role else "no role yet"
        say(f"Nothing is rated or confirmed: the ranges rest on {start} and are wide on purpose.")
        say("`headway assess` takes minutes." if is_kept else IMPORT_FIRST)


def tell_calibration(in_use: CalibrationInUse | None, *, beside: bool = False) -> None:
    """Which calibration counts, if not the shipped one; `beside` the result, where that is a document."""
    if in_use:
        tell = note if beside else say
        tell(severity_words.describe_calibration_in_use(in_use))


def show_gap(gap: GapReport, *, is_whole: bool = True, is_kept: bool = True) -> None:
    """What matters most, then (if whole) every expectation."""
    heading(f"What is missing for {gap.role_title}")
    by_slug = {expectation.slug: expectation for expectation in gap.expectations}
    if not gap.top:
        say("Every expectation of this role is shown.")
    for number, slug in enumerate(gap.top, 1):
        expectation = by_slug[slug]
        say(f"{number}. {expectation.text}: {wording.describe_gap(expectation)}")
    if gap.draft_count:
        waiting = wording.count_of(
            gap.draft_count, "draft of evidence waits", "drafts of evidence wait"
        )
        say(f"{waiting} for your word{': `headway evidence list --drafts`' if is_kept else ''}.")
    if is_whole:
        heading("Every expectation")
        for expectation in gap.expectations:
            say(f"[{expectation.state}] {expectation.text}: {wording.describe_gap(expectation)}")
    if is_whole and gap.set_aside:
        heading("Not applicable, as you said")
        for aside in gap.set_aside:
            say(f"{packet_words.say_set_aside(aside)}: {aside.reason}")


def show_plan(plan: Plan, ladder: Ladder) -> None:
    """What to do and when, what it takes and may add, what binds, and that it is no promise."""
    until = wording.say_date(plan.planned_until or plan.wish.by)
    heading(f"Plan towards {plan.target_title} by {until}")
    if plan.held_role and _stage(ladder, plan.wish.target_role) < _stage(ladder, plan.held_role):
        say(f"{plan.target_title} comes before the role you hold; little of it should be missing.")
    say(wording.describe_plan(plan))
    for number, item in enumerate(plan.items, 1):
        say()
        say(f"{number}. {item.title}")
        say(f"   {wording.describe_planned_item(item)}")
        say_all(map(wording.describe_gain, wording.gains_worth_telling(item)), prefix="   ")
        for slug in item.gives_experiences:
            say(f"   Gives an experience asked for: {ladder.experience(slug).text}")
        if item.worked_if:
            say(f"   It worked if: {item.worked_if}")
    _show_outlook(plan)
    say()
    say_all(map(wording.describe_note, plan.notes), prefix="")
    say_all(wording.describe_limits(plan), prefix="")
    if plan.missing_experiences:
        say("Experiences the role asks for that nothing in the plan gives:")
        say_all(ladder.experience(slug).text for slug in plan.missing_experiences)
    _show_left_out(plan)
    say(wording.NO_PROMISE)


def _stage(ladder: Ladder, role: str) -> int:
    return get_args(Stage).index(ladder.role(role).stage)


def _show_outlook(plan: Plan) -> None:
    rising = [o for o in plan.outlook if living_words.is_told_to_move(o)]
    if rising:
        heading("What it may change")
        say(living_words.describe_bars(plan))
    elif plan.items:
        say()
        say("It gives experience; no level asked for is expected to rise by it.")
    for outlook in rising:
        now, after = (wording.say_chance(c) for c in (outlook.chance_now, outlook.chance_after))
        low, high = (round(100 * chance) for chance in outlook.chance_after_range)
        say(f"- {outlook.name}: {now} today, {after} after it (between {low} and {high})")
    if rising and plan.promise:
        say(living_words.describe_promise(plan.promise))


def _show_left_out(plan: Plan) -> None:
    if plan.left_out:
        others = wording.count_of(len(plan.left_out), "opportunity", "opportunities")
        say(f"{others} could not be considered within these limits; --json says why for each.")


def show_progress(progress: Progress, ladder: Ladder) -> None:
    """Steps, then estimates that moved, then what was added."""
    since, until = (wording.say_date(day) for day in (progress.since, progress.as_of))
    heading(f"From {since} to {until}")
    if progress.plan_adopted_on is None:
        say("No plan is adopted yet: `headway plan --adopt` keeps one to compare with.")
    say_all(wording.describe_step(step) for step in progress.steps)
    if progress.quarters:
        heading("Plan and facts")
    for quarter, levels in living_words.describe_quarters(progress.quarters):
        say(f"- {quarter}")
        say_all(levels, prefix="    ")
    if progress.movements:
        heading("Levels with new views or evidence")
        say_all(wording.describe_movement(m, ladder) for m in progress.movements)
    views = wording.count_of(progress.new_view_count, "new rating form")
    pieces = wording.count_of(len(progress.new_evidence), "piece of evidence", "pieces of evidence")
    say()
    say(f"Added: {views}, {pieces}, {wording.say_hours(progress.hours)} told.")


def show_packet_summary(packet: Packet) -> None:
    """How much of a packet is filled."""
    heading(f"Packet for {packet.role_title}")
    without = [line for line in packet.lines if not line.evidence]
    count = wording.count_of(len(packet.lines), "expectation")
    say(f"{packet.proven_count} of {count} have evidence. Nothing yet for, among others:")
    say_all(wording.describe_line(line) for line in without[:5])
