/* After something was sent one goes on where it went wrong, or at the sentence that says what became of it. */

"use strict";

// Only then has the browser gone to the place that the address names, which takes the focus along.
window.addEventListener("load", () => {
  // A question that takes keys holds the focus itself.
  if (document.querySelector("form[data-keys]")) return;
  const wrong = document.querySelector('main [aria-invalid="true"], main [role="alert"]');
  const place = wrong ?? document.querySelector('main [role="status"]');
  if (!place) return;
  for (let part = place.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  if (!place.matches("input, select, textarea, button")) place.tabIndex = -1;
  const { top, bottom } = place.getBoundingClientRect();
  place.focus({ preventScroll: !wrong && top >= 0 && bottom <= window.innerHeight });
});

// What is too large would be refused unread, with no page around the refusal; so it is said before it is sent.
document.addEventListener("submit", (event) => {
  const field = event.target.querySelector("input[type=file][data-most]");
  const isTooLarge = field && [...field.files].some((file) => file.size > Number(field.dataset.most));
  if (!isTooLarge) return;
  event.preventDefault();
  const told = document.getElementById(`${field.id}_error`) ?? document.createElement("div");
  const sentence = document.createElement("p");
  sentence.textContent = field.dataset.tooLarge;
  told.id = `${field.id}_error`;
  told.className = "wrong";
  told.replaceChildren(sentence);
  field.after(told);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", told.id);
  field.focus();
});
