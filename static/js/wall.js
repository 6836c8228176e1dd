// The wall screen asks for itself again and shows what is new; of several pages the next one, without any movement. While the
// line or the server is dead the last figures stay, and it says so.
(function () {
  "use strict";
  const main = document.querySelector("[data-wall]");
  const stale = document.querySelector("[data-wall-stale]");
  if (!main) return;

  const next = () => {
    const head = main.querySelector("[data-wall-next]");
    return new URL((head && head.dataset.wallNext) || location.href, location.href);
  };
  const refresh = () => fetch(next(), { cache: "no-store", credentials: "same-origin" }).then((answer) => {
    // Signed out or stopped meanwhile: the page that says so is shown, not kept behind old figures.
    if (answer.redirected || answer.status === 403 || answer.status === 404) { location.reload(); return; }
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text().then((text) => {
      const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-wall]");
      if (!fresh) throw new Error("no wall");
      // Whoever reads a number with the keyboard is not thrown out of it.
      if (!main.contains(document.activeElement) || document.activeElement === main) main.replaceChildren(...fresh.childNodes);
      stale.hidden = true;
    });
  }).catch(() => { stale.hidden = false; });

  setInterval(refresh, Number(main.dataset.wall) * 1000);
})();
