"""A request as one HTML file for a mail program's viewer, and the answer that comes back as text."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes, policy
from email.message import Message
from functools import cache
from html import escape, unescape
from importlib import resources
from string import Template

from headway.core.errors import InvalidInputError
from headway.core.requests import (
    LONGEST_NOTE,
    AskedText,
    ReplyText,
    Request,
    find_note_key,
    sign,
    words_at,
)
from headway.core.wording import say_date

MOST_CHARACTERS = 200_000
# Quoting marks, and what mail programs put at the ends of the lines they break.
QUOTED = re.compile(r"^[ \t]*(?:[>|][ \t]*)+", re.MULTILINE)
SOFT_BREAK = re.compile(r"=\r?\n")
# Spaces that don't show, a mark of byte order among them.
UNSEEN = re.compile("[\u00a0\u00ad\u200b-\u200d\u2060\ufeff]")
TAG = re.compile(r"<[^>]*>")
# A program may set another dash, and people put a full stop or a quotation mark after the end.
ANSWER = re.compile(
    r"HEADWAY[-\u2010-\u2015]ANSWER\s+(.*?)\s+END(?![\w-])", re.DOTALL | re.IGNORECASE
)
MISSING = "Choose one; \u201cI can't say\u201d is an answer, too."
LABELS = {
    "seen": "I saw this",
    "partly": "Partly",
    "not seen": "I would have seen it, and did not",
    "can't say": "I can't say",
    "as told": "It was as told",
    "partly so": "Partly so",
    "not so": "It was not so",
}


def write(request: Request, text: AskedText, key: bytes) -> bytes:
    """The form as an HTML page in UTF-8 that loads nothing; `key` is the request's own.

    Each answer has a sign of its own, and the signs that are chosen show at the end of the page by its
    style alone, so that it works where scripts don't run. The page's content-security policy lets
    nothing run or load but the page's own script and style.
    """
    style = "\n".join([find_part("request_form.css"), *_shown_signs(request)])
    script = find_part("request_form.js")
    page = Template(find_part("request_form.html")).substitute(
        policy=f"default-src 'none'; script-src {find_digest(script)}; style-src {find_digest(style)}",
        style=style,
        script=script,
        opening=write_opening(request, text),
        asker=escape(say_asker(text)),
        until=say_date(request.until),
        code=escape(request.code),
        note_key=_in_base64(find_note_key(key)),
        questions="".join(write_questions(request, text, key)),
        longest_note=LONGEST_NOTE,
        signs="".join(_signs(request, key)),
    )
    return f"{page}\n".encode()


def say_asker(text: AskedText) -> str:
    """Who asks, as the form names them."""
    return text.asker or "Somebody"


def write_opening(request: Request, text: AskedText) -> str:
    """What every form says before its first question: who asks, until when, who will see the answer."""
    return Template(find_part("request_opening.html")).substitute(
        asker=escape(say_asker(text)),
        who=escape(request.name),
        until=say_date(request.until),
        note=f"<p>{escape(request.note)}</p>" if request.note else "",
    )


def write_questions(
    request: Request, text: AskedText, key: bytes, chosen: Mapping[int, str] | None = None
) -> Iterator[str]:
    """Each question with the words that answer it; `chosen` are the signs to be marked, by place.

    Where nothing is said of what is chosen, "I can't say" is; where a place is missing from it, the
    question says that it wants an answer.
    """
    headings = {0: "In the last year, did you see this?", len(request.acts): "Was it as told here?"}
    for place, (words, what) in enumerate(zip(words_at(request), say_asked(text), strict=True)):
        if place in (0, len(request.acts)):
            yield f"<h2>{headings[place]}</h2>\n"
        # What nobody touches says "I can't say": an answer always has all its parts.
        marked = sign(key, place, words[-1]) if chosen is None else chosen.get(place, "")
        trouble = "" if marked else f'<p class="wrong">{MISSING}</p>'
        choices = "".join(_choices(place, words, key, marked))
        answers = f'{trouble}<div class="words">{choices}</div>'
        yield f"<fieldset><legend>{escape(what)}</legend>{answers}</fieldset>\n"


def say_asked(text: AskedText) -> list[str]:
    """What is asked about, question by question."""
    return [*text.acts, *(f"{say_date(day)}: {what}" for day, what in text.evidence)]


def find_digest(text: str) -> str:
    """The name under which a content-security policy lets this very style or script through."""
    return f"'sha256-{_in_base64(hashlib.sha256(text.encode()).digest())}'"


@cache
def find_part(name: str) -> str:
    """The text of a file beside the built-in data."""
    return resources.files("headway.data").joinpath(name).read_text(encoding="utf-8").strip()


def read(text: str) -> ReplyText:
    """The answer within `text`, which may be a mail that quotes and breaks it; raises InvalidInputError."""
    if len(text) > MOST_CHARACTERS:
        raise InvalidInputError(
            "This is far more text than an answer has; paste the part from HEADWAY-ANSWER to END."
        )
    plain = QUOTED.sub("", UNSEEN.sub("", SOFT_BREAK.sub("", text)))
    found = {" ".join(each.split()) for each in ANSWER.findall(plain)}
    if not found:
        raise InvalidInputError(
            "There is no answer in this text. It begins with HEADWAY-ANSWER and ends with END: copy both."
        )
    if len(found) > 1:
        raise InvalidInputError("There is more than one answer in this text; take one at a time.")
    return _take_apart(found.pop().split(" "))


def read_file(content: bytes) -> ReplyText:
    """The answer within a file: the text that the form saves, or a whole mail (RFC 5322)."""
    mail = message_from_bytes(content, policy=policy.default)
    if "content-type" not in mail:
        return read(_decode(content))
    plain, other = ("\n".join(_texts(mail, is_plain=is_plain)) for is_plain in (True, False))
    # Of two forms of one text the plain one; a list's plain footer may stand beside a letter that is none.
    return read(plain if ANSWER.search(plain) or not other else other)


def _texts(mail: Message, *, is_plain: bool) -> Iterator[str]:
    """The texts of a mail, attached files among them: the plain ones, or the pages without their tags."""
    for part in mail.walk():
        kind, name = part.get_content_type(), part.get_filename() or ""
        # Some programs send a saved answer as a file of no kind in particular.
        is_saved = kind == "application/octet-stream" and name.lower().endswith(".txt")
        if not (kind == "text/plain" or is_saved if is_plain else kind == "text/html"):
            continue
        content = part.get_payload(decode=True)
        text = _decode(content if isinstance(content, bytes) else b"")
        yield text if is_plain else unescape(TAG.sub(" ", text))


def _decode(content: bytes) -> str:
    """What matters are plain letters: a wrong guess at the rest changes nothing."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return content.decode(encoding, errors="replace")


