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

// What has the focus, by what it says: drawn anew, an element may have become quite another one.
let held = null;
const sayingOf = (element) =>
  [element.tagName, element.name, element.getAttribute("href"), element.getAttribute("aria-label"), element.labels ? "" : element.textContent].join("\n");
const alike = (saying) => [...document.querySelectorAll("a, button, input, select, textarea, summary, [tabindex]")].filter((element) => sayingOf(element) === saying);

function hold() {
  const element = document.activeElement;
  held = element === document.body ? null : { saying: sayingOf(element), place: alike(sayingOf(element)).indexOf(element) };
}

function holdOn() {
  const same = held && (alike(held.saying)[held.place] ?? document.querySelector("h1"));
  held = null;
  if (same && same !== document.activeElement) {
    same.matches("h1") && same.setAttribute("tabindex", "-1");
    same.focus({ preventScroll: true });
  }
}

const isTypedIn = (field) => field.matches("input, textarea") && field.value !== field.defaultValue;

// The page is drawn anew because its files have changed. Says what stands in the way, if anything does: it is asked again.
window.msLite.freshen = async () => {
  await whole;

  // What was just done, and its undo, stays to be read.
  if (document.querySelector("[data-saying] [data-sent]:not([hidden])")) {
    return "answer";
  }

  if (document.querySelector("form[aria-busy]")) {
    return "busy";
  }

  if (msLite.isTyping() || isTypedIn(document.activeElement)) {
    return "typing";
  }

  hold();
  Blazor.navigateTo(location.pathname + location.search, { forceLoad: false, replaceHistoryEntry: true });
  return "";
};

refresh();
addEventListener("DOMContentLoaded", () => {
  Blazor.addEventListener("enhancednavigationstart", begin);
  Blazor.addEventListener("enhancednavigationend", () => {
    end();
    holdOn();
  });
  Blazor.addEventListener("enhancedload", refresh);
});
