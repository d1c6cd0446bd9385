// Shortcuts of the desk's keyboard, one box that ticks all, and a word to the server while somebody types: a session
// ends when nothing is done in it for long. Without this script everything else is there all the same.
"use strict";

(() => {
  const shown = document.getElementById("shortcuts");
  const places = [...document.querySelectorAll("nav a[data-place]")];
  const seek = document.getElementById("seek");
  let going = false;

  document.getElementById("hint")?.removeAttribute("hidden");

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (going) {
      going = false;
      places[Number(event.key) - 1]?.click();
    } else if (event.key === "g") {
      going = true;
    } else if (event.key === "?" && shown) {
      event.preventDefault();
      shown.showModal();
    } else if (event.key === "/" && seek) {
      event.preventDefault();
      seek.focus();
    }
  });

  // No more often than the server writes it down. Whether it was heard, the form will say when it is sent.
  const SAID_EACH = 5 * 60 * 1000;
  let said = Date.now();
  document.addEventListener("input", () => {
    if (Date.now() - said < SAID_EACH) return;
    said = Date.now();
    fetch("/desk", { method: "HEAD", redirect: "manual" }).catch(() => {});
  });

  const all = document.querySelector("input[data-all]");
  all?.closest("[hidden]")?.removeAttribute("hidden");
  all?.addEventListener("change", () => {
    for (const box of document.querySelectorAll(`input[name='${all.dataset.all}']`)) box.checked = all.checked;
  });
})();
