/* Makes pages nicer; every page works without it. Controls that need it are hidden in the page and shown here. */
(function () {
  "use strict";

  // The error summary takes the focus, also where `autofocus` on a block is not known.
  var summary = document.getElementById("error-summary");
  if (summary) window.addEventListener("load", function () {
    if (document.activeElement !== summary) summary.focus();
  });

  // <button type="button" data-print hidden>
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  // <button type="button" data-copy="ID" data-done="Copied" hidden>: copies #ID's data-copy-text, what a field holds,
  // or the text without spaces.
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var source = document.getElementById(button.dataset.copy);
    if (!source || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(source.dataset.copyText || source.value || source.textContent.replace(/\s+/g, "")).then(function () {
        button.textContent = button.dataset.done || button.textContent;
      });
    });
  });

  // A second tap on "send" while the first is on its way does nothing; coming back by "Back" frees the button.
  // A form that only gives out a file leaves the page as it is: it can be sent again.
  document.querySelectorAll("form[method=post]:not(.take)").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
    });
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // <form data-leave="ADDRESS">: forgets the visit and what was typed on this device, and takes the page out of the history.
  // Esc three times within two seconds does the same.
  var way = document.querySelector("form[data-leave]");
  if (way) {
    var presses = [];
    var leave = function () {
      document.documentElement.hidden = true;
      try { localStorage.clear(); sessionStorage.clear(); } catch (ignored) { /* the browser keeps nothing */ }
      var onward = function () { location.replace(way.dataset.leave); };
      fetch(way.action, { method: "POST", keepalive: true, redirect: "manual" }).then(onward, onward);
      setTimeout(onward, 700);
    };
    way.addEventListener("submit", function (event) { event.preventDefault(); leave(); });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || event.repeat) return;
      presses = presses.filter(function (at) { return event.timeStamp - at < 2000; }).concat(event.timeStamp);
      if (presses.length === 3) leave();
    });
  }

  // <meter>-like counter: <span data-count="FIELD" data-max="5000" hidden> shows how many characters are used.
  document.querySelectorAll("[data-count]").forEach(function (place) {
    var field = document.getElementById(place.dataset.count);
    if (!field) return;
    function show() { place.textContent = Array.from(field.value).length + " / " + place.dataset.max; }
    place.hidden = false;
    field.addEventListener("input", show);
    show();
  });
})();
