"""Looks at a page as people see it: in a width and a theme, with all unfolded, through axe."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from browser_types import Theme

# On a phone last: what a test does next it does there, where the least room is.
SIGHTS: tuple[tuple[int, Theme], ...] = ((1280, "light"), (360, "dark"))
# The theme changes colours and nothing else, so a second theme in the same width asks for these alone.
COLOURS = ("color-contrast", "link-in-text-block")


def see(page: Page, width: int, theme: Theme = "light") -> None:
    """Shows the page in that width and theme, with all that is folded away opened."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(media="screen", color_scheme=theme)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")


def find_faults(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe finds wrong in the page as it stands; with `rules`, what breaks these."""
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    found = Axe().run(page, options=options)
    size = page.viewport_size
    return [f"{page.url} {size}: {found.generate_snapshot()}"] if found.violations_count else []


def find_excess(page: Page) -> list[str]:
    """A sentence where the page scrolls sideways."""
    excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{page.url} is {excess} pixels too wide"] if excess > 0 else []


def look(page: Page) -> list[str]:
    """What is wrong at a desk by day and on a phone in the dark: what axe finds, a page too wide."""
    faults = []
    for width, theme in SIGHTS:
        see(page, width, theme)
        faults += [*find_faults(page), *find_excess(page)]
    return faults
