/* Files of a complaint: each one is sent alone as soon as it is chosen, with progress and errors beside its name. Without
   this file they go with the form, by a button of their own, and all works the same. On the page of a filed complaint the
   chosen files are sent at once by that button. */
(function () {
  "use strict";
  var block = document.getElementById("evidence-files");
  if (!block || !block.querySelector(".choose") || !window.FormData) return;
  var say = block.dataset, form = block.closest("form"), list = block.querySelector(".files");
  var choose = block.querySelector(".choose"), input = choose.querySelector("input");
  var live = block.querySelector("[data-live]"), full = block.querySelector("[data-full]"), waiting = [], current = null, afterwards = null;

  // Our own words instead of the browser's file button, which speaks the browser's language; the field itself stays in reach.
  choose.classList.add("own");
  choose.querySelector("label").classList.add("button", "plain");
  input.classList.add("unseen");
  choose.querySelector("button").hidden = true;
  if (!("evidence" in say)) {
    input.addEventListener("change", function () { form.requestSubmit(choose.querySelector("button")); });
    return;
  }

  function element(tag, className, text) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }
  function shortened(name) { return name.length > 60 ? name.slice(0, 40) + "…" + name.slice(-18) : name; }
  function fill(sentence, name) { return sentence.replace("{name}", function () { return shortened(name); }); }
  function count() { return list.querySelectorAll("li:not(.failed)").length; }
  function fit() {
    list.hidden = !list.children.length;
    choose.hidden = count() >= Number(say.most);
    full.hidden = !choose.hidden;
  }

  function rowOf(file) {
    var row = element("li"), body = element("div");
    row.file = file;
    row.state = element("p", "hint");
    row.bar = element("progress");
    row.bar.max = 100;
    row.bar.setAttribute("aria-label", shortened(file.name));
    row.buttons = element("div", "row");
    body.appendChild(element("p", "name", shortened(file.name)));
    body.appendChild(row.state);
    body.appendChild(row.bar);
    row.appendChild(body);
    row.appendChild(row.buttons);
    list.appendChild(row);
    return row;
  }
  function button(row, text, deed) {
    var made = element("button", "button plain", text);
    made.type = "button";
    made.appendChild(element("span", "unseen", ": " + shortened(row.file.name)));
    made.addEventListener("click", deed);
    row.buttons.appendChild(made);
  }
  function drop(row) {
    row.remove();
    fit();
    (choose.hidden ? block : input).focus();
  }

  function fail(row, sentence, mayRetry) {
    row.classList.add("failed");
    row.bar.hidden = true;
    row.state.className = "error";
    row.state.textContent = sentence;
    live.textContent = sentence;
    row.buttons.textContent = "";
    if (mayRetry) button(row, say.sayRetry, function () { again(row); });
    button(row, say.sayRemove, function () { drop(row); });
    fit();
  }
  function again(row) {
    row.classList.remove("failed");
    row.state.className = "hint";
    row.state.textContent = "";
    row.bar.hidden = false;
    row.buttons.textContent = "";
    waiting.push(row);
    next();
  }
  function arrived(row, answer) {
    row.bar.hidden = true;
    row.state.textContent = say.saySent;
    live.textContent = shortened(row.file.name) + ": " + say.saySent;
    if (answer.warning) row.firstChild.appendChild(element("p", "warning", answer.warning));
    button(row, say.sayRemove, function () { remove(row, answer.id); });
  }

  function next() {
    if (current) return;
    current = waiting.shift();
    if (current) send(current);
    else if (afterwards) { var go = afterwards; afterwards = null; go(); }
  }
  function done() { current = null; fit(); next(); }
  function send(row) {
    var request = new XMLHttpRequest(), body = new FormData();
    body.append("token", form.elements.token.value);
    body.append("evidence", row.file, row.file.name);
    request.open("POST", say.upload);
    request.upload.addEventListener("progress", function (event) {
      if (!event.lengthComputable) return;
      row.bar.value = Math.floor(100 * event.loaded / event.total);
      row.state.textContent = say.saySending.replace("{percent}", row.bar.value);
    });
    request.addEventListener("load", function () {
      var answer = {};
      try { answer = JSON.parse(request.responseText); } catch (_error) { /* not from us: a page of something between */ }
      if (request.status === 201) arrived(row, answer);
      else fail(row, answer.error || say.sayFailed, !answer.error || request.status >= 500);
      done();
    });
    request.addEventListener("error", function () { fail(row, say.sayFailed, true); done(); });
    request.addEventListener("abort", function () { fail(row, say.sayFailed, true); done(); });
    request.send(body);
  }

  function remove(row, id) {
    var body = new FormData(), failed = function () { live.textContent = say.sayFailed; };
    body.append("token", form.elements.token.value);
    body.append("id", id);
    fetch(say.remove, { method: "POST", body: body }).then(function (answer) {
      if (answer.ok) drop(row); else failed();
    }, failed);
  }
  list.querySelectorAll("button[name=remove]").forEach(function (known) {
    known.addEventListener("click", function (event) {
      event.preventDefault();
      remove(known.closest("li"), known.value);
    });
  });

  input.addEventListener("change", function () {
    Array.prototype.forEach.call(input.files, function (file) {
      var isTooMany = count() >= Number(say.most), row = rowOf(file);
      if (isTooMany) fail(row, fill(say.sayMany, file.name), false);
      else if (file.size > Number(say.mostBytes)) fail(row, fill(say.sayLarge, file.name), false);
      else waiting.push(row);
    });
    input.value = "";
    fit();
    next();
  });

  // The form waits for files on their way, then sends itself.
  document.addEventListener("submit", function (event) {
    if (event.target !== form || !(current || waiting.length)) return;
    event.preventDefault();
    event.stopPropagation();
    live.textContent = say.sayWait;
    live.classList.remove("unseen");
    var submitter = event.submitter;
    afterwards = function () { live.classList.add("unseen"); form.requestSubmit(submitter || undefined); };
  }, true);
})();
