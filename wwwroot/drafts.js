// Keeps what was typed until it is sent: a lost connection, a server that starts anew, or a page left by mistake takes nothing along.
// A field takes part by data-draft (with a name, or its id), or because its form does by data-draft-form; a password never does. The tab's own
// memory holds it and forgets it with the tab.
(() => {
  const sentKey = "drafts-sent";
  const mine = "[data-draft], form[data-draft-form] :is(input, select, textarea)[name*='.']";
  const others = ["password", "hidden", "submit", "button", "file"];
  const isDraft = (element) => element instanceof HTMLElement && element.matches(mine) && !others.includes(element.type);
  const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
  const defaultOf = (field) => field.defaultValue ?? ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value;
  const isChanged = (field) => (isChoice(field) ? field.checked !== field.defaultChecked : field.value !== defaultOf(field));
  const nameOf = (field) => field.dataset.draft || (field.form?.dataset.draftForm ? `${field.form.dataset.draftForm} ${field.name}` : field.id || field.name);
  const keyOf = (field) => `draft:${location.pathname}:${nameOf(field)}`;
  const sent = () => JSON.parse(sessionStorage.getItem(sentKey) ?? "null");

  // Sent, and this page is the answer. A form that asks to hear of it waits for the word, which may come with a later piece of the page; going back
  // to the form is something else: the sending may have failed.
  const forgetSent = () => {
    const last = sent();
    const answer = document.querySelector("[data-sent]");
    if (last === null || (last.asks && answer === null)) {
      return;
    }
    if (last.asks ? answer.dataset.sent === "true" : performance.getEntriesByType("navigation")[0]?.type !== "back_forward") {
      last.keys.forEach((key) => sessionStorage.removeItem(key));
    }
    sessionStorage.removeItem(sentKey);
  };

  const restore = (field) => {
    const kept = sessionStorage.getItem(keyOf(field));
    const now = isChoice(field) ? kept === field.value : kept;
    if (kept === null || now === (isChoice(field) ? field.checked : field.value)) {
      return;
    }
    field[isChoice(field) ? "checked" : "value"] = now;
    // A page with a circuit hears of it as if it had been typed.
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const restoreIn = (node) => {
    if (isDraft(node)) {
      restore(node);
    } else if (node instanceof HTMLElement) {
      node.querySelectorAll(mine).forEach((field) => isDraft(field) && restore(field));
    }
  };

  const keep = (field) => {
    if (!isChanged(field)) {
      sessionStorage.removeItem(keyOf(field));
    } else if (!isChoice(field) || field.checked) {
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
      sessionStorage.setItem(sentKey, JSON.stringify({ keys: fields.map(keyOf), asks: Boolean(event.target.dataset.draftForm) }));
    }
  });

  // For what is sent without a form: the fields' names are those of data-draft.
  window.msLite.forgetDrafts = (...names) => names.forEach((name) => sessionStorage.removeItem(`draft:${location.pathname}:${name}`));

  // Whether a form of the page holds what nobody has sent.
  window.msLite.isTyping = () => [...document.querySelectorAll("form[data-draft-form] *")].some((field) => isDraft(field) && isChanged(field));

  window.msLite.lookAtDrafts = () => {
    forgetSent();
    restoreIn(document.body);
  };

  msLite.lookAtDrafts();
  // A circuit draws the page anew, and the navigation within the panel exchanges its parts; while an answer is on its way nobody knows yet what stays.
  new MutationObserver((changes) => sent()?.asks || changes.forEach((change) => change.addedNodes.forEach(restoreIn))).observe(document.body, { childList: true, subtree: true });
})();
