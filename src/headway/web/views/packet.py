"""Packet: each expectation of a role with its proof, or "nothing yet"; and apart from it what is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headway.core import wording
from headway.core.errors import InvalidInputError
from headway.core.gap import GapReport
from headway.core.ladder import Ladder, Role
from headway.core.packet import (
    Closing,
    Packet,
    PacketEvidence,
    PacketLine,
    build_packet,
    find_near,
    find_open,
    find_redactions,
    list_closed,
)
from headway.core.packet_citing import PacketCitation
from headway.core.packet_draft import ClosedPacket
from headway.core.wording import packet as packet_words
from headway.formats import packet_markdown, packet_pdf
from headway.web.charts.range_bar import tone
from headway.web.files_sent import send_file
from headway.web.forms.asked import RoleForm
from headway.web.frame import show_empty, show_page
from headway.web.taken_back import find_just_taken_back, list_taken_back
from headway.web.views.evidence import say_support
from headway.web.views.gap import KIND_NAMES, find_gap
from headway.web.views.standing import find_standing
from headway.web.views.tally import tally_states
from headway.web.visit import Visit, begin_visit

# A line of ten years stays a line: the newest on the page, all of them in the file.
MOST_CITED, MOST_BELOW = 3, 2
# So many of them before the rest is unfolded, as in the template.
UNFOLDED = 2
LONGEST_BEGINNING = 60


@dataclass(frozen=True, kw_only=True)
class Cited:
    """One piece of evidence: what, when, at which level and on whose word."""

    fact: UUID
    address: str
    happened_on: date
    text: str
    beginning: str
    level: str
    support: str
    link: str
    files: str = ""


@dataclass(frozen=True, kw_only=True)
class Also:
    """What is cited beside evidence, and what it is and of when, in words."""

    fact: UUID
    text: str
    told: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One expectation, its state, and what proves it."""

    slug: str
    heading: str
    state: str
    tone: str
    sentence: str
    said: str
    evidence: tuple[Cited, ...]
    below: tuple[Cited, ...]
    also: tuple[Also, ...]
    more: int
    more_below: int
    older: str
    lower: str


@dataclass(frozen=True, kw_only=True)
class KindRows:
    """All expectations of one kind."""

    slug: str
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class ClosedRow:
    """A closed packet in a list."""

    closing: Closing
    decision: str


def show_packet(request: HttpRequest) -> HttpResponse:
    return _show(request, "packet/packet.html")


def show_open(request: HttpRequest) -> HttpResponse:
    return _show(request, "packet/open.html", is_open_only=True)


def send_packet(request: HttpRequest) -> HttpResponse:
    packet = _asked_packet(request)
    return send_markdown(packet, f"packet-{packet.role}")


def send_packet_as_pdf(request: HttpRequest) -> HttpResponse:
    packet = _asked_packet(request)
    return send_pdf(packet, f"packet-{packet.role}")


def send_markdown(packet: Packet, name: str, closing: Closing | None = None) -> HttpResponse:
    content = packet_markdown.write(packet, closing)
    return send_file(content, "text/markdown; charset=utf-8", f"{name}.md")


def send_pdf(packet: Packet, name: str, closing: Closing | None = None) -> HttpResponse:
    return send_file(packet_pdf.write(packet, closing), "application/pdf", f"{name}.pdf")


def _asked_packet(request: HttpRequest) -> Packet:
    visit = begin_visit()
    return find_packet(visit, asked_role(request, visit), asked_day(request, visit))


def asked_day(request: HttpRequest, visit: Visit) -> date:
    return RoleForm(visit.ladder, request.GET).day(visit.today)


def asked_role(request: HttpRequest, visit: Visit) -> Role:
    """The role that the packet is for; raises InvalidInputError if there is none."""
    asked = RoleForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    role = None if asked.errors else visit.role(asked.answers["target"], day)
    if role is None:
        raise InvalidInputError(_("Say first which role the packet is for, on the packet's page."))
    return role


def find_packet(visit: Visit, role: Role, day: date) -> Packet:
    """The question of this page and of its API path."""
    gap = find_gap(visit, find_standing(visit, role, day), role, day)
    return build_packet(visit.dossier, gap)


def _show(request: HttpRequest, template: str, *, is_open_only: bool = False) -> HttpResponse:
    visit = begin_visit()
    asked = RoleForm(visit.ladder, request.GET)
    asked.fields["target"].label = _("The role it is for")
    day = asked.day(visit.today)
    if visit.is_empty(day):
        return show_empty(request, "packet/empty.html", visit, day)
    role = None if asked.errors.get("target") else visit.role(asked.answers["target"], day)
    context: dict[str, Any] = {
        "asked": asked,
        "roles": visit.ladder.roles,
        "role": role,
        "day": day,
        "query": request.GET.urlencode(),
        "may_tell": visit.may_tell(day),
    }
    if role:
        gap = find_gap(visit, find_standing(visit, role, day), role, day)
        packet = _open_packet(visit, gap) if is_open_only else build_packet(visit.dossier, gap)
        context |= show_lines(packet, packet.lines, visit.ladder)
        context["calibration"] = visit.calibration_told(day)
        context["near"] = find_near(packet, find_redactions(visit.known(visit.today)))
    context |= {} if is_open_only else _closed(request, visit, day)
    return show_page(request, template, visit=visit, context=context)


