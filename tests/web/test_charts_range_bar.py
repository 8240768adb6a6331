"""The geometry of the range bar, and that its drawing tells everybody what it shows."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from headway.core.plan import Outlook
from headway.core.standing import Estimate, State
from headway.web.charts.range_bar import (
    RangeBar,
    draw_estimate,
    draw_outlook,
    draw_views,
    percent,
    tone,
)

TOP_LEVEL = 4
SVG = "{http://www.w3.org/2000/svg}"
ESTIMATE = Estimate(
    competency="prioritisation",
    name="Prioritisation",
    kind="technical",
    mean=0.0,
    sd=1.0,
    most_likely_level=2,
    level_chances=(0.1, 0.2, 0.4, 0.2, 0.1),
    median_position=2.4,
    low_position=1.5,
    high_position=3.25,
    view_count=2,
    evidence_count=3,
    bars=(),
    bar_level=3,
    meets_chance=0.4,
    state="too little to tell",
)


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    places = sorted(draw(st.lists(st.floats(0, TOP_LEVEL + 1), min_size=3, max_size=3)))
    level = draw(st.none() | st.integers(0, TOP_LEVEL))
    return replace(
        ESTIMATE,
        low_position=places[0],
        median_position=places[1],
        high_position=places[2],
        bar_level=level,
    )


def draw_bar(estimate: Estimate = ESTIMATE) -> RangeBar:
    return draw_estimate(estimate, top_level=TOP_LEVEL, description="What it says.")


def markup(bar: RangeBar) -> ElementTree.Element:
    text = render_to_string("charts/range_bar.svg", {"bar": bar})
    return ElementTree.fromstring(
        text.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    )


@given(estimates())
def test_the_bar_lies_inside_the_track(estimate: Estimate) -> None:
    bar = draw_bar(estimate)
    assert 0 <= bar.start <= bar.end <= 100
    assert bar.width >= 0


@given(estimates())
def test_the_median_lies_within_the_bar(estimate: Estimate) -> None:
    bar = draw_bar(estimate)
    assert bar.start <= bar.dot <= bar.end


@given(st.integers(0, TOP_LEVEL))
def test_the_mark_stands_on_the_tick_at_which_the_level_begins(level: int) -> None:
    bar = draw_bar(replace(ESTIMATE, bar_level=level))
    assert bar.mark == bar.ticks[level]


def test_a_tick_stands_where_each_level_begins_and_where_the_scale_ends() -> None:
    assert draw_bar().ticks == (0, 20, 40, 60, 80, 100)


def test_without_a_role_there_is_no_mark() -> None:
    bar = draw_bar(replace(ESTIMATE, bar_level=None, state=None))
    assert (bar.mark, bar.tone) == (None, "uncompared")


@given(st.floats(allow_nan=False), st.floats(0.1, 100))
def test_nothing_is_drawn_outside_of_the_track(position: float, span: float) -> None:
    assert 0 <= percent(position, span) <= 100


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4).map(sorted))
def test_the_outlook_lies_between_never_and_always(chances: list[float]) -> None:
    before, low, after, high = chances
    bar = draw_outlook(
        Outlook(
            competency="prioritisation",
            name="Prioritisation",
            bar_level=3,
            chance_now=before,
            chance_after=after,
            chance_after_range=(low, high),
        ),
        description="What it says.",
    )
    assert bar.before is not None
    assert 0 <= bar.before <= bar.start <= bar.dot <= bar.end <= 100


def test_the_drawing_has_a_title_and_a_description_that_it_is_labelled_by() -> None:
    drawing = markup(draw_bar())
    title, description = drawing.find(f"{SVG}title"), drawing.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert (title.text, description.text) == ("Prioritisation", "What it says.")
    assert drawing.get("aria-labelledby") == title.get("id")
    assert drawing.get("aria-describedby") == description.get("id")


@pytest.mark.parametrize("state", ["shown", "too little to tell", "not yet"])
def test_only_the_half_tone_is_hatched(state: State) -> None:
    drawing = markup(draw_bar(replace(ESTIMATE, state=state)))
    bar = next(part for part in drawing.iter(f"{SVG}rect") if tone(state) in part.get("class", ""))
    assert (bar.get("fill") == "url(#half-tone)") == (state == "too little to tell")


def test_a_name_with_markup_stays_text() -> None:
    bar = draw_bar(replace(ESTIMATE, name="<script>alert(1)</script>"))
    assert "<script" not in render_to_string("charts/range_bar.svg", {"bar": bar})


def test_no_drawing_carries_a_style_or_a_script() -> None:
    text = render_to_string("charts/range_bar.svg", {"bar": draw_bar()})
    assert "style=" not in text
    assert "<script" not in text


def test_what_others_see_is_drawn_in_the_middle_of_its_level_and_counted() -> None:
    assert draw_views([3, 1, 3], top_level=4) == ((30.0, 1), (70.0, 2))
    drawing = render_to_string("charts/views.svg", {"marks": draw_views([3, 1, 3], top_level=4)})
    assert drawing.count('class="view"') == 2
    assert drawing.count("<text") == 1
    assert render_to_string("charts/views.svg", {"marks": ()}).strip() == ""
