"""How the reading list reads in English: feeds and their troubles, what was made of an entry."""

from headway.core.reading import FeedState, ReadingNote
from headway.core.reading_list import FeedNow, ReadingList, ToRead
from headway.core.wording import count_of, say_date

ASKED_ONLY = "Feeds are fetched only when you ask."
TELLS_WHO = "Fetching tells the machines of these feeds that somebody at your address reads them."
RELATED = "From your feeds: by what you said they are about, else by the titles' words, a guess."


def describe_feed(now: FeedNow) -> str:
    """How a feed stands: never fetched, its entries, or what went wrong."""
    if now.state is None:
        return "Not fetched yet."
    if now.state.trouble:
        return f"{now.state.trouble} {_last_good(now.state)}".strip()
    new = f"{now.new_count} new of {count_of(now.entry_count, 'entry', 'entries')}"
    told = new if now.new_count else "Nothing new"
    return f"{told}, fetched on {say_date(now.state.tried_on)}."


def _last_good(state: FeedState) -> str:
    return f"Last read on {say_date(state.fetched_on)}." if state.fetched_on else ""


def describe_schedule(every_hours: int) -> str:
    """How often feeds are asked."""
    if not every_hours:
        return ASKED_ONLY
    days, rest = divmod(every_hours, 24)
    often = (
        f"every {every_hours} hours" if rest else "every day" if days == 1 else f"every {days} days"
    )
    return f"Feeds are fetched {often} while `headway serve` runs, and when you ask."


def describe_reading(reading: ReadingList) -> str:
    """How much there is, in one line."""
    if not reading.feeds and not reading.kept:
        return "You follow no feed yet."
    feeds = count_of(len(reading.feeds), "feed")
    new = f"{len(reading.new)} new" if reading.new else "nothing new"
    kept = f", {len(reading.kept)} kept to read" if reading.kept else ""
    read = f", {len(reading.read)} read" if reading.read else ""
    return f"{feeds}: {new}{kept}{read}."


def describe_source(each: ToRead) -> str:
    """Where it is from and of which day."""
    return ", ".join(filter(None, (each.feed_name, say_date(each.on))))


def describe_note(note: ReadingNote) -> str:
    """What was made of it."""
    if note.state == "skipped":
        return f"Skipped: {note.word}" if note.word else "Skipped."
    if note.state == "kept":
        return f"Kept: {note.word}" if note.word else "Kept to read."
    return f"Learnt: {note.learnt}"


def describe_import(*, new: int, left_out: int) -> str:
    """What a list of feeds brought."""
    told = f"{count_of(new, 'feed')} more to follow." if new else "You follow all of these already."
    return f"{told} {left_out} left out: only addresses of the web count." if left_out else told


def describe_fetch(*, feeds: int, new: int, failed: int, left: int) -> str:
    """What a fetch brought: of so many feeds, new entries, those that failed or had to wait."""
    entries = count_of(new, "new entry", "new entries") if new else "nothing new"
    told = f"{count_of(feeds, 'feed')} asked: {entries}."
    if failed:
        where = "it" if failed == 1 else "each"
        told += f" {count_of(failed, 'feed')} could not be read; the reason stands beside {where}."
    if left:
        told += f" Time was up before {count_of(left, 'feed')}; fetch again."
    return told
