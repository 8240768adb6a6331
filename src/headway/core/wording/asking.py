"""What is said about asking others: what is out, what came back, and the mails that are drafted."""

from datetime import date

from headway.core.asking import RequestNow
from headway.core.requests import Reply, Request
from headway.core.wording import count_of, say_date

WHO_WILL_SEE = (
    "Their answers are kept under their name, in your file; the form says so before they answer. "
    "Nothing is sent by Headway: you send the form, and put in what comes back."
)
WHO_WILL_SEE_AT_LINK = (
    "Their answers are kept under their name, in your file; the form says so before they answer. "
    "Nothing is sent by Headway: you send the link or the form. What is answered at the link arrives by "
    "itself; what comes back to the form you put in."
)
NOT_FOR_OTHERS = (
    "A private link would spare them the file: `headway serve --for-others ADDRESS` answers it, for as "
    "long as it runs."
)


def say_who_will_see(link: str) -> str:
    """What whoever asks should know; `link` is the private link, "" where there is none now."""
    return WHO_WILL_SEE_AT_LINK if link else WHO_WILL_SEE


def describe_request(told: RequestNow) -> str:
    """Who was asked about what, and where that stands."""
    request = told.request
    whom = f"{request.name} ({request.source})"
    asked = f"{whom}, asked on {say_date(told.asked_on)} about {say_asked(request)}"
    if told.replied_on and told.reply:
        return f"{asked}: answered, taken in on {say_date(told.replied_on)} (receipt {told.reply.receipt})."
    if told.state == "expired":
        return f"{asked}: no answer by {say_date(request.until)}."
    return f"{asked}: out until {say_date(request.until)}."


def describe_new_answer(told: RequestNow) -> str:
    """Who answered, for the week in which that is new."""
    return f"{told.request.name} answered what you asked"


def say_asked(request: Request) -> str:
    """How much a request asks about."""
    parts = []
    if request.acts:
        parts.append(count_of(len(request.acts), "act"))
    if request.evidence:
        parts.append(count_of(len(request.evidence), "piece of evidence", "pieces of evidence"))
    return " and ".join(parts)


def describe_taken(request: Request, reply: Reply, *, is_new: bool) -> str:
    """What came of putting in an answer."""
    if not is_new:
        return f"This answer of {request.name} was taken in before; it counts once."
    told = [word for word in reply.on_evidence.values() if word == "as told"]
    corroborates = (
        f" {request.name} corroborates {count_of(len(told), 'piece of evidence', 'pieces of evidence')}."
        if told
        else ""
    )
    acts = f" {count_of(len(request.acts), 'act')} answered." if request.acts else ""
    return (
        f"Taken in: the answer of {request.name}, unchanged since it was given (receipt {reply.receipt})."
        f"{acts}{corroborates}"
    )


def draft_mail(request: Request, asker: str, link: str = "") -> tuple[str, str]:
    """The subject and the text of the mail that goes with the form, or carries its private link.

    The person sends it, or doesn't.
    """
    which = "page at this link" if link else "attached page"
    how = (
        f"Open it in any browser, on a phone too; your answer comes to me when you press Send.\n\n{link}"
        if link
        else "Open it in any browser, on a phone too; it sends nothing by itself. Your answer "
        "stands at its end: copy it into your reply."
    )
    text = (
        f"Hello {request.name},\n\n"
        f"would you tell me how you see my work? The {which} asks about {say_asked(request)} and takes "
        f"about two minutes. {how}\n\n"
        "I will see your answers under your name and may show them to others, for instance for a promotion. "
        "Leave out whatever you can't or don't want to say, or simply don't answer.\n\n"
        f"It can be answered until {say_date(request.until)}.\n\n"
        f"Thank you\n{asker}"
    )
    return "How do you see my work?", text.rstrip()


def draft_reminder(request: Request, asker: str, as_of: date, link: str = "") -> tuple[str, str]:
    """The subject and the text of a reminder; it is drafted, never sent unasked."""
    where = f"It is still here:\n\n{link}\n\n" if link else ""
    days = (request.until - as_of).days
    left = "today" if days == 0 else f"in {count_of(days, 'day')}"
    text = (
        f"Hello {request.name},\n\n"
        f"a while ago I asked how you see my work. The page can be answered until {say_date(request.until)}, "
        f"so it closes {left}. If you have no time or would rather not, that is fine: no answer needed.\n\n"
        f"{where}Thank you\n{asker}"
    )
    return "A reminder: how do you see my work?", text.rstrip()
