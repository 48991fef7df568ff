/* Keeps on this device, for 24 hours, what is typed into the complaint form, with the form's token: so the same form sent
   twice, also after a crash or a lost connection, makes one complaint. Only what a person typed or chose is kept. A second
   tab may hold the form of another child: a tab that is loaded anew shows its own form again, not the one typed last. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-draft]");
  if (!form) return;
  var HOURS = 24, slug = form.dataset.draft, place = "draft:" + slug, timer = null, isGone = false;
  var NOT_KEPT = { token: true, evidence: true };

  function read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch (ignored) { return null; } }
  function write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch (ignored) { /* full or shut */ } }
  function forget() {
    try { [localStorage, sessionStorage].forEach(function (store) { store.removeItem(place); store.removeItem("sent:" + slug); }); } catch (ignored) { /* shut */ }
  }
  function readOwn() { try { return JSON.parse(sessionStorage.getItem(place)); } catch (ignored) { return null; } }
  function keep(value) {
    write(place, value);
    try { sessionStorage.setItem(place, JSON.stringify(value)); } catch (ignored) { /* full or shut */ }
  }
  function newest() {
    var own = readOwn(), last = read(place);
    if (!own || mark(own.token) === read("filed:" + slug)) return last;
    return last && last.token === own.token && last.at > own.at ? last : own;
  }
  // Of a sent token only enough to know it again stays on the device: the whole would show its receipt to the next person.
  function mark(token) { return (token || "").slice(-16); }
  function fields() {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && !NOT_KEPT[field.name] && /^(INPUT|SELECT|TEXTAREA)$/.test(field.tagName) && field.type !== "submit";
    });
  }
  function isTicked(field) { return field.type === "radio" || field.type === "checkbox"; }

  function save() {
    clearTimeout(timer);
    timer = null;
    if (isGone || document.documentElement.hidden || mark(form.elements.token.value) === read("filed:" + slug)) return;
    var values = {};
    fields().forEach(function (field) {
      if (isTicked(field) ? !field.checked : !field.value) return;
      (values[field.name] = values[field.name] || []).push(field.value);
    });
    keep({ at: Date.now(), token: form.elements.token.value, values: values });
  }
  function soon() { clearTimeout(timer); timer = setTimeout(save, 300); }

  function fill(values, isWanted) {
    var filled = 0;
    fields().forEach(function (field) {
      var kept = values[field.name] || [];
      if (!isWanted(field)) return;
      if (isTicked(field)) {
        if (field.checked !== kept.indexOf(field.value) >= 0) filled += 1;
        field.checked = kept.indexOf(field.value) >= 0;
      } else if (field.value !== (kept[0] || "")) {
        if (field.tagName === "SELECT" && !Array.prototype.some.call(field.options, function (option) { return option.value === kept[0]; })) return;
        filled += 1;
        field.value = kept[0] || "";
      }
    });
    return filled;
  }
  function restore(kept) {
    // Joining from the public list adds ticks to what was typed. A question that only this page asks keeps its proposal.
    var joins = /[?&]join=/.test(location.search);
    var filled = fill(kept.values, function (field) {
      var values = kept.values[field.name] || [];
      if (field.type === "checkbox") return !joins || values.indexOf(field.value) >= 0;
      return field.name === "joins" ? !joins : values.length > 0;
    });
    var notice = document.getElementById("kept");
    if (notice.hidden) {
      form.elements.token.value = kept.token;  // the page had a fresh one: nothing hangs on it
      notice.querySelector("[data-says=site]").hidden = true;
      notice.querySelector("[data-says=device]").hidden = !filled;
      notice.hidden = !filled;
    }
    history.replaceState({ token: form.elements.token.value }, "");
    form.dispatchEvent(new Event("change", { bubbles: true }));
    document.querySelectorAll("textarea").forEach(function (area) { area.dispatchEvent(new Event("input", { bubbles: true })); });
  }

  var kept = newest();
  if (kept && Date.now() - kept.at > HOURS * 3600e3) { forget(); kept = null; }
  if (kept && mark(kept.token) === read("filed:" + slug)) { forget(); kept = null; }
  if ("answer" in form.dataset) {
    // The site's answer shows what was sent; what did not fit the choices was not sent, and comes from here.
    if (kept) fill(kept.values, function (field) { return !isTicked(field) && !field.value && !!field.closest("[data-when]"); });
    save();
  } else if (kept) restore(kept);

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  window.addEventListener("pagehide", function () { if (timer) save(); });
  form.addEventListener("submit", function (event) {
    if (event.defaultPrevented) return;
    var button = event.submitter;
    if (button && button.name === "do" && button.value === "empty") { isGone = true; forget(); return; }
    save();
    if (!button || !button.name) write("sent:" + slug, mark(form.elements.token.value));
  });
})();
