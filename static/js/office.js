// Keys of the desk: / search, j k rows, Enter opens, g then a letter goes, ? help.
(function () {
  "use strict";
  const rows = () => Array.from(document.querySelectorAll(".desk-table tbody tr a.row-link"));
  const typing = (target) => target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
  let going = 0;
  // The menu is longer than most windows: the place where one is stands in sight.
  const rail = document.querySelector(".desk-rail > .rail");
  const place = rail && rail.querySelector("[aria-current]");
  if (place) rail.scrollTop = place.offsetTop - rail.clientHeight / 2;

  function move(step) {
    const links = rows();
    if (!links.length) return;
    const here = links.indexOf(document.activeElement);
    const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, here + step));
    links[next].focus();
    links[next].closest("tr").scrollIntoView({ block: "nearest" });
  }

  // A long report: on a telephone its parts are folded, the contents open what they lead to, paper has everything.
  const parts = document.querySelectorAll("details[data-part]");
  const open = (hash) => {
    const part = hash.length > 1 && document.getElementById(hash.slice(1));
    if (part && part.matches("details[data-part]")) part.open = true;
  };
  if (parts.length > 3 && matchMedia("(max-width: 700px)").matches) parts.forEach((part) => { part.open = false; });
  open(location.hash);
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#part-"]');
    if (link) open(link.hash);
  });
  window.addEventListener("beforeprint", () => parts.forEach((part) => { part.open = true; }));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (going && Date.now() - going < 1500) {
      going = 0;
      const link = document.querySelector('.rail a[data-key="' + CSS.escape(event.key) + '"]');
      if (link) { event.preventDefault(); location.assign(link.href); }
      return;
    }
    const search = document.querySelector("[data-search]");
    const help = document.getElementById("keys");
    const acts = {
      "/": () => search && search.focus(),
      "j": () => move(1),
      "k": () => move(-1),
      "g": () => { going = Date.now(); },
      "?": () => help && help.showModal && help.showModal(),
    };
    if (acts[event.key]) { event.preventDefault(); acts[event.key](); }
  });
})();
