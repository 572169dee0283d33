// What forms get where a script runs; without one they work all the same.

// What was typed is kept in this window until it is sent, so that a reload, a restart of the server or another form takes none of it.
const drafts = {
  key: (form) => `draft ${location.pathname} ${form.dataset.draftForm}`,
  fields: (form) => [...form.elements].filter((field) => field.name?.includes(".") && !["hidden", "submit", "button"].includes(field.type)),
  isTyped: (field) => (field.type === "radio" || field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue),
  save(form) {
    const typed = drafts.fields(form).filter((field) => field.type !== "password" && drafts.isTyped(field) && (field.type !== "radio" || field.checked));
    if (typed.length > 0) {
      sessionStorage.setItem(drafts.key(form), JSON.stringify(typed.map((field) => [field.name, field.value])));
    } else {
      sessionStorage.removeItem(drafts.key(form));
    }
  },
  restore(form) {
    for (const [name, value] of JSON.parse(sessionStorage.getItem(drafts.key(form)) ?? "[]")) {
      for (const field of drafts.fields(form).filter((each) => each.name === name)) {
        if (field.type === "radio") {
          field.checked = field.value === value;
        } else {
          field.value = value;
        }
      }
    }
  },
};

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

let sent = null;

function refresh() {
  // What the server took is no draft any more. A page that comes in pieces says so in a later one.
  const answer = document.querySelector("[data-sent]");
  if (sent && answer) {
    if (answer.dataset.sent === "true") {
      sessionStorage.removeItem(sent);
    }

    sent = null;
  }

  // The navigation within the panel takes marks of the old page along; a circuit that is there already says nothing anew.
  if (!document.querySelector("[data-circuit='']")) {
    msLite.ready();
  }

  refocus();

  document.querySelectorAll("form[data-draft-form]").forEach(drafts.restore);
  document.querySelectorAll("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy"));
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-draft-form]");
  if (form) {
    drafts.save(form);
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  form.setAttribute("aria-busy", "true");
  if (form.dataset.draftForm) {
    drafts.save(form);
    sent = drafts.key(form);
    // A page that loads anew, as without enhanced navigation, has to know, too.
    sessionStorage.setItem("draft sent", sent);
  }
});

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

// The page is drawn anew because its files have changed; not while something is typed in it.
window.msLite.freshen = () => {
  // What was just done, and its undo, stays to be read; the page shows the new state already.
  if (document.querySelector(".toast .box")) {
    return true;
  }

  const busy = [...document.querySelectorAll("form")].some((form) => drafts.fields(form).some(drafts.isTyped)) || document.querySelector("form[aria-busy]");
  if (!busy) {
    Blazor.navigateTo(location.pathname + location.search, { forceLoad: false, replaceHistoryEntry: true });
  }

  return !busy;
};

sent = sessionStorage.getItem("draft sent");
sessionStorage.removeItem("draft sent");
refresh();
addEventListener("DOMContentLoaded", () => Blazor.addEventListener("enhancedload", refresh));
