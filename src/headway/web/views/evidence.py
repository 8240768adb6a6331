"""Evidence: what was done, newest first, each with what it shows and who saw it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core.dossier import Fact
from headway.core.evidence import (
    CompetencyTag,
    EvidenceItem,
    PhraseIndex,
    Support,
    is_web_link,
    suggest_competencies,
)
from headway.core.evidence_list import EvidenceSieve, list_evidence
from headway.core.ladder import Ladder
from headway.core.wording import say_size
from headway.core.wording.ladder import name_competency, name_former, say_mark
from headway.records import access, entries
from headway.records.models import Person
from headway.web.forms.evidence import EvidenceForm
from headway.web.forms.evidence_entry import LogForm, begin_log
from headway.web.frame import show_empty, show_page
from headway.web.making_evidence import list_offers
from headway.web.taken_back import find_just_taken_back, list_taken_back
from headway.web.visit import Visit, begin_visit, ensure_person

ON_A_PAGE = 25
MOST_OFFERS = 8


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """A file of an entry: its name, how large it is, and its content's SHA-256, which opens it."""

    name: str
    size: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class EntryRow:
    """One entry as the list shows it."""

    fact: Fact
    item: EvidenceItem
    shows: tuple[str, ...]
    supports: tuple[str, ...]
    support: str
    link: str = ""
    came_from: str = ""
    lacks: str = ""
    files: tuple[FileRow, ...] = ()


