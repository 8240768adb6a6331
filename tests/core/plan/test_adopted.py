"""An adopted plan comes back as it was."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import law
from headway.core.errors import InvalidInputError
from headway.core.fact_kinds import AdoptedPlan
from headway.core.plan.adopted import find_adopted, list_adopted, read_adopted
from plan_cases import TODAY, dossier, opportunity, plan

MADE = plan(opportunity("ask"), opportunity("count", builds="counting", cost=200))


def kept(value):
    """As the record keeps it: through JSON."""
    return AdoptedPlan(document=json.loads(msgspec.json.encode(value)))


def test_a_plan_comes_back_whole():
    wish = replace(MADE.wish, rates={"EUR": Decimal("0.8612")}, must_have=("asking",))
    whole = replace(MADE, wish=wish, planned_until=date(2028, 2, 29))
    assert read_adopted(kept(whole)) == whole


@law
@given(
    title=st.text(),
    hours=st.floats(allow_nan=False, allow_infinity=False),
    day=st.dates(),
    rate=st.decimals(allow_nan=False, allow_infinity=False),
)
def test_whatever_a_plan_holds_comes_back(title, hours, day, rate):
    item = replace(MADE.items[0], title=title, starts_on=day, hours_by_week=((day, hours),))
    whole = replace(MADE, items=(item,), wish=replace(MADE.wish, rates={title: rate}))
    assert read_adopted(kept(whole)) == whole


def test_an_older_plan_with_fewer_fields_is_read():
    document = kept(MADE).document
    for later in ("planned_until", "experience_credit", "notes", "catalogue_version"):
        del document[later]
    for item in document["items"]:
        del item["hours_by_week"]
    old = read_adopted(AdoptedPlan(document=document))
    assert [item.title for item in old.items] == [item.title for item in MADE.items]
    assert (old.planned_until, old.items[0].hours_by_week) == (None, ())


def test_a_newer_plan_with_more_fields_is_read():
    document = {**kept(MADE).document, "invented_later": [1]}
    assert read_adopted(AdoptedPlan(document=document)) == MADE


def test_an_optional_part_in_another_form_is_left_out():
    document = {**kept(MADE).document, "notes": [{"kind": "unknown"}]}
    assert read_adopted(AdoptedPlan(document=document)).notes == ()


@pytest.mark.parametrize("wrong", [3, [3], ["title"], [{}], {"a": 1}])
def test_another_form_is_refused_with_what_to_do(wrong):
    with pytest.raises(InvalidInputError, match="headway plan --fresh --adopt"):
        read_adopted(AdoptedPlan(document={**kept(MADE).document, "items": wrong}))


def test_the_plan_adopted_last_is_found():
    second = replace(MADE, objective=0.5)
    facts = dossier(kept(MADE), kept(second))
    assert find_adopted(facts) == (TODAY, second)
    assert find_adopted(dossier()) is None


def test_of_plans_of_another_form_only_the_last_is_told():
    odd = AdoptedPlan(document={"items": 3})
    assert list_adopted(dossier(odd, kept(MADE))) == [(TODAY, MADE)]
    with pytest.raises(InvalidInputError, match="headway plan --fresh --adopt"):
        list_adopted(dossier(kept(MADE), odd))


def test_days_that_never_went_through_json_are_read_too():
    plain = msgspec.to_builtins(MADE, builtin_types=(date,))
    assert read_adopted(AdoptedPlan(document=plain)) == MADE


@pytest.mark.parametrize(
    "part",
    [
        {"hours_by_week": [3]},
        {"hours_by_week": [["2026-03-02", 1.0, 2.0]]},
        {"hours_by_week": [["2026-03-02", True]]},
        {"hours_by_week": [["no day", 1.0]]},
        {"hours_by_week": "none"},
    ],
)
def test_a_part_of_an_item_in_another_form_is_left_out(part):
    document = kept(MADE).document
    document["items"][0] |= part
    assert read_adopted(AdoptedPlan(document=document)).items[0].hours_by_week == ()


@pytest.mark.parametrize("rates", [[1], {"EUR": "a lot"}])
def test_rates_in_another_form_are_left_out(rates):
    document = kept(MADE).document
    document["wish"]["rates"] = rates
    assert read_adopted(AdoptedPlan(document=document)).wish.rates == {}


def test_a_day_that_may_be_missing_is_a_day_or_left_out():
    document = {**kept(MADE).document, "planned_until": 3}
    assert read_adopted(AdoptedPlan(document=document)).planned_until is None
