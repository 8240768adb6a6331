"use strict";
// Puts the answer together, signs a note, and helps to copy, save or mail it. Without it the answer
// stands at the end of the page all the same, to be copied by hand.
(() => {
  const form = document.forms[0];
  const { code, noteKey, subject } = form.dataset;
  const text = document.getElementById("answer-text");
  const note = document.getElementById("note");
  const receipt = document.getElementById("receipt");
  const encoder = new TextEncoder();
  const subtle = window.crypto && window.crypto.subtle;

  const inLetters = (bytes) =>
    btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  const inBase32 = (bytes) => {
    const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
    return bits.match(/.{5}/g).map((five) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[parseInt(five, 2)]).join("");
  };

  const signNote = async (signs, told) => {
    const raw = Uint8Array.from(atob(noteKey), (letter) => letter.charCodeAt(0));
    const key = await subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return inLetters(new Uint8Array(await subtle.sign("HMAC", key, encoder.encode(`${signs}\n${told}`))));
  };

  const lines = (words) => words.join(" ").replace(/(.{1,68})(?: |$)/g, "$1\n").trimEnd();

  const write = async () => {
    const signs = Array.from(form.querySelectorAll("input:checked"), (input) => input.value).join(" ");
    const told = subtle ? note.value.replace(/\r\n?/g, "\n").trim() : "";
    const words = ["HEADWAY-ANSWER", code, signs];
    if (told) {
      // A dot before each piece: no piece can then be taken for a word of the answer's own.
      const packed = inLetters(encoder.encode(told)).replace(/.{1,60}/g, " .$&").trim();
      words.push("NOTE", packed, "SIGNED", await signNote(signs, told));
    }
    text.value = lines([...words, "END"]);
    if (subtle) {
      const digest = await subtle.digest("SHA-256", encoder.encode(`${code} ${signs}\n${told}`));
      const letters = inBase32(new Uint8Array(digest));
      receipt.textContent = `${letters.slice(0, 4)}-${letters.slice(4, 8)}`;
    }
  };

  const say = (sentence) => {
    document.getElementById("said").textContent = sentence;
  };

  document.body.classList.add("has-script");
  document.getElementById("note-field").hidden = !subtle;
  document.getElementById("receipt-line").hidden = !subtle;
  form.addEventListener("input", write);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      text.select();
      document.execCommand("copy");
    }
    say("Copied. Paste it into your reply and send it.");
  });
  document.getElementById("save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`${text.value}\n`], { type: "text/plain" }));
    link.download = `headway-answer-${code}.txt`;
    link.click();
    URL.revokeObjectURL(link.href);
    say("Saved. Attach the file to your reply and send it.");
  });
  document.getElementById("mail").addEventListener("click", () => {
    location.href = `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text.value)}`;
  });
  write();
})();
