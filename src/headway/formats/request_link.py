"""A request as a page at a private link: its form, what a browser sends back, what it is told then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from html import escape
from string import Template
from urllib.parse import parse_qsl

from headway.core.requests import (
    LONGEST_NOTE,
    AskedText,
    Reply,
    ReplyText,
    Request,
    sign,
    sign_note,
    words_at,
)
from headway.core.wording import count_of, say_date
from headway.formats.request_form import (
    LABELS,
    find_digest,
    find_part,
    say_asked,
    say_asker,
    write_opening,
    write_questions,
)

# Fifteen questions, a note, and what a browser may add of its own.
MOST_FIELDS = 40
ALL_LEFT = (
    "You left every question at \u201cI can't say\u201d and wrote nothing. If that is your answer, "
    "press Send once more."
)
SURE = '<input type="hidden" name="sure" value="yes">\n'
NOT_KEPT = "It could not be kept just now. Press Send once more."


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What a browser sent: the sign chosen at each place, the note, and whether it was asked to be sure."""

    chosen: Mapping[int, str] = field(default_factory=dict)
    note: str = ""
    is_sure: bool = False


def read(content: bytes, request: Request, key: bytes) -> Sent:
    """What `content` says, form-encoded as browsers send it; nothing is chosen where it is no such form.

    A sign that the form does not have at its place counts as none.
    """
    try:
        text = content.decode("utf-8", errors="replace")
        pairs = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        pairs = {}
    chosen = {
        place: pairs[f"q{place}"]
        for place, words in enumerate(words_at(request))
        if pairs.get(f"q{place}") in {sign(key, place, word) for word in words}
    }
    note = pairs.get("note", "").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return Sent(chosen=chosen, note=note.strip(), is_sure=pairs.get("sure") == "yes")


def find_trouble(sent: Sent, request: Request, key: bytes) -> str:
    """What keeps `sent` from being an answer, in a sentence; "" where nothing does."""
    questions = list(words_at(request))
    missing = len(questions) - len(sent.chosen)
    if missing:
        return f"Nothing was sent: {count_of(missing, 'question')} still without an answer."
    if len(sent.note) > LONGEST_NOTE:
        return "Nothing was sent: the note is too long."
    left = all(sent.chosen[p] == sign(key, p, words[-1]) for p, words in enumerate(questions))
    return ALL_LEFT if left and not sent.note and not sent.is_sure else ""


def to_reply(sent: Sent, request: Request, key: bytes) -> ReplyText:
    """`sent` as the reply that the form in a file writes; every place must have its sign."""
    signs = tuple(sent.chosen[place] for place, _words in enumerate(words_at(request)))
    note_sign = sign_note(key, signs, sent.note) if sent.note else ""
    return ReplyText(code=request.code, signs=signs, note=sent.note, note_sign=note_sign)


def write_form(
    request: Request, text: AskedText, key: bytes, sent: Sent | None = None, trouble: str = ""
) -> str:
    """The form; `sent` and `trouble` are what was sent before and why it was not taken."""
    is_too_long = sent is not None and len(sent.note) > LONGEST_NOTE
    content = Template(find_part("request_link_form.html")).substitute(
        _names(request, text),
        opening=write_opening(request, text),
        trouble="" if trouble == ALL_LEFT else _say_trouble(trouble),
        questions="".join(write_questions(request, text, key, sent.chosen if sent else None)),
        note_trouble=_say_too_long(sent.note) if sent and is_too_long else "",
        note_told=' aria-invalid="true" aria-describedby="note-wrong"' if is_too_long else "",
        note_text=escape(sent.note) if sent else "",
        longest_note=LONGEST_NOTE,
        sure=f"{_say_trouble(trouble)}{SURE}" if trouble == ALL_LEFT else "",
    )
    return _write_page(f"{escape(say_asker(text))} asks how you see their work", content)


def write_thanks(
    request: Request, text: AskedText, key: bytes, sent: Sent, receipt: str, *, is_new: bool = True
) -> str:
    """What whoever answered is told then: that it came, a copy of it, and how to take it back."""
    came = "Your answer is" if is_new else "This answer came before, and counts once. It is"
    content = Template(find_part("request_thanks.html")).substitute(
        _names(request, text),
        came=came,
        receipt=escape(receipt),
        copy=_write_copy(request, text, key, sent),
    )
    return _write_page("Thank you", content)


def write_answered(request: Request, text: AskedText, on: date, reply: Reply) -> str:
    """For whoever opens the link when an answer is kept; it does not say which."""
    content = Template(find_part("request_answered.html")).substitute(
        _names(request, text), on=say_date(on), receipt=escape(reply.receipt)
    )
    return _write_page("This was answered", content)


def write_ended() -> str:
    """For whoever opens a link that is over, whyever: it says nothing of whose it was."""
    return _write_page("This link has ended", find_part("request_ended.html"))


def add_not_taken(page: str, request: Request, text: AskedText, key: bytes, sent: Sent) -> str:
    """`page` with a copy of an answer that was not taken, so that nothing is lost that was written."""
    copy = _write_copy(request, text, key, sent)
    told = "<h2>What you sent just now was not kept</h2>\n<p>Here it is, to be copied.</p>"
    return page.replace("\n</main>", f"\n{told}\n{copy}\n</main>")


def find_policy() -> str:
    """The content-security policy of these pages: no script runs, nothing loads, the form goes home alone."""
    style = find_digest(find_part("request_form.css"))
    return (
        f"default-src 'none'; style-src {style}; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def _names(request: Request, text: AskedText) -> dict[str, str]:
    """What all these pages name."""
    return {
        "asker": escape(say_asker(text)),
        "who": escape(request.name),
        "until": say_date(request.until),
    }


def _say_trouble(trouble: str) -> str:
    """The sentence, at the place to which the form's own address leads."""
    return f'<p class="wrong" id="trouble" role="alert">{escape(trouble)}</p>\n' if trouble else ""


def _say_too_long(note: str) -> str:
    over = count_of(len(note) - LONGEST_NOTE, "character")
    return f'<p class="wrong" id="note-wrong">At most {LONGEST_NOTE} characters; this is {over} over.</p>\n'


def _write_copy(request: Request, text: AskedText, key: bytes, sent: Sent) -> str:
    told = [
        (
            what,
            next((LABELS[w] for w in words if sign(key, place, w) == sent.chosen.get(place)), ""),
        )
        for place, (words, what) in enumerate(zip(words_at(request), say_asked(text), strict=True))
    ]
    if sent.note:
        told.append(("Anything else?", sent.note))
    rows = "".join(f"<dt>{escape(what)}</dt><dd>{escape(word)}</dd>\n" for what, word in told)
    return f'<dl class="copy">\n{rows}</dl>'


def _write_page(title: str, content: str) -> str:
    return Template(find_part("request_link.html")).substitute(
        title=title, style=find_part("request_form.css"), content=content
    )
