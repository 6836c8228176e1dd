// Runs before the first paint: display modes from the visitor's cookies, so that a cached page looks as this visitor wants it,
// and what only a script makes work stands in its place from the beginning: nothing jumps.
(function () {
  "use strict";
  document.documentElement.setAttribute("data-script", "");
  document.cookie.split("; ").forEach(function (part) {
    var pair = /^(size|contrast|theme)=(large|high|light|dark)?$/.exec(part);
    if (pair && pair[2]) document.documentElement.setAttribute("data-" + pair[1], pair[2]);
    else if (pair) document.documentElement.removeAttribute("data-" + pair[1]);
  });
})();
