"""Packet: each expectation of a role with its proof, or "nothing yet"; and apart from it what is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from headway.core import wording
from headway.core.errors import InvalidInputError
from headway.core.ladder import Ladder, Role
from headway.core.packet import Packet, PacketEvidence, PacketLine, build_packet
from headway.formats import packet_markdown
from headway.web.charts.range_bar import tone
from headway.web.forms import RoleForm
from headway.web.frame import show_empty, show_page
from headway.web.views.evidence import say_support
from headway.web.views.gap import KIND_NAMES, find_gap
from headway.web.views.standing import find_standing
from headway.web.views.tally import tally_states
from headway.web.visit import Visit, begin_visit

# A line of ten years stays a line: the newest on the page, all of them in the file.
MOST_CITED = 8


@dataclass(frozen=True, kw_only=True)
class Cited:
    """One piece of evidence: what, when, at which level and on whose word."""

    fact: UUID
    happened_on: date
    text: str
    level: str
    support: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One expectation, its state, and what proves it."""

    slug: str
    heading: str
    state: str
    tone: str
    sentence: str
    evidence: tuple[Cited, ...]
    below: tuple[Cited, ...]
    more: int
    more_below: int


@dataclass(frozen=True, kw_only=True)
class KindRows:
    """All expectations of one kind."""

    slug: str
    name: str
    rows: tuple[Row, ...]


def show_packet(request: HttpRequest) -> HttpResponse:
    return _show(request, "packet/packet.html")


def show_open(request: HttpRequest) -> HttpResponse:
    return _show(request, "packet/open.html", is_open_only=True)


def send_packet(request: HttpRequest) -> HttpResponse:
    visit = begin_visit()
    asked = RoleForm(visit.ladder, request.GET)
    day = asked.day(visit.today)
    role = None if asked.errors else visit.role(asked.answers["target"], day)
    if role is None:
        raise InvalidInputError(_("Say first which role the packet is for, on the packet's page."))
    return HttpResponse(
        packet_markdown.write(find_packet(visit, role, day)),
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="packet-{role.slug}.md"'},
    )


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
        packet = find_packet(visit, role, day)
        lines = [line for line in packet.lines if _is_open(line)] if is_open_only else packet.lines
        context |= _in_words(packet, lines, visit.ladder)
        context["calibration"] = visit.calibration_told(day)
    return show_page(request, template, visit=visit, context=context)


def _is_open(line: PacketLine) -> bool:
    return line.expectation.state != "shown" or not line.evidence


def _in_words(packet: Packet, lines: Iterable[PacketLine], ladder: Ladder) -> dict[str, Any]:
    rows = [(line.expectation.kind, _row(line, ladder)) for line in lines]
    kinds = [
        KindRows(slug=slug, name=_(name), rows=tuple(row for kind, row in rows if kind == slug))
        for slug, name in KIND_NAMES.items()
    ]
    return {
        "packet": packet,
        "tally": tally_states(line.expectation.state for line in packet.lines),
        "kinds": [kind for kind in kinds if kind.rows],
        "decides_nothing": wording.DECIDES_NOTHING,
    }


def _row(line: PacketLine, ladder: Ladder) -> Row:
    return Row(
        slug=line.expectation.slug,
        heading=wording.describe_line(line),
        state=line.expectation.state,
        tone=tone(line.expectation.state),
        sentence=wording.describe_gap(line.expectation),
        evidence=tuple(_cited(each, ladder) for each in line.evidence[:MOST_CITED]),
        below=tuple(_cited(each, ladder) for each in line.below[:MOST_CITED]),
        more=max(0, len(line.evidence) - MOST_CITED),
        more_below=max(0, len(line.below) - MOST_CITED),
    )


def _cited(evidence: PacketEvidence, ladder: Ladder) -> Cited:
    return Cited(
        fact=evidence.fact,
        happened_on=evidence.happened_on,
        text=evidence.text,
        level="" if evidence.level is None else ladder.level(evidence.level).name,
        support=say_support(evidence.support, evidence.corroborated_by),
        link=evidence.link,
    )
