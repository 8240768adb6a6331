"""What was taken back lately: listed where it can be put back, and offered at once after it was taken."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest

from headway.core.fact_kinds import FactBody
from headway.records.entries import TakenBack
from headway.records.entries import list_taken_back as list_kept
from headway.web.visit import Visit


def list_taken_back(visit: Visit, day: date, *kinds: type[FactBody]) -> list[TakenBack]:
    """What of these kinds was taken back within 30 days, the latest first; nothing on a past day."""
    if visit.person is None or not visit.may_tell(day):
        return []
    taken = [each for kind in kinds for each in list_kept(visit.person, kind, now=visit.now)]
    return sorted(taken, key=lambda each: each.taken_back_at, reverse=True)


def find_just_taken_back(request: HttpRequest, taken: Iterable[TakenBack]) -> TakenBack | None:
    """Which of them the address says was taken back just now."""
    gone = request.GET.get("gone", "")
    return next((each for each in taken if str(each.fact.id) == gone), None)
