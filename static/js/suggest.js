// Pages offered while one types into the search of the portal. Without it Enter searches as ever.
(function () {
  "use strict";
  const input = document.querySelector("[data-suggest]");
  if (!input) return;
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = "search-suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.placeholder);
  list.hidden = true;
  const said = document.createElement("p");
  said.className = "sr-only";
  said.setAttribute("role", "status");
  input.form.append(list, said);
  Object.entries({ role: "combobox", "aria-controls": list.id, "aria-expanded": "false", "aria-autocomplete": "list" }).forEach(([name, value]) => input.setAttribute(name, value));
  let timer = 0, asked = "", at = -1;

  const options = () => Array.from(list.children);
  const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const mark = (place) => {
    const rows = options();
    at = rows.length ? (place + rows.length) % rows.length : -1;
    rows.forEach((row, n) => row.setAttribute("aria-selected", String(n === at)));
    if (at < 0) return;
    input.setAttribute("aria-activedescendant", rows[at].id);
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const show = (found) => {
    list.replaceChildren(...found.map((one, n) => {
      const row = document.createElement("li");
      row.id = "suggestion-" + n;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.dataset.url = one.url;
      row.append(one.label);
      const kind = document.createElement("small");
      kind.textContent = one.kind;
      row.append(" ", kind);
      return row;
    }));
    at = -1;
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    said.textContent = found.length ? String(found.length) : input.dataset.none;
  };
  const ask = () => {
    const words = input.value.trim();
    if (words === asked) return;
    asked = words;
    if (!words) { close(); return; }
    fetch(input.dataset.suggest + "?q=" + encodeURIComponent(words)).then((answer) => answer.json())
      // A slow answer to what stood there before is no answer.
      .then((data) => { if (words === asked && document.activeElement === input) show(data.found); })
      .catch(close);
  };
  input.addEventListener("input", (event) => { if (event.isComposing) return; clearTimeout(timer); timer = setTimeout(ask, 150); });
  input.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark(at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1)); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); location.assign(options()[at].dataset.url); }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { const row = event.target.closest("[data-url]"); if (row) location.assign(row.dataset.url); });
})();
