"""With ten years of history no page asks for much or weighs much, and long lists are folded."""

import gc
from datetime import UTC, datetime
from uuid import UUID

import pytest
from benchmarks.web.run import MOST_QUERIES, MOST_WEIGHT_KB, PAGES, WHY, weigh_page
from benchmarks.web.ten_years import make_facts
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory

from headway.algorithms.rating_model import settle
from headway.core.dossier import Fact
from headway.core.standing import estimate_levels
from headway.core.standing.pulls import MOST_RATERS
from headway.formats import built_in, json_form
from headway.records import bridge, rows
from headway.records.models import Person
from headway.web.views.ratings import MOST_OTHERS
from web_client import TODAY, read

LADDER = built_in.ladder()
FACTS = tuple(make_facts(LADDER, datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)))


@pytest.fixture
def full(own: Client, ada: Person) -> Client:
    bridge.keep_dossier(ada, [rows.KeptFact(fact=fact) for fact in FACTS])
    return own


def test_every_page_is_light_and_asks_little(full: Client) -> None:
    found = {page: weigh_page(full, page) for page in PAGES}
    # The lightest is a page with all its styles: none of them may be left out of the sum.
    assert min(kilobytes for _, kilobytes in found.values()) > 30
    heavy = {
        page: kilobytes for page, (_, kilobytes) in found.items() if kilobytes > MOST_WEIGHT_KB
    }
    asking = {page: queries for page, (queries, _) in found.items() if queries > MOST_QUERIES}
    assert heavy == {}
    assert asking == {}


@pytest.mark.parametrize(
    "page",
    [
        "/",
        f"/evidence/{UUID(int=10)}/",
        "/evidence/tell/",
        "/gap/",
        "/learn/",
        "/packet/",
        "/progress/",
        "/ratings/",
        WHY,
        f"{WHY}history/",
    ],
)
def test_a_page_leaves_none_of_its_facts_behind(full: Client, page: str) -> None:
    """What holds itself would stay until Python searches for it, which takes as long as a page."""
    _ask_as_the_server_does(page)
    gc.collect()
    gc.disable()
    try:
        before = _count_facts()
        _ask_as_the_server_does(page)
        assert _count_facts() == before
    finally:
        gc.enable()


def _ask_as_the_server_does(page: str) -> None:
    # Django's test client keeps what a page was made from.
    asked = RequestFactory(HTTP_HOST="127.0.0.1").get(page)
    answer = WSGIHandler()(asked.environ, lambda *_: None)
    assert b"</html>" in b"".join(answer)
    answer.close()


def _count_facts() -> int:
    return sum(type(one) is Fact for one in gc.get_objects())


def test_a_page_tells_what_the_core_finds_in_ten_years(full: Client, ada: Person) -> None:
    role = LADDER.role("senior-product-manager")
    found = estimate_levels(bridge.load_dossier(ada), LADDER, as_of=TODAY, compared_role=role)
    answer = full.get(f"/api/standing?target={role.slug}")
    assert answer.content.decode() == json_form.write(found)


def test_a_competency_takes_few_rounds_and_a_history_seen_before_none(
    full: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[object] = []
    update = settle._update
    monkeypatch.setattr(settle, "_update", lambda *asked: rounds.append(asked) or update(*asked))
    full.get(WHY)
    assert 0 < len(rounds) <= 30
    full.get(f"{WHY}history/")
    rounds.clear()
    full.get(f"{WHY}history/")
    assert rounds == []


def test_of_many_raters_the_newest_stand_side_by_side(full: Client) -> None:
    text = read(full, "/ratings/").split('aria-labelledby="forms"')[0]
    row = text.split("<article")[1].split("</article>")[0]
    assert row.count('class="other"') == MOST_OTHERS
    assert "older views, in the forms below" in row


def test_of_many_raters_those_are_named_who_move_an_estimate_most(full: Client) -> None:
    text = read(full, WHY)
    assert text.count("(made up) (") == MOST_RATERS
    assert "further views move it less than these." in text
