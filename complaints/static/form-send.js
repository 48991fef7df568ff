/* Before the complaint form is sent: a quick question whether the site answers. Without a connection a browser would show its
   own error page in place of the form; so the form stays, says so, and is sent when it is asked again. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-draft]"), notice = document.querySelector("[data-offline]");
  if (!form || !notice || !form.requestSubmit) return;
  var WAIT = 6000, isAsking = false, isSure = false;
  var mark = document.querySelector("link[rel=icon]").href;

  function answers() {
    var asked = fetch(mark, { method: "HEAD", cache: "no-store" }).then(function () { return true; }, function () { return false; });
    var slow = new Promise(function (done) { setTimeout(done, WAIT, true); });  // slow is not away
    return Promise.race([asked, slow]);
  }

  document.addEventListener("submit", function (event) {
    if (event.target !== form || event.defaultPrevented) return;
    if (isSure) { isSure = false; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isAsking) return;
    isAsking = true;
    var button = event.submitter;
    answers().then(function (isThere) {
      isAsking = false;
      notice.hidden = isThere;
      if (isThere) { isSure = true; form.requestSubmit(button || undefined); } else notice.scrollIntoView({ block: "center" });
    });
  }, true);
  window.addEventListener("online", function () { notice.hidden = true; });
})();
