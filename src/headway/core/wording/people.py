"""How what concerns people reads in English: why somebody could help, what to ask, what is due."""

from collections.abc import Iterable
from datetime import date

from headway.core.agenda import AgendaEntry
from headway.core.due import Due
from headway.core.ladder import Ladder
from headway.core.mentoring import Capacity, MentoringNow, State
from headway.core.mentors import GapHelp, HowSure, PossibleMentor, Reason
from headway.core.network import CameOf, NamedTie, TieNow, Why
from headway.core.occasions import MembershipNow
from headway.core.people import (
    AgreedItem,
    Contact,
    Event,
    Membership,
    Mentoring,
    MentoringTurn,
    Touch,
)
from headway.core.wording import count_of, say_date

HOW_SURE: dict[HowSure, str] = {
    "seen": "seen",
    "said": "your own word",
    "role": "a guess from their role",
}
STATES: dict[State, str] = {
    "asked": "Asked",
    "agreed": "Agreed",
    "declined": "Declined",
    "expired": "No answer in time",
    "paused": "Paused",
    "ended": "Ended",
}
TIES = {
    "sponsor": "speaks up for you",
    "manager": "your manager",
    "report": "reports to you",
    "peer": "peer",
    "colleague": "colleague",
    "customer": "customer",
    "friend": "friend",
}
HOWS = {
    "met": "Met",
    "called": "Called",
    "wrote": "Wrote",
    "event": "Met at an event",
    "session": "Session",
}
OUTCOMES = {
    "introduction": "an introduction",
    "opportunity": "an opportunity",
    "collaboration": "a collaboration",
    "knowledge": "something learnt",
}
COUNTED = {
    "introduction": ("introduction", "introductions"),
    "opportunity": ("opportunity", "opportunities"),
    "collaboration": ("collaboration", "collaborations"),
    "knowledge": ("thing learnt", "things learnt"),
}
WANTED_TIES = {
    "sponsor": "Somebody who speaks up for you where you are not in the room",
    "holds the role": "Somebody who holds the role you want, or one above it",
    "peer elsewhere": "A peer in another organisation",
}
RENEWALS = {"running": "", "soon": "Renew soon", "overdue": "Renewal overdue", "ended": "Ended"}
NOBODY_KNOWS = "Names stay in your own record; nobody is told that you keep them here."


def describe_reason(reason: Reason, competency: str, ladder: Ladder) -> str:
    """Why somebody could help, and how sure that is."""
    if reason.how_sure == "seen":
        return f"Helped you with it before, last on {say_date(reason.on or date.min)}."
    if reason.how_sure == "said":
        return f"You noted that they are strong in {competency.lower()}; nobody has checked."
    role = next((each.title for each in ladder.roles if each.slug == reason.role), reason.role)
    level = ladder.level(reason.level or 0).name
    return f"Only a guess: {role} asks for {level}, and that is the role their title names."


def describe_mentor(mentor: PossibleMentor, competency: str, ladder: Ladder) -> str:
    """Somebody who could help: the reasons, then when you were last in touch.

    A guess is told only where there is nothing surer.
    """
    told = [r for r in mentor.reasons if r.how_sure != "role"] or mentor.reasons
    reasons = " ".join(describe_reason(r, competency, ladder) for r in told)
    return f"{reasons} {say_last(mentor.last_on)}"


def describe_help_in_short(gap: GapHelp) -> str:
    """A gap in a line: who could help, each with how sure that is; for one where somebody could."""
    named = (f"{m.name} ({HOW_SURE[m.reasons[0].how_sure]})" for m in gap.mentors)
    return f"{gap.text}, {gap.state}: {', '.join(named)}"


def say_last(last_on: date | None) -> str:
    """When one was last in touch."""
    return f"Last in touch on {say_date(last_on)}." if last_on else "No touch noted yet."


def describe_state(now: MentoringNow) -> str:
    """Where a mentoring stands and since when."""
    body = now.mentoring
    since = say_date(now.since)
    if now.state == "asked":
        whose = "You have" if body.side == "mentor" else f"{now.name} has"
        return f"Asked on {since}. {whose} until {say_date(body.answer_by)} to answer."
    if now.state == "expired":
        whose = "You gave no answer" if body.side == "mentor" else "No answer"
        return f"{whose} by {say_date(body.answer_by)}; the request has expired."
    preposition = "on" if now.state in ("declined", "ended") else "since"
    said = f"{STATES[now.state]} {preposition} {since}"
    is_running = now.state in ("agreed", "paused")
    until = f", until {say_date(now.until)}" if now.until and is_running else ""
    quiet = " Nothing was noted for six weeks, and no session is ahead." if now.is_quiet else ""
    return f"{said}{until}.{quiet}"


