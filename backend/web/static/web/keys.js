// Keyboard of the desk: j and k walk the list, Enter opens, / goes to the search field.
"use strict";
(function () {
  const rows = Array.from(document.querySelectorAll("[data-keys] tbody tr"));
  let at = -1;
  function go(step) {
    if (!rows.length) return;
    if (at >= 0) rows[at].classList.remove("is-at");
    at = Math.max(0, Math.min(rows.length - 1, at + step));
    rows[at].classList.add("is-at");
    const link = rows[at].querySelector("a");
    if (link) link.focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, textarea, select");
    if (typing) return;
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (search) { event.preventDefault(); search.focus(); }
    } else {
      const act = document.querySelector('[data-key="' + CSS.escape(event.key) + '"]');
      if (act) { event.preventDefault(); act.focus(); }
    }
  });
})();
