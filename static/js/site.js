// Small helps for every page. Nothing here is needed to use the site.
(function () {
  "use strict";
  const root = document.documentElement;
  const all = (selector, base) => Array.from((base || document).querySelectorAll(selector));

  // What is wrong comes first: the summary takes the focus.
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (field) { event.preventDefault(); field.scrollIntoView({ block: "center" }); field.focus(); }
  });

  // Large type, contrast and theme without a new page; the form posts when this does not run.
  const keep = (name, value) => {
    document.cookie = name + "=" + value + ";path=/;max-age=31536000;samesite=lax" + (location.protocol === "https:" ? ";secure" : "");
  };
  const showModes = () => all("[data-mode] button[data-on]").forEach((button) => {
    const on = root.dataset[button.name] === button.dataset.on;
    button.setAttribute("aria-pressed", String(on));
    button.value = on ? "" : button.dataset.on;
  });
  showModes();
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!event.target.matches("[data-mode]") || !button) return;
    event.preventDefault();
    if (button.value) root.dataset[button.name] = button.value;
    else delete root.dataset[button.name];
    keep(button.name, button.value);
    showModes();
  });

  // One press is one act: the button rests while the form is under way.
  const wake = (form) => all("button[aria-busy]", form).forEach((button) => { button.disabled = false; button.removeAttribute("aria-busy"); });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    form.dataset.changed = "";
    const button = event.submitter;
    // Later than this turn, or the button's own name and value would not be sent.
    if (button) setTimeout(() => { button.setAttribute("aria-busy", "true"); button.disabled = true; }, 0);
    // An answer that is a file leaves this page standing: the button comes back.
    setTimeout(() => { delete form.dataset.sent; wake(form); }, 8000);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) all("form[data-sent]").forEach((form) => { delete form.dataset.sent; wake(form); });
  });

  // Typed and not saved: ask before leaving.
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.matches("[data-guard]")) form.dataset.changed = "1";
  });
  window.addEventListener("beforeunload", (event) => {
    if (all("form[data-guard]").some((form) => form.dataset.changed)) event.preventDefault();
  });

  // Chosen files by name and size, so that a wrong one is seen before it is sent.
  const size = (bytes) => bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file") return;
    let list = input.nextElementSibling;
    if (!list || !list.matches(".picked")) {
      list = document.createElement("ul");
      list.className = "picked";
      list.setAttribute("aria-live", "polite");
      input.after(list);
    }
    list.replaceChildren(...Array.from(input.files, (file) => {
      const item = document.createElement("li");
      item.textContent = file.name + " (" + size(file.size) + ")";
      return item;
    }));
  });

  // Menus close when one clicks elsewhere or presses Escape.
  document.addEventListener("click", (event) => all("details.menu[open], details.ask[open]").forEach((box) => { if (!box.contains(event.target)) box.open = false; }));
  document.addEventListener("keydown", (event) => {
    const box = event.key === "Escape" && event.target.closest && event.target.closest("details.menu[open], details.ask[open]");
    if (box) { box.open = false; box.querySelector("summary").focus(); }
  });

  // Dialogs that are opened by a button.
  all("[data-open]").forEach((button) => {
    const box = document.getElementById(button.dataset.open);
    if (!box || !box.showModal) return;
    button.hidden = false;
    button.addEventListener("click", () => box.showModal());
  });
})();
