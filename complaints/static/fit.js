/* The form of a correction: only what fits the chosen role, mode and place is shown, and only that is sent. Without this
   file every question is there. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-fit]");
  if (!form) return;
  var blocks = Array.prototype.slice.call(form.querySelectorAll("[data-when]"));
  function chosen(name) {
    var radio = form.querySelector("input[name='" + name + "']:checked");
    return radio ? radio.value : (form.elements[name] || {}).value;
  }
  function fit() {
    blocks.forEach(function (block) { block.hidden = chosen(block.dataset.when) !== block.dataset.is; });
  }
  function leaveOut(out) {
    form.querySelectorAll("[data-when] input, [data-when] textarea").forEach(function (field) {
      field.disabled = out && !!field.closest("[data-when][hidden]");
    });
  }
  form.addEventListener("change", fit);
  form.addEventListener("submit", function () { leaveOut(true); });
  window.addEventListener("pageshow", function () { leaveOut(false); fit(); });
  fit();
})();
