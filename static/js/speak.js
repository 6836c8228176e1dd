// Read the page aloud where the browser can; the button stays invisible where it cannot.
(function () {
  "use strict";
  const button = document.querySelector("[data-speak]");
  const main = document.getElementById("main");
  const voice = window.speechSynthesis;
  if (!button || !main || !voice || typeof window.SpeechSynthesisUtterance !== "function") return;

  const PARTS = "h1, h2, h3, h4, p, li, dt, dd, th, td, summary, figcaption, blockquote";
  const start = button.textContent;
  let parts = [];

  const shows = (element) => element.getClientRects().length > 0 && !element.closest("form, nav, .no-print, [aria-hidden='true']");
  // What stands inside another part is read with it, not twice.
  const texts = () => Array.from(main.querySelectorAll(PARTS))
    .filter((element) => shows(element) && !element.parentElement.closest(PARTS))
    .map((element) => ({ words: element.innerText.trim(), lang: element.closest("[lang]").lang }))
    .filter((part) => part.words);

  const rest = () => {
    parts = [];
    button.setAttribute("aria-pressed", "false");
    button.textContent = start;
  };
  const next = () => {
    const part = parts.shift();
    if (!part) return rest();
    const said = new window.SpeechSynthesisUtterance(part.words);
    said.lang = part.lang === "zh-Hans" ? "zh-CN" : part.lang;
    said.onend = () => { if (parts.length || button.getAttribute("aria-pressed") === "true") next(); };
    said.onerror = rest;
    voice.speak(said);
  };

  button.removeAttribute("data-mute");
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") { rest(); voice.cancel(); return; }
    voice.cancel();
    parts = texts();
    button.setAttribute("aria-pressed", "true");
    button.textContent = button.dataset.stop;
    next();
  });
  window.addEventListener("pagehide", () => { rest(); voice.cancel(); });
})();
