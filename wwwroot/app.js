// The few things that only the browser knows or can do.
window.msLite = {
  // The page answers: its circuit is connected, or it needs none.
  ready: () => document.documentElement.setAttribute("data-ready", ""),
  showDialog: (dialog) => dialog.open || dialog.showModal(),
  closeDialog: (dialog) => dialog.close(),
};

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
  if (event.target.closest("[data-reload]")) {
    location.reload();
  } else if (event.target instanceof HTMLDialogElement && isOutside(event, event.target.getBoundingClientRect())) {
    event.target.close();
  }
});

// A click on the backdrop is reported as one on the dialog.
function isOutside(event, box) {
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}
