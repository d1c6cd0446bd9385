// Shows the text of a report as it would look, each time it was saved, and puts the signs of Markdown around
// what is marked. Without this script a button saves it and shows the same on a page of its own.
"use strict";

(() => {
  const form = document.querySelector("form[data-saves]");
  const box = document.getElementById("preview");
  const shown = box.querySelector(".shown");
  const SIGNS = { bold: ["**", "**"], italic: ["*", "*"], list: ["\n- ", ""], heading: ["\n# ", "\n"] };

  async function show() {
    if (!box.open) return;
    try {
      const answer = await fetch(box.dataset.at, { redirect: "error" });
      if (answer.ok) shown.innerHTML = await answer.text(); // made safe by the server
    } catch {
      // The network is away: what was shown last stays.
    }
  }

  function put(field, [before, after]) {
    const { selectionStart: from, selectionEnd: to, value } = field;
    field.setRangeText(before + value.slice(from, to) + after, from, to, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  for (const field of form.querySelectorAll("textarea[name^='sections.'], textarea[name^='recommendations.']")) {
    const bar = document.createElement("div");
    bar.className = "row-buttons";
    for (const [name, signs] of Object.entries(SIGNS)) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "secondary";
      button.textContent = box.dataset[name];
      button.addEventListener("click", () => put(field, signs));
      bar.append(button);
    }
    field.before(bar);
  }

  form.addEventListener("saved", show);
  box.addEventListener("toggle", show);
})();
