// A button that copies what a field holds; without it the field is selected and copied by hand.
(function () {
  "use strict";
  document.querySelectorAll("[data-copy]").forEach((button) => {
    const field = document.getElementById(button.dataset.copy);
    if (!field || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", () => navigator.clipboard.writeText(field.value).then(() => { button.textContent = button.dataset.done; }));
  });
  document.querySelectorAll("[data-select]").forEach((field) => field.addEventListener("focus", () => field.select()));
})();