def _open_packet(visit: Visit, gap: GapReport) -> Packet:
    """What the whole record does not prove yet, and nothing else of the packet."""
    return Packet(
        as_of=gap.as_of,
        name="",
        role=gap.role,
        role_title=gap.role_title,
        held_role=gap.held_role,
        lines=find_open(visit.dossier, gap),
    )


def _closed(request: HttpRequest, visit: Visit, day: date) -> dict[str, Any]:
    """The packets closed by then, and those taken back lately."""
    closed = [
        ClosedRow(closing=one, decision=packet_words.describe_decision(one))
        for one in list_closed(visit.known(day))
    ]
    taken = list_taken_back(visit, day, ClosedPacket)
    return {
        "closed": closed,
        "kept": request.GET.get("kept", ""),
        "taken_back": taken,
        "just_taken_back": find_just_taken_back(request, taken),
    }


def show_lines(packet: Packet, lines: Iterable[PacketLine], ladder: Ladder) -> dict[str, Any]:
    """The packet and some of its lines, in words."""
    rows = [(line.expectation.kind, _row(line, ladder)) for line in lines]
    kinds = [
        KindRows(slug=slug, name=_(name), rows=tuple(row for kind, row in rows if kind == slug))
        for slug, name in KIND_NAMES.items()
    ]
    return {
        "packet": packet,
        "tally": tally_states(line.expectation.state for line in packet.lines),
        "kinds": [kind for kind in kinds if kind.rows],
        "beside": packet_words.ALSO,
        "aside": [(packet_words.say_set_aside(each), each.reason) for each in packet.set_aside],
        "aside_said": packet_words.SET_ASIDE,
        "brackets": packet_words.BRACKETS if packet.is_redacted else "",
        "decides_nothing": wording.DECIDES_NOTHING,
    }


def _row(line: PacketLine, ladder: Ladder) -> Row:
    return Row(
        slug=line.expectation.slug,
        heading=wording.describe_line(line),
        state=line.expectation.state,
        tone=tone(line.expectation.state),
        sentence=wording.describe_gap(line.expectation),
        said=line.sentence,
        evidence=tuple(show_cited(each, ladder) for each in line.evidence[:MOST_CITED]),
        below=tuple(show_cited(each, ladder) for each in line.below[:MOST_BELOW]),
        also=tuple(map(show_also, line.also)),
        more=max(0, len(line.evidence) - MOST_CITED),
        more_below=max(0, len(line.below) - MOST_BELOW),
        older=_count_older(len(line.evidence) - UNFOLDED),
        lower=_count_lower(len(line.below)),
    )


def _count_older(number: int) -> str:
    """What is folded away of the evidence of a line; nothing for nothing."""
    if number <= 0:
        return ""
    said = ngettext("%(number)s older piece", "%(number)s older pieces", number)
    return said % {"number": number}


def _count_lower(number: int) -> str:
    said = ngettext(
        "%(number)s piece below the level asked for",
        "%(number)s pieces below the level asked for",
        number,
    )
    return said % {"number": number}


def show_also(item: PacketCitation) -> Also:
    told = packet_words.describe_citation(item)
    return Also(fact=item.fact, text=item.text, told=told, link=item.link)


def _begin(text: str) -> str:
    """The first words of a text, on one line; `textwrap` takes long for a page full of them."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_BEGINNING:
        return line
    words, _, _ = line[: LONGEST_BEGINNING - 1].rpartition(" ")
    return f"{words} …".strip()


@cache
def _evidence_page() -> str:
    # To ask Django for each of a hundred addresses takes long.
    return reverse("evidence")


def show_cited(evidence: PacketEvidence, ladder: Ladder) -> Cited:
    # A packet closed long ago may speak of a level that there is no more.
    names = {level.number: level.name for level in ladder.levels}
    return Cited(
        fact=evidence.fact,
        address=f"{_evidence_page()}{evidence.fact}/",
        happened_on=evidence.happened_on,
        text=evidence.text,
        beginning=_begin(evidence.text),
        level=names.get(evidence.level or 0, "") if evidence.level is not None else "",
        support=say_support(evidence.support, evidence.corroborated_by),
        link=evidence.link,
        files=packet_words.describe_files(evidence.files),
    )
