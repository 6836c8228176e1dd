// Pictures by keyboard: one stop for Tab, arrows from mark to mark. Without this script every mark is a stop of its own.
(function () {
  "use strict";
  const marks = (chart) => Array.from(chart.querySelectorAll(":scope > g[tabindex], :scope > a"));
  const middle = (mark) => {
    const box = mark.getBoundingClientRect();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };

  function rest(chart, mark) {
    marks(chart).forEach((other) => other.setAttribute("tabindex", other === mark ? "0" : "-1"));
  }

  // In a plane: the nearest mark on that side, with what lies straight ahead preferred.
  function beside(all, here, way) {
    const from = middle(here);
    let best = null, least = Infinity;
    all.forEach((mark) => {
      const to = middle(mark);
      const along = way[0] ? (to.x - from.x) * way[0] : (to.y - from.y) * way[1];
      const off = Math.abs(way[0] ? to.y - from.y : to.x - from.x);
      const far = along + 2 * off;
      if (mark !== here && along > 4 && far < least) { best = mark; least = far; }
    });
    return best;
  }

  const ways = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

  function next(chart, here, key) {
    const all = marks(chart), at = all.indexOf(here);
    if (key === "Home") return all[0];
    if (key === "End") return all[all.length - 1];
    if (!ways[key]) return null;
    if (chart.dataset.roving === "plane") return beside(all, here, ways[key]) || here;
    return all[Math.min(all.length - 1, Math.max(0, at + (ways[key][0] + ways[key][1])))];
  }

  document.querySelectorAll("svg[data-roving]").forEach((chart) => {
    const all = marks(chart);
    if (!all.length) return;
    rest(chart, all[0]);
    chart.addEventListener("focusin", (event) => {
      const mark = event.target.closest("g[tabindex], a");
      if (mark) rest(chart, mark);
    });
    chart.addEventListener("keydown", (event) => {
      const here = event.target.closest("g[tabindex], a");
      const mark = here && next(chart, here, event.key);
      if (!mark || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      mark.focus();
      mark.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
  });
})();
