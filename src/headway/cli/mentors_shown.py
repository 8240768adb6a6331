"""How the commands about guidance show it: who could help, one mentoring, the letter to send."""

from typing import TYPE_CHECKING

from headway.cli.session import Session
from headway.cli.terminal import heading, say, say_all
from headway.core.people import Mentoring
from headway.core.profile import About

if TYPE_CHECKING:
    from headway.core.mentoring import MentoringNow
    from headway.core.mentors import MentorReport

# The gaps that matter most are told in full, those with nobody in sight in a line.
MOST_IN_FULL = 3


def say_review(found: "MentorReport", session: Session) -> None:
    """Who could help with what is missing, whom one asked, and whom one mentors."""
    if not found.role:
        say(
            "Say which role you want, with --target or `headway profile --target`, to see who could help."
        )
    _say_gaps(found, session)
    _say_mentorings(found)


def _say_gaps(found: "MentorReport", session: Session) -> None:
    from headway.core.mentors import is_in_sight
    from headway.core.wording import people as words

    whole = [each for n, each in enumerate(found.gaps) if n < MOST_IN_FULL or is_in_sight(each)]
    for each in whole:
        heading(f"{each.text}: {each.expected_level_name} is asked for, {each.state}")
        if each.in_hand:
            say("You have asked about it, or somebody guides you; see below.")
        for mentor in each.mentors:
            say(f"- {mentor.name}: {words.describe_mentor(mentor, each.text, session.ladder)}")
        if not each.mentors:
            say("Nobody you noted: headway network change NAME --strong-in SLUG, or meet somebody.")
    rest = [each for each in found.gaps if each not in whole]
    if rest:
        heading("For the other gaps")
        say_all(words.describe_help_in_short(each) for each in rest if each.mentors)
    if alone := [each.text for each in rest if not each.mentors]:
        say(f"Nobody you noted: {', '.join(alone)}.")


def _say_mentorings(found: "MentorReport") -> None:
    from headway.core.wording import people as words

    instead = {each.mentoring: each.mentor.name for each in found.instead}
    if found.mentorings:
        heading("Whom you asked")
    for now in found.mentorings:
        name = instead.get(now.mentoring.key)
        say(f"- {now.name}, {now.mentoring.ask}: {words.describe_state(now)}")
        if name:
            say(f"  Perhaps ask {name} instead.")
    heading("Whom you mentor")
    say(words.describe_capacity(found.capacity))
    for now in found.mentees:
        say(f"- {now.name}, {now.mentoring.ask}: {words.describe_state(now)}")
        goals = (kept.item for kept in now.asked.items if kept.item.kind == "goal")
        say_all((words.describe_item(goal, now.name) for goal in goals), prefix="    Goal. ")


def say_mentoring(now: "MentoringNow", session: Session) -> None:
    """Where one mentoring stands, what was agreed, and the letters to send."""
    from headway.core.wording import people as words

    heading(f"{now.name}: {now.mentoring.ask}")
    say(words.describe_state(now))
    for turned in now.asked.turns:
        say(f"- {str(turned.fact)[:8]} {turned.on} {words.describe_entry(turned.turn)}")
    for kept in now.asked.items:
        say(f"- {str(kept.fact)[:8]} {words.describe_item(kept.item, now.name)}")
    for dated in now.asked.sessions:
        say(f"- {str(dated.fact)[:8]} {dated.on} {'; '.join(words.describe_touch(dated.touch))}")
    if now.state == "asked" and now.mentoring.side == "mentee":
        say_letter(now.mentoring, now.name, session)
    if now.asked.sessions and not now.is_thanked and now.mentoring.side == "mentee":
        heading("To thank them")
        say(words.draft_thanks(now, own=_own_name(session)))


def say_letter(body: Mentoring, name: str, session: Session) -> None:
    """The letter that asks for guidance, to be sent as one likes."""
    from headway.core.wording.ladder import name_competency
    from headway.core.wording.people import draft_request

    heading(f"To send to {name}, as you like it")
    about = name_competency(body.competency, session.ladder) if body.competency else ""
    letter = draft_request(
        name=name, ask=body.ask, answer_by=body.answer_by, competency=about, own=_own_name(session)
    )
    for line in letter.splitlines():
        say(line)


def _own_name(session: Session) -> str:
    about = session.dossier.known_by(session.as_of).latest(About)
    return about.name if about else ""
