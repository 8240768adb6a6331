"""Asking people without Headway: the form that is sent to them, and the answer that comes back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core.asking import (
    USUAL_WAIT,
    RequestNow,
    choose_acts,
    find_to_corroborate,
    tell_requests,
)
from headway.core.errors import HeadwayError, UnknownNameError
from headway.core.ratings import RatingForm
from headway.core.wording import asking as asking_words
from headway.core.wording import say_date
from headway.formats import request_form
from headway.records import bridge, entries, places, private_links, replies
from headway.web.files_sent import send_file
from headway.web.forms.ratings_ask import AnswerForm, AskForm, UntilForm
from headway.web.forms.told import read_sent
from headway.web.frame import show_form, show_page
from headway.web.visit import Visit, begin_visit, ensure_person

MOST_EVIDENCE_SHOWN = 12
LONGEST_SHOWN = 160


@dataclass(frozen=True, kw_only=True)
class RequestRow:
    """A request as a list shows it."""

    told: RequestNow
    sentence: str

    @property
    def after_name(self) -> str:
        """What the sentence says behind the name that it begins with."""
        return self.sentence.removeprefix(self.told.request.name)


def find_requests(visit: Visit, day: date) -> tuple[RequestNow, ...]:
    """The question of this part's API path: as `headway ask` answers it."""
    return tell_requests(visit.dossier, as_of=day)


def request_rows(visit: Visit, day: date) -> list[RequestRow]:
    """What was asked and what became of it, for the page Ratings."""
    return [
        RequestRow(told=told, sentence=asking_words.describe_request(told))
        for told in find_requests(visit, day)
    ]


