/* After something was sent one goes on where it went wrong, or at the sentence that says what became of it. */

"use strict";

(() => {
  // The question that takes keys holds the focus itself; a place in the address is where one is led.
  if (document.querySelector("form[data-keys]")) return;
  const wrong = document.querySelector('main [aria-invalid="true"], main [role="alert"]');
  const place = wrong ?? document.querySelector('main [role="status"]');
  if (!place) return;
  for (let part = place.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  if (!place.matches("input, select, textarea, button")) place.tabIndex = -1;
  place.focus({ preventScroll: !wrong });
})();
