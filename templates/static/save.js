// Saves what is typed in the form of a task, as its button does, shortly after each change.
// Without this script the page works the same; nothing here ever clears a field.
"use strict";

(() => {
  const form = document.querySelector("form[data-saves]");
  const told = document.getElementById("saving");
  const QUIET = 2000; // milliseconds without a change before it is saved
  const LATER = 10000; // milliseconds until the next attempt when the network is away
  let timer = 0;
  let busy = false;
  let changed = false;
  let over = false; // it was sent, or the page can save no more: the person has to look at it

  function soon(delay) {
    clearTimeout(timer);
    if (!over) timer = setTimeout(save, delay);
  }

  function typed() {
    const fields = new FormData();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") fields.append(name, value); // files go with the button
    }
    fields.append("action", "save");
    return fields;
  }

  async function save() {
    if (busy || over || !changed) return;
    busy = true;
    changed = false;
    let delay = QUIET;
    try {
      // Not form.action: the form's buttons go by that name.
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST",
        body: typed(),
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      const said = await answer.json();
      if (over) return;
      if (answer.ok) form.elements.saved_at.value = said.saved_at;
      over = answer.status === 404 || answer.status === 409;
      told.textContent = said.detail;
    } catch {
      if (over) return;
      changed = true;
      delay = LATER;
      told.textContent = form.dataset.away;
    } finally {
      busy = false;
    }
    if (changed) soon(delay);
  }

  function note() {
    changed = true;
    soon(QUIET);
  }

  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("submit", () => {
    over = true;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
})();