def ask_somebody(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    replies.check_may_ask()
    person = ensure_person(visit)
    acts, about = _offer_acts(visit), request.GET.getlist("evidence")
    form = AskForm(
        read_sent(request),
        today=visit.today,
        acts=acts,
        evidence=_offer_evidence(visit, request),
        own_name=person.name,
        initial={
            "key": entries.new_key(),
            "until": visit.today + USUAL_WAIT,
            # Who comes from a piece of evidence asks about that; the acts are theirs to add.
            "acts": [] if about else [key for key, _act in acts],
            "evidence": about,
            "name": request.GET.get("name", ""),
        },
    )
    if form.is_bound and form.is_valid():
        try:
            return _keep(visit, form)
        except HeadwayError as error:
            form.add_error("name", str(error))
    context = {"who_will_see": asking_words.say_who_will_see(_address())}
    return show_form(request, "ratings/ask.html", form, visit=visit, context=context)


def show_request(request: HttpRequest, code: str) -> HttpResponse:
    visit = begin_visit()
    told = _find(visit, code)
    form = AnswerForm(*([request.POST, request.FILES] if request.method == "POST" else []))
    if form.is_bound and form.is_valid():
        try:
            replies.take_reply(
                ensure_person(visit), form.told(), today=visit.today, recorded_at=visit.now
            )
        except HeadwayError as error:
            form.add_error("file" if form.cleaned_data.get("file") else "text", str(error))
        else:
            return redirect(reverse("ratings-request", args=[code], query={"taken": "1"}))
    context = _in_words(visit, told) | {"was_taken": "taken" in request.GET}
    return show_form(request, "ratings/request.html", form, visit=visit, context=context)


def send_form(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    _find(visit, code)
    form = replies.find_form(ensure_person(visit), code)
    content = request_form.write(form.request, form.text, form.key)
    return send_file(content, "text/html; charset=utf-8", f"headway-request-{code}.html")


def extend_request(request: HttpRequest, code: str) -> HttpResponse:
    visit = begin_visit()
    told = _find(visit, code)
    form = UntilForm(request.POST, today=visit.today)
    if not form.is_valid():
        context = _in_words(visit, told) | {"form": AnswerForm(), "until_form": form}
        return show_page(request, "ratings/request.html", visit=visit, context=context, status=400)
    until = form.cleaned_data["until"]
    replies.extend_request(ensure_person(visit), code, until, recorded_at=visit.now)
    return redirect("ratings-request", code=code)


def withdraw_request(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    told = _find(visit, code)
    entries.take_back(ensure_person(visit), told.fact, recorded_at=visit.now)
    return redirect(f"{reverse('ratings', query={'withdrawn': told.fact})}#asked")


def restore_request(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    replies.restore_request(ensure_person(visit), fact, recorded_at=visit.now)
    return redirect(f"{reverse('ratings')}#asked")


def remove_reply(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    replies.take_back_reply(ensure_person(visit), code, recorded_at=visit.now)
    return redirect("ratings-request", code=code)


def _address() -> str:
    """Where others reach private links now; "" where they can't."""
    return private_links.find_address(places.find_workspace())


def _find(visit: Visit, code: str) -> RequestNow:
    for told in find_requests(visit, visit.today):
        if told.request.code == code:
            return told
    raise UnknownNameError(
        _("There is no such request here: it was withdrawn, or made in another workspace.")
    )


def _keep(visit: Visit, form: AskForm) -> HttpResponse:
    # The same form sent twice asks once: the code comes from its key.
    key: UUID = form.cleaned_data["key"]
    request = form.told(replies.code_from(key))
    replies.keep_request(
        ensure_person(visit),
        key,
        request,
        asked_on=visit.today,
        recorded_at=visit.now,
        ladder=bridge.keep_ladder(visit.ladder, recorded_at=visit.now),
    )
    return redirect("ratings-request", code=request.code)


def _offer_acts(visit: Visit) -> list[tuple[str, str]]:
    keys = choose_acts(
        visit.dossier,
        visit.ladder,
        visit.role("", visit.today),
        as_of=visit.today,
        calibration=visit.calibration(visit.today),
    )
    return [(key, visit.ladder.behaviour(key).behaviour.act) for key in keys]


def _offer_evidence(visit: Visit, request: HttpRequest) -> list[tuple[str, str]]:
    """The newest, after what was asked about by name, however old that is."""
    named = {*request.GET.getlist("evidence"), *request.POST.getlist("evidence")}
    found = list(find_to_corroborate(visit.known(visit.today)))
    found.sort(key=lambda told: str(told[0].id) not in named)
    found = found[: MOST_EVIDENCE_SHOWN + len(named)]
    return [
        (str(fact.id), f"{say_date(fact.happened_on)}: {_shorten(item.text)}")
        for fact, item in found
    ]


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def _in_words(visit: Visit, told: RequestNow) -> dict[str, Any]:
    person = ensure_person(visit)
    link = ""
    if told.state == "out":
        link = private_links.find_link(places.find_workspace(), told.request.code)
    subject, mail = asking_words.draft_mail(told.request, person.name, link)
    context: dict[str, Any] = {
        "told": told,
        "sentence": asking_words.describe_request(told),
        "acts": _acts_in_words(visit, told),
        "answers": _answers_in_words(visit, told),
        "note": _note_that_came(visit, told),
        "subject": subject,
        "mail": mail,
        "until_form": UntilForm(today=visit.today, initial={"until": told.request.until}),
        "link": link,
        "who_will_see": asking_words.say_who_will_see(link),
        "not_for_others": asking_words.NOT_FOR_OTHERS,
    }
    if told.state == "out":
        reminder = asking_words.draft_reminder(told.request, person.name, visit.today, link)
        context |= {"reminder_subject": reminder[0], "reminder": reminder[1]}
    return context


def _acts_in_words(visit: Visit, told: RequestNow) -> Iterable[str]:
    """What is asked, in the words of the ladder it was asked under."""
    try:
        form = replies.find_form(ensure_person(visit), told.request.code)
    except HeadwayError as error:
        return (str(error),)
    return (*form.text.acts, *(f"{say_date(day)}: {text}" for day, text in form.text.evidence))


def _answers_in_words(visit: Visit, told: RequestNow) -> list[tuple[str, str]]:
    """What came back, each part of what was asked with its answer."""
    if told.reply is None:
        return []
    form = _form_that_came(visit, told)
    # The form may be deleted by itself, on the page Ratings; the word on evidence stays.
    on_acts = form.answers.values() if form else [_("taken back")] * len(told.request.acts)
    words = [*on_acts, *told.reply.on_evidence.values()]
    return list(zip(_acts_in_words(visit, told), words, strict=False))


def _note_that_came(visit: Visit, told: RequestNow) -> str:
    form = _form_that_came(visit, told)
    return form.note if form else told.reply.note if told.reply else ""


def _form_that_came(visit: Visit, told: RequestNow) -> RatingForm | None:
    forms = (form for _fact, form in visit.known(visit.today).each(RatingForm))
    return next((form for form in forms if form.request == told.request.code), None)
