"""An adopted plan read back, whole, from the JSON form in which it is kept."""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from headway.core.dossier import Dossier
from headway.core.errors import InvalidInputError
from headway.core.fact_kinds import AdoptedPlan
from headway.core.plan.values import Plan

Value = TypeVar("Value")


class _OtherFormError(Exception):
    """A value that is not of the kind looked for."""


def read_adopted(adopted: AdoptedPlan) -> Plan:
    """The plan as it was when it was adopted, to the last field.

    Older plans with fewer fields get the values that stand for "not told"; fields that are unknown, or
    optional and told in another form, are left out. Raises InvalidInputError for anything else.
    """
    try:
        return cast("Plan", _read(Plan, adopted.document))
    except _OtherFormError:
        raise InvalidInputError(
            "The adopted plan has another form than Headway's; adopt one anew: "
            "`headway plan --fresh --adopt`."
        ) from None


def find_adopted(known: Dossier) -> tuple[date, Plan] | None:
    """The plan adopted last with the day of that, or None; `known` holds only what is known by then."""
    return list_adopted(known)[-1] if known.latest(AdoptedPlan) else None


def list_adopted(known: Dossier) -> list[tuple[date, Plan]]:
    """All adopted plans with their days, oldest first; earlier ones of another form are left out.

    Raises InvalidInputError if the last one is of another form.
    """
    kept = [*known.each(AdoptedPlan)]
    plans = []
    for number, (fact, body) in enumerate(kept, 1):
        try:
            plan = fact.remembered.get(Plan) or read_adopted(body)
            plans.append((fact.happened_on, fact.remembered.setdefault(Plan, plan)))
        except InvalidInputError:
            if number == len(kept):
                raise
    return plans


def _read(kind: Any, plain: object) -> object:
    """`plain`, made of JSON's own types, as a value of the annotated `kind`."""
    origin = get_origin(kind)
    if is_dataclass(kind):
        return _read_dataclass(cast("type[object]", kind), plain)
    if origin in (Union, types.UnionType):
        return _read_any(get_args(kind), plain)
    if origin is Literal:
        return _checked(plain, plain in get_args(kind))
    if origin is tuple:
        return _read_tuple(get_args(kind), plain)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _read_mapping(get_args(kind), plain)
    return _read_plain(kind, plain)


def _read_dataclass(kind: type[Value], plain: object) -> Value:
    if not isinstance(plain, Mapping):
        raise _OtherFormError
    found = {}
    hints = _hints(cast("Any", kind))
    for field in fields(cast("Any", kind)):
        is_optional = _is_optional(field)
        try:
            if field.name in plain:
                found[field.name] = _read(hints[field.name], plain[field.name])
        except _OtherFormError:
            if not is_optional:
                raise
        if field.name not in found and not is_optional:
            raise _OtherFormError
    return kind(**found)


@cache
def _hints(kind: type[object]) -> dict[str, Any]:
    return get_type_hints(kind)


def _is_optional(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _read_any(kinds: tuple[Any, ...], plain: object) -> object:
    for kind in kinds:
        try:
            return _read(kind, plain)
        except _OtherFormError:
            continue
    raise _OtherFormError


def _read_tuple(kinds: tuple[Any, ...], plain: object) -> object:
    if not isinstance(plain, list | tuple):
        raise _OtherFormError
    if kinds[1:] == (...,):
        return tuple(_read(kinds[0], part) for part in plain)
    if len(kinds) != len(plain):
        raise _OtherFormError
    return tuple(_read(kind, part) for kind, part in zip(kinds, plain, strict=True))


def _read_mapping(kinds: tuple[Any, ...], plain: object) -> object:
    if not isinstance(plain, Mapping):
        raise _OtherFormError
    return {_read(kinds[0], key): _read(kinds[1], value) for key, value in plain.items()}


def _read_plain(kind: Any, plain: object) -> object:
    if kind in READERS:
        return READERS[kind](plain)
    return _checked(plain, kind is type(None) and plain is None)


def _checked(plain: object, is_right: bool) -> object:  # noqa: FBT001  # reads as "checked that"
    if not is_right:
        raise _OtherFormError
    return plain


def _read_float(plain: object) -> float:
    if isinstance(plain, bool) or not isinstance(plain, int | float):
        raise _OtherFormError
    return float(plain)


def _read_date(plain: object) -> date:
    if isinstance(plain, date):
        return plain
    try:
        return date.fromisoformat(plain if isinstance(plain, str) else "")
    except ValueError:
        raise _OtherFormError from None


def _read_decimal(plain: object) -> Decimal:
    try:
        return Decimal(plain if isinstance(plain, str | int) else str(plain))
    except InvalidOperation:
        raise _OtherFormError from None


READERS: Mapping[Any, Callable[[object], object]] = {
    str: lambda plain: _checked(plain, isinstance(plain, str)),
    bool: lambda plain: _checked(plain, isinstance(plain, bool)),
    int: lambda plain: _checked(plain, isinstance(plain, int) and not isinstance(plain, bool)),
    float: _read_float,
    date: _read_date,
    Decimal: _read_decimal,
}
