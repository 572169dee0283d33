// What forms get where a script runs; without one they work all the same.

// The navigation within the panel makes new elements of old ones: who followed a link must not find the focus on quite another one, out of sight.
let followed = null;

function refocus() {
  if (followed && (document.activeElement === document.body || (document.activeElement === followed.link && followed.link.textContent !== followed.text))) {
    followed = null;
    const heading = document.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus();
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  followed = link ? { link, text: link.textContent } : null;
});

function refresh() {
  // The navigation within the panel takes marks of the old page along; a circuit that is there already says nothing anew.
  if (!document.querySelector("[data-circuit='']")) {
    msLite.ready();
  }

  refocus();
  msLite.lookAtDrafts();
  document.querySelectorAll("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy"));
}

document.addEventListener("submit", (event) => event.target.setAttribute("aria-busy", "true"));

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy-text]");
  if (!button) {
    return;
  }

  const text = button.dataset.copyText;
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
  } else {
    // Plain HTTP from another machine: browsers keep the clipboard for secure pages, but not this older way.
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  const word = button.textContent;
  button.textContent = "✓";
  setTimeout(() => (button.textContent = word), 1500);
});

// A page comes in pieces, and what was done may be said by a later one: until then nobody knows what stays.
let whole = Promise.resolve();
let end = () => {};

function begin() {
  end();
  whole = new Promise((resolve) => (end = resolve));
}

// The page is drawn anew because its files have changed; not while something is typed in it.
window.msLite.freshen = async () => {
  await whole;

  // What was just done, and its undo, stays to be read; the page shows the new state already.
  if (document.querySelector("[data-saying] [data-sent]:not([hidden])")) {
    return true;
  }

  const busy = msLite.isTyping() || document.querySelector("form[aria-busy]");
  if (!busy) {
    Blazor.navigateTo(location.pathname + location.search, { forceLoad: false, replaceHistoryEntry: true });
  }

  return !busy;
};

refresh();
addEventListener("DOMContentLoaded", () => {
  Blazor.addEventListener("enhancednavigationstart", begin);
  Blazor.addEventListener("enhancednavigationend", () => end());
  Blazor.addEventListener("enhancedload", refresh);
});
