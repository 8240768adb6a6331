"""Feeds one follows: added, left, imported, taken out, fetched when asked, and how often by themselves."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.core.errors import HeadwayError, InvalidInputError
from headway.core.reading import FollowedFeed
from headway.formats import built_in, feed, opml
from headway.formats.free_text import tidy
from headway.records import entries, reading_notes
from headway.records.reading import fetch_feeds
from headway.web.files_sent import send_file
from headway.web.forms.learn_reading import FeedFileForm, FeedForm, ScheduleForm
from headway.web.views.learn_reading import find_reading, show_list
from headway.web.visit import begin_visit, ensure_person

# Somebody waits before a page that does not come; what is left is fetched by pressing again.
LONGEST_WAIT_SECONDS = 30.0


def add_feed(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("learn-reading")
    visit = begin_visit()
    person = ensure_person(visit)
    form = FeedForm(request.POST)
    if not form.is_valid():
        return show_list(request, visit, feed=form)
    address = form.cleaned_data["address"]
    known = next((each for each in built_in.feeds() if each.address == address), None)
    followed = FollowedFeed(
        address=address,
        title=tidy(form.cleaned_data["title"]) or (known.title if known else ""),
        site=known.site if known else "",
        source="suggested" if known else "form",
    )
    try:
        found = find_reading(visit, visit.today)
        reading_notes.follow_feeds(person, found, (followed,), now=visit.now)
    except HeadwayError as error:
        form.add_error("address", str(error))
        return show_list(request, visit, feed=form)
    return _back("feed")


def import_feeds(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("learn-reading")
    visit = begin_visit()
    person = ensure_person(visit)
    form = FeedFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_list(request, visit, file=form)
    name = form.file_name
    try:
        read = opml.read(form.cleaned_data["file"], name)
        feeds = (
            FollowedFeed(address=each.address, title=each.title, site=each.site, source=name)
            for each in read.feeds
        )
        found = find_reading(visit, visit.today)
        new = reading_notes.follow_feeds(person, found, feeds, now=visit.now)
    except HeadwayError as error:
        form.add_error("file", str(error))
        return show_list(request, visit, file=form)
    return _back(f"imported&new={len(new)}&left={read.left_out}")


def send_feeds(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """The feeds as a file for any reader."""
    visit = begin_visit()
    found = find_reading(visit, visit.today)
    feeds = [
        opml.Feed(title=each.name, address=each.feed.address, site=each.feed.site)
        for each in found.feeds
    ]
    content = opml.write(feeds, "Feeds from Headway")
    return send_file(content, "text/x-opml; charset=utf-8", "headway-feeds.opml")


def fetch_now(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    person = ensure_person(visit)
    found = find_reading(visit, visit.today)
    if not found.feeds:
        raise InvalidInputError(_("You follow no feed yet."))
    followed = [each.feed.address for each in found.feeds]
    report = fetch_feeds(
        person, followed, followed, now=visit.now, read=feed.read, seconds=LONGEST_WAIT_SECONDS
    )
    told = f"new={report.new_count}&failed={report.failed_count}&left={len(report.left)}"
    return _back(f"fetched&asked={len(report.outcomes)}&{told}")


def set_schedule(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    person = ensure_person(visit)
    found = find_reading(visit, visit.today)
    form = ScheduleForm(request.POST, now=found.every_hours)
    form.insist()
    reading_notes.keep_schedule(person, found, form.cleaned_data["every_hours"], now=visit.now)
    return _back("schedule")


def leave_feed(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    person = ensure_person(visit)
    entries.take_back(person, fact, recorded_at=visit.now)
    return redirect(f"{reverse('learn-reading')}?gone_feed={entries.find_last(person, fact)}")


def restore_feed(request: HttpRequest, fact: UUID) -> HttpResponse:  # noqa: ARG001  # Django's signature
    visit = begin_visit()
    entries.put_back(ensure_person(visit), fact, recorded_at=visit.now)
    return _back("again")


def _back(told: str) -> HttpResponse:
    return redirect(f"{reverse('learn-reading')}?kept={told}#page")
