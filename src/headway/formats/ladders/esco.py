"""ESCO's CSV files: occupations, skills and their relations; there are no levels in ESCO."""

from collections.abc import Mapping, Sequence

from headway.core.errors import UnreadableFileError
from headway.core.ladder import CompetencyKind, slugify
from headway.formats.free_text import tidy
from headway.formats.ladders.draft import Draft, DraftCompetency, DraftRole
from headway.formats.ladders.report import Notebook
from headway.formats.ladders.tables import Sheet

FORM = "ESCO occupations and skills (CSV)"
_MARKS = {
    "occupations": frozenset({"concepturi", "preferredlabel", "iscogroup"}),
    "skills": frozenset({"concepturi", "preferredlabel", "skilltype"}),
    "relations": frozenset({"occupationuri", "skilluri", "relationtype"}),
}
# What Headway gives for an address where a ladder has none of ESCO's.
_OWN_ADDRESS = "urn:"
Row = Mapping[str, str]


def name_part(sheet: Sheet) -> str:
    """Which of ESCO's files this is: "occupations", "skills", "relations", or "" for none."""
    header = {cell.casefold() for cell in sheet.rows[0]} if sheet.rows else set()
    return next((part for part, marks in _MARKS.items() if marks <= header), "")


def read(sheets: Sequence[Sheet], *, only: str, notes: Notebook) -> Draft:
    """Occupations as roles that expect their essential skills; optional ones are named, not expected.

    Raises UnreadableFileError naming the file that lacks.
    """
    files = {name_part(sheet): _rows(sheet) for sheet in sheets if name_part(sheet)}
    missing = [part for part in _MARKS if part not in files]
    if missing:
        raise UnreadableFileError(
            f"ESCO comes in three files; {' and '.join(missing)} is missing. Give all of them: "
            "headway ladder import occupations.csv skills.csv occupationSkillRelations.csv"
        )
    for part, rows in files.items():
        notes.count(f"rows of {part}", len(rows))
    chosen = {
        row["concepturi"]: _role(row) for row in files["occupations"] if _is_wanted(row, only)
    }
    if not chosen:
        raise UnreadableFileError(f"No occupation is named '{only}'; try 'product manager'.")
    skills = {row["concepturi"]: row for row in files["skills"]}
    draft = Draft(form=FORM, title="Occupations and skills", roles=list(chosen.values()))
    draft.links_to = "esco"
    # Other houses write in this form too; what is theirs is not the Commission's to license.
    if not all(uri.startswith(_OWN_ADDRESS) for uri in skills):
        draft.note = "This service uses the ESCO classification of the European Commission."
    if not any(uri.startswith(_OWN_ADDRESS) for uri in skills):
        draft.title = f"ESCO: {only}" if only else "ESCO occupations"
        draft.licence = "CC BY 4.0, European Commission (ESCO)"
    _relate(draft, chosen, skills, files["relations"], notes)
    unused = len(skills) - len(draft.competencies)
    if unused > 0:
        notes.drop(f"{unused:,} skills that none of the occupations has are left out.")
    return draft


def _rows(sheet: Sheet) -> list[Row]:
    header = [cell.casefold() for cell in sheet.rows[0]]
    return [dict(zip(header, [*row, *[""] * len(header)], strict=False)) for row in sheet.rows[1:]]


def _is_wanted(row: Row, only: str) -> bool:
    wanted = slugify(only)
    names = [row["preferredlabel"], *row.get("altlabels", "").split("\n")]
    return not wanted or only.strip() == row.get("code", "") or wanted in map(slugify, names)


def _role(row: Row) -> DraftRole:
    label = tidy(row["preferredlabel"])
    return DraftRole(
        title=label[:1].upper() + label[1:],
        place=0,
        scope=tidy(row.get("description", "")),
        aliases=tuple(
            tidy(alias) for alias in row.get("altlabels", "").split("\n") if alias.strip()
        ),
    )


def _relate(
    draft: Draft,
    chosen: Mapping[str, DraftRole],
    skills: Mapping[str, Row],
    relations: Sequence[Row],
    notes: Notebook,
) -> None:
    for number, relation in enumerate(relations, 2):
        role, uri = chosen.get(relation["occupationuri"]), relation["skilluri"]
        if role is None:
            continue
        skill = skills.get(uri)
        if skill is None:
            notes.drop("A relation names a skill that the file of skills lacks.", f"row {number}")
            continue
        draft.competencies.setdefault(uri, _competency(uri, skill))
        if relation["relationtype"].casefold() == "essential":
            role.expected[uri] = "shown"
            notes.count("essential skills")
        else:
            notes.count("optional skills")
            notes.drop("Optional skills are kept as competencies, and not expected.", role.title)


def _competency(uri: str, row: Row) -> DraftCompetency:
    is_knowledge = row.get("skilltype", "").casefold() == "knowledge"
    kind: CompetencyKind | None = "technical" if is_knowledge else None
    return DraftCompetency(
        name=tidy(row["preferredlabel"]),
        area="Knowledge" if is_knowledge else "Skills",
        definition=tidy(row.get("description", "") or row.get("definition", "")),
        kind=kind,
        links=() if uri.startswith(_OWN_ADDRESS) else (uri,),
    )
