"""What is asked of people without Headway, and what comes back: signed answer by answer."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast, get_args
from uuid import UUID

from headway.core.errors import InvalidInputError
from headway.core.ratings import BehaviourAnswer, RatingForm, RatingSource

EvidenceWord = Literal["as told", "partly so", "not so", "can't say"]
# Whoever sees somebody at work may be unable to say; that an act does not apply is the person's to say.
ACT_WORDS: tuple[BehaviourAnswer, ...] = ("seen", "partly", "not seen", "can't say")
EVIDENCE_WORDS: tuple[EvidenceWord, ...] = get_args(EvidenceWord)
MOST_ACTS, MOST_EVIDENCE = 12, 3
LONGEST_NOTE = 2000
# Sixty bits: nobody guesses one, and twelve fit into a mail.
SIGN_LENGTH = 12
# A hundred and sixty: half of what HMAC-SHA-256 gives, the least that RFC 2104 (section 5) advises, and more.
LINK_BYTES = 20


@dataclass(frozen=True, kw_only=True)
class Request:
    """Somebody was asked, until a day, about single acts and about pieces of evidence.

    `code` names the request in the form that is sent and in what comes back; `acts` are keys of
    behaviours of the ladder it was asked under, `evidence` the facts that are to be corroborated.
    """

    code: str
    name: str
    source: RatingSource
    until: date
    acts: tuple[str, ...] = ()
    evidence: tuple[UUID, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What came back to a request beside the rating form: a word on each piece of evidence.

    The note stands in the rating form, or here where there is none. `receipt` is what the form showed
    to whoever answered, so that both can compare.
    """

    request: str
    on_evidence: dict[str, EvidenceWord] = field(default_factory=dict)
    note: str = ""
    receipt: str = ""


@dataclass(frozen=True, kw_only=True)
class AskedText:
    """What a request asks, in words: `acts` and `evidence` in its order."""

    asker: str
    acts: tuple[str, ...]
    evidence: tuple[tuple[date, str], ...]


@dataclass(frozen=True, kw_only=True)
class ReplyText:
    """A reply as it was read from a file or a mail, not yet checked."""

    code: str
    signs: tuple[str, ...]
    note: str = ""
    note_sign: str = ""


@dataclass(frozen=True, kw_only=True)
class AnsweredRequest:
    """A reply whose every sign is right: the answers, as the form of ratings and the word on evidence."""

    form: RatingForm | None
    reply: Reply


def find_key(secret: str, code: str) -> bytes:
    """The key of one request, from the secret of the installation, which never leaves it."""
    return hmac.digest(secret.encode(), f"headway request {code}".encode(), "sha256")


def find_link_letters(secret: str, code: str) -> str:
    """The 32 letters that end a request's private link: HMAC-SHA-256, cut, in base32 (RFC 4648).

    They come from the secret of the installation, so that they are kept nowhere and no fact tells them.
    """
    whole = hmac.digest(secret.encode(), f"headway link {code}".encode(), "sha256")
    return base64.b32encode(whole[:LINK_BYTES]).decode().lower()


def find_note_key(key: bytes) -> bytes:
    """What the form itself signs a note with."""
    return hmac.digest(key, b"note", "sha256")


def sign(key: bytes, place: int, word: str) -> str:
    """What stands for the answer `word` to the question at `place`: nobody without the form knows it.

    HMAC-SHA-256 (RFC 2104), cut to sixty bits (its section 5), in the letters of base32 (RFC 4648).
    """
    whole = hmac.digest(key, f"{place} {word}".encode(), "sha256")
    return base64.b32encode(whole)[:SIGN_LENGTH].decode().lower()


def sign_note(key: bytes, signs: tuple[str, ...], note: str) -> str:
    """What the form writes beneath a note: the note and the answers belong together."""
    message = f"{' '.join(signs)}\n{note}".encode()
    whole = hmac.digest(find_note_key(key), message, "sha256")
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")


def find_receipt(text: ReplyText) -> str:
    """Eight letters that whoever answered is shown too: another answer has others."""
    message = f"{text.code} {' '.join(text.signs)}\n{text.note}".encode()
    letters = base64.b32encode(hashlib.sha256(message).digest()).decode()
    return f"{letters[:4]}-{letters[4:8]}"


def words_at(request: Request) -> Iterator[tuple[str, ...]]:
    """For each question of the request, in the form's order, the words that may answer it."""
    yield from (ACT_WORDS for _ in request.acts)
    yield from (EVIDENCE_WORDS for _ in request.evidence)


def check_reply(request: Request, text: ReplyText, key: bytes) -> AnsweredRequest:
    """What `text` says, if it is an answer to `request` and nothing in it was changed.

    Raises InvalidInputError for an answer that was altered, cut short or put together from others.
    """
    words = list(_read_words(request, text, key))
    if text.note and not hmac.compare_digest(text.note_sign, sign_note(key, text.signs, text.note)):
        raise InvalidInputError(
            "The note in this answer is not the one that was written: it was changed on its way. "
            f"Ask {request.name} to send the answer once more."
        )
    acts = dict(zip(request.acts, words, strict=False))
    told = dict(zip(map(str, request.evidence), words[len(request.acts) :], strict=True))
    return AnsweredRequest(
        form=_to_form(request, text, cast("dict[str, BehaviourAnswer]", acts)) if acts else None,
        reply=Reply(
            request=request.code,
            on_evidence=cast("dict[str, EvidenceWord]", told),
            note="" if acts else text.note,
            receipt=find_receipt(text),
        ),
    )


def _read_words(request: Request, text: ReplyText, key: bytes) -> Iterator[str]:
    questions = list(words_at(request))
    if len(text.signs) > len(questions):
        raise InvalidInputError(
            f"This answer has {len(text.signs)} parts for {len(questions)} questions: the program in which "
            "the form was opened could not tell what was chosen from what was not. Ask "
            f"{request.name} to open it in a browser."
        )
    if len(text.signs) < len(questions):
        raise InvalidInputError(
            f"This answer has {len(text.signs)} of {len(questions)} parts: some were lost on the way. "
            "Copy the whole of it, from HEADWAY-ANSWER to END."
        )
    for place, (words, given) in enumerate(zip(questions, text.signs, strict=True)):
        found = [word for word in words if hmac.compare_digest(sign(key, place, word), given)]
        if not found:
            raise InvalidInputError(
                f"Part {place + 1} of this answer is none that the form gives: it was changed, or the "
                f"form was made by another Headway. Ask {request.name} to send it once more."
            )
        yield found[0]


def _to_form(request: Request, text: ReplyText, answers: dict[str, BehaviourAnswer]) -> RatingForm:
    return RatingForm(
        rater=request.name,
        source=request.source,
        answers=answers,
        note=text.note,
        request=request.code,
    )
