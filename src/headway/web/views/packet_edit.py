"""How a packet is to be: its words, the names nobody reads, and what a line leaves out."""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core import wording
from headway.core.errors import UnknownNameError
from headway.core.ladder import Role
from headway.core.packet import (
    PacketEvidence,
    PacketLine,
    find_draft,
    find_draft_fact,
    find_left_out,
    find_redactions,
    list_proof,
)
from headway.core.packet_citing import PacketCitation, find_chosen, list_citable, offer_for
from headway.core.packet_draft import LineDraft, PacketDraft, cite_also, leave_out, with_line
from headway.core.redaction import say_redaction
from headway.records import entries
from headway.web.forms.packet import LineForm, WordsForm, say_names
from headway.web.forms.told import TellForm, read_sent
from headway.web.frame import show_form
from headway.web.views.gap import find_gap
from headway.web.views.packet import asked_role, show_also, show_cited
from headway.web.views.standing import find_standing
from headway.web.visit import Visit, begin_visit, ensure_own, ensure_person

# A line of ten years is chosen page by page.
ON_A_PAGE = 100
CITABLE_ON_A_PAGE = 40


def edit_words(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    role, draft = _begin(request, visit)
    seen = _tell_apart(draft.opening, draft.redactions)
    form = WordsForm(
        read_sent(request),
        initial={"seen": seen, "opening": draft.opening, "names": say_names(draft.redactions)},
    )
    if request.method == "POST" and form.is_valid():
        told = replace(
            draft, opening=form.cleaned_data["opening"], redactions=form.cleaned_data["names"]
        )
        if told == draft or _is_seen(request, form, seen):
            return _keep(visit, role, told, place="")
    now = [*draft.opening.splitlines(), *map(say_redaction, draft.redactions)]
    context = {"role": role, "query": _query(role), "now": now}
    return show_form(request, "packet/words.html", form, visit=visit, context=context)


def edit_line(request: HttpRequest, slug: str) -> HttpResponse:
    visit = begin_visit()
    role, draft = _begin(request, visit)
    line = _find_line(visit, role, slug)
    before = _now(visit, line, draft.line(slug))
    citable = _citable(visit, slug, before)
    every = (*line.evidence, *line.below)
    page = _page(request, max(-(-len(every) // ON_A_PAGE), -(-len(citable) // CITABLE_ON_A_PAGE)))
    shown = every[(page.number - 1) * ON_A_PAGE :][:ON_A_PAGE]
    offered = citable[(page.number - 1) * CITABLE_ON_A_PAGE :][:CITABLE_ON_A_PAGE]
    seen = _tell_apart(before.sentence, before.left_out, before.cited)
    form = LineForm(
        read_sent(request),
        there=shown,
        offered=offered,
        initial={
            "seen": seen,
            "sentence": before.sentence,
            "left_out": [str(one) for one in before.left_out],
            "cited": [str(one) for one in before.cited],
        },
    )
    if request.method == "POST" and form.is_valid():
        told = form.told(before)
        if told == before or _is_seen(request, form, seen):
            return _keep(visit, role, with_line(draft, told), place=slug)
    context = {
        "role": role,
        "query": _query(role),
        "now": _say_now(before, shown, offered),
        "slug": slug,
        "heading": wording.describe_line(line),
        "sentence": wording.describe_gap(line.expectation),
        "page": page,
        "offered": [(show_cited(item, visit.ladder), item in line.below) for item in shown],
        "citable": [show_also(item) for item in offered],
    }
    return show_form(request, "packet/line.html", form, visit=visit, context=context)


def _now(visit: Visit, line: PacketLine, draft: LineDraft) -> LineDraft:
    """How the line is to be now, in the identities of today."""
    left_out = find_left_out(visit.dossier, line, draft)
    cited = find_chosen(visit.dossier, draft.cited)
    there = {each.citation.fact for each in list_citable(visit.known(visit.today), cited)}
    return cite_also(leave_out(draft, left_out), there)


def _citable(visit: Visit, slug: str, line: LineDraft) -> tuple[PacketCitation, ...]:
    """What is cited, then what is about that competency, then all else, the latest first each."""
    offered = offer_for(slug, list_citable(visit.known(visit.today)))
    found = (each.citation for each in offered)
    return tuple(sorted(found, key=lambda item: item.fact not in line.cited))


def _page(request: HttpRequest, count: int) -> Page[int]:
    """Evidence and what else could be cited are told on the same pages, so many of each."""
    return Paginator(range(max(1, count)), 1).get_page(request.GET.get("page"))


def _say_now(
    line: LineDraft, shown: Iterable[PacketEvidence], offered: Iterable[PacketCitation]
) -> list[str]:
    """The line in words, for somebody whose other tab changed it."""
    left_out = (_("Left out: %s") % item.text for item in shown if item.fact in line.left_out)
    cited = (_("Cited as well: %s") % item.text for item in offered if item.fact in line.cited)
    return [line.sentence, *left_out, *cited]


def _begin(request: HttpRequest, visit: Visit) -> tuple[Role, PacketDraft]:
    """The role, and how the person wants its packet now, with the names taken out of every packet."""
    ensure_own(visit)
    role, known = asked_role(request, visit), visit.known(visit.today)
    return role, replace(find_draft(known, role.slug), redactions=find_redactions(known))


def _find_line(visit: Visit, role: Role, slug: str) -> PacketLine:
    day = visit.today
    gap = find_gap(visit, find_standing(visit, role, day), role, day)
    for line in list_proof(visit.dossier, gap):
        if line.expectation.slug == slug:
            return line
    raise UnknownNameError(
        _("%(role)s has no expectation '%(slug)s'.") % {"role": role.title, "slug": slug}
    )


def _keep(visit: Visit, role: Role, told: PacketDraft, *, place: str) -> HttpResponse:
    person, known, day = ensure_person(visit), visit.known(visit.today), visit.today
    kept = find_draft_fact(known, role.slug)
    if kept is None:
        key = entries.new_key()
        entries.keep_once(person, key, told, happened_on=day, recorded_at=visit.now)
    elif told != kept.body:
        entries.change_once(person, kept.id, told, happened_on=day, recorded_at=visit.now)
    query = {"target": role.slug, "kept": place or "words"}
    return redirect(f"{reverse('packet', query=query)}#{place or 'words'}")


def _tell_apart(*parts: object) -> str:
    """A short sign of what the form showed, so that another tab's change is not lost."""
    return sha256(repr(parts).encode()).hexdigest()[:16]


def _is_seen(request: HttpRequest, form: TellForm, seen: str) -> bool:
    """Whether the form began with what there is now; if not it says so, and may be sent again."""
    if form.cleaned_data["seen"] == seen:
        return True
    form.data = request.POST.copy()
    form.data["seen"] = seen
    form.add_error(None, _("This was changed meanwhile, perhaps in another tab; see below."))
    return False


def _query(role: Role) -> str:
    return f"target={role.slug}"
