// The parts of the screen, and the box that says what is fact.
function frame() {
  root.textContent = "";
  root.classList.add("ws-story");
  parts.facts = facts();
  parts.scenes = scene && !hooks.sheet ? scenes_box() : null;
  parts.others = hooks.cases && hooks.cases.length ? others_box() : null;
  parts.play = html("button", { class: "st-main", "data-act": "play", on: { click: toggle } }, labels.play);
  parts.back = html("button", { "data-act": "back", "aria-label": labels.previous, title: labels.previous, on: { click: () => by(-1) } }, "◀");
  parts.forth = html("button", { "data-act": "next", "aria-label": labels.next, title: labels.next, on: { click: () => by(1) } }, "▶");
  parts.where = html("span", { class: "st-note", "data-test": "where" });
  parts.chips = html("div", { class: "st-row", "data-test": "chips" });
  parts.faces = ["tiles", ...(members[0] && "x" in members[0] ? ["network"] : [])].map((face) =>
    html("button", { "data-face": face, "aria-pressed": "false", on: { click: () => turn(face) } }, labels[face]));
  parts.drawing = html("div", { class: "st-drawing" });
  parts.rows = [];
  parts.day = html("b", { "data-test": "day" });
  parts.count = html("span", { "data-test": "count" });
  parts.which = html("p", { class: "st-note st-which", "data-test": "which" });
  parts.bar = html("div", { class: "st-bar", "aria-hidden": "true" });
  parts.now = html("div", { class: "st-now", "aria-live": "polite", "data-test": "now", tabindex: "0", role: "region", "aria-label": labels.now });
  parts.asked = html("h2"); parts.answer = html("div");
  parts.why = html("div", { class: "st-why", "data-test": "why", tabindex: "0", role: "region", "aria-label": labels.reasons },
    html("div", { class: "st-asked" }, parts.asked, html("span", { class: "st-push" }, picker())), parts.answer);
  parts.rail = html("div", { class: "st-rail", on: { click: jump } });
  parts.odds = html("section", { class: "st-card st-odds", "aria-label": labels.odds });
  parts.what = html("section", { class: "st-card st-what", "aria-label": labels.what_if, tabindex: "0" });
  root.append(
    html("header", { class: "st-head" },
      ...(scene ? scene_title() : [case_title()]),
      html("button", { class: "st-badge", "data-act": "facts", "aria-haspopup": "dialog", title: data.about.run_words, on: { click: () => parts.facts.showModal() } }, labels.simulated),
      parts.others ? html("button", { "data-act": "others", "aria-haspopup": "dialog", on: { click: () => parts.others.showModal() } }, labels.other) : null,
      html("button", { "data-act": "large", "aria-pressed": String(root.classList.contains("ws-large")), on: { click: large } }, labels.present),
      hooks.workbench ? html("button", { "data-act": "workbench", on: { click: hooks.workbench } }, labels.workbench) : null),
    html("section", { class: "st-card st-stage", "aria-label": labels.stage },
      html("header", {}, parts.chips, parts.faces.length > 1 ? html("span", { class: "st-row st-push", role: "group", "aria-label": labels.stage }, parts.faces) : null),
      parts.drawing, key(stage_signs()), html("div", { class: "st-narrow" }, key(MARKS)), html("div", { class: "st-hidden" }, table(), moves_table())),
    html("section", { class: "st-card st-side" },
      html("div", { class: "st-day" }, parts.day, parts.count), parts.bar, parts.which, parts.now, parts.why),
    html("section", { class: "st-card st-line", "aria-label": labels.timeline },
      html("div", { class: "st-controls" }, html("div", { class: "st-row" }, parts.back, parts.play, parts.forth), parts.where),
      html("div", { class: "st-dated" }, parts.rail, key(MARKS)), html("div", { class: "st-print" + (scene ? "" : " st-hidden") }, all_events())),
    parts.odds, ...(scene ? [scene_card()] : []), parts.what, parts.facts, ...[parts.scenes, parts.others].filter(Boolean));
  parts.rail.setAttribute("title", labels.keys);
}
function case_title() {
  return html("div", { class: "st-title" }, html("h1", { title: data.about.title }, ...prose(data.about.title)), html("p", { title: data.about.decide + " " + data.about.sentence }, html("b", { "data-test": "decide" }, data.about.decide), " ", ...prose(data.about.sentence)));
}
function all_events() {
  return [html("h2", {}, labels.all_events), html("ol", { "data-test": "events" }, steps.map((step) =>
    html("li", {}, html("b", {}, step.day + ": "), ...prose(step.lines.map(with_mark).join(" ")))))];
}
function facts() {
  const close = () => parts.facts.close();
  const box = html("dialog", { "aria-label": labels.facts, "data-test": "facts" },
    html("button", { class: "st-close", on: { click: close } }, labels.close),
    html("h2", { tabindex: "-1", autofocus: true }, labels.facts), html("p", {}, data.about.run_words), ...typical(), ...unusual(),
    html("ul", {}, data.facts.map((line) => html("li", {}, ...prose(line)))),
    html("h2", {}, labels.ending), data.verdict.map((line) => html("p", {}, ...prose(line))),
    ...(data.moved.length ? [html("h2", {}, labels.moved), ...who_moved()] : []),
    ...(data.granted.length ? [html("h2", {}, labels.granted), ...granted()] : []));
  if (data.record.length) box.append(html("h2", {}, labels.record_title), html("table", {}, data.record.map((one) => html("tr", {}, html("th", { scope: "row" }, one.day), html("td", {}, ...prose(one.words))))));
  box.append(html("h2", {}, labels.key), long_key(), html("h2", {}, labels.class_title), html("p", {}, labels.class), html("h2", {}, labels.computed), ...(data.odds ? [html("p", {}, data.odds.computed)] : []), ...(data.odds && known ? [parts.public = html("p", {}, (public_shown() || { computed: "" }).computed), html("p", {}, labels.differ)] : []), html("p", {}, labels.odd_computed));
  return box;
}
function ask() { return html("button", { class: "st-ask", "aria-label": labels.ask, title: labels.ask, "aria-haspopup": "dialog", on: { click: () => parts.facts.showModal() } }, "?"); }
function large(event) { const big = root.classList.toggle("ws-large"); event.currentTarget.setAttribute("aria-pressed", big); redraw(); }
