"""Tells a CASE package by what it holds, in its older and newer spellings, and in OpenSALT's tables."""

import re
from collections.abc import Sequence
from typing import Any

from headway.formats.ladders.tables import Sheet

# The standard's names, and those that servers use in files of their own.
PARTS = {
    "CFDocument": ("CFDocument", "document", "cfDocument"),
    "CFItems": ("CFItems", "items", "cfItems"),
    "CFAssociations": ("CFAssociations", "associations", "cfAssociations"),
    "CFDefinitions": ("CFDefinitions", "definitions", "cfDefinitions"),
    "CFRubrics": ("CFRubrics", "rubrics", "cfRubrics"),
}


def is_package(tree: Any) -> bool:
    """Whether a JSON document is a CASE package: a framework with items that have statements."""
    if not isinstance(tree, dict):
        return False
    tree = unwrap(tree)
    items = part(tree, "CFItems")
    named = [item for item in items if isinstance(item, dict) and "fullStatement" in item]
    return bool(named) or ("CFDocument" in tree and "CFItems" in tree)


def unwrap(tree: dict[str, Any]) -> dict[str, Any]:
    """What a document holds as its "CFPackage", as some servers of version 1.1 send it, or itself."""
    inner = tree.get("CFPackage")
    return inner if isinstance(inner, dict) else tree


def part(tree: dict[str, Any], name: str) -> list[Any]:
    """The list that a package holds under any spelling of `name`; empty where there is none."""
    for spelling in PARTS[name]:
        found = tree.get(spelling)
        if isinstance(found, list):
            return found
        if isinstance(found, dict):
            return [found]
    return []


def package_of_tables(sheets: Sequence[Sheet]) -> dict[str, Any] | None:
    """The package that OpenSALT's workbook or CSV holds; None where the tables are something else."""
    tables = [_records(sheet) for sheet in sheets]
    told = next((rows for rows in tables if rows and "fullstatement" in rows[0]), None)
    if told is None:
        return None
    items = [_identified(row, number) for number, row in enumerate(told, 1)]
    document: list[dict[str, str]] = next(
        (rows for rows in tables if rows and {"creator", "title"} <= rows[0].keys()), [{}]
    )
    links = next((rows for rows in tables if rows and "associationtype" in rows[0]), [])
    return {
        "CFDocument": {"title": document[0].get("title", "")},
        "CFItems": [_item(row) for row in items],
        "CFAssociations": [*map(_association, links), *_parents(items)],
    }


def _records(sheet: Sheet) -> list[dict[str, str]]:
    if not sheet.rows:
        return []
    header = [re.sub(r"[^a-z]", "", cell.casefold()) for cell in sheet.rows[0]]
    return [dict(zip(header, row, strict=False)) for row in sheet.rows[1:] if any(row)]


def _identified(row: dict[str, str], number: int) -> dict[str, str]:
    """The row with an identifier, which a table to be imported may lack, and its parent by one name."""
    known = row.get("identifier") or row.get("humancodingscheme") or f"row {number}"
    parent = row.get("ischildof") or row.get("parent", "")
    return row | {"identifier": known, "ischildof": parent}


def _item(row: dict[str, str]) -> dict[str, str]:
    return {
        "identifier": row.get("identifier", ""),
        "fullStatement": row.get("fullstatement", ""),
        "abbreviatedStatement": row.get("abbreviatedstatement", ""),
        "humanCodingScheme": row.get("humancodingscheme", ""),
        "CFItemType": row.get("cfitemtype", ""),
        "notes": row.get("notes", ""),
    }


def _association(row: dict[str, str]) -> dict[str, Any]:
    return {
        "associationType": row.get("associationtype", ""),
        "originNodeURI": {"identifier": row.get("originnodeidentifier", "")},
        "destinationNodeURI": {"identifier": row.get("destinationnodeidentifier", "")},
    }


def _parents(items: list[dict[str, str]]) -> list[dict[str, Any]]:
    """What a table says in its own column of each item's parent, by code or identifier."""
    codes = {row.get("humancodingscheme", ""): row.get("identifier", "") for row in items}
    told = [(row.get("identifier", ""), row.get("ischildof", "")) for row in items]
    return [
        {
            "associationType": "isChildOf",
            "originNodeURI": {"identifier": child},
            "destinationNodeURI": {"identifier": codes.get(parent, parent)},
        }
        for child, parent in told
        if parent and codes.get(parent, parent) != child
    ]
