"""What holds for every page, so that whoever cannot see it, or cannot aim, finds the same as everybody."""

from urllib.parse import urlsplit

from playwright.sync_api import Page

SMALLEST_PIXELS = 24
UNCLEAR = """() => {
  const isShown = (part) => part.checkVisibility() && part.getBoundingClientRect().width > 0;
  const all = (kinds) => [...document.querySelectorAll(kinds)].filter(isShown);
  const said = (text) => (text ?? "").replace(/\\s+/g, " ").trim();
  const nameOf = (part) => said(part.getAttribute("aria-label")
    ?? (part.labels?.length ? part.labels[0].textContent : part.textContent));
  const faults = [];

  const heads = all("h1, h2, h3, h4, h5, h6");
  const depths = heads.map((head) => Number(head.tagName[1]));
  if (depths.filter((depth) => depth === 1).length !== 1) faults.push("not one first heading");
  depths.forEach((depth, place) => {
    if (depth > (depths[place - 1] ?? 0) + 1) faults.push(`heading leaps: ${nameOf(heads[place])}`);
  });

  const ids = [...document.querySelectorAll("[id]")].map((part) => part.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`twice: #${id}`);
  for (const part of document.querySelectorAll("[aria-labelledby], [aria-describedby], label[for]"))
    for (const sort of ["aria-labelledby", "aria-describedby", "for"])
      for (const id of (part.getAttribute(sort) ?? "").split(" ").filter(Boolean))
        if (!ids.includes(id)) faults.push(`nowhere: #${id}`);
  for (const table of all("table"))
    if (!said(table.caption?.textContent)) faults.push("table without a name");

  // Two controls of one kind and name do one thing; a group or a form with a name tells them apart.
  const UNTOLD = ["csrfmiddlewaretoken", "key", "sign"];
  const carried = (form) => [...(form?.elements ?? [])]
    .filter((field) => field.type === "hidden" && !UNTOLD.includes(field.name.split("-").at(-1)))
    .map((field) => `${field.name}=${field.value}`).join("&");
  const whatItDoes = (part) => {
    if (part.matches("a"))
      return new URL(part.getAttribute("href"), location.href).href.replace(/[?]$/, "");
    if (part.matches("summary")) return part;
    if (!part.matches("button")) return `${part.name} ${part.type === "radio" ? part.value : ""}`;
    const to = part.getAttribute("formaction") ?? part.form?.getAttribute("action");
    return `${to} ${part.name}=${part.value} ${carried(part.form)}`;
  };
  const known = new Map();
  for (const part of all("a[href], button, summary, input, select, textarea")) {
    const name = nameOf(part);
    if (!name) faults.push(`no name: ${part.outerHTML}`);
    const read = part.hasAttribute("aria-label") ? said(part.innerText).toLowerCase() : "";
    if (!name.toLowerCase().includes(read)) faults.push(`reads otherwise than it is called: ${name}`);
    const group = part.closest("fieldset [role=group], fieldset, form[aria-label]");
    const among = group && (group.getAttribute("aria-label") ?? group.querySelector("legend")?.textContent);
    const key = [part.tagName, part.type, said(among), name].join(" | ");
    if (known.has(key) && known.get(key) !== whatItDoes(part)) faults.push(`one name for two: ${key}`);
    known.set(key, whatItDoes(part));
  }
  return [...new Set(faults)];
}"""
SMALL = """(least) => {
  const faults = [];
  const kinds = "a[href], button, summary, select, textarea, input:not([type=hidden])";
  for (const part of document.querySelectorAll(kinds)) {
    if (!part.checkVisibility()) continue;
    // A box or a choice is pressed on its words as well.
    const pressed = part.matches("[type=checkbox], [type=radio]") ? part.labels[0] ?? part : part;
    const { width, height } = pressed.getBoundingClientRect();
    if (width && Math.min(width, height) < least) faults.push(`small: ${part.outerHTML.slice(0, 200)}`);
  }
  return faults;
}"""


def find_unclear(page: Page) -> list[str]:
    """Headings out of order, names that are missing or stand for two things, what points nowhere."""
    faults: list[str] = page.evaluate(UNCLEAR)
    return [f"{page.url} {fault}" for fault in faults]


def find_small(page: Page) -> list[str]:
    """What is there to press and has less than 24 pixels in a direction (WCAG 2.2, 2.5.8)."""
    faults: list[str] = page.evaluate(SMALL, SMALLEST_PIXELS)
    return [f"{page.url} {fault}" for fault in faults]


def find_another_of_its_title(page: Page, titles: dict[str, str]) -> list[str]:
    """The other page that is called the same; `titles` holds which page had which until now."""
    path = urlsplit(page.url).path
    other = titles.setdefault(page.title(), path)
    return [f"{path} and {other} are both called {page.title()}"] if other != path else []