def describe_item(item: AgreedItem, name: str) -> str:
    """A goal or an action: whose it is, by when, and what came of it."""
    whose = "You" if item.whose == "me" else name
    by = f", by {say_date(item.due_on)}" if item.due_on else ""
    done = f". Done on {say_date(item.done_on)}" if item.done_on else ""
    came = f": {item.result}" if item.result else ""
    return f"{whose}: {item.text}{by}{done}{came}"


def describe_capacity(capacity: Capacity | None) -> str:
    """What one offers as a mentor."""
    if capacity is None:
        return "You have not said that you mentor anybody."
    taken = f"{count_of(capacity.taken, 'mentee')}, {count_of(capacity.places, 'place')}"
    if capacity.is_paused:
        until = f" until {say_date(capacity.paused_until)}" if capacity.paused_until else ""
        return f"Paused{until}. {taken[0].upper()}{taken[1:]}."
    free = count_of(capacity.free, "place is", "places are")
    return f"{free[0].upper()}{free[1:]} free: {taken}."


def draft_request(*, name: str, ask: str, answer_by: date, competency: str = "", own: str) -> str:
    """A letter that asks somebody for guidance: what, why them, how long, and that no is fine.

    `competency` is the name of what it is about, `own` who signs; an empty one leaves the line out.
    """
    first = name.split()[0] if name.split() else name
    about = f" I am working on {competency.lower()}, and I thought of you." if competency else ""
    lines = (
        f"Dear {first},",
        "",
        f"may I ask you for guidance?{about}",
        "",
        f"What I ask: {_sentence(ask)}",
        "",
        f"Could you tell me by {say_date(answer_by)} whether that is possible?",
        "If it is not, a short no is as welcome, and I will not ask again about this.",
        "",
        "I will prepare each conversation, note what we agree on, and tell you what came of it.",
        "We can pause or stop at any time.",
        "",
        "With many thanks",
        own,
    )
    return "\n".join(lines).rstrip() + "\n"


def draft_thanks(now: MentoringNow, *, own: str) -> str:
    """A letter of thanks that says what came of a mentoring."""
    first = now.name.split()[0] if now.name.split() else now.name
    done = [k.item for k in now.asked.items if k.item.done_on]
    came = [f"- {item.text}" + (f": {item.result}" if item.result else "") for item in done]
    told = ("What came of it:", *came, "") if came else ()
    met = _say_met(len(now.asked.sessions))
    lines = (
        f"Dear {first},",
        "",
        f"thank you{met}. You helped me with this: {_sentence(now.mentoring.ask)}",
        "",
        *told,
        "With many thanks",
        own,
    )
    return "\n".join(lines).rstrip() + "\n"


def describe_why(why: Why) -> str:
    """One reason to be in touch now."""
    on = say_date(why.on)
    if why.kind == "said":
        return f"You wanted to be in touch by {on}."
    if why.kind == "rhythm":
        return f"You want to be in touch every {why.every_days} days; that was due on {on}."
    if why.kind == "met":
        return f"You met at {why.name} on {on} and have not been in touch since."
    if why.kind == "tell back":
        brought = OUTCOMES[why.name]
        return f"They brought you {brought} on {on}; tell them what came of it."
    return f"Strong in {why.name.lower()}, one of the gaps that matter most; last heard on {on}."


def name_tie(tie: TieNow) -> str:
    """Whom a place in the network is for."""
    if tie.kind == "expert":
        return f"Somebody who could help with {tie.competency_name.lower()}"
    return WANTED_TIES[tie.kind]


def describe_tie(tie: TieNow) -> str:
    """Who fills a place in the network, or that nobody does."""
    if not tie.people:
        return "Nobody you know of."
    named = "; ".join(_name_with_doubt(person) for person in tie.people)
    return f"Perhaps {named}." if tie.is_lacking else f"{named}."


