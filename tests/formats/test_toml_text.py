"""What is written as TOML is read back the same."""

from dataclasses import dataclass, field, replace

from hypothesis import given
from hypothesis import strategies as st

from examples import LADDER, law
from headway.formats import built_in, ladder_file, toml_text
from headway.formats.toml_file import Pieces, parse

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@dataclass(frozen=True, kw_only=True)
class Leaf:
    name: str
    number: int | None = None
    is_big: bool = False


@dataclass(frozen=True, kw_only=True)
class Tree:
    title: str
    weights: tuple[float, ...] = ()
    words: dict[str, str] = field(default_factory=dict)
    first: Leaf
    leaves: tuple[Leaf, ...] = ()


LEAVES = st.builds(
    Leaf, name=TEXTS, number=st.none() | st.integers(-(2**63), 2**63 - 1), is_big=st.booleans()
)
TREES = st.builds(
    Tree,
    title=TEXTS,
    weights=st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=30).map(tuple),
    words=st.dictionaries(TEXTS, TEXTS, max_size=4),
    first=LEAVES,
    leaves=st.lists(LEAVES, max_size=3).map(tuple),
)


@law
@given(TREES)
def test_any_tree_of_values_comes_back(tree: Tree) -> None:
    pieces = Pieces()
    assert pieces.convert(parse(toml_text.write(tree).encode(), "x"), Tree) == tree
    assert pieces.problems == []


def test_a_ladder_comes_back_from_its_file() -> None:
    for ladder in (LADDER, built_in.ladder()):
        assert ladder_file.read(ladder_file.write(ladder)) == ladder


def test_what_has_its_default_is_left_out() -> None:
    written = ladder_file.write(replace(LADDER, note=""))
    assert b"\nnote =" not in written
    assert b"crosswalk" not in written
