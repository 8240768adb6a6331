"""Whose ladder tables in the UK government's form are: the government's own, or another house's."""

from collections.abc import Sequence

from headway.formats.free_text import tidy
from headway.formats.ladders.draft import Draft
from headway.formats.ladders.tables import Sheet

TITLE = "Government Digital and Data Profession Capability Framework"
LICENCE = "OGL-UK-3.0"
ATTRIBUTION = (
    "Contains public sector information licensed under the Open Government Licence v3.0. "
    "Crown copyright. Source: Government Digital and Data Profession Capability Framework."
)
# The families of the framework of 2025; of another house's tables none is called like these.
_FAMILIES = frozenset(
    {"architecture", "chief digital and data", "data", "it operations", "product and delivery"}
    | {"quality assurance testing (qat)", "software development", "user-centred design"}
)
_COLUMN = "role family"


def name_source(draft: Draft, sheets: Sequence[Sheet]) -> Draft:
    """`draft` with the title, licence and attribution that the families of its roles tell.

    Where no table has them the tables are taken for the government's, whose terms ask to be named.
    """
    told = _families(sheets)
    families = list(dict.fromkeys(told or ()))
    is_own = any(each.casefold() in _FAMILIES or each.startswith(TITLE) for each in families)
    if told is None or is_own:
        draft.title, draft.licence, draft.note = TITLE, LICENCE, ATTRIBUTION
    if len(families) == 1 and families[0].casefold() not in _FAMILIES:
        draft.title = families[0]
    return draft


def _families(sheets: Sequence[Sheet]) -> list[str] | None:
    """What stands in the column of families; None where no table has one."""
    found: list[str] = []
    is_told = False
    for sheet in sheets:
        header = [tidy(cell).casefold() for cell in sheet.rows[0]] if sheet.rows else []
        if _COLUMN in header:
            is_told, column = True, header.index(_COLUMN)
            found += [tidy(row[column]) for row in sheet.rows[1:] if column < len(row)]
    return [name for name in found if name] if is_told else None
