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
  place.focus({ preventScroll: !wrong });
});
