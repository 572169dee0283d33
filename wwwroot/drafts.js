// Keeps what was typed until it is sent: a lost connection, a server that starts anew, or a page left by mistake takes nothing along.
// A field takes part by data-draft (with a name, or its id); a password never does. The tab's own memory holds it and forgets it with the tab.
(() => {
  const sentKey = "drafts-sent";
  const isDraft = (element) => element instanceof HTMLElement && element.matches("[data-draft]") && element.type !== "password";
  const keyOf = (field) => `draft:${location.pathname}:${field.dataset.draft || field.id || field.name}`;

  // Sent, and this page is the answer; going back to the form is something else: the sending may have failed.
  const forgetSent = () => {
    const sent = JSON.parse(sessionStorage.getItem(sentKey) ?? "[]");
    if (sent.length > 0 && performance.getEntriesByType("navigation")[0]?.type !== "back_forward") {
      sent.forEach((key) => sessionStorage.removeItem(key));
    }
    sessionStorage.removeItem(sentKey);
  };

  const restore = (field) => {
    const kept = sessionStorage.getItem(keyOf(field));
    if (kept !== null && kept !== field.value) {
      field.value = kept;
      // A page with a circuit hears of it as if it had been typed.
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  const restoreIn = (node) => {
    if (isDraft(node)) {
      restore(node);
    } else if (node instanceof HTMLElement) {
      node.querySelectorAll("[data-draft]").forEach((field) => isDraft(field) && restore(field));
    }
  };

  const keep = (field) => {
    if (field.value === field.defaultValue) {
      sessionStorage.removeItem(keyOf(field));
    } else {
      try {
        sessionStorage.setItem(keyOf(field), field.value);
      } catch {
        // More than the browser keeps: the text stays in the field alone.
      }
    }
  };

  document.addEventListener("input", (event) => isDraft(event.target) && keep(event.target));

  document.addEventListener("submit", (event) => {
    const fields = [...event.target.elements].filter(isDraft);
    if (fields.length > 0 && !document.querySelector("#components-reconnect-modal.components-reconnect-show")) {
      sessionStorage.setItem(sentKey, JSON.stringify(fields.map(keyOf)));
    }
  });

  // For what is sent without a form: the fields' names are those of data-draft.
  window.msLite.forgetDrafts = (...names) => names.forEach((name) => sessionStorage.removeItem(`draft:${location.pathname}:${name}`));

  forgetSent();
  restoreIn(document.body);
  // A circuit draws the page anew, and the navigation within the panel exchanges its parts.
  new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(restoreIn))).observe(document.body, { childList: true, subtree: true });
})();
