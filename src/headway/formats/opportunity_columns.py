"""The columns of a table of opportunities: their headings, what belongs in them, examples."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its heading, what belongs there, and an example."""

    name: str
    meaning: str
    example: str
    is_needed: bool = False
    also: tuple[str, ...] = ()


COLUMNS = (
    Column(
        name="title",
        meaning="What it is called, in a few words. Rows whose title begins with 'Example:' are left out.",
        example="Example: Pricing course of our own school",
        is_needed=True,
        also=("name",),
    ),
    Column(
        name="kind",
        meaning="One of the kinds, such as course or stretch; the XLSX table lists them all.",
        example="course",
        is_needed=True,
        also=("type",),
    ),
    Column(
        name="builds",
        meaning=(
            "Each competency with the level up to which it leads, with semicolons between. A share of the "
            "kind's usual effect may follow as x 0.5."
        ),
        example="business-acumen 2; market-insight 1 x 0.5",
        also=("competencies", "competency"),
    ),
    Column(
        name="summary",
        meaning="What one does there, in one to three sentences.",
        example="Four evenings on what customers pay for, with the price of your own product as the case.",
        also=("description",),
    ),
    Column(
        name="worked_if",
        meaning="What somebody else would see if it worked.",
        example="Finance accepts the price test that you propose.",
    ),
    Column(
        name="hours",
        meaning="All the hours it takes, as 10 or as 8 to 16.",
        example="8 to 16",
        is_needed=True,
        also=("effort", "effort_hours", "effort_(hours)", "duration_hours", "duration_(hours)"),
    ),
    Column(
        name="days",
        meaning="Over how many days, first to last, as 2 or 14 to 30. Empty: as the hours or the dates say.",
        example="14 to 30",
        also=("duration", "duration_days", "duration_(days)"),
    ),
    Column(
        name="cost",
        meaning="What one pays, as 200 or 200 to 900; 0 if it is free. Empty if nobody knows it yet.",
        example="200 to 900",
        also=("price",),
    ),
    Column(
        name="currency",
        meaning="Three letters, such as GBP or EUR. Empty: GBP.",
        example="GBP",
    ),
    Column(
        name="stages",
        meaning="entry, mid, senior, with commas between. Empty: all three.",
        example="entry, mid",
        also=("stage",),
    ),
    Column(
        name="prerequisites",
        meaning="What it asks for, with semicolons between.",
        example="a price of one's own to work on",
    ),
    Column(
        name="dates",
        meaning="First and last day of each time it takes place, with semicolons between.",
        example="2027-03-01 to 2027-03-22; 2027-09-06 to 2027-09-27",
        also=("date", "sessions"),
    ),
    Column(name="provider", meaning="Who offers it.", example="Our own school"),
    Column(
        name="address",
        meaning="Where it can be looked at, beginning with https://.",
        example="https://school.example/pricing",
        also=("url", "link"),
    ),
    Column(
        name="seen_on",
        meaning="On which day the price was seen, as 2027-01-31. Empty: today.",
        example="2027-01-31",
    ),
)
NAMES = tuple(column.name for column in COLUMNS)
