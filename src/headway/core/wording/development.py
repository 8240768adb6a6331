"""What is said about continuing development: entries, totals, certificates."""

from collections.abc import Mapping

from headway.core.development_log import Expiry, TakenItem, Total
from headway.core.money import format_minor
from headway.core.wording import count_of, say_date, say_hours

SHARED_EQUALLY = (
    "Hours and money of what builds several competencies are shared equally among them."
)


def describe_taken_item(item: TakenItem) -> str:
    """When it was finished and what it took, as far as that was said."""
    return f"{say_date(item.finished_on)}, {describe_what_it_took(item)}"


def describe_what_it_took(item: TakenItem) -> str:
    """Who offered it, hours and money, as far as that was said."""
    parts = [item.provider] if item.provider else []
    parts.append("hours not said" if item.hours is None else say_hours(item.hours))
    if item.cost_minor is not None:
        parts.append(format_minor(item.cost_minor, item.currency) if item.cost_minor else "free")
    return ", ".join(parts)


def describe_total(total: Total) -> str:
    """Entries, hours and money, and how many entries say their hours."""
    hours = say_hours(total.hours) if total.told_count else "hours not said"
    if 0 < total.told_count < total.count:
        hours = f"{hours} ({total.told_count} of {total.count} say theirs)"
    parts = [count_of(total.count, "entry", "entries"), hours, *say_money(total.money)]
    return ", ".join(parts)


def say_money(money: Mapping[str, int]) -> list[str]:
    """Each currency by itself: nothing is converted."""
    return [format_minor(amount, currency) for currency, amount in money.items() if amount]


def describe_expiry(expiry: Expiry) -> str:
    """Until when a certificate is or was good."""
    verb = "expired" if expiry.state == "expired" else "expires"
    return f"{expiry.certificate.title}: {verb} on {say_date(expiry.expires_on)}"
