// Keys in lists, and the row one is at: data-list holds the rows, data-row is a row's key, data-open its link. A key that stands in every row
// (data-key) presses what is selected (data-chosen), or the row one is at, and nothing when one is at none. Loaded before keys.js, which does the rest.
(() => {
  const rows = () => [...document.querySelectorAll("[data-list] [data-row]")];
  const here = () => document.activeElement?.closest("[data-row]") ?? document.querySelector("[data-list] [data-row][aria-current]");

  let wentTo = false;

  function enter(row) {
    row.querySelector("[data-open]").focus();
    row.scrollIntoView({ block: "nearest" });
  }

  function go(step) {
    const all = rows();
    enter(all[Math.min(Math.max(all.indexOf(here()) + step, 0), all.length - 1)]);
  }

  function press(key) {
    const which = `[data-key="${CSS.escape(key)}"]`;
    const target = [...document.querySelectorAll(`[data-chosen] ${which}`), ...(here()?.querySelectorAll(which) ?? [])].find((found) => !found.disabled);
    target?.click();
    if (target?.matches("[data-row] button")) {
      go(1);
    }
  }

  function obey(key) {
    if (key === "j" || key === "k") {
      go(key === "j" ? 1 : -1);
    } else if (document.querySelector(`[data-row] [data-key="${CSS.escape(key)}"]`) !== null) {
      press(key);
    } else {
      return false;
    }

    return true;
  }

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("textarea, select, [contenteditable], input:not([type=checkbox])");
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isTyping || document.querySelector("dialog[open]") || rows().length === 0) {
      return;
    }

    // Behind "g" a letter names a page (keys.js).
    const goes = wentTo;
    wentTo = event.key === "g" && !goes;
    if (!goes && event.key.length === 1 && event.key !== " " && localStorage.getItem("keys-off") === null && obey(event.key)) {
      event.preventDefault();
    }
  });

  // The address says at which row one is: who comes back, or gets the link, is there too.
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-list] [data-row]");
    if (row === null || row.hasAttribute("aria-current")) {
      return;
    }

    rows().forEach((other) => other.removeAttribute("aria-current"));
    row.setAttribute("aria-current", "true");
    const address = new URL(location.href);
    address.searchParams.set("selected", row.dataset.row);
    history.replaceState(history.state, "", address);
  });

  // What was searched for stands in the address: nothing is left to keep.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[role=search]") && document.querySelector("#components-reconnect-modal.components-reconnect-show") === null) {
      window.msLite.forgetDrafts?.("words");
    }
  });

  // A list is there, and answers.
  function ready() {
    const selected = new URLSearchParams(location.search).get("selected");
    const row = rows().find((one) => one.dataset.row === selected);
    if (row !== undefined && (document.activeElement === document.body || document.activeElement.matches("h1"))) {
      enter(row);
    }
  }

  // What a script has fetched into this page has no rows, because its circuit draws them: when none comes, the page is loaded as a whole.
  function awaitCircuit() {
    const place = document.querySelector("[data-awaits-circuit]");
    if (place !== null) {
      setTimeout(() => place.isConnected && location.reload(), 3000);
    }
  }

  window.msLite.listReady = ready;
  if (document.querySelector("[data-circuit]") === null) {
    ready();
  }

  document.addEventListener("DOMContentLoaded", () => {
    window.Blazor?.addEventListener("enhancedload", ready);
    window.Blazor?.addEventListener("enhancedload", awaitCircuit);
  });
})();
