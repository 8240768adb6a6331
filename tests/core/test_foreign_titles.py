"""What a title says of product work in another language is understood, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.core.foreign_titles import in_english
from headway.core.profile import match_title
from headway.formats import built_in


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Senior Produktmanagerin", "senior product manager"),
        ("Leiterin des Produktmanagements", "head of product management"),
        ("Produktleiter", "product lead"),
        ("Cheffe de produit senior", "senior product manager"),
        ("Directrice produit", "director of product"),
        ("Jefa de Producto, pagos", "product manager , pagos"),
        ("Gerente de Produtos", "product manager"),
        ("Responsabile di prodotto", "product manager"),
        ("高级产品经理", "senior product manager"),
        ("プロダクトマネージャー", "product manager"),
        ("Менеджер по продукту", "product manager"),
    ],
)
def test_titles_of_product_people_are_put_in_english(title: str, said: str) -> None:
    assert in_english(title) == said


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Product Manager",
            "Responsable de production",
            "Produktionsleiter",
            "Production Manager",
        ),
        *("Leiter Einkauf", "Chef de projet", "工程师", "Produktmanagerinnenkreis", ""),
    ],
)
def test_other_titles_stay_as_they_are(title: str) -> None:
    assert in_english(title) == title


@given(st.text())
def test_any_title_is_taken(title: str) -> None:
    assert isinstance(in_english(title), str)


def test_a_title_in_another_language_is_asked_about() -> None:
    found = match_title("Senior Produktmanager", built_in.ladder())
    assert (found.certainty, found.roles) == ("ask", ("senior-product-manager",))
    assert found.title == "Senior Produktmanager"
