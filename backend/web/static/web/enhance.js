// Quicker, never possible: every page works without this file.
"use strict";
(function () {
  const errors = document.querySelector("[data-focus]");
  if (errors) errors.focus();
  // A form sends once; the server counts it once anyway.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    window.setTimeout(function () { delete form.dataset.sent; }, 4000);
  });
})();
