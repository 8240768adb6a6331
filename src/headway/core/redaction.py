"""Names taken out of a text: found however they are written, replaced by a word in brackets."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from headway.core.errors import InvalidInputError

REDACTED = "redacted"
LONGEST_NAME = 100
# In a link even a part of a name tells; a shorter one stands within too many other words.
SHORTEST_TELLING_WORD = 4
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, kw_only=True)
class Redaction:
    """A name that nobody else is to read, and what stands in its place, in brackets."""

    name: str
    instead: str = REDACTED


Redactions = tuple[Redaction, ...]


def read_redaction(text: str) -> Redaction:
    """A name, and after an equals sign what is to stand for it: "Acme Ltd = a large customer"."""
    name, _, instead = (" ".join(part.split()) for part in text.partition("="))
    return Redaction(name=name, instead=instead.strip("[] ") or REDACTED)


def say_redaction(redaction: Redaction) -> str:
    """As `read_redaction` reads it."""
    if redaction.instead == REDACTED:
        return redaction.name
    return f"{redaction.name} = {redaction.instead}"


def check_redactions(redactions: Redactions) -> Redactions:
    """`redactions` if each can be found in a text and tells no name; raises InvalidInputError."""
    for one in redactions:
        if not _words(one.name):
            raise InvalidInputError(f"'{one.name}' has no letter or digit to look for.")
        if len(one.name) > LONGEST_NAME or len(one.instead) > LONGEST_NAME:
            raise InvalidInputError(
                f"'{one.name[:20]}...' is too long; a name, and what stands for it, has at most "
                f"{LONGEST_NAME} characters."
            )
        told = next((r.name for r in redactions if names_any(one.instead, (r,))), None)
        if told:
            raise InvalidInputError(
                f"'{one.instead}' would tell '{told}'; let another word stand for '{one.name}'."
            )
    return redactions


def redact(text: str, redactions: Redactions) -> str:
    """`text` with each name replaced by its word in brackets.

    A name is found in any case, with or without accents, and whatever stands between its words; as a
    whole word where its script parts words. Among names that overlap the longest is replaced.
    """
    if not redactions or not text:
        return text
    folded, places = _fold(text)
    parts, done = [], 0
    for found in _pattern(redactions).finditer(folded):
        start, end = places[found.start()], places[found.end() - 1] + 1
        while end < len(text) and _is_silent(text[end]):
            end += 1
        parts += [text[done:start], f"[{redactions[_number(found)].instead or REDACTED}]"]
        done = end
    return "".join([*parts, text[done:]])


def redact_link(link: str, redactions: Redactions) -> str:
    """`link`, or nothing if a word of a name stands in it, a longer one even within another word."""
    if not link:
        return link
    there = _words(unquote(link))
    bare = "".join(there)
    for one in redactions:
        words = _words(one.name)
        telling = [w for w in ("".join(words), *words) if len(w) >= SHORTEST_TELLING_WORD]
        if any(word in bare for word in telling) or set(words) & set(there):
            return ""
    return link


def names_any(text: str, redactions: Redactions) -> bool:
    """Whether `text` holds one of the names, as `redact` would find it."""
    return bool(redactions) and _pattern(redactions).search(_fold(text)[0]) is not None


def find_near_names(texts: Iterable[str], redactions: Redactions) -> tuple[str, ...]:
    """The words of redacted `texts` that a name is a part of, such as an inflected one; each once."""
    if not redactions:
        return ()
    cores = "|".join(_spell(one.name) for one in redactions)
    pattern = re.compile(rf"[^\W_]*(?:{cores})[^\W_]*")
    replaced = re.compile(
        "|".join(re.escape(f"[{one.instead or REDACTED}]") for one in redactions), re.IGNORECASE
    )
    found = (
        near[0] for text in texts for near in pattern.finditer(_fold(replaced.sub(" ", text))[0])
    )
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=64)
def _pattern(redactions: Redactions) -> re.Pattern[str]:
    """One group for each name, the longest first."""
    order = sorted(range(len(redactions)), key=lambda n: -len(redactions[n].name))
    return re.compile("|".join(f"(?P<n{n}>{_whole(redactions[n].name)})" for n in order))


def _number(found: re.Match[str]) -> int:
    return int((found.lastgroup or "n0")[1:])


def _whole(name: str) -> str:
    """A name as a whole word. A script without cases may not part words, or writes prefixes on them."""
    words = "".join(_words(name))
    before = r"(?<![^\W_])" if _parts_words(words[:1]) else ""
    after = r"(?![^\W_])" if _parts_words(words[-1:]) else ""
    return f"{before}{_spell(name)}{after}" if words else r"(?!)"


def _parts_words(sign: str) -> bool:
    return sign.isdigit() or sign.lower() != sign.upper()


def _spell(name: str) -> str:
    return r"[\W_]*".join(_words(name)) or r"(?!)"


def _words(text: str) -> list[str]:
    return _WORD.findall(_fold(text)[0])


def _fold(text: str) -> tuple[str, list[int] | range]:
    """`text` without case, accents and unseen signs, and where in `text` each of its signs stands."""
    if text.isascii():
        return text.lower(), range(len(text))
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        # Twice: what case folding makes of a sign may come apart again.
        for part in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign).casefold()):
            if not _is_silent(part):
                signs.append(part)
                places.append(place)
    return "".join(signs), places


def _is_silent(sign: str) -> bool:
    """An accent, or a sign that is not seen."""
    return unicodedata.category(sign) in ("Mn", "Me", "Cf")
