// A button that copies what a field holds; without it the field is selected and copied by hand. A button that prints the page.
(function () {
  "use strict";
  document.querySelectorAll("[data-copy]").forEach((button) => {
    const field = document.getElementById(button.dataset.copy);
    if (!field || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", () => navigator.clipboard.writeText(field.value).then(() => { button.textContent = button.dataset.done; }));
  });
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  document.querySelectorAll("[data-select]").forEach((field) => field.addEventListener("focus", () => field.select()));
})();
