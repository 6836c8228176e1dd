// Keeps the ticks of a checklist in this browser and makes the link that carries them. Without it the form works as it is.
(function () {
  "use strict";
  const form = document.querySelector("[data-checklist]");
  if (!form) return;
  const key = "ticks." + form.dataset.checklist;
  const boxes = Array.from(form.querySelectorAll("input[type=checkbox]"));
  const papers = boxes.filter((box) => box.name === "have");
  const one = (selector) => document.querySelector(selector);
  const nameOf = (box) => box.name + ":" + box.value;

  // Private windows may refuse: then nothing is kept, and the link still works.
  const read = (place) => { try { return JSON.parse(localStorage.getItem(place)); } catch (error) { return null; } };
  const write = (place, value) => { try { localStorage.setItem(place, JSON.stringify(value)); } catch (error) { /* nothing is kept */ } };
  const drop = (place) => { try { localStorage.removeItem(place); } catch (error) { /* nothing was kept */ } };

  const state = () => ({ on: Object.fromEntries(boxes.map((box) => [nameOf(box), box.checked])), seen: papers.map((box) => box.value) });
  const put = (kept) => boxes.forEach((box) => { if (nameOf(box) in kept.on) box.checked = kept.on[nameOf(box)]; });
  const folds = Array.from(form.querySelectorAll("details"));
  const counter = one("[data-count]");
  function show() {
    const have = papers.filter((box) => box.checked).length;
    if (counter) counter.textContent = form.dataset.says.replace("{have}", have).replace("{all}", papers.length);
    boxes.forEach((box) => { if (box.name === "done") box.closest(".check").classList.toggle("is-done", box.checked); });
  }
  // A ticked item inside a fold should be seen.
  const unfold = () => folds.forEach((fold) => { if (fold.querySelector("input:checked")) fold.open = true; });

  const before = read(key);
  if ("fromLink" in form.dataset) {
    const brought = state();
    const other = before && before.on && JSON.stringify(before.on) !== JSON.stringify(brought.on);
    if (other && Object.values(before.on).some(Boolean)) {
      write(key + ".before", before);
      const undo = one("[data-undo]");
      undo.hidden = false;
      undo.addEventListener("click", () => {
        put(read(key + ".before") || before);
        write(key, state());
        one("[data-brought]").hidden = true;
        stale();
        show();
      });
    }
    one("[data-brought]").hidden = false;
    // The address has done its work: a reload shows what is ticked now, not what it brought.
    history.replaceState(null, "", location.pathname + location.hash);
    write(key, brought);
  } else if (before && before.on) {
    put(before);
    const mark = one("[data-new]");
    papers.filter((box) => before.seen && !before.seen.includes(box.value)).forEach((box) => box.nextElementSibling.append(" ", mark.content.cloneNode(true)));
    write(key, state());
  }

  const take = () => one("#take");
  function stale() { take().hidden = true; take().dataset.stale = ""; }
  form.addEventListener("change", () => { write(key, state()); stale(); show(); });

  function offerCopy() {
    const button = one("#take [data-copy]");
    const field = button && document.getElementById(button.dataset.copy);
    if (!button || !navigator.clipboard) return;
    button.hidden = false;
    button.onclick = () => navigator.clipboard.writeText(field.value).then(() => { button.textContent = button.dataset.done; });
  }
  // The link and its QR code as the server makes them, put into this page.
  function wanted() {
    const asked = new URLSearchParams(new FormData(form));
    asked.set("go", "link");
    return form.action + "?" + asked;
  }
  function place(html) {
    const made = new DOMParser().parseFromString(html, "text/html").querySelector("#take");
    if (!made) throw new Error("no link");
    take().replaceWith(document.adoptNode(made));
    offerCopy();
    return made;
  }
  async function fresh() {
    const answer = await fetch(wanted());
    if (!answer.ok) throw new Error(String(answer.status));
    return place(await answer.text());
  }
  one("button[name=go][value=link]").addEventListener("click", (event) => {
    event.preventDefault();
    const button = event.currentTarget;
    fresh().then((made) => { made.scrollIntoView({ block: "center" }); made.focus({ preventScroll: true }); }, () => form.requestSubmit(button));
  });
  // Paper carries the ticks: without the network it is printed all the same.
  one("[data-print]").addEventListener("click", () => fresh().catch(stale).then(() => print()));
  // Printed by the browser itself: it waits for nothing but what is done at once. Before that no tick leaves this browser.
  function atOnce() {
    const request = new XMLHttpRequest();
    request.open("GET", wanted(), false);
    try { request.send(); if (request.status === 200) place(request.responseText); } catch (error) { stale(); }
  }
  window.addEventListener("beforeprint", () => {
    folds.forEach((fold) => { fold.open = true; });
    if (take().hidden) atOnce();
  });
  one("[data-clear]").addEventListener("click", () => {
    drop(key);
    boxes.forEach((box) => { box.checked = box.name === "items" && !box.closest("details"); });
    stale();
    show();
  });
  offerCopy();
  unfold();
  show();
})();
