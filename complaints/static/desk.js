/* The official's desk, made quicker; every page works without it. */
(function () {
  "use strict";

  // <a data-mark-all="NAME">: sets all ticks of this name in its form without asking for the page again.
  document.querySelectorAll("a[data-mark-all]").forEach(function (link) {
    var form = link.closest("form");
    if (!form) return;
    link.addEventListener("click", function (event) {
      event.preventDefault();
      form.querySelectorAll("input[type=checkbox][name='" + link.dataset.markAll + "']").forEach(function (tick) { tick.checked = true; });
    });
  });

  // <a data-fill="FIELD" data-text="..." data-language="kk">: puts a template into the field below what is typed there,
  // and chooses its language if none is chosen. What is typed in other fields stays, because the page is not asked again.
  document.querySelectorAll("a[data-fill]").forEach(function (link) {
    var field = document.getElementById(link.dataset.fill);
    if (!field) return;
    link.addEventListener("click", function (event) {
      event.preventDefault();
      var typed = field.value.replace(/\s+$/, "");
      field.value = typed ? typed + "\n\n" + link.dataset.text : link.dataset.text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      var radios = field.form.querySelectorAll("input[type=radio][name=language]");
      var chosen = Array.prototype.some.call(radios, function (radio) { return radio.checked; });
      radios.forEach(function (radio) { if (!chosen && radio.value === link.dataset.language) radio.checked = true; });
      field.focus();
    });
  });

  // <section data-series>: a column of numbers pasted into one of its fields goes on in the fields below.
  document.querySelectorAll("[data-series]").forEach(function (part) {
    var fields = Array.prototype.slice.call(part.querySelectorAll("input[type=text]"));
    part.addEventListener("paste", function (event) {
      var first = fields.indexOf(event.target);
      var lines = (event.clipboardData || { getData: String }).getData("text").split(/[\r\n\t]+/).filter(function (line) { return line.trim(); });
      if (first < 0 || lines.length < 2) return;
      event.preventDefault();
      lines.slice(0, fields.length - first).forEach(function (line, place) { fields[first + place].value = line.trim(); });
      fields[Math.min(first + lines.length, fields.length) - 1].focus();
    });
  });
})();
