// Keyboard of the desk: j and k walk the list, Enter opens, / goes to the search field; a letter
// goes to its act (Enter then does it), the arrows turn the papers over.
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
      const arrow = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
      const page = arrow && document.querySelector('.paper-bar a[rel="' + arrow + '"]');
      if (page) { event.preventDefault(); page.click(); return; }
      const act = document.querySelector('[data-key="' + CSS.escape(event.key.toLowerCase()) + '"]');
      if (!act) return;
      event.preventDefault();
      if (act.hash) act.click();
      else act.focus();
      if (act.search) act.click();
    }
  });
  // A link of the bar opens its form and puts the cursor into the first field.
  document.addEventListener("click", function (event) {
    const link = event.target.closest(".act-bar a");
    const form = link && document.getElementById(link.hash.slice(1));
    if (!form) return;
    const sheet = form.closest("details");
    if (sheet) sheet.open = true;
    const first = form.querySelector("input:not([type=hidden]), select, textarea");
    if (first) window.setTimeout(function () { first.focus(); }, 0);
  });
})();
