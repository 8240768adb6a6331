/* What was typed survives a reload or a server that ended: the tab remembers it until it is kept. */

"use strict";

(() => {
  const SENT = "headway sent";
  const typed = "input:not([type=hidden], [type=file], [type=checkbox]), textarea, select";

  const nameOf = (form) => `headway ${new URL(form.action).pathname}${new URL(form.action).hash}`;

  const forget = (start) => {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(`${start} `)) sessionStorage.removeItem(key);
    }
  };

  const sent = sessionStorage.getItem(SENT);
  if (sent && document.querySelector("[data-kept]")) forget(sent);
  sessionStorage.removeItem(SENT);

  for (const form of document.querySelectorAll("form[data-typed]")) {
    const name = nameOf(form);
    for (const field of form.querySelectorAll(typed)) {
      const key = `${name} ${field.name}`;
      const before = sessionStorage.getItem(key);
      // A page that says what is wrong shows what was typed already.
      if (before !== null && !form.querySelector(".wrong")) {
        if (field.type === "radio") field.checked = field.value === before;
        else field.value = before;
      }
      field.addEventListener("input", () => sessionStorage.setItem(key, field.value));
    }
    form.addEventListener("submit", () => sessionStorage.setItem(SENT, name));
  }
})();
