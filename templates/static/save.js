// Saves what is typed in the form of a task, as its button does, shortly after each change, and says of a
// date that is chosen whether it is a day off. Without this script the page does both when it is saved;
// nothing here ever clears a field.
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
      if (answer.ok) {
        form.elements.saved_at.value = said.saved_at;
        form.dispatchEvent(new Event("saved"));
      }
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

  const days = JSON.parse(form.dataset.days);
  const named = new Intl.DateTimeFormat(form.dataset.locale, { dateStyle: "full", timeZone: "UTC" });

  function look(event) {
    const told = event.target.type === "date" && document.getElementById(event.target.id + "-note");
    if (!told) return;
    const day = event.target.valueAsDate;
    const weekend = day && day.getUTCDay() % 6 === 0 ? form.dataset.weekend : "";
    const why = [weekend, day && days[event.target.value]].filter(Boolean).join("; ");
    told.textContent = why && named.format(day) + form.dataset.colon + " " + why;
  }

  form.addEventListener("change", look);
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