def show_evidence(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    if request.method == "POST":
        return _log(request, visit)
    return _show(request, visit)


def _log(request: HttpRequest, visit: Visit) -> HttpResponse:
    log = LogForm(request.POST)
    if not log.is_valid():
        return _show(request, visit, log)
    person, text = ensure_person(visit), log.cleaned_data["text"]
    item = EvidenceItem(text=text, tags=suggest_tags(text, visit.phrases), source="log")
    key = log.cleaned_data["key"]
    same = entries.current_facts(person, EvidenceItem, as_of=visit.today).filter(
        happened_on=visit.today, body__text=text
    )
    found = same.first()
    if found and found.pk != entries.identify(key, item, visit.today):
        return redirect(f"{reverse('evidence-entry', args=[found.pk])}?told=before")
    kept = entries.keep_once(person, key, item, happened_on=visit.today, recorded_at=visit.now)
    return redirect(f"{reverse('evidence-entry', args=[kept])}?told=now")


def suggest_tags(text: str, phrases: PhraseIndex) -> tuple[CompetencyTag, ...]:
    """Candidates without a level, as `headway log` finds them."""
    found = suggest_competencies(text, phrases)
    return tuple(CompetencyTag(competency=slug) for slug in found)


def _show(request: HttpRequest, visit: Visit, log: LogForm | None = None) -> HttpResponse:
    asked = EvidenceForm(visit.ladder, request.GET)
    day, sieve = asked.day(visit.today), asked.sieve()
    page = _page(visit, day, request.GET.get("page", "1"), sieve)
    count_of_all = page.paginator.count if sieve.is_open else _count(visit, day)
    if not count_of_all and day != visit.today:
        return show_empty(request, "evidence/empty.html", visit, day)
    context: dict[str, Any] = {
        "asked": asked,
        "day": day,
        "page": page,
        "rows": [show_entry(fact, visit.ladder) for fact in _facts(visit, page)],
        "is_narrowed": not sieve.is_open,
        "only_drafts": sieve.which == "drafts",
        "count_of_all": count_of_all,
        "draft_count": _count(visit, day, only_drafts=True),
        "may_tell": visit.may_tell(day),
        "may_ask": visit.may_tell(day) and access.reveals_raters(),
        "kept": request.GET.get("kept", ""),
        **_offers(visit, day),
        "log": log or begin_log(entries.new_key()),
        **_taken_back(request, visit, day),
    }
    status = 400 if log else 200
    return show_page(request, "evidence/evidence.html", visit=visit, context=context, status=status)


def go_to_entry(visit: Visit, person: Person, entry: UUID) -> HttpResponse:
    """To the page of the list on which the entry stands, and to its place there."""
    rows = entries.current_facts(person, EvidenceItem, as_of=visit.today)
    identities = list(rows.values_list("pk", flat=True))
    number = identities.index(entry) // ON_A_PAGE + 1 if entry in identities else 1
    query = {"page": number, "kept": entry} if number > 1 else {"kept": entry}
    return redirect(f"{reverse('evidence', query=query)}#e-{entry}")


def find_evidence(visit: Visit, day: date, sieve: EvidenceSieve) -> list[Fact]:
    """The question of this page's API path: as `headway evidence list` answers it."""
    return [fact for fact, _item in list_evidence(visit.known(day), sieve)]


def _page(visit: Visit, day: date, number: str, sieve: EvidenceSieve) -> Page[Any]:
    """One page of rows, or of facts that were sifted; the last one for a number that is too high."""
    if visit.person is None or not sieve.is_open:
        listed: Any = find_evidence(visit, day, sieve)
    else:
        listed = entries.current_facts(visit.person, EvidenceItem, as_of=day)
    return Paginator(listed, ON_A_PAGE).get_page(number)


def _facts(visit: Visit, page: Page[Any]) -> tuple[Fact, ...]:
    if isinstance(page.object_list, list):
        return tuple(page.object_list)
    return tuple(visit.read(fact) for fact in entries.read_rows(page.object_list))


def _count(visit: Visit, day: date, *, only_drafts: bool = False) -> int:
    if visit.person is None:
        sieve = EvidenceSieve(which="drafts" if only_drafts else "")
        return len(find_evidence(visit, day, sieve))
    rows = entries.current_facts(visit.person, EvidenceItem, as_of=day)
    return (rows.filter(body__is_draft=True) if only_drafts else rows).count()


def _offers(visit: Visit, day: date) -> dict[str, Any]:
    found = list_offers(visit, day)
    return {
        "offers": found[:MOST_OFFERS],
        "offer_count": len(found),
        "more_offers": max(0, len(found) - MOST_OFFERS),
    }


def _taken_back(request: HttpRequest, visit: Visit, day: date) -> dict[str, Any]:
    taken = list_taken_back(visit, day, EvidenceItem)
    return {"taken_back": taken, "just_taken_back": find_just_taken_back(request, taken)}


def show_entry(fact: Fact, ladder: Ladder) -> EntryRow:
    """A piece of evidence in words."""
    item = fact.body
    if not isinstance(item, EvidenceItem):
        raise TypeError("Only evidence is shown here.")
    texts = {e.slug: e.text for e in ladder.experiences}
    texts |= {r.slug: r.text for role in ladder.roles for r in role.responsibilities}
    return EntryRow(
        fact=fact,
        item=item,
        shows=tuple(_say_tag(tag, ladder) for tag in item.tags),
        supports=tuple(texts.get(slug, name_former(slug)) for slug in item.expectations),
        support=say_support(item.support, item.corroborated_by),
        # What came with an archive of others may be no address of the web.
        link=item.link if is_web_link(item.link) else "",
        came_from=_say_source(item.source),
        lacks=_say_lack(item),
        files=tuple(
            FileRow(name=file.name, size=say_size(file.byte_count), sha256=file.sha256)
            for file in item.files
        ),
    )


def _say_lack(item: EvidenceItem) -> str:
    """Why a piece that the person stands by counts for nothing; nothing where it counts."""
    if item.is_draft or item.expectations or any(tag.level is not None for tag in item.tags):
        return ""
    if item.tags:
        return _("Counts once you say a level")
    return _("Counts once you say what it shows")


def _say_source(source: str) -> str:
    """Where it came from; nothing where the person told it here."""
    known = {
        "log": "",
        "plan": _("from your plan"),
        "learning": _("from what you took"),
        "talk": _("from a talk or publication"),
        "mentoring": _("from mentoring"),
        "network": _("from your network"),
    }
    return known.get(source, _("read from %(source)s") % {"source": source} if source else "")


def _say_tag(tag: CompetencyTag, ladder: Ladder) -> str:
    if tag.level is None:
        return _("Perhaps %(name)s") % {"name": name_competency(tag.competency, ladder)}
    return say_mark(tag.competency, tag.level, ladder)


def say_support(support: Support, names: Iterable[str]) -> str:
    """Whose word a piece of evidence is."""
    said = ", ".join(names)
    if support == "verified":
        return _("Checked by %(names)s") % {"names": said} if said else _("Checked")
    if support == "corroborated":
        return _("Seen by %(names)s") % {"names": said} if said else _("Seen by somebody")
    return _("Your own word")
