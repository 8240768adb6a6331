"""The API described in OpenAPI 3.1, from the very forms that read a request and the types that answer it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, make_dataclass
from dataclasses import field as field_of
from typing import Any

import msgspec
from django import forms
from django.http import QueryDict
from django.urls import URLPattern

import headway
from headway.core.dossier import Fact
from headway.core.fact_kinds import FactBody
from headway.core.reading_list import Related
from headway.web.forms.asked import AskedForm, DayField, RoleField
from headway.web.visit import Visit

Reader = Callable[..., AskedForm]
WRONG = {
    "400": "What was asked makes no sense; the sentence says what and how to mend it.",
    "403": "This came without the key that Headway gives the browser which opens its address.",
    "404": "There is no such name.",
    "409": "What was asked makes sense, but can't be answered as things stand.",
    "503": "The workspace can't be used now; the sentence says why.",
}
# What a form's own rules ask of a text, which its fields don't tell.
CODE = "[A-Za-z]{3}"
NO_NULL = r"^[^\u0000]*$"
DAY = r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
FORMS_OF_TEXT: Mapping[str, dict[str, Any]] = {
    "hours_per_week": {"type": "number", "exclusiveMinimum": 0, "maximum": 168},
    "budget_per_year": {"type": "string", "pattern": r"^[0-9]{1,9}(\.[0-9]{1,2})?$"},
    "cost_at_most": {"type": "string", "pattern": r"^[0-9]{1,9}(\.[0-9]{1,2})?$"},
    "currency": {"type": "string", "pattern": f"^{CODE}$"},
    "rate": {"type": "string", "pattern": rf"^{CODE}=[1-9][0-9]{{0,5}}(, {CODE}=0\.[1-9])?$"},
}
ERROR = {
    "type": "object",
    "properties": {"error": {"type": "string", "description": "A sentence one can act on."}},
    "required": ["error"],
}


@dataclass(frozen=True, kw_only=True)
class Call:
    """One question of the API: the form that reads it (from visit, query and names), and its answer's types.

    `names` are those that may stand in the address, where its path has a place for one.
    """

    read: Reader
    answers: tuple[Any, ...]
    names: Callable[[Visit], list[str]]
    summary: str


def facts_of(kind: type[FactBody]) -> Any:
    """The type of a list of facts whose bodies are all of `kind`."""
    told = [(f.name, kind if f.name == "body" else f.type, f) for f in fields(Fact)]
    return list[make_dataclass(f"{kind.__name__}Fact", told, kw_only=True, frozen=True)]  # type: ignore[misc]


def with_reading(kind: type[Any]) -> Any:
    """The type of an answer of `kind` that may name something to read beside it."""
    related = ("related_reading", tuple[Related, ...], field_of(default=()))
    # Named as the answer is, which it is where there is nothing to read.
    return make_dataclass(kind.__name__, [related], bases=(kind,), kw_only=True, frozen=True)


def describe(patterns: Mapping[str, tuple[URLPattern, Call]], visit: Visit) -> dict[str, Any]:
    """The whole description, for the ladder and the catalogue of this visit."""
    types = [answer for _pattern, call in patterns.values() for answer in call.answers]
    schemas, components = msgspec.json.schema_components(
        types, ref_template="#/components/schemas/{name}"
    )
    next_schema = iter(schemas)
    paths = {}
    for name, (pattern, call) in patterns.items():
        answered = [next(next_schema) for _answer in call.answers]
        paths[_path(pattern)] = {"get": _operation(name, call, pattern, answered, visit)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Headway",
            "version": headway.__version__,
            "description": "Every page's result at its word, in the form that the command's --json prints.",
        },
        "paths": paths,
        "components": {"schemas": {**components, "Error": ERROR}},
    }


def _path(pattern: URLPattern) -> str:
    return "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern))


def _operation(
    name: str, call: Call, pattern: URLPattern, answered: list[Any], visit: Visit
) -> dict[str, Any]:
    named = re.findall(r"{(\w+)}", _path(pattern))
    names = call.names(visit)
    asked = call.read(visit, QueryDict(), **dict.fromkeys(named, next(iter(names), "")))
    return {
        "operationId": name.removeprefix("api-"),
        "summary": call.summary,
        "parameters": [*(_in_path(each, names) for each in named), *_in_query(asked)],
        "responses": {
            "200": {"description": "The answer.", "content": _json({"anyOf": answered})},
            **{
                status: {
                    "description": sentence,
                    "content": _json({"$ref": "#/components/schemas/Error"}),
                }
                for status, sentence in WRONG.items()
            },
        },
    }


def _json(schema: object) -> dict[str, object]:
    return {"application/json": {"schema": schema}}


def _in_path(name: str, names: list[str]) -> dict[str, Any]:
    schema = {"type": "string", "enum": names}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(asked: AskedForm) -> Iterator[dict[str, Any]]:
    for name, field in asked.fields.items():
        yield {
            "name": name,
            "in": "query",
            "description": str(field.label or name),
            "schema": _schema(name, field),
        }


def _schema(name: str, field: forms.Field) -> dict[str, Any]:
    """What a field takes, as JSON Schema; left out or empty, it is as the person said before."""
    if isinstance(field, forms.MultipleChoiceField):
        return {"type": "array", "items": {"type": "string", "enum": _choices(field)}}
    one = FORMS_OF_TEXT.get(name) or _one(field)
    return one if field.required else {"anyOf": [one, {"const": ""}]}


def _one(field: forms.Field) -> dict[str, Any]:
    if isinstance(field, RoleField):
        return {"type": "string", "enum": [role.slug for role in field.ladder.roles]}
    if isinstance(field, DayField):
        return {"type": "string", "format": "date", "pattern": DAY}
    if isinstance(field, forms.ChoiceField):
        return {"type": "string", "enum": _choices(field)}
    if isinstance(field, forms.IntegerField):
        return _number(field, "number" if isinstance(field, forms.FloatField) else "integer")
    # Of words to look for nothing is wrong.
    return {"type": "string"} | ({"pattern": NO_NULL} if isinstance(field, forms.CharField) else {})


def _choices(field: forms.ChoiceField) -> list[str]:
    chosen: Any = field.choices
    return [value for value, _label in chosen if value != ""]


def _number(field: forms.IntegerField, kind: str) -> dict[str, Any]:
    limits = {"minimum": field.min_value, "maximum": field.max_value}
    return {"type": kind, **{name: limit for name, limit in limits.items() if limit is not None}}
