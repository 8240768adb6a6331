/* One key an answer while the question has the focus; its buttons do the same without a script. */

"use strict";

(() => {
  const question = document.querySelector("form[data-keys]");
  if (!question) return;
  let isSent = false;

  question.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const button = [...question.querySelectorAll("[data-key]")].find((b) => b.dataset.key === key);
    if (!button || isSent) return;
    event.preventDefault();
    button.click();
  });
  // A second key before the next question is there would answer one that nobody has read.
  question.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault();
    isSent = true;
  });
  window.addEventListener("pageshow", () => {
    isSent = false;
  });
  question.classList.add("by-key");
  question.focus({ preventScroll: true });
})();