def _take_apart(words: list[str]) -> ReplyText:
    marks = [word.upper() for word in words]
    note_at = marks.index("NOTE") if "NOTE" in marks else len(words)
    sign_at = marks.index("SIGNED", note_at) if "SIGNED" in marks[note_at:] else len(words)
    return ReplyText(
        code=words[0].lower(),
        signs=tuple(word.lower() for word in words[1:note_at]),
        note=_unpack("".join(words[note_at + 1 : sign_at]).replace(".", "")),
        note_sign="".join(words[sign_at + 1 :]),
    )


def _unpack(packed: str) -> str:
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4), b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise InvalidInputError(
            "The note in this answer was damaged on its way; ask for the answer once more."
        ) from None


def _choices(place: int, words: tuple[str, ...], key: bytes, marked: str) -> Iterator[str]:
    for number, word in enumerate(words):
        sign_ = sign(key, place, word)
        checked = " checked" if sign_ == marked else ""
        where = f'name="q{place}" id="q{place}-{number}"'
        yield f'<label><input type="radio" {where} value="{sign_}"{checked}> {LABELS[word]}</label>'


def _signs(request: Request, key: bytes) -> Iterator[str]:
    """Every sign there is; the style shows those that are chosen."""
    for place, words in enumerate(words_at(request)):
        for number, word in enumerate(words):
            yield f'<span class="sign s{place}-{number}">{sign(key, place, word)} </span>'


def _shown_signs(request: Request) -> Iterator[str]:
    for place, words in enumerate(words_at(request)):
        for number, _word in enumerate(words):
            yield f"body:has(#q{place}-{number}:checked) .s{place}-{number} {{ display: inline; }}"


def _in_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
