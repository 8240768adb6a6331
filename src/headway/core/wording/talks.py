"""What is said about talks and publications."""

from headway.core.talks import Talk, TalkKind, TalkStep
from headway.core.wording import say_date

KINDS: dict[TalkKind, str] = {"conference-talk": "Talk", "publishing": "Publication"}


def name_kind(talk: Talk) -> str:
    """Which kind it is, and where."""
    is_talk = talk.kind == "conference-talk"
    where = f" {'at' if is_talk else 'in'} {talk.where}" if talk.where else ""
    return f"{KINDS[talk.kind]}{where}"


def describe_talk(talk: Talk) -> str:
    """Which kind it is, where, and when it is or was."""
    if talk.held_on:
        return f"{name_kind(talk)}, on {say_date(talk.held_on)}"
    return f"{name_kind(talk)}, planned for {say_date(talk.on)}"


def describe_step(step: TalkStep) -> str:
    """A step with its day, or the day on which it was done."""
    if step.done_on:
        return f"{step.text}: done on {say_date(step.done_on)}"
    return f"{step.text}, by {say_date(step.due_on)}"
