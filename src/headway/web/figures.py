"""How tables and drawings write chances, hours and days."""

from datetime import date

from django.utils.formats import date_format

NO_BREAK = "\u00a0"


def say_percent(chance: float) -> str:
    """Whole per cent: nobody can tell a person's chances more closely than that."""
    share = min(max(chance, 0.0), 1.0)
    if 0 < share < 0.01:
        return f"under{NO_BREAK}1{NO_BREAK}%"
    if 0.99 < share < 1:
        return f"over{NO_BREAK}99{NO_BREAK}%"
    return f"{round(share * 100)}{NO_BREAK}%"


def say_hours(hours: float) -> str:
    """Hours to the half: 12.5 h."""
    halves = round(hours * 2) / 2
    return f"{halves:g}{NO_BREAK}h"


def say_day(day: date) -> str:
    """3 March 2027, in the language of the page."""
    return date_format(day, "j F Y")
