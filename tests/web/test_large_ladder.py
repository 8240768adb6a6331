"""With ten years of history on a ladder of 60 competencies and eight levels no page asks for much."""

from datetime import UTC, datetime, timedelta

from benchmarks.web.run import MOST_QUERIES, MOST_WEIGHT_KB, WHY, weigh_page
from benchmarks.web.ten_years import make_facts
from django.test import Client

from headway.core.ladder_likeness import propose_mapping
from headway.formats import built_in
from headway.records import adoptions, bridge, rows
from headway.records.models import Person
from large_ladder import make_large_ladder
from web_client import TODAY

# All 60 stand on the others, about 2 kB each.
LIGHT = ("/", "/ladder/", "/ladder/senior-product-manager/", WHY, f"{WHY}history/")
PAGES = (*LIGHT, "/standing/", "/gap/", "/packet/", "/packet/open/", "/progress/", "/ratings/")


def test_every_page_answers_with_few_queries(own: Client, ada: Person) -> None:
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
    ladder, shipped, begun = make_large_ladder(), built_in.ladder(), now - timedelta(days=4_000)
    mapping = propose_mapping(shipped, ladder).mapping
    adoptions.adopt_ladder(
        ada, ladder, mapping, former=shipped, from_day=begun.date(), recorded_at=begun
    )
    bridge.keep_dossier(ada, [rows.KeptFact(fact=fact) for fact in make_facts(ladder, now)])
    found = {page: weigh_page(own, page) for page in PAGES}
    assert {page: asked for page, (asked, _) in found.items() if asked > MOST_QUERIES} == {}
    assert {page: found[page][1] for page in LIGHT if found[page][1] > MOST_WEIGHT_KB} == {}
