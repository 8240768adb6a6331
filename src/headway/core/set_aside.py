"""What a person says does not apply to them: an expectation of one role, and why."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.ladder import Role

LONGEST_REASON = 400


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """Expectations of `role`, by their slugs, that do not apply to the person, in their own word.

    One expectation is told; read under another ladder it may have become several.
    """

    role: str
    expectations: tuple[str, ...]
    reason: str


def check_set_aside(role: Role, expectation: str, reason: str) -> SetAside:
    """What is told; raises UnknownNameError for no expectation of `role`, InvalidInputError for no reason."""
    asked = [*role.expected, *role.experiences, *(r.slug for r in role.responsibilities)]
    if expectation not in asked:
        raise UnknownNameError(
            f"{role.title} has no expectation '{expectation}'; `headway gap --json` names them."
        )
    if not reason:
        raise InvalidInputError(
            "Say why it does not apply to you: whoever reads your packet is told."
        )
    if len(reason) > LONGEST_REASON:
        raise InvalidInputError(
            f"That is {len(reason)} characters long; {LONGEST_REASON} are the most."
        )
    return SetAside(role=role.slug, expectations=(expectation,), reason=reason)


def without(role: Role, expectations: Collection[str]) -> Role:
    """`role` as if it did not ask for these."""
    return replace(
        role,
        expected={slug: n for slug, n in role.expected.items() if slug not in expectations},
        experiences=tuple(slug for slug in role.experiences if slug not in expectations),
        responsibilities=tuple(r for r in role.responsibilities if r.slug not in expectations),
    )
