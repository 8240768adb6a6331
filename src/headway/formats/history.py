"""Entries of a work history, from whichever format, become dated draft facts by one set of rules."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from headway.core.dossier import DraftFact, ImportedHistory
from headway.core.errors import UnreadableFileError
from headway.core.evidence import EvidenceItem
from headway.core.profile import About, Position
from headway.formats import partial_date
from headway.formats.free_text import tidy
from headway.formats.partial_date import DayRange

EntryKind = Literal[
    "position", "volunteering", "project", "award", "certificate", "publication", "course"
]

_HONOURS = frozenset({"award", "certificate", "publication", "course"})
WHAT_IS_READ = (
    "A history is read from a JSON Resume (see jsonresume.org), or from the zip that LinkedIn gives of "
    "your data; without either, tell what you did on Evidence, a sentence each."
)
MOST_FACTS = 5000
MOST_NOTES = 60
LONGEST_NAME = 200
LONGEST_STATEMENT = 2000
# A file without a single date still has to put its facts somewhere. The day is plainly no real one,
# and the same for every file and every reading, so that reading a file twice changes nothing.
UNDATED = date(1970, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing a file tells; `place` says where, `started` and `ended` are as written there.

    `statements` become one draft of evidence each. `is_current` is what the format says of an entry
    without an end; `ended` "present" says it too.
    """

    kind: EntryKind
    place: str
    title: str = ""
    organisation: str = ""
    started: str = ""
    ended: str = ""
    is_current: bool = False
    statements: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class _Span:
    """When an entry was, as far as its dates make sense, and what was wrong with them."""

    started: DayRange | None = None
    ended: DayRange | None = None
    is_current: bool = False
    notes: tuple[str, ...] = ()

    @property
    def started_on(self) -> date | None:
        return self.started.first if self.started else None

    @property
    def ended_on(self) -> date | None:
        # "2013" to "2013" must not end before it starts; else the first day, like the start: then
        # the two errors of a partial date cancel on average.
        if self.ended is None:
            return None
        return max(self.ended.first, self.started.first) if self.started else self.ended.first


def gather(
    source: str,
    *,
    about: About | None,
    entries: Sequence[Entry],
    notes: Iterable[str] = (),
    as_of: date | None = None,
) -> ImportedHistory:
    """The entries as draft facts: who, then positions, then evidence, each in the file's order.

    What has no date is dated with the latest day the file names. Raises UnreadableFileError for more
    entries than any career has.
    """
    _refuse_flood(source, len(entries) + sum(len(entry.statements) for entry in entries))
    spans = [_read_span(entry, as_of) for entry in entries]
    begun = [(e, s) for e, s in zip(entries, spans, strict=True) if _has_begun(s, as_of)]
    anchor = max((day for _, span in begun for day in _days(span)), default=UNDATED)
    facts = [DraftFact(body=about, happened_on=anchor)] if about else []
    facts += [_position(source, e, s, anchor) for e, s in begun if _is_titled(e)]
    facts += [fact for e, s in begun for fact in _evidence(source, e, s, anchor)]
    told = [
        *notes,
        *(note for span in spans for note in span.notes),
        *_late_notes(entries, spans, as_of),
        *_note_guesses(begun, anchor),
    ]
    return ImportedHistory(source=source, facts=_distinct(facts), notes=_fewer(told))


def with_statement(entry: Entry, summary: str = "") -> Entry:
    """`entry` with one statement that names it: "Certificate: Statistics (City College). ..."."""
    name, giver = shorten(entry.title), shorten(entry.organisation)
    heading = f"{entry.kind.capitalize()}: {name}" + (f" ({giver})" if giver else "")
    told = ". ".join(part for part in (heading if name else "", tidy(summary)) if part)
    return replace(entry, statements=(told,) if told else ())


def web_link(text: str) -> str:
    """`text` if it is an address one can open in a browser, or ""."""
    text = tidy(text)
    is_web = text.casefold().startswith(("http://", "https://"))
    return text if is_web and " " not in text and len(text) <= LONGEST_STATEMENT else ""


def shorten(text: str, longest: int = LONGEST_NAME) -> str:
    """`text` tidied and cut, with an ellipsis, where it is longer than anyone would read."""
    text = tidy(text)
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _read_span(entry: Entry, as_of: date | None) -> _Span:
    started, started_notes = _read_date(entry.started, entry.place)
    is_open = partial_date.says_ongoing(entry.ended)
    ended, ended_notes = (None, ()) if is_open else _read_date(entry.ended, entry.place)
    notes = (*started_notes, *ended_notes)
    if ended and started and ended.last < started.first:
        notes += (f"{entry.place} ends before it starts; its end was left out.",)
        ended = None
    if ended and as_of and ended.first > as_of:
        notes += (f"{entry.place} ends after {as_of.isoformat()}; it was read as not ended.",)
        ended, is_open = None, True
    is_current = is_open and (entry.is_current or bool(entry.ended.strip()))
    return _Span(started=started, ended=ended, is_current=is_current, notes=notes)


