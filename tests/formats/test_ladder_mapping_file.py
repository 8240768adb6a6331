"""A mapping between two ladders as a file one edits by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import LADDER, law
from headway.core.errors import UnreadableFileError
from headway.core.ladder_likeness import MappingProposal, Match, propose_mapping
from headway.core.ladder_mapping import LadderMapping
from headway.formats import built_in, ladder_mapping_file
from two_ladders import NEXT, OTHER

HEAD = 'format = "headway-mapping/1"\nformer = "a 1"\nnew = "b 1"\n'
text = st.text(max_size=8)


@pytest.mark.parametrize("new", [LADDER, NEXT, OTHER, built_in.ladder()], ids=lambda e: e.slug)
def test_a_proposal_is_read_back_as_its_mapping(new: object) -> None:
    proposal = propose_mapping(LADDER, new)  # type: ignore[arg-type]
    assert ladder_mapping_file.read(ladder_mapping_file.write(proposal)) == proposal.mapping


@law
@given(st.dictionaries(text, text, max_size=3), st.lists(st.none() | st.integers(0, 9), max_size=3))
def test_whatever_names_and_levels_there_are_come_back(
    names: dict[str, str], levels: list[int | None]
) -> None:
    mapping = LadderMapping(
        former="a 1",
        new="b 1",
        competencies={former: new for former, new in names.items() if new},
        levels=tuple(levels),
    )
    told = [("competency", former, new) for former, new in names.items()]
    told += [("level", str(n), "" if to is None else str(to)) for n, to in enumerate(levels)]
    matches = tuple(
        Match(part=part, former=former, name=former, new=new, how="same")  # type: ignore[arg-type]
        for part, former, new in told
    )
    written = ladder_mapping_file.write(MappingProposal(mapping=mapping, matches=matches))
    assert ladder_mapping_file.read(written) == mapping


def test_the_file_says_what_else_a_name_may_become() -> None:
    written = ladder_mapping_file.write(propose_mapping(LADDER, NEXT)).decode()
    assert '"asking" = "asking-people"  # Asking; perhaps asking-people (Asking people)' in written
    assert '"telling" = "telling"  # Telling\n' in written


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", 'it has no format = "headway-mapping/1"'),
        (HEAD + "[people]\n", "there is no 'people' in a mapping"),
        ('format = "headway-mapping/1"\n', "say former ="),
        ('format = "headway-mapping/1"\nformer = 7\n', "say former ="),
        ('format = "headway-mapping/1"\nformer = "a 1"\n', "say new ="),
        (HEAD + "roles = 3\n", "roles: write a table"),
        (HEAD + "[roles]\nx = 3\n", "roles, x: write a name in quotation marks"),
        (
            HEAD + "[competencies]\nx = [3]\n",
            "competencies, x: write a name in quotation marks, or",
        ),
        (HEAD + 'competencies = "x"\n', "competencies: write a table"),
        (HEAD + '[roles]\nx = ["a", "b"]\n', "roles, x: write a name in quotation marks"),
        (HEAD + '[levels]\n0 = "one"\n', "levels, 0: write a level's number"),
        (HEAD + "[levels]\n1 = 1\n", "level 0 is missing"),
        (HEAD + "[levels]\nlow = 1\n", "levels, low: write a level's number"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(content: str, said: str) -> None:
    with pytest.raises(UnreadableFileError, match=said):
        ladder_mapping_file.read(content.encode())


def test_a_level_may_be_a_number_or_nothing() -> None:
    told = ladder_mapping_file.read(f'{HEAD}[levels]\n0 = 0\n1 = ""\n2 = "1"\n'.encode())
    assert told.levels == (0, None, 1)


def test_a_competency_that_became_several_is_a_list() -> None:
    told = ladder_mapping_file.read(f'{HEAD}[competencies]\na = ["b", "c", "b"]\nd = [""]'.encode())
    assert (told.splits, told.competencies) == ({"a": ("b", "c")}, {})
    match = Match(part="competency", former="a", name="A", new="b", how="alike", further=("c",))
    written = ladder_mapping_file.write(MappingProposal(mapping=told, matches=(match,)))
    assert '"a" = ["b", "c"]  # A\n' in written.decode()
    assert ladder_mapping_file.read(written) == told
