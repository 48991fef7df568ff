/* The receipt: what was typed is filed, so nothing of it stays on this device; and the form that was sent is not sent anew
   for another person. */
(function () {
  "use strict";
  var filed = document.querySelector("[data-filed]");
  if (!filed) return;
  try {
    var slug = filed.dataset.filed, sent = localStorage.getItem("sent:" + slug);
    localStorage.removeItem("draft:" + slug);
    sessionStorage.removeItem("draft:" + slug);
    if (sent) localStorage.setItem("filed:" + slug, sent);
    localStorage.removeItem("sent:" + slug);
  } catch (ignored) { /* the browser keeps nothing */ }
})();
