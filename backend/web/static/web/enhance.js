// Quicker, never possible: every page works without this file.
"use strict";
(function () {
  const errors = document.querySelector("[data-focus]");
  if (errors) errors.focus();
  // What was typed into a draft is saved before another form of the page takes the reader away.
  const draft = document.querySelector("form[data-draft]");
  let typed = false;
  if (draft) {
    draft.addEventListener("input", function () { typed = true; });
    document.addEventListener("submit", function (event) {
      const form = event.target;
      if (form === draft || !typed || form.dataset.sent) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      typed = false;
      form.dataset.sent = "1";
      fetch(draft.action, { method: "POST", body: new FormData(draft) })
        .then(function (answer) { (answer.ok ? form : draft).submit(); })
        .catch(function () { draft.submit(); });
    });
  }
  // A form sends once; the server counts it once anyway.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    window.setTimeout(function () { delete form.dataset.sent; }, 4000);
  });
})();
