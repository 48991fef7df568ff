/* The complaint form, made shorter: only what fits the chosen role and mode, one part open at a time, the answers to look
   through before sending. Without this file the form is one long page and works the same. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-parts]");
  if (!form) return;
  var parts = Array.prototype.slice.call(form.querySelectorAll(".part"));
  var steps = Array.prototype.slice.call(form.querySelectorAll(".steps li"));

  // Blocks with data-when="field" data-is="value": hidden while the field has another value, and then not sent. Fields are
  // taken out only at sending, because a browser does not give back what was typed in a field that is switched off.
  function chosen(name) {
    var radio = form.querySelector("input[name='" + name + "']:checked");
    return radio ? radio.value : (form.elements[name] || {}).value;
  }
  function fit() {
    form.querySelectorAll("[data-when]").forEach(function (block) {
      block.hidden = chosen(block.dataset.when) !== block.dataset.is;
    });
  }
  function isHidden(field) { return !!field.closest("[data-when][hidden]"); }
  function leaveOut(out) {
    form.querySelectorAll("[data-when] input, [data-when] textarea").forEach(function (field) {
      field.disabled = out && isHidden(field);
    });
  }
  form.addEventListener("change", fit);
  // A button that only attaches, joins or keeps (it has a name) sends everything, so that everything comes back.
  form.addEventListener("submit", function (event) { if (!(event.submitter && event.submitter.name)) leaveOut(true); });
  window.addEventListener("pageshow", function () { leaveOut(false); fit(); });
  fit();

  // Who comes "Back" to this page finds the typed text again, and with this also the token: it stays the same form, so
  // sending it once more shows the same receipt.
  var token = form.elements.token, visit = performance.getEntriesByType("navigation")[0];
  if (visit && visit.type === "back_forward" && history.state && history.state.token) token.value = history.state.token;
  else history.replaceState({ token: token.value }, "");

  // Parts fold. Each title becomes a button; each part but the last ends with "Continue".
  function isOpen(part) { return !part.querySelector(".part-body").hidden; }
  function set(part, open) {
    part.querySelector(".part-body").hidden = !open;
    part.querySelector(".part-title").setAttribute("aria-expanded", String(open));
    if (open && part === parts[parts.length - 1]) review();
  }
  function mark(current) {
    steps.forEach(function (step, place) {
      step.className = place === current ? "now" : place < current ? "done" : "";
      var link = step.querySelector("a");
      if (place === current) link.setAttribute("aria-current", "step"); else link.removeAttribute("aria-current");
    });
  }
  function go(place) {
    parts.forEach(function (part, other) { set(part, other === place); });
    mark(place);
    parts[place].querySelector(".part-title").focus({ preventScroll: true });
    parts[place].scrollIntoView();
  }
  parts.forEach(function (part, place) {
    var title = part.querySelector("h2"), body = part.querySelector(".part-body"), button = document.createElement("button");
    button.type = "button";
    button.className = "part-title";
    button.textContent = title.textContent;
    body.id = part.id + "-body";
    button.setAttribute("aria-controls", body.id);
    title.textContent = "";
    title.appendChild(button);
    button.addEventListener("click", function () {
      set(part, !isOpen(part));
      if (isOpen(part)) mark(place);
    });
    if (place === parts.length - 1) return;
    var next = document.createElement("button");
    next.type = "button";
    next.className = "button";
    next.textContent = form.dataset.continue;
    next.addEventListener("click", function () { go(place + 1); });
    var row = document.createElement("p");
    row.className = "actions";
    row.appendChild(next);
    body.appendChild(row);
  });

  // Enter in a field goes on instead of sending a form that is not finished.
  form.addEventListener("keydown", function (event) {
    var part = event.target.closest(".part");
    if (event.key !== "Enter" || !part || part === parts[parts.length - 1]) return;
    if (event.target.tagName !== "INPUT" || /radio|checkbox/.test(event.target.type)) return;
    event.preventDefault();
    go(parts.indexOf(part) + 1);
  });

  // A link to a field or a part opens it first.
  function reveal(hash) {
    var target = hash.length > 1 && document.getElementById(hash.slice(1));
    var part = target && target.closest(".part");
    if (!part) return;
    set(part, true);
    mark(parts.indexOf(part));
    var field = target.matches("input, select, textarea, button") ? target : target.querySelector("input, select, textarea");
    if (target === part) field = part.querySelector(".part-title");
    if (field) field.focus({ preventScroll: true });
    target.scrollIntoView({ block: target === part ? "start" : "center" });
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='#']");
    if (!link || !document.getElementById(link.hash.slice(1))) return;
    if (!form.contains(document.getElementById(link.hash.slice(1)))) return;
    event.preventDefault();
    if (link.closest(".steps")) go(steps.indexOf(link.closest("li"))); else reveal(link.hash);
  });

  // What was answered, in words, with the way back to each question. In a data-enough block an empty field is no gap.
  function answer(field) {
    var marked = Array.prototype.filter.call(field.querySelectorAll("input:checked"), function (input) { return !isHidden(input); });
    if (marked.length) return marked.map(function (input) {
      return field.querySelector("label[for='" + input.id + "']").textContent.trim();
    }).join("; ");
    var files = field.querySelectorAll(".files li:not(.failed) .name");
    if (files.length) return Array.prototype.map.call(files, function (name) { return name.textContent; }).join("; ");
    var control = field.querySelector("select, textarea, input:not([type=radio]):not([type=checkbox])");
    if (!control || !control.value) return "";
    return control.tagName === "SELECT" ? control.options[control.selectedIndex].text : control.value.trim();
  }
  function review() {
    var place = form.querySelector("[data-review]"), list = place.querySelector("dl");
    list.textContent = "";
    place.hidden = false;
    parts.slice(0, -1).forEach(function (part) {
      part.querySelectorAll(".field").forEach(function (field) {
        if (isHidden(field)) return;
        var label = field.querySelector("legend, label"), said = answer(field), isOptional = label.querySelector(".optional");
        if (!said && (isOptional || field.closest("[data-enough]"))) return;
        var row = document.createElement("div"), term = document.createElement("dt"), link = document.createElement("a");
        var value = document.createElement("dd"), first = field.querySelector("input, select, textarea");
        link.href = "#" + (first.type === "radio" || first.type === "checkbox" ? field.id : first.id);
        link.textContent = label.firstChild.textContent.trim();
        value.textContent = said || form.dataset.unanswered;
        value.className = said ? "typed" : "muted";
        term.appendChild(link);
        row.appendChild(term);
        row.appendChild(value);
        list.appendChild(row);
      });
    });
  }
  form.addEventListener("input", function () { if (isOpen(parts[parts.length - 1])) review(); });

  // Whether the day that was typed makes the complaint a late one: then the reason is asked for.
  var late = form.querySelector("[data-late]");
  function isoDay(typed) {
    var found = /^\s*(\d{4})-(\d\d)-(\d\d)/.exec(typed), turned = /^\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})/.exec(typed);
    var parts = found ? [found[1], found[2], found[3]] : turned ? [turned[3], turned[2], turned[1]] : [];
    return parts.map(function (part) { return part.padStart(2, "0"); }).join("-");
  }
  function warn() {
    var day = isoDay(form.elements[late.dataset.late].value);
    late.hidden = !day || day >= late.dataset.inTimeFrom;
  }
  // While typing, not on leaving the field: a line that appears between two touches moves the next answer away.
  form.addEventListener("input", warn);
  form.addEventListener("change", warn);
  warn();

  // After an error everything is open, so that nothing to be put right is hidden. A button inside the form leads back to
  // its place.
  var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  var isInside = !!target && !!target.closest(".part"), isOpenFirst = !("answer" in form.dataset && isInside);
  if ("open" in form.dataset) { mark(0); parts.forEach(function (part) { set(part, true); }); }
  else { mark(0); parts.forEach(function (part, place) { set(part, place === 0 && isOpenFirst); }); }
  if (isInside && !("open" in form.dataset)) reveal(location.hash);
})();
