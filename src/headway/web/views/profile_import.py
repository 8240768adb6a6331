"""Bringing one's history: a file is read, shown, and kept only after a yes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core.development import LearningEntry
from headway.core.dossier import DraftFact, ImportedHistory
from headway.core.errors import HeadwayError, UnreadableFileError
from headway.core.evidence import EvidenceItem
from headway.core.interpretation import interpret_history
from headway.core.profile import About, Position, TitleMatch, match_title
from headway.formats import history_file
from headway.records import bridge, waiting_files
from headway.web.forms.profile import HistoryFileForm
from headway.web.forms.told import NO_ROLE, TellForm, read_sent
from headway.web.frame import show_page
from headway.web.views.profile import (
    say_dates,
    say_done,
    say_role_held,
    say_what_it_was,
    show_again,
)
from headway.web.visit import Visit, begin_visit, ensure_own, ensure_person

MOST_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class ReadPosition:
    """A position as it was read: what is taken for granted, or what has to be asked."""

    position: Position
    dates: str
    was: str
    field: BoundField | None


class QuestionsForm(TellForm):
    """Which role each unclear title was."""

    def __init__(
        self, sent: Any, asked: Mapping[int, TitleMatch], titles: Mapping[str, str]
    ) -> None:
        super().__init__(sent)
        for number, match in asked.items():
            self.fields[f"role_{number}"] = forms.ChoiceField(
                label=match.question,
                choices=[
                    ("", _("Leave it open")),
                    *((slug, titles[slug]) for slug in match.roles),
                    (NO_ROLE, _("None of these")),
                ],
                required=False,
            )


def take_history(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    if request.method != "POST":
        return redirect(f"{reverse('profile')}#history")
    # Before anything is read: the sample takes nothing.
    ensure_own(visit)
    form = HistoryFileForm(request.POST, request.FILES)
    if form.is_valid():
        content = form.cleaned_data["file"]
        try:
            read_history(visit, content)
        except HeadwayError as error:
            form.add_error("file", str(error))
        else:
            name = waiting_files.put(content, now=visit.now)
            return redirect("profile-import-shown", name=name)
    return show_again(request, visit, history=form)


def read_history(visit: Visit, content: bytes) -> ImportedHistory:
    """What a file tells, with roles proposed for titles and competencies for drafts."""
    history = history_file.read(content, as_of=visit.today)
    if not history.facts:
        raise UnreadableFileError(_("This file tells nothing of a person or of their work."))
    return interpret_history(history, visit.ladder, visit.phrases)


def show_what_was_read(request: HttpRequest, name: str) -> HttpResponse:
    visit = begin_visit()
    ensure_own(visit)
    history = read_history(visit, waiting_files.read(name))
    form = _questions(request, visit, history)
    if request.method == "POST" and form.is_valid():
        if "throw_away" in request.POST:
            waiting_files.drop(name)
            return say_done("nothing")
        return _keep(visit, name, _answered(history, form))
    context = {
        "history": history,
        "positions": [_show(visit, n, d.body, form) for n, d in _positions(history)],
        "drafts": _drafts(history)[:MOST_SHOWN],
        "draft_count": len(_drafts(history)),
        "tagged_count": sum(bool(item.tags) for item in _drafts(history)),
        "learnt_count": sum(isinstance(d.body, LearningEntry) for d in history.facts),
        "about": next((d.body for d in history.facts if isinstance(d.body, About)), None),
        "form": form,
    }
    return show_page(request, "profile/import.html", visit=visit, context=context)


def _keep(visit: Visit, name: str, history: ImportedHistory) -> HttpResponse:
    about = next((d.body for d in history.facts if isinstance(d.body, About)), None)
    person = ensure_person(visit, about.name if about else "")
    ladder = bridge.keep_ladder(visit.ladder, recorded_at=visit.now)
    bridge.record_facts(person, history.facts, recorded_at=visit.now, ladder=ladder)
    waiting_files.drop(name)
    return say_done("history")


def _positions(history: ImportedHistory) -> list[tuple[int, Any]]:
    return [(n, d) for n, d in enumerate(history.facts) if isinstance(d.body, Position)]


def _drafts(history: ImportedHistory) -> list[EvidenceItem]:
    return [d.body for d in history.facts if isinstance(d.body, EvidenceItem)]


def _questions(request: HttpRequest, visit: Visit, history: ImportedHistory) -> QuestionsForm:
    asked = {
        number: match_title(draft.body.title, visit.ladder)
        for number, draft in _positions(history)
        if draft.body.role_certainty == "ask"
    }
    return QuestionsForm(
        read_sent(request), asked, {role.slug: role.title for role in visit.ladder.roles}
    )


def _answered(history: ImportedHistory, form: QuestionsForm) -> ImportedHistory:
    def answer(number: int, draft: DraftFact) -> DraftFact:
        role = form.cleaned_data.get(f"role_{number}", "")
        if not isinstance(draft.body, Position):
            return draft
        return replace(draft, body=say_role_held(draft.body, role))

    return replace(history, facts=tuple(answer(n, d) for n, d in enumerate(history.facts)))


def _show(visit: Visit, number: int, position: Position, form: QuestionsForm) -> ReadPosition:
    name = f"role_{number}"
    return ReadPosition(
        position=position,
        dates=say_dates(position),
        was=say_what_it_was(visit, position),
        field=form[name] if name in form.fields else None,
    )
