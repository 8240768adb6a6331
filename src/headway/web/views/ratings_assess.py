"""Assessment: one act at a time, the most telling next; each answer is kept before the next question."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from headway.core import wording
from headway.core.assessment import Assessment, tells_something
from headway.core.dossier import find_role_of_titles
from headway.core.former_names import is_former
from headway.core.gap import ExpectationGap
from headway.core.ladder import Ladder, Role
from headway.core.profile import Aim
from headway.core.ratings import BehaviourAnswer, RatingForm
from headway.core.wording import assessment as assessment_words
from headway.records import access, entries, sittings
from headway.web.forms.ratings import BeginForm
from headway.web.frame import show_page
from headway.web.views.ratings import find_assessment
from headway.web.visit import Visit, begin_visit, ensure_person

# As many answers as a first list of gaps takes at most.
FIRST_ANSWERS = 15


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer, the key that gives it, and what its button says."""

    answer: BehaviourAnswer
    key: str
    name: Any

    @property
    def tells(self) -> bool:
        """Whether it says anything of a level."""
        return tells_something(self.answer)


CHOICES = (
    Choice(answer="seen", key="y", name=gettext_lazy("Yes")),
    Choice(answer="partly", key="p", name=gettext_lazy("Partly, or once")),
    Choice(answer="not seen", key="n", name=gettext_lazy("No")),
    Choice(answer="can't say", key="?", name=gettext_lazy("Can't say")),
    Choice(answer="does not apply", key="x", name=gettext_lazy("Does not apply")),
)


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act of the ladder, and what was answered about it."""

    key: str
    competency: str
    text: str
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class TopGap:
    """One of the gaps that matter most, in words."""

    gap: ExpectationGap
    sentence: str


def hold_assessment(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    if request.method != "POST":
        return _show(request, visit)
    person = ensure_person(visit)
    if "target_role" in request.POST:
        return _begin(request, visit)
    if "undo" in request.POST:
        key = request.POST["undo"]
        sittings.take_back_answer(
            person, key, day=visit.today, recorded_at=visit.now, reading=visit.reading
        )
    else:
        sittings.keep_answer(
            person,
            request.POST.get("behaviour", ""),
            request.POST.get("answer", ""),
            ladder=visit.ladder,
            day=visit.today,
            recorded_at=visit.now,
            reading=visit.reading,
        )
    return redirect("ratings-assess")


def _begin(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = BeginForm(request.POST, ladder=visit.ladder, by_titles=_by_titles(visit))
    if not form.is_valid():
        return _show(request, visit, form)
    # Somebody who named an aim meanwhile, in another tab, said more than this form asks.
    if visit.aim(visit.today) is None:
        aim, key = form.told(), form.cleaned_data["key"]
        person = ensure_person(visit)
        entries.keep_once(person, key, aim, happened_on=visit.today, recorded_at=visit.now)
    return redirect("ratings-assess")


def _show(request: HttpRequest, visit: Visit, form: BeginForm | None = None) -> HttpResponse:
    may_tell = visit.may_tell(visit.today)
    aim = visit.aim(visit.today)
    if may_tell and (aim is None or form):
        begun = form or BeginForm(
            ladder=visit.ladder,
            by_titles=_by_titles(visit),
            initial={"key": entries.new_key()},
        )
        status = 400 if form else 200
        return show_page(
            request, "ratings/begin.html", visit=visit, context={"form": begun}, status=status
        )
    context = {
        "may_tell": may_tell,
        "may_tell_others": access.reveals_raters(),
        "choices": CHOICES,
        **_found(visit, aim),
    }
    return show_page(request, "ratings/assess.html", visit=visit, context=context)


def _by_titles(visit: Visit) -> Role | None:
    return find_role_of_titles(visit.known(visit.today), visit.ladder, visit.today)


def _found(visit: Visit, aim: Aim | None) -> dict[str, Any]:
    role = visit.role("", visit.today)
    found = find_assessment(visit, role, visit.today)
    return {
        "role": role,
        "aim": aim,
        "found": found,
        "act": _act(visit.ladder, found.next_behaviour) if found.next_behaviour else None,
        "last": _last(visit),
        "reach": assessment_words.describe_reach(found),
        "own_view": assessment_words.OWN_VIEW,
        "has_enough": _count_asked(visit) >= FIRST_ANSWERS,
        "top": _top(found),
    }


def _count_asked(visit: Visit) -> int:
    """How many acts were asked about, "can't say" and "does not apply" included."""
    forms = (form for _, form in visit.known(visit.today).each(RatingForm))
    return len({key for form in forms if form.source == "self" for key in form.answers})


def _act(ladder: Ladder, key: str, answer: str = "") -> Act:
    known = ladder.behaviour(key)
    name = ladder.competency(known.competency).name
    return Act(key=key, competency=name, text=known.behaviour.act, answer=answer)


def _last(visit: Visit) -> Act | None:
    """The day's last answer, which one press takes back."""
    if visit.person is None:
        return None
    sitting = sittings.find_sitting(visit.person, visit.today, visit.reading)
    if sitting is None:
        return None
    key, answer = list(sitting[1].answers.items())[-1]
    if is_former(key):
        return None
    names = {choice.answer: choice.name for choice in CHOICES}
    return _act(visit.ladder, key, str(names[answer]))


def _top(found: Assessment) -> list[TopGap]:
    """Nothing before the first answer: it would only tell what the role held lets expect."""
    if not found.answered_count:
        return []
    return [TopGap(gap=gap, sentence=wording.describe_gap(gap)) for gap in found.top]