def describe_touch(touch: Touch) -> tuple[str, ...]:
    """What passed between: a sentence each for what it was about, given, received, and came of it."""
    lines = [touch.text] if touch.text else []
    lines += [f"You gave: {touch.gave}"] if touch.gave else []
    lines += [f"You received: {touch.received}"] if touch.received else []
    if touch.outcome:
        more = f": {touch.outcome_text}" if touch.outcome_text else ""
        lines.append(f"It brought {OUTCOMES[touch.outcome]}{more}")
    return tuple(lines)


def describe_entry(body: object) -> str:
    """One entry about people as lists of many kinds show it."""
    match body:
        case Contact():
            return body.name
        case Touch():
            return "; ".join(describe_touch(body)) or HOWS[body.how]
        case Event():
            return body.title
        case Membership():
            return body.association
        case Mentoring():
            return body.ask
        case MentoringTurn():
            return body.turn.capitalize()
        case AgreedItem():
            return body.text
        case _:
            raise TypeError("This is no entry about people.")


def describe_came_of(came_of: tuple[CameOf, ...]) -> str:
    """What the network brought in a year, and altogether."""
    counted = [
        count_of(one.last_year, *COUNTED[one.outcome])
        + (f" ({one.ever} ever)" if one.ever > one.last_year else "")
        for one in came_of
        if one.ever
    ]
    if not counted:
        return "Nothing is noted yet of what came of it."
    return f"In the last year: {', '.join(counted)}."


def describe_membership(now: MembershipNow) -> str:
    """When a membership is to be renewed."""
    body = now.membership
    if now.renewal == "ended":
        return f"Ended on {say_date(body.ended_on)}." if body.ended_on else "Ended."
    if body.renews_on is None:
        return "No renewal noted."
    opened = f"{RENEWALS[now.renewal]}: " if RENEWALS[now.renewal] else "Renews on "
    return f"{opened}{say_date(body.renews_on)}."


# What an entry is called where one of any kind may be meant, by the kinds of facts.
ENTRIES = {
    "about": "about you",
    "position": "a role held",
    "aim": "your aim",
    "evidence": "evidence",
    "completion": "a step done",
    "rating": "a rating",
    "vignettes": "answers on short stories",
    "adopted-plan": "a plan",
    "packet-draft": "your packet's words",
    "packet": "a closed packet",
    "set-aside": "what does not apply to you",
    "contact": "somebody you know",
    "touch": "being in touch",
    "event": "an event",
    "membership": "a membership",
    "mentoring": "a mentoring",
    "mentoring-turn": "a mentoring",
    "agreed-item": "a goal or an action",
    "mentor-capacity": "your places as a mentor",
    "opportunity": "your own opportunity",
    "request": "a request",
    "reply": "an answer to a request",
    "learning": "learning",
    "talk": "a talk",
    "feed": "a feed",
    "reading-note": "reading",
    "retraction": "a reason for taking back",
}


def name_entries(kinds: Iterable[str]) -> str:
    """What entries of those kinds are called: "evidence, a rating"."""
    return ", ".join(ENTRIES.get(kind, "an entry") for kind in kinds)


def describe_agenda_entry(entry: AgendaEntry) -> str:
    """One thing on a day, without the day."""
    return describe_due(entry.due) if entry.due else entry.step


def describe_due(due: Due) -> str:
    """One thing that is due, without its day."""
    said = {
        "action": f"{due.what} (agreed with {due.who})",
        "goal": f"Goal with {due.who}: {due.what}",
        "session": f"Session with {due.who}",
        "answer": f"Answer {due.who}, who asks for your guidance",
        "unanswered": f"{due.who} did not answer in time; perhaps ask somebody else",
        "quiet": f"Nothing heard in the mentoring with {due.who} for six weeks",
        "in touch": f"Be in touch with {due.who}",
        "event": due.what,
        "renewal": f"Renew {due.what}",
        "reply": f"Last day for {due.who} to answer your request",
        "certificate": f"The certificate {due.what} expires",
        "step": f"{due.what}: {due.who}",
        "talk": f"{due.what}, {due.who}" if due.who else due.what,
    }
    return said[due.kind]


def _name_with_doubt(person: NamedTie) -> str:
    doubt = [HOW_SURE["role"]] if person.how_sure == "role" else []
    doubt += ["not heard of for half a year"] if person.is_cold else []
    return f"{person.name} ({', '.join(doubt)})" if doubt else person.name


def _say_met(count: int) -> str:
    if not count:
        return ""
    return " for our conversation" if count == 1 else f" for our {count} conversations"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
