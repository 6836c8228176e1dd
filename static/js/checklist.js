/* Keeps the ticks of a checklist in this browser. Without it the form works as it is. */
(function () {
  "use strict";
  var form = document.querySelector("[data-checklist]");
  if (!form) return;
  var key = "checklist." + form.dataset.checklist;
  var boxes = Array.prototype.slice.call(form.querySelectorAll("input[type=checkbox]"));
  var counter = document.querySelector("[data-count]");

  function nameOf(box) {
    return box.dataset.paper ? "paper:" + box.dataset.paper : box.name + ":" + box.value;
  }
  function read() {
    try { return JSON.parse(window.localStorage.getItem(key)) || {}; } catch (error) { return {}; }
  }
  function write(state) {
    try { window.localStorage.setItem(key, JSON.stringify(state)); } catch (error) { /* private browsing: nothing is kept */ }
  }
  function show() {
    var papers = boxes.filter(function (box) { return box.dataset.paper; });
    var have = papers.filter(function (box) { return box.checked; }).length;
    if (counter) counter.textContent = have + " / " + papers.length;
    boxes.forEach(function (box) {
      if (box.name === "done") box.closest(".check").classList.toggle("is-done", box.checked);
    });
  }
  var kept = read();
  boxes.forEach(function (box) {
    var name = nameOf(box);
    if (name in kept) box.checked = kept[name];
    box.addEventListener("change", function () {
      var state = read();
      state[name] = box.checked;
      write(state);
      show();
    });
  });
  Array.prototype.forEach.call(document.querySelectorAll("[data-print], [data-clear], [data-kept]"), function (part) {
    part.hidden = false;
  });
  document.querySelector("[data-print]").addEventListener("click", function () { window.print(); });
  document.querySelector("[data-clear]").addEventListener("click", function () {
    try { window.localStorage.removeItem(key); } catch (error) { /* nothing was kept */ }
    boxes.forEach(function (box) { box.checked = box.defaultChecked; });
    show();
  });
  /* Paper cannot be unfolded; and a ticked item inside a fold should be seen. */
  var folds = Array.prototype.slice.call(form.querySelectorAll("details"));
  window.addEventListener("beforeprint", function () {
    folds.forEach(function (fold) { fold.open = true; });
  });
  folds.forEach(function (fold) {
    if (fold.querySelector("input:checked")) fold.open = true;
  });
  show();
})();
