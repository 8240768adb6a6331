"""Looks at a page as people see it: in a width and a theme, with all unfolded, through axe."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from browser_types import Theme
from page_laws import find_small, find_unclear

# On a phone last: what a test does next it does there, where the least room is.
SIGHTS: tuple[tuple[int, Theme], ...] = ((1280, "light"), (360, "dark"))
# Where the column of pages leaves least beside it; a table scrolls instead.
BETWEEN = (768, 1000)
SQUEEZED = """() => [...document.querySelectorAll(
  'main :is(h2, h3, p, li, dt, dd, span, label, button)')].filter(part => {
  const { width, height } = part.getBoundingClientRect();
  const lines = height / parseFloat(getComputedStyle(part).lineHeight);
  const says = [...part.childNodes].some(each => each.nodeType === 3 && each.textContent.trim()[12]);
  return says && width > 1 && width < 150 && lines > 4 && part.checkVisibility() &&
    !part.closest('table, svg');
}).map(part => part.textContent.trim().slice(0, 60))"""
# The theme changes colours and nothing else, so a second theme in the same width asks for these alone.
COLOURS = ("color-contrast", "link-in-text-block")


def see(page: Page, width: int, theme: Theme = "light") -> None:
    """Shows the page in that width and theme, with all that is folded away opened."""
    # What was pressed may still be on its way: until it is there, there is no page to look at.
    page.wait_for_load_state()
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


def find_squeezed(page: Page) -> list[str]:
    """A sentence for each text of more than four lines that has room for a word or two in each."""
    return [f"{page.url} squeezes {text!r}" for text in page.evaluate(SQUEEZED)]


def look(page: Page) -> list[str]:
    """What is wrong at a desk by day, on a phone in the dark, or in a window between the two."""
    faults = []
    for width in BETWEEN:
        see(page, width)
        faults += [*find_excess(page), *find_squeezed(page)]
    for width, theme in SIGHTS:
        see(page, width, theme)
        faults += [*find_faults(page), *find_excess(page), *find_small(page)]
    faults += find_unclear(page)
    # The list of further pages, opened, would lie over what is pressed next.
    page.evaluate("document.querySelectorAll('nav details').forEach(part => part.open = false)")
    return faults
