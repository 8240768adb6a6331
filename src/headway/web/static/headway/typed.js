/* What was typed survives a reload, a closed window or a server that ended: the browser remembers it until it is kept. */

"use strict";

(() => {
  // Whose record it is: two workspaces may be served at the same port, one after the other.
  const record = document.body.dataset.record;
  if (!record) return;
  const OLDEST_MS = 30 * 24 * 60 * 60 * 1000;
  const SENT = "headway sent";
  const TAB = "headway tab";
  const START = `headway ${record} `;

  // Each window has its own drafts, so that none writes over what another one holds.
  const tab = sessionStorage.getItem(TAB) ?? crypto.randomUUID();
  sessionStorage.setItem(TAB, tab);
  // Held as long as the window shows a page; a draft whose window is gone is an orphan.
  navigator.locks?.request(`headway ${tab}`, () => new Promise(() => {}));

  const placeOf = (form) => {
    const address = new URL(form.getAttribute("action"), location.href);
    return address.pathname + address.search + address.hash;
  };
  const keyOf = (form, owner = tab) => `${START}${owner} ${placeOf(form)}`;
  const read = (key) => JSON.parse(localStorage.getItem(key) ?? "null");

  const isBox = (field) => field.type === "checkbox" || field.type === "radio";
  const nameOf = (field) => (isBox(field) ? `${field.name}=${field.value}` : field.name);
  const valueOf = (field) => (isBox(field) ? field.checked : field.value);
  // A form's hidden fields say which showing of it this was, so that it is kept once whenever it is sent.
  const isSign = (field) => field.type === "hidden" && field.name !== "csrfmiddlewaretoken";
  const fieldsOf = (form) =>
    [...form.elements].filter((field) => field.name && field.type !== "file" && field.type !== "submit");

  const remember = (form, field) => {
    const fields = read(keyOf(form))?.fields ?? {};
    for (const each of fieldsOf(form)) {
      const isSame = each === field || (field.type === "radio" && each.name === field.name);
      if (isSame || isSign(each)) fields[nameOf(each)] = valueOf(each);
    }
    localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), fields }));
  };

  const say = (form, key) => {
    const note = document.getElementById("typed-before").content.cloneNode(true);
    note.querySelector("button").addEventListener("click", () => {
      localStorage.removeItem(key);
      location.reload();
    });
    form.append(note);
  };

  const restore = (form) => {
    const draft = read(keyOf(form));
    // A page that says what is wrong shows what was typed already.
    if (draft === null || form.querySelector(".wrong")) return;
    let isOther = false;
    for (const field of fieldsOf(form)) {
      const before = draft.fields[nameOf(field)];
      if (before === undefined || before === valueOf(field)) continue;
      if (isBox(field)) field.checked = before;
      else field.value = before;
      if (isSign(field)) continue;
      isOther = true;
      for (let part = field.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    }
    if (isOther) say(form, keyOf(form));
  };

  const adopt = (form, living) => {
    if (read(keyOf(form)) !== null) return;
    const orphans = Object.keys(localStorage)
      .filter((key) => key.startsWith(START) && key.endsWith(` ${placeOf(form)}`))
      .filter((key) => !living.has(`headway ${key.slice(START.length).split(" ")[0]}`))
      .sort((one, other) => read(other).at - read(one).at);
    if (!orphans.length) return;
    localStorage.setItem(keyOf(form), localStorage.getItem(orphans[0]));
    localStorage.removeItem(orphans[0]);
    restore(form);
  };

  const arrival = performance.getEntriesByType("navigation")[0];
  const isSentOn = arrival?.redirectCount > 0 && document.referrer.startsWith(`${location.origin}/`);
  const sent = sessionStorage.getItem(SENT);
  // What was kept leads on to a page that shows it; what is wrong is shown where it was sent to.
  if (sent && (isSentOn || document.querySelector("[data-kept]"))) localStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("headway ") && Date.now() - (read(key)?.at ?? 0) > OLDEST_MS) localStorage.removeItem(key);
  }

  const forms = [...document.querySelectorAll("form[data-typed]")];
  for (const form of forms) {
    restore(form);
    for (const kind of ["input", "change"]) form.addEventListener(kind, (event) => remember(form, event.target));
    form.addEventListener("submit", () => sessionStorage.setItem(SENT, keyOf(form)));
  }
  navigator.locks?.query().then(({ held }) => {
    const living = new Set(held.map((lock) => lock.name));
    for (const form of forms) adopt(form, living);
  });
})();
