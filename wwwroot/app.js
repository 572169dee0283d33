// The few things that only the browser knows or can do.
let sight = null;

window.msLite = {
  // The page answers: its circuit is connected, or it needs none.
  ready: () => document.documentElement.setAttribute("data-ready", ""),
  // Whether anybody sees the page: the server draws none in a tab behind others.
  watchSight: (mark) => {
    sight = mark;
    return msLite.tellSight();
  },
  // A circuit that is gone has nothing to draw.
  tellSight: () => sight?.invokeMethodAsync("See", !document.hidden).catch(() => {}),
  showDialog: (dialog) => dialog.open || dialog.showModal(),
  closeDialog: (dialog) => dialog.close(),
};

document.addEventListener("visibilitychange", () => msLite.tellSight());

if (!document.querySelector("[data-circuit]")) {
  msLite.ready();
}

// The viewer's time zone by its IANA name, for the pages that the server draws.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
document.cookie = `mslite-zone=${zone}; path=/; max-age=31536000; samesite=strict${location.protocol === "https:" ? "; secure" : ""}`;

// A server that was started anew does not know this page any more: it is loaded again by itself.
const modal = document.getElementById("components-reconnect-modal");
new MutationObserver(() => {
  if (modal.classList.contains("components-reconnect-rejected")) {
    location.reload();
  }
}).observe(modal, { attributeFilter: ["class"] });

// A session that ended cuts the connection: the page asks why, and goes to the sign-in.
setInterval(async () => {
  if (modal.matches(".components-reconnect-show, .components-reconnect-retrying, .components-reconnect-failed")) {
    const answer = await fetch(location.href, { redirect: "manual" }).catch(() => null);
    if (answer?.type === "opaqueredirect") {
      location.assign("/sign-in?ended=true&return=" + encodeURIComponent(location.pathname + location.search));
    }
  }
}, 2000);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-skip], [data-reload], [data-close-dialog], [data-close-note], [data-copy]");
  if (button?.matches("[data-skip]")) {
    // By its address alone it would lead to the overview: addresses begin at the base.
    event.preventDefault();
    document.getElementById("main").focus();
  } else if (button?.matches("[data-reload]")) {
    location.reload();
  } else if (button?.matches("[data-close-dialog]")) {
    button.closest("dialog").close();
  } else if (button?.matches("[data-close-note]")) {
    button.parentElement.hidden = true;
    document.getElementById("main")?.focus();
  } else if (button?.matches("[data-copy]")) {
    copy(button);
  } else if (event.target instanceof HTMLDialogElement && isOutside(event, event.target.getBoundingClientRect())) {
    event.target.close();
  }
});

// A click on the backdrop is reported as one on the dialog.
function isOutside(event, box) {
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

// Copies the text of the element that data-copy names; where the browser does not let us, it is selected for the keyboard.
async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = button.dataset.copied ?? button.textContent;
  } catch {
    getSelection().selectAllChildren(source);
  }
}

// What a page brings along in its live region was there from the start, and no screen reader tells it: it is said once more.
if (!document.querySelector("[data-circuit]")) {
  document.querySelectorAll("[data-saying] p").forEach((note) => {
    const text = note.textContent;
    note.textContent = "";
    setTimeout(() => (note.textContent = text), 100);
  });
}
