"""The evidence of a dossier, newest first, sifted by its words, its competency and what it still lacks."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from headway.core.dossier import Dossier, Fact
from headway.core.errors import InvalidInputError
from headway.core.evidence import EvidenceItem

# Drafts; without a competency; with one but no level; own word only; somebody else's too; with a file.
Which = Literal["", "drafts", "untagged", "no-level", "own-word", "seen", "files"]


@dataclass(frozen=True, kw_only=True)
class EvidenceSieve:
    """What is to be listed; everything, unless told otherwise.

    Every word of `words` must stand somewhere in the text, the names of who saw it, of its files or in its
    link, in any case, with or without accents. `competency` is a slug of the ladder.
    """

    words: str = ""
    competency: str = ""
    which: Which = ""

    @property
    def is_open(self) -> bool:
        """Whether it lets everything through."""
        return self == EvidenceSieve()


def check_which(word: str) -> Which:
    """`word` if it names a part of the evidence; raises InvalidInputError naming those there are."""
    known: tuple[Which, ...] = get_args(Which)
    for each in known:
        if each == word:
            return each
    raise InvalidInputError(f"'{word}' is none of them; say {', '.join(filter(None, known))}.")


def list_evidence(known: Dossier, sieve: EvidenceSieve) -> tuple[tuple[Fact, EvidenceItem], ...]:
    """The evidence that `sieve` lets through, newest happening first; `known` is of one day."""
    words = tuple(_fold(sieve.words).split())
    found = [
        (fact, item)
        for fact, item in known.each(EvidenceItem)
        if _is_of(item, sieve.which)
        and (not sieve.competency or any(t.competency == sieve.competency for t in item.tags))
        and (not words or _has_words(item, words))
    ]
    return tuple(reversed(found))


def _is_of(item: EvidenceItem, which: Which) -> bool:
    if which == "drafts":
        return item.is_draft
    if which == "untagged":
        return not item.tags
    if which == "no-level":
        return bool(item.tags) and all(tag.level is None for tag in item.tags)
    if which == "own-word":
        return item.support == "claimed"
    if which == "seen":
        return item.support != "claimed"
    return which != "files" or bool(item.files)


def _has_words(item: EvidenceItem, words: tuple[str, ...]) -> bool:
    text = _fold(" ".join(_texts(item)))
    return all(word in text for word in words)


def _texts(item: EvidenceItem) -> Iterator[str]:
    yield item.text
    yield from item.corroborated_by
    yield from (file.name for file in item.files)
    yield item.link


def _fold(text: str) -> str:
    """`text` without case and accents."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
