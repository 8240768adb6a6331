/* Hours, money and dates that are moved show at once what they move; the form's button does the same without a script. */

"use strict";

(() => {
  const form = document.getElementById("wish");
  const said = form?.querySelector("output");
  if (!said) return;
  const PAUSE_MS = 400;
  const IMPROVE_AFTER_MS = 1200;
  const PATIENCE_MS = 60_000;
  const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
  const MOVED = 'input[name="by"], input[name="hours_per_week"], input[name="budget_per_year"], [data-away] input';
  let asking = null;
  let waiting = 0;

  const planned = () => document.getElementById("planned");
  const say = (sentence) => {
    said.hidden = false;
    said.textContent = sentence;
  };

  // A slide and the field that it belongs to have one value; only the field is sent.
  const slides = [...form.querySelectorAll(".slide")];
  const toSlide = (slide, value) => {
    const { first } = slide.dataset;
    slide.value = first ? Math.round((Date.parse(value) - Date.parse(first)) / WEEK_MS) : value;
    slide.setAttribute("aria-valuetext", value);
  };
  const toField = (slide) => {
    const { first } = slide.dataset;
    if (!first) return slide.value;
    return new Date(Date.parse(first) + slide.value * WEEK_MS).toISOString().slice(0, 10);
  };
  const fieldOf = (slide) => document.getElementById(slide.dataset.of);
  const follow = (field) => {
    const slide = slides.find((each) => each.dataset.of === field.id);
    if (slide && field.value) toSlide(slide, field.value);
  };
  for (const slide of slides) {
    slide.hidden = false;
    follow(fieldOf(slide));
  }

  // What is wrong stands beside its field, as if the form had been sent; what was typed stays.
  const mark = (shown) => {
    for (const old of form.querySelectorAll(".wrong")) old.remove();
    for (const field of form.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
    for (const wrong of shown.querySelectorAll("#wish [aria-invalid]")) {
      const field = document.getElementById(wrong.id);
      if (!field) continue;
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", wrong.getAttribute("aria-describedby"));
      for (let part = field.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    }
    for (const sentence of shown.querySelectorAll("#wish .wrong")) {
      const beside = document.getElementById(sentence.id.replace(/-wrong$/, ""))?.closest(".field");
      // It is told once, by the sentence about all.
      sentence.removeAttribute("role");
      (beside ?? form).append(sentence);
    }
  };

  // A line for more days away is there as soon as all others are in use.
  const addLines = (shown) => {
    const lines = shown.querySelectorAll("[data-away] .line");
    const own = form.querySelectorAll("[data-away] .line").length;
    for (const line of [...lines].slice(own)) form.querySelector("[data-away]").append(line);
  };

  const show = (shown) => {
    mark(shown);
    addLines(shown);
    const next = shown.getElementById("planned");
    const isPlanned = Boolean(next.dataset.plan);
    if (isPlanned) {
      const open = [...planned().querySelectorAll("details")].map((part) => part.open);
      planned().replaceWith(next);
      document.getElementById("planned-head").replaceWith(shown.getElementById("planned-head"));
      // What was unfolded stays so where there are as many things to unfold.
      const parts = [...planned().querySelectorAll("details")];
      if (parts.length === open.length) parts.forEach((part, place) => (part.open = open[place]));
    }
    return isPlanned;
  };

  const ask = async (query, since, isImproved = false) => {
    clearTimeout(waiting);
    asking?.abort();
    const own = (asking = new AbortController());
    say(isImproved ? `${said.textContent} ${form.dataset.improving}` : form.dataset.working);
    planned().setAttribute("aria-busy", "true");
    try {
      const asked = `${form.getAttribute("action")}?${query}&since=${since}`;
      const patience = AbortSignal.timeout(PATIENCE_MS);
      const answer = await fetch(asked, { signal: AbortSignal.any([own.signal, patience]) });
      const text = await answer.text();
      if (own !== asking) return;
      const shown = new DOMParser().parseFromString(text, "text/html");
      if (!answer.ok || !shown.getElementById("planned")) throw new Error(answer.statusText);
      const isPlanned = show(shown);
      const { moved, better } = planned().dataset;
      say(isPlanned ? moved : form.dataset.wrong);
      // What was mended at once is improved as soon as nothing is moved any more.
      if (isPlanned && better) waiting = setTimeout(() => ask(better, since, true), IMPROVE_AFTER_MS);
    } catch (error) {
      if (own !== asking) return;
      say(form.dataset.failed);
    }
    planned().removeAttribute("aria-busy");
  };

  const move = () => {
    // A day that is only half typed is none yet.
    if ([...form.querySelectorAll(MOVED)].some((field) => field.validity.badInput)) return;
    const query = new URLSearchParams(new FormData(form));
    history.replaceState(null, "", `${form.getAttribute("action")}?${query}`);
    ask(query, planned().dataset.plan);
  };

  form.addEventListener("input", ({ target }) => {
    if (target.matches(".slide")) {
      fieldOf(target).value = toField(target);
      target.setAttribute("aria-valuetext", fieldOf(target).value);
    } else if (target.matches(MOVED)) follow(target);
    else return;
    asking?.abort();
    asking = null;
    clearTimeout(waiting);
    planned().setAttribute("aria-busy", "true");
    waiting = setTimeout(move, PAUSE_MS);
  });

  // Who presses the button waits for the whole page.
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    asking?.abort();
    asking = null;
  });
})();
