"""Queries, CPU-seconds and weight of every page with ten years of history, beside their targets.

    .venv/bin/python -m benchmarks.web.run

A workspace on disk gets 2,000 facts, the catalogue 500 opportunities. Each page is asked for through
Django's test client, which runs all of Headway's code for a request but no network; the figure is
the median of the process's own CPU time. Pages with an estimate are also asked for just after
something was told that makes it another. Exit code 1 says that a target is missed.
"""

import argparse
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import UUID

# One thread: what is told is work, and it must not hide in how many processors there are.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.plan.rows import Row, at_most, show, told
from benchmarks.web.ten_years import make_catalogue, make_facts

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

MOST_CPU_MS, MOST_QUERIES, MOST_WEIGHT_KB = 100.0, 25, 150.0
# DIRECT, the nearest peer, as measured once on one machine with its own sample data (not again here).
PEER_QUERIES, PEER_CPU_MS = "332 to 680", "229 to 266"
WHY = "/standing/communication/"
PAGES = (
    "/",
    "/profile/",
    "/ladder/",
    "/ladder/senior-product-manager/",
    "/ladder/versions/",
    "/ladder/versions/headway-product/1.0.0/write/?form=uk-csv",
    "/evidence/",
    "/evidence/?words=customers&which=own-word",
    "/evidence/tell/",
    f"/evidence/{UUID(int=10)}/",
    "/ratings/",
    "/ratings/assess/",
    "/ratings/add/",
    "/ratings/ask/",
    "/standing/",
    WHY,
    f"{WHY}history/",
    "/gap/",
    "/gap/prioritisation/aside/",
    "/learn/",
    "/learn/taken/",
    "/learn/talks/",
    "/learn/reading/",
    "/mentors/",
    "/mentors/ask/",
    "/network/",
    "/network/add/",
    "/progress/",
    "/packet/",
    "/packet/open/",
    "/packet/edit/",
    "/packet/close/",
    "/settings/",
)
# Those that rest on where the person stands.
ESTIMATING = (
    *("/", "/standing/", WHY, f"{WHY}history/", "/gap/", "/learn/", "/mentors/", "/network/"),
    *("/ratings/", "/ratings/assess/", "/progress/", "/packet/", "/packet/open/", "/packet/close/"),
)
PLAN = "/plan/"
LINKED = re.compile(r'<(?:link|script|img)\b[^>]*?(?:href|src)="(/static/[^"]+)"')


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one page costs: its queries, the median of its CPU time, and the weight of all it loads."""

    queries: int
    cpu_ms: float
    weight_kb: float


def main() -> int:
    """Prints a row for each figure; returns 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="requests of each page (15)")
    parser.add_argument("--plan", action="store_true", help="also the plan, made and shown again")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        client = prepare(Path(folder) / "workspace")
        rows = [row for page in PAGES for row in measure(client, page, chosen.runs)]
        rows += [measure_after_telling(client, page, chosen.runs) for page in ESTIMATING]
        if chosen.plan:
            rows += measure_plan(client)
    print(show(rows))
    print(f"\nDIRECT, measured elsewhere: {PEER_QUERIES} queries, {PEER_CPU_MS} ms of CPU a page.")
    missed = sum(row.holds is False for row in rows)
    print(f"{missed} of {len(rows)} missed")
    return 1 if missed else 0


def prepare(folder: Path) -> "Client":
    """A client that asks for the pages of a new workspace with ten years in it."""
    from headway.records.workspace import open_workspace

    open_workspace(folder)
    from django.test import Client

    from headway.formats import built_in
    from headway.records import bridge, rows
    from headway.web.garbage import collect_seldom

    now = datetime.now(UTC)
    facts = [*make_facts(built_in.ladder(), now)]
    large = make_catalogue(built_in.catalogue())
    # Headway ships one catalogue, so the larger one has to stand in for it.
    built_in.catalogue = lambda: large  # type: ignore[assignment]
    person = bridge.ensure_owner("Ada (made up)", created_at=now)
    bridge.keep_dossier(person, [rows.KeptFact(fact=fact) for fact in facts])
    # As the server does before its first page.
    collect_seldom()
    return Client(HTTP_HOST="127.0.0.1")


def measure(client: "Client", page: str, runs: int) -> Iterator[Row]:
    """The three figures of one page, each with its target."""
    figures = find_figures(client, page, runs)
    yield at_most(f"{page} CPU", figures.cpu_ms, MOST_CPU_MS, "ms")
    yield at_most(f"{page} queries", figures.queries, MOST_QUERIES)
    yield at_most(f"{page} weight", figures.weight_kb, MOST_WEIGHT_KB, "kB")


def measure_after_telling(client: "Client", page: str, runs: int) -> Row:
    """The CPU time of the first request after something was told, with its target."""
    figures = []
    for number in range(runs):
        tell(number)
        figures.append(_cpu_ms(client, page))
    return at_most(f"{page} CPU, after telling", statistics.median(figures), MOST_CPU_MS, "ms")


def tell(number: int) -> None:
    """Keeps a form that gives a level of two competencies: what is estimated of all moves with it."""
    from headway.core.ratings import RatingForm
    from headway.records import access, bridge

    now, owner = datetime.now(UTC), access.workspace_owner()
    if owner is None:
        raise RuntimeError("Nobody's history was kept.")
    marks = {"communication": 1 + number % 3, "prioritisation": 2}
    form = RatingForm(rater="Somebody new (made up)", source="manager", marks=marks)
    bridge.record_fact(owner, form, happened_on=now.date(), recorded_at=now)


def measure_plan(client: "Client") -> Iterator[Row]:
    """The plan made for the first time, which is held to its own target elsewhere, and shown again."""
    yield told(f"{PLAN} CPU, made", _cpu_ms(client, PLAN), "ms")
    figures = find_figures(client, PLAN, 3)
    yield at_most(f"{PLAN} CPU, shown again", figures.cpu_ms, MOST_CPU_MS, "ms")
    yield at_most(f"{PLAN} queries, shown again", figures.queries, MOST_QUERIES)
    yield at_most(f"{PLAN} weight", figures.weight_kb, MOST_WEIGHT_KB, "kB")


def find_figures(client: "Client", page: str, runs: int) -> Figures:
    """What `page` costs; the first request, which fills caches, is not among the timed ones."""
    queries, weight_kb = weigh_page(client, page)
    return Figures(
        queries=queries,
        cpu_ms=statistics.median(_cpu_ms(client, page) for _ in range(runs)),
        weight_kb=weight_kb,
    )


def weigh_page(client: "Client", page: str) -> tuple[int, float]:
    """The number of queries of one request, and the weight in kB of the page and all it loads."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        answer = _get(client, page)
    return len(asked), (len(answer.content) + _weight_of_linked(client, answer)) / 1000


def _cpu_ms(client: "Client", page: str) -> float:
    began = time.process_time()
    _get(client, page)
    return 1000 * (time.process_time() - began)


def _get(client: "Client", page: str) -> "HttpResponse":
    answer = client.get(page)
    if answer.status_code != 200:
        raise RuntimeError(f"{page} answers {answer.status_code}.")
    return cast("HttpResponse", answer)


def _weight_of_linked(client: "Client", answer: "HttpResponse") -> int:
    """The bytes of the styles, scripts and pictures that the page names, none of them compressed."""
    names = dict.fromkeys(LINKED.findall(answer.content.decode()))
    return sum(len(b"".join(client.get(name))) for name in names)


if __name__ == "__main__":
    sys.exit(main())