def _read_date(text: str, place: str) -> tuple[DayRange | None, tuple[str, ...]]:
    if not text.strip():
        return None, ()
    found = partial_date.read(text)
    note = f"{place}: '{shorten(text, 40)}' is no day of the calendar; the date was left out."
    return found, () if found else (note,)


def _has_begun(span: _Span, as_of: date | None) -> bool:
    return not (as_of and span.started and span.started.first > as_of)


def _days(span: _Span) -> Iterator[date]:
    return (day for day in (span.started_on, span.ended_on) if day)


def _is_titled(entry: Entry) -> bool:
    return entry.kind == "position" and bool(tidy(entry.title))


def _position(source: str, entry: Entry, span: _Span, anchor: date) -> DraftFact:
    position = Position(
        title=shorten(entry.title),
        organisation=shorten(entry.organisation),
        started_on=span.started_on,
        ended_on=span.ended_on,
        is_current=span.is_current,
        source=source,
    )
    return DraftFact(body=position, happened_on=span.started_on or span.ended_on or anchor)


def _evidence(source: str, entry: Entry, span: _Span, anchor: date) -> Iterator[DraftFact]:
    happened_on = _evidence_day(span, anchor)
    where = ": ".join(filter(None, (source, _name_entry(entry))))
    for statement in entry.statements:
        text = shorten(statement, LONGEST_STATEMENT)
        item = EvidenceItem(text=text, is_draft=True, source=where, link=web_link(entry.link))
        if text:
            yield DraftFact(body=item, happened_on=happened_on)


def _evidence_day(span: _Span, anchor: date) -> date:
    """What was done in a job bears no date: its end is taken, or for a current one the anchor."""
    if span.is_current:
        return max(span.started_on or anchor, anchor)
    return span.ended_on or span.started_on or anchor


def _name_entry(entry: Entry) -> str:
    if entry.kind in _HONOURS:
        return entry.kind
    names = ", ".join(shorten(name) for name in (entry.title, entry.organisation) if tidy(name))
    return names if entry.kind == "position" or not names else f"{entry.kind} {names}"


def _distinct(facts: Iterable[DraftFact]) -> tuple[DraftFact, ...]:
    # By their printed form, since a body of another kind might not be hashable.
    return tuple({repr(fact): fact for fact in facts}.values())


def _refuse_flood(source: str, count: int) -> None:
    if count > MOST_FACTS:
        raise UnreadableFileError(
            f"This {source} file holds {count:,} positions and achievements; Headway reads at most "
            f"{MOST_FACTS:,} at once."
        )


def _late_notes(
    entries: Sequence[Entry], spans: Sequence[_Span], as_of: date | None
) -> Iterator[str]:
    for entry, span in zip(entries, spans, strict=True):
        if as_of and not _has_begun(span, as_of):
            yield f"{entry.place} is dated after {as_of.isoformat()}; it was left out."


def _note_guesses(begun: Sequence[tuple[Entry, _Span]], anchor: date) -> Iterator[str]:
    untitled = [e for e, _ in begun if e.kind == "position" and not tidy(e.title)]
    cut = Counter(_is_cut(e) for e, _ in begun)[True]
    undated = [s for e, s in begun if e.statements and not any(_days(s))]
    by_job = [e for e, _ in begun if e.statements and e.kind in {"position", "volunteering"}]
    yield from (f"{e.place} has no job title; it was left out as a position." for e in untitled)
    if cut:
        yield f"{cut} {'entry has' if cut == 1 else 'entries have'} overlong text, which was cut."
    if by_job:
        yield "Achievements in a job were dated with its end, or if it goes on with the file's latest day."
    if undated:
        yield f"What has no date was dated {anchor.isoformat()}; correct it where that matters."


def _is_cut(entry: Entry) -> bool:
    names = (entry.title, entry.organisation)
    return any(len(tidy(n)) > LONGEST_NAME for n in names) or any(
        len(tidy(s)) > LONGEST_STATEMENT for s in entry.statements
    )


def _fewer(notes: Sequence[str]) -> tuple[str, ...]:
    if len(notes) <= MOST_NOTES:
        return tuple(notes)
    return (*notes[:MOST_NOTES], f"... and {len(notes) - MOST_NOTES} more notes like these.")
