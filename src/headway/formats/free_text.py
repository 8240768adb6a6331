"""Text from other people's files: decoded by one rule, tidied, and split into statements."""

import codecs
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator

from headway.core.errors import UnreadableFileError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive (or an office document)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"{\\rtf", "a rich-text document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"<", "a web page or XML document"),
)
_LINE_BREAKS = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# These are tried on tidy lines only: on long runs of blanks such patterns take quadratic time.
_INLINE_BULLETS = re.compile(r"[•▪●◦‣■►➤✓✔]")
_LEADING_BULLET = re.compile(r"(?:[-–—*·+>]|\(?\d{1,2}[.)]) ")
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[\"'“‘(]?[A-ZÀ-ÖØ-Þ0-9])|(?<=[。！？；])(?=[^」』”）])")
# Chinese, Japanese and Thai put no blanks between words: there the signs are counted.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_ABBREVIATIONS = frozenset(
    {
        *("e.g.", "i.e.", "cf.", "vs.", "approx.", "no.", "st.", "a.m.", "p.m.", "u.s.", "u.k."),
        *("inc.", "ltd.", "co.", "corp.", "dept.", "mr.", "mrs.", "ms.", "dr.", "prof."),
        *("sr.", "jr.", "e.u."),
    }
)
# Tags that editors of résumés leave in a text: those that begin a line, and those that only dress it.
_BREAKING_TAG = re.compile(r"</?(?:br|p|div|ul|ol|li|h[1-6])(?: [^<>]{0,200})?/?>", re.IGNORECASE)
_DRESSING_TAG = re.compile(
    r"</?(?:a|b|i|u|em|strong|span|code|small|sub|sup|mark)(?: [^<>]{0,200})?>", re.IGNORECASE
)
_FEWEST_WORDS, _FEWEST_SIGNS = 3, 5
_LONGEST_WORD = 200


def decode(content: bytes, name: str) -> str:
    """`content` as text: UTF-8, or UTF-16 or UTF-32 where a byte order mark says so.

    Anything else is refused, since guessing an encoding would turn names into rubbish unnoticed.
    """
    encoding = next((e for mark, e in _BYTE_ORDER_MARKS if content.startswith(mark)), None)
    try:
        return content.decode(encoding or _unmarked_encoding(content)).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"{name} is not UTF-8 text (see byte {error.start + 1}); save it as UTF-8."
        ) from None


def _unmarked_encoding(content: bytes) -> str:
    # Text that opens with an ASCII sign shows by its zero bytes which width it has.
    opening = content[:2]
    if len(opening) == 2 and opening[1] == 0 != opening[0]:
        return "utf-16-le"
    return "utf-16-be" if len(opening) == 2 and opening[0] == 0 != opening[1] else "utf-8"


def name_kind(content: bytes) -> str:
    """What kind of file `content` plainly is ("a PDF document"), or "" if its opening says nothing."""
    opening = content[:64].removeprefix(codecs.BOM_UTF8).lstrip()
    return next((kind for start, kind in _KINDS if opening.startswith(start)), "")


def tidy(text: str) -> str:
    """`text` composed (NFC) on one line, without control characters and broken surrogates."""
    words = _CONTROLS.sub(" ", text).split()
    return " ".join(words if text.isascii() else map(_compose, words))


def _compose(word: str) -> str:
    # Python composes in quadratic time; a word as long as that is no word of any language.
    return unicodedata.normalize("NFC", word) if len(word) <= _LONGEST_WORD else word


def without_tags(text: str) -> str:
    """`text` without HTML: a new line where a tag begins one, and "&amp;" as the sign it stands for."""
    text = _DRESSING_TAG.sub("", _BREAKING_TAG.sub("\n", text)) if "<" in text else text
    return html.unescape(text) if "&" in text else text


def split_statements(text: str) -> tuple[str, ...]:
    """The bullets and sentences of a description; headings and scraps under three words are dropped."""
    pieces = (piece for line in _LINE_BREAKS.split(text) for piece in _split_line(tidy(line)))
    return tuple(p for p in map(tidy, pieces) if _is_statement(p))


def strip_bullet(text: str) -> str:
    """`text` tidied, without the mark of a list in front of it."""
    text = tidy(_INLINE_BULLETS.sub(" ", text))
    bullet = _LEADING_BULLET.match(text)
    return text[bullet.end() :] if bullet else text


def _split_line(line: str) -> Iterable[str]:
    if _INLINE_BULLETS.search(line):
        return _INLINE_BULLETS.split(line)
    if bullet := _LEADING_BULLET.match(line):
        return [line[bullet.end() :]]
    return _split_sentences(line)


def _split_sentences(line: str) -> Iterator[str]:
    sentence: list[str] = []
    for part in _SENTENCE_END.split(line):
        sentence.append(part)
        if not _ends_in_abbreviation(part):
            yield " ".join(sentence)
            sentence = []
    yield " ".join(sentence)


def _ends_in_abbreviation(part: str) -> bool:
    word = part[part.rfind(" ") + 1 :].lstrip("(\"'").casefold()
    return word in _ABBREVIATIONS or (len(word) == 2 and word[0].isalpha() and word[1] == ".")


def _is_statement(piece: str) -> bool:
    return not piece.endswith((":", "：")) and (
        len(piece.split()) >= _FEWEST_WORDS or len(_UNSPACED.findall(piece)) >= _FEWEST_SIGNS
    )


def is_mere_word(text: str) -> bool:
    """Whether tidy `text` is one word ("Kafka"), which tells of nothing that was done."""
    return " " not in text and not _UNSPACED.search(text)
