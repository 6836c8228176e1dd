// A terminal in a service hall: after a time without a touch the screen is cleared. The server forgets by itself; this clears what is here.
(function () {
  "use strict";
  const bar = document.querySelector("[data-kiosk-idle]");
  if (!bar) return;
  const part = (name) => bar.querySelector("[data-kiosk-" + name + "]");
  const idle = Number(bar.dataset.kioskIdle);
  const near = Math.min(20, idle / 2);
  const now = () => Date.now() / 1000;
  let touched = "kioskFresh" in bar.dataset ? 0 : now();
  let told = now();

  const forget = () => { try { localStorage.clear(); sessionStorage.clear(); } catch (error) { /* nothing is kept here */ } };
  const leave = () => {
    forget();
    // A form that was begun must not hold the page.
    document.querySelectorAll("form[data-guard]").forEach((form) => { form.dataset.changed = ""; });
    location.replace(bar.dataset.kioskEnd);
  };
  const tell = () => {
    told = now();
    fetch(bar.dataset.kioskHere, { method: "POST", keepalive: true }).catch(() => { /* the next touch tries again */ });
  };
  const touch = () => {
    touched = now();
    if (touched - told > idle / 3) tell();
    show();
  };
  const show = () => {
    const left = touched ? Math.max(0, Math.ceil(touched + idle - now())) : idle;
    part("time").hidden = !touched;
    part("left").textContent = left;
    const close = left <= near;
    if (close !== bar.classList.contains("is-near")) {
      bar.classList.toggle("is-near", close);
      part("said").textContent = close ? part("said").dataset.words : "";
    }
    if (touched && left <= 0) { clearInterval(clock); leave(); }
  };
  const clock = setInterval(show, 500);
  ["pointerdown", "keydown", "input", "wheel", "touchmove"].forEach((name) => document.addEventListener(name, touch, { passive: true }));
  part("stay").addEventListener("click", tell);
  document.querySelectorAll("a[href='" + bar.dataset.kioskEnd + "']").forEach((link) => link.addEventListener("click", (event) => { event.preventDefault(); leave(); }));
  if ("kioskFresh" in bar.dataset) forget();

  const print = part("print");
  print.hidden = false;
  print.addEventListener("click", () => window.print());

  // A page that the browser kept alive is never shown again as it was.
  window.addEventListener("pagehide", (event) => { if (event.persisted) document.body.hidden = true; });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  document.addEventListener("contextmenu", (event) => event.preventDefault());
  show();
})();
