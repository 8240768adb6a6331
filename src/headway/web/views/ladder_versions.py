"""The ladders kept here: looked at, compared with the one in use, taken up, given up again."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core.dossier import Fact, find_held_role
from headway.core.errors import InvalidInputError
from headway.core.ladder import Ladder
from headway.core.ladder_changes import diff_ladders, name_ladder
from headway.core.ladder_likeness import Part, propose_mapping, with_confirmed
from headway.core.ladder_mapping import LadderAdoption
from headway.core.ladder_moves import find_without_opportunities
from headway.core.wording.ladder import (
    PART_NAMES,
    SPLIT_MEANS,
    describe_diff,
    describe_open_levels,
    describe_roles,
    describe_uncovered,
)
from headway.formats import built_in
from headway.records import adoptions, entries, ladders
from headway.web.forms.ladder_import import LadderFilesForm
from headway.web.forms.ladder_versions import ASKED_PARTS, AskedRow, TakeUpForm, seen_of
from headway.web.frame import show_form, show_page
from headway.web.taken_back import find_just_taken_back, list_taken_back
from headway.web.views.ladder_import import bring_files, name_brought, to_import
from headway.web.visit import Visit, begin_visit, ensure_person


@dataclass(frozen=True, kw_only=True)
class LadderRow:
    """One ladder of the list."""

    slug: str
    version: str
    title: str
    kept_on: date | None
    is_in_use: bool


@dataclass(frozen=True, kw_only=True)
class AskedPart:
    """What is asked of one part of the ladder: what goes over by its name, and what a person decides."""

    name: str
    part: Part
    same: tuple[AskedRow, ...]
    unlike: tuple[AskedRow, ...]
    open: tuple[AskedRow, ...]


def show_versions(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    if request.method != "POST":
        return _show_list(request, visit, LadderFilesForm())
    ensure_person(visit)
    form = LadderFilesForm(request.POST, request.FILES)
    name = bring_files(form, now=visit.now) if form.is_valid() else ""
    if name and not form.errors:
        return to_import(name, form.cleaned_data["only"])
    return _show_list(request, visit, form, waits=name or request.POST.get("waits", ""))


def show_version(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    visit = begin_visit()
    ladder = _find(slug, version)
    is_in_use = name_ladder(ladder) == name_ladder(visit.ladder)
    diff = diff_ladders(visit.ladder, ladder)
    context = {
        "ladder": ladder,
        "is_in_use": is_in_use,
        "in_use": visit.ladder,
        "changes": [] if is_in_use else list(describe_diff(diff, visit.ladder, ladder)),
        "for_you": list(describe_roles(diff, visit.ladder, ladder, only=_own_roles(visit))),
        "just_kept": "kept" in request.GET and not visit.is_sample,
        "may_take": visit.may_tell(visit.today) and not is_in_use,
        "may_change": visit.may_tell(visit.today) and is_in_use and visit.use.confirmed is not None,
    }
    return show_page(request, "ladder/version.html", visit=visit, context=context)


def _own_roles(visit: Visit) -> list[str]:
    """The roles that the person holds and wants, by their slugs."""
    held = find_held_role(visit.known(visit.today), visit.ladder, visit.today)
    return [role.slug for role in (held, visit.role("", visit.today)) if role]


def take_up(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    visit = begin_visit()
    ensure_person(visit)
    new, former, is_again = _find(slug, version), visit.ladder, False
    if new == visit.ladder:
        if visit.use.confirmed is None:
            return redirect("ladder-version", slug=slug, version=version)
        former, is_again = visit.use.former, True
    proposal = propose_mapping(former, new)
    if is_again and visit.use.confirmed:
        proposal = with_confirmed(proposal, visit.use.confirmed)
    wants_more = "more" in request.POST
    form = TakeUpForm(
        request.POST if request.method == "POST" and not wants_more else None,
        proposal=proposal,
        former=former,
        new=new,
        initial={"key": entries.new_key(), "seen": seen_of(visit.use), "from_day": visit.today}
        | _asked_for_more(request),
    )
    if is_again:
        del form.fields["from_day"]
    if form.is_valid() and form.began_with(visit.use):
        return _change(visit, form) if is_again else _adopt(visit, form)
    parts = [_asked(part, form) for part in ASKED_PARTS]
    context = {
        "former": former,
        "new": new,
        "parts": [part for part in parts if part.same or part.open or part.unlike],
        "act_count": len(form.proposal.of("behaviour")),
        "same_act_count": len(form.proposal.mapping.behaviours),
        "is_again": is_again,
        "lists": form.lists,
        "has_split": any(len(row.fields) > 1 for part in parts for row in (*part.open, *part.same)),
        "split_means": SPLIT_MEANS,
    }
    return show_form(request, "ladder/take.html", form, visit=visit, context=context)


def _asked_for_more(request: HttpRequest) -> dict[str, Any]:
    """What was filled in so far, with a field more for the competency that became several."""
    more = request.POST.get("more", "")
    return {**request.POST.dict(), more: ""} if more else {}


def remove_adoption(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    person = ensure_person(visit)
    entries.take_back(person, fact, recorded_at=visit.now)
    return _to_list(gone=entries.find_last(person, fact))


def restore_adoption(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    back = entries.put_back(ensure_person(visit), fact, recorded_at=visit.now)
    return _to_list(kept=back)


def _show_list(
    request: HttpRequest, visit: Visit, form: LadderFilesForm, waits: str = ""
) -> HttpResponse:
    adopted = _adoptions(visit)
    taken = list_taken_back(visit, visit.today, LadderAdoption)
    without = find_without_opportunities(visit.catalogue, visit.ladder)
    context = {
        "rows": list(_rows(visit)),
        "ladder": visit.ladder,
        "since": adopted[-1].happened_on if adopted else None,
        "last": adopted[-1] if adopted else None,
        "uncovered": describe_uncovered(without, visit.ladder),
        "open_levels": _open_levels(visit),
        "just_kept": any(str(fact.id) == request.GET.get("kept") for fact in adopted),
        "just_gone": find_just_taken_back(request, taken),
        "may_tell": visit.may_tell(visit.today),
        "waits": waits,
        "brought": name_brought(waits),
    }
    return show_form(request, "ladder/versions.html", form, visit=visit, context=context)


def _open_levels(visit: Visit) -> str:
    confirmed = visit.use.confirmed
    return describe_open_levels(confirmed, visit.use.former) if confirmed else ""


def _adopt(visit: Visit, form: TakeUpForm) -> HttpResponse:
    try:
        kept = adoptions.adopt_ladder(
            ensure_person(visit),
            form.new,
            form.told(),
            former=form.former,
            from_day=form.cleaned_data["from_day"],
            recorded_at=visit.now,
            key=form.cleaned_data["key"],
        )
    except InvalidInputError as error:
        raise InvalidInputError(_("Nothing was taken up: %(why)s") % {"why": error}) from None
    return _to_list(kept=kept)


def _change(visit: Visit, form: TakeUpForm) -> HttpResponse:
    person = ensure_person(visit)
    kept = adoptions.change_mapping(person, visit.use, form.told(), recorded_at=visit.now)
    return _to_list(kept=kept)


def _rows(visit: Visit) -> list[LadderRow]:
    shipped = built_in.ladder()
    in_use = name_ladder(visit.ladder)
    kept = () if visit.is_sample else ladders.list_ladders()
    others = [(k, k.recorded_at.date()) for k in kept if k.name != name_ladder(shipped)]
    rows = [
        LadderRow(
            slug=k.slug,
            version=k.version,
            title=ladders.read_kept(k).title,
            kept_on=day,
            is_in_use=k.name == in_use,
        )
        for k, day in others
    ]
    own = LadderRow(
        slug=shipped.slug,
        version=shipped.version,
        title=shipped.title,
        kept_on=None,
        is_in_use=name_ladder(shipped) == in_use,
    )
    return [own, *rows]


def _asked(part: Part, form: TakeUpForm) -> AskedPart:
    rows = tuple(form.rows(part))
    # What was typed wrong is never folded away, nor what is asked again.
    same = tuple(
        row for row in rows if row.match.how == "same" and not row.is_wrong and len(row.fields) == 1
    )
    # Of long texts those that nothing reads like are most; who looks for one unfolds them.
    unlike = tuple(
        row
        for row in rows
        if part == "expectation" and row.match.how == "none" and not row.match.candidates
    )
    folded = {row.fields[0].name for row in (*same, *unlike)}
    return AskedPart(
        name=PART_NAMES[part],
        part=part,
        same=same,
        unlike=unlike,
        open=tuple(row for row in rows if row.fields[0].name not in folded),
    )


def _adoptions(visit: Visit) -> list[Fact]:
    """The adoptions that count today, the last one last."""
    return [fact for fact, _body in visit.known(visit.today).each(LadderAdoption)]


def _find(slug: str, version: str) -> Ladder:
    return ladders.find_kept_or_shipped(slug, version, shipped=built_in.ladder())


def _to_list(**said: object) -> HttpResponse:
    return redirect(f"{reverse('ladder-versions', query=said)}#page")
