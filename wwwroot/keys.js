// The keyboard: data-key="x" on a link, a button or a field makes the key x press or focus it; data-go="x" on a way through the panel makes
// "g x" go there. "?" lists those of the page, by the names that the elements have. Single keys can be switched off (WCAG 2.1.4).
(() => {
  const offKey = "keys-off";
  const help = () => document.getElementById("keys-help");
  const isOff = () => localStorage.getItem(offKey) !== null;
  const isTyping = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
  const isSeen = (element) => element.checkVisibility() && !element.disabled;
  let goes = false;

  const find = (attribute, key) => {
    const scope = document.querySelector("dialog[open]") ?? document;
    return [...scope.querySelectorAll(`[${attribute}="${CSS.escape(key)}"]`)].find(isSeen);
  };

  const press = (element) => {
    if (element.matches("input, textarea, select")) {
      element.focus();
      element.select?.();
    } else {
      element.click();
    }
  };

  const nameOf = (element) =>
    element.dataset.keyName || element.ariaLabel || (element.labels?.[0] ?? element.querySelector("span:not([class*=rzi])") ?? element).textContent.trim();

  const row = (keys, name) => {
    const line = document.createElement("tr");
    const left = document.createElement("td");
    keys.split(" ").forEach((key) => {
      const shown = document.createElement("kbd");
      shown.textContent = key;
      left.append(shown, " ");
    });
    const right = document.createElement("td");
    right.textContent = name;
    line.append(left, right);
    return line;
  };

  const show = () => {
    const dialog = help();
    if (dialog === null || dialog.open) {
      return;
    }
    const seen = new Set();
    const once = (element) => isSeen(element) && !seen.has(element.dataset.key) && seen.add(element.dataset.key);
    dialog.querySelector("[data-keys-page]").replaceChildren(
      ...[...document.querySelectorAll("main [data-key]")].filter(once).map((element) => row(element.dataset.key, nameOf(element))),
      ...[...document.querySelectorAll("main [data-keys]")].map((element) => row(element.dataset.keys, nameOf(element))));
    dialog.querySelector("[data-keys-go]").replaceChildren(
      ...[...document.querySelectorAll("[data-go]")].map((element) => row(`g ${element.dataset.go}`, nameOf(element))));
    dialog.querySelector("[data-keys-off]").checked = !isOff();
    dialog.showModal();
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) {
      return;
    }
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
      const note = [...document.querySelectorAll("[data-saying] [data-close-note]")].find(isSeen);
      (note ?? find("data-key", "Escape"))?.click();
      return;
    }
    if (event.key.length !== 1 || event.key === " " || isOff()) {
      return;
    }
    const element = goes ? find("data-go", event.key) : find("data-key", event.key);
    const went = goes;
    goes = !went && event.key === "g" && !element && !document.querySelector("dialog[open]");
    if (element) {
      event.preventDefault();
      press(element);
    } else if (event.key === "?" && !went) {
      event.preventDefault();
      show();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-help]")) {
      show();
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys-off]")) {
      if (event.target.checked) {
        localStorage.removeItem(offKey);
      } else {
        localStorage.setItem(offKey, "");
      }
    }
  });
})();
