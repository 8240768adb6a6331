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
    suggest_competencies,
)
from headway.core.ladder import Ladder
from headway.core.wording.ladder import name_competency, name_former, say_mark
from headway.records import entries
from headway.records.models import Person
from headway.web.entry_forms import LogForm, begin_log
from headway.web.forms import AskedForm
from headway.web.frame import show_empty, show_page
from headway.web.visit import Visit, begin_visit, ensure_person

ON_A_PAGE = 25


@dataclass(frozen=True, kw_only=True)
class EntryRow:
    """One entry as the list shows it."""

    fact: Fact
    item: EvidenceItem
    shows: tuple[str, ...]
    supports: tuple[str, ...]
    support: str


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
    asked = AskedForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    only_drafts = "drafts" in request.GET
    page = _page(visit, day, request.GET.get("page", "1"), only_drafts=only_drafts)
    if not page.paginator.count and day != visit.today and not only_drafts:
        return show_empty(request, "evidence/empty.html", visit, day)
    context: dict[str, Any] = {
        "asked": asked,
        "day": day,
        "page": page,
        "rows": [show_entry(fact, visit.ladder) for fact in _facts(visit, page)],
        "only_drafts": only_drafts,
        "draft_count": _count_drafts(visit, day),
        "may_tell": visit.may_tell(day),
        "kept": request.GET.get("kept", ""),
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


def find_evidence(visit: Visit, day: date, *, only_drafts: bool) -> list[Fact]:
    """The question of this page's API path: as `headway evidence list` answers it."""
    known = visit.known(day)
    found = [f for f, item in known.each(EvidenceItem) if item.is_draft or not only_drafts]
    return found[::-1]


def _page(visit: Visit, day: date, number: str, *, only_drafts: bool) -> Page[Any]:
    """One page of rows, or of a sample's facts; the last one for a number that is too high."""
    if visit.person is None:
        listed: Any = find_evidence(visit, day, only_drafts=only_drafts)
    else:
        listed = entries.current_facts(visit.person, EvidenceItem, as_of=day)
        listed = listed.filter(body__is_draft=True) if only_drafts else listed
    return Paginator(listed, ON_A_PAGE).get_page(number)


def _facts(visit: Visit, page: Page[Any]) -> tuple[Fact, ...]:
    if visit.person is None:
        return tuple(page.object_list)
    return tuple(visit.read(fact) for fact in entries.read_rows(page.object_list))


def _count_drafts(visit: Visit, day: date) -> int:
    return _page(visit, day, "1", only_drafts=True).paginator.count


def _taken_back(request: HttpRequest, visit: Visit, day: date) -> dict[str, Any]:
    if visit.person is None or not visit.may_tell(day):
        return {}
    taken = entries.list_taken_back(visit.person, EvidenceItem, now=visit.now)
    latest = request.GET.get("gone", "")
    return {
        "taken_back": taken,
        "just_taken_back": next((t for t in taken if str(t.fact.id) == latest), None),
    }


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
    )


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
