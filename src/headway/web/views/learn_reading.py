"""Reading: what feeds brought, what was kept, and what was learnt of it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core.evidence import suggest_competencies
from headway.core.ladder import Ladder
from headway.core.reading import ReadingNote
from headway.core.reading_list import (
    FeedNow,
    ReadingList,
    Related,
    ToRead,
    find_entry,
    find_related,
    note_for,
)
from headway.core.wording import reading as words
from headway.formats import built_in
from headway.records import entries, reading_notes
from headway.records.reading import load_reading
from headway.web.forms.asked import AskedForm
from headway.web.forms.learn_reading import (
    FeedFileForm,
    FeedForm,
    NoteForm,
    OtherForm,
    ScheduleForm,
)
from headway.web.forms.told import read_sent
from headway.web.frame import show_empty, show_form, show_page
from headway.web.visit import Visit, begin_visit, ensure_own, ensure_person

ON_A_PAGE, MOST_SHOWN = 15, 20
# An entry may be of many competencies by its words; a row names few.
MOST_NAMED = 2


@dataclass(frozen=True, kw_only=True)
class ReadingRow:
    """One thing to read in words; `about` names what it may be, or was said to be, about."""

    item: ToRead
    key: str
    source: str
    about: tuple[str, ...]
    told: str


@dataclass(frozen=True, kw_only=True)
class FeedRow:
    """A feed and how it stands."""

    now: FeedNow
    told: str


@dataclass(frozen=True, kw_only=True)
class RelatedRow:
    """Something to read about a competency."""

    competency: str
    row: ReadingRow


def show_reading(request: HttpRequest) -> HttpResponse:
    return show_list(request, begin_visit())


def find_reading(visit: Visit, day: date) -> ReadingList:
    """The question of this page and of its API path."""
    person = None if visit.is_sample else visit.person
    return load_reading(person, visit.known(day), as_of=day)


def show_list(
    request: HttpRequest,
    visit: Visit,
    *,
    feed: FeedForm | None = None,
    file: FeedFileForm | None = None,
) -> HttpResponse:
    """The page, with a form that was not right, if one was sent."""
    asked = AskedForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    if visit.is_empty(day) and day != visit.today:
        return show_empty(request, "learn/empty.html", visit, day)
    found = find_reading(visit, day)
    page = Paginator(found.new, ON_A_PAGE).get_page(request.GET.get("page"))
    followed = {each.feed.address for each in found.feeds}
    may_tell = visit.may_tell(day)
    context: dict[str, Any] = {
        "asked": asked,
        "day": day,
        "found": found,
        "summary": words.describe_reading(found),
        "page": page,
        "new": list(_rows(visit, page)),
        "kept": list(_rows(visit, found.kept[:MOST_SHOWN])),
        "read": list(_rows(visit, found.read[:MOST_SHOWN])),
        "skipped": list(_rows(visit, found.skipped[:MOST_SHOWN])),
        "feeds": [FeedRow(now=each, told=words.describe_feed(each)) for each in found.feeds],
        "suggested": [each for each in built_in.feeds() if each.address not in followed],
        "schedule_told": words.describe_schedule(found.every_hours),
        "tells_who": words.TELLS_WHO,
        "may_tell": may_tell,
        "feed_form": feed or FeedForm(),
        "file_form": file or FeedFileForm(),
        "schedule_form": ScheduleForm(now=found.every_hours),
        "notice": _notice(request) if may_tell else "",
        "gone": _gone(request) if may_tell else None,
        "gone_feed": _gone(request, "gone_feed") if may_tell else None,
    }
    status = 400 if feed or file else 200
    return show_page(request, "learn/reading.html", visit=visit, context=context, status=status)


def tell_entry(request: HttpRequest, key: str) -> HttpResponse:
    visit = begin_visit()
    ensure_own(visit)
    item = find_entry(find_reading(visit, visit.today), key)
    about = note_for(item, "kept")
    suggested = suggest_competencies(item.title, visit.phrases) if item.note is None else ()
    form = NoteForm(
        read_sent(request),
        key=entries.new_key(),
        ladder=visit.ladder,
        about=about,
        suggested=suggested,
    )
    if form.is_valid() and form.is_of_now():
        return _keep(visit, form.told())
    return show_form(
        request, "learn/note.html", form, visit=visit, context={"row": _row(visit, item)}
    )


def quick_tell(request: HttpRequest, key: str) -> HttpResponse:
    """Keeps or skips an entry by one button of the list."""
    visit = begin_visit()
    ensure_person(visit)
    item = find_entry(find_reading(visit, visit.today), key)
    return _keep(visit, note_for(item, "skipped" if "skip" in request.POST else "kept"))


def tell_other(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    ensure_own(visit)
    about, key = ReadingNote(title="", state="read"), entries.new_key()
    form = OtherForm(read_sent(request), key=key, ladder=visit.ladder, about=about)
    if form.is_valid():
        return _keep(visit, form.told())
    return show_form(request, "learn/note.html", form, visit=visit)


def remove_note(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    person = ensure_person(visit)
    reading_notes.remove_note(person, visit.known(visit.today), fact, now=visit.now)
    return redirect(f"{reverse('learn-reading')}?gone={entries.find_last(person, fact)}")


def restore_note(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    reading_notes.restore_note(ensure_person(visit), fact, now=visit.now)
    return redirect(f"{reverse('learn-reading')}?kept=again")


def find_related_rows(
    visit: Visit, competencies: Collection[str], day: date
) -> tuple[RelatedRow, ...]:
    """Up to three things already fetched that are about these competencies, for other pages."""
    names = _names(visit.ladder)
    return tuple(
        RelatedRow(competency=names[each.competency], row=_row(visit, each.to_read))
        for each in find_related_items(visit, competencies, day)
    )


def find_related_items(
    visit: Visit, competencies: Collection[str], day: date
) -> tuple[Related, ...]:
    """What `find_related_rows` shows, for the API."""
    known = {each.slug for each in visit.ladder.competencies}
    wanted = [slug for slug in competencies if slug in known]
    return find_related(find_reading(visit, day), wanted, visit.phrases) if wanted else ()


def _keep(visit: Visit, note: ReadingNote) -> HttpResponse:
    fact = reading_notes.keep_note(
        ensure_person(visit), visit.known(visit.today), note, on=visit.today, now=visit.now
    )
    return redirect(f"{reverse('learn-reading')}?kept={note.state}&note={fact}")


def _rows(visit: Visit, items: Iterable[ToRead]) -> Iterator[ReadingRow]:
    for item in items:
        yield _row(visit, item)


def _row(visit: Visit, item: ToRead) -> ReadingRow:
    names = _names(visit.ladder)
    said = item.note.competencies if item.note else ()
    about = said or suggest_competencies(item.title, visit.phrases)[:MOST_NAMED]
    return ReadingRow(
        item=item,
        key=item.entry or str(item.fact),
        source=words.describe_source(item),
        about=tuple(names.get(slug, slug) for slug in about),
        told=words.describe_note(item.note) if item.note else "",
    )


def _names(ladder: Ladder) -> dict[str, str]:
    return {each.slug: each.name for each in ladder.competencies}


def _gone(request: HttpRequest, name: str = "gone") -> UUID | None:
    """The fact that was taken back just now, if the address names one."""
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def _notice(request: HttpRequest) -> str:
    """What was done just now, in a sentence."""
    done = request.GET.get("kept", "")
    asked, new, failed, left = (_count(request, n) for n in ("asked", "new", "failed", "left"))
    said = {
        "fetched": words.describe_fetch(feeds=asked, new=new, failed=failed, left=left),
        "imported": words.describe_import(new=new, left_out=left),
        "feed": _("You follow it now. Fetch when you like."),
        "schedule": _("Kept."),
        "again": _("Put back."),
        "kept": _("Kept to read."),
        "skipped": _("Skipped; it does not come back as new."),
        "read": _("Kept. What you learnt stands in your development log too."),
    }
    return said.get(done, "")


def _count(request: HttpRequest, name: str) -> int:
    told = request.GET.get(name, "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 7 else 0
