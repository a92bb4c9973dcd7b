// How likely it was: the headline, and the curve of settled by then.
function odds() {
  const found = data.odds;
  if (!found) { parts.odds.replaceChildren(html("h2", {}, labels.odds), html("p", { class: "st-note", role: "status" }, hooks.counting ? labels.counting : labels.no_odds)); return; }
  if (covered("odds")) { parts.odds.replaceChildren(html("h2", {}, labels.odds), html("p", { class: "st-note", "data-test": "covered" }, labels.covered_odds), html("div", {}, html("button", { "data-act": "uncover", on: { click: () => seen("odds") } }, labels.uncover))); return; }
  parts.curve = html("div", { class: "st-curve" });
  parts.headline = html("p", { class: "st-headline", "data-test": "headline", "aria-live": "polite" });
  head();
  parts.odds.replaceChildren(
    html("div", { class: "st-told" }, parts.headline, ask()), parts.curve,
    html("div", { class: "st-hidden" }, html("table", {}, html("caption", {}, labels.odds), html("thead", {}, html("tr", {}, html("th", { scope: "col" }, labels.date), html("th", { scope: "col" }, labels.share))),
      html("tbody", {}, found.marks.map((mark) => html("tr", {}, html("th", { scope: "row" }, mark.words), html("td", { "data-mark": mark.name }, mark.odds + " (" + mark.range + ")")))))));
  chart();
}
function head() {
  const lever = data.levers[state.lever];
  parts.headline.replaceChildren(...(lever ? prose(lever.sentence) : [html("b", {}, ...prose(data.odds.headline)), " ", ...prose(data.odds.more.join(" "))]));
}
function chart() {
  const found = data.odds, [width, height] = size(parts.curve), e = em(), left = 2.6 * e, right = width - 1.2 * e, top = 1.5 * e, bottom = height - 1.5 * e;
  const end = Math.max(1, data.about.days), x = (day) => left + ((right - left) * Math.min(day, end)) / end, y = (share) => bottom - (bottom - top) * share;
  const out = svg("svg", { role: "img", "aria-label": labels.odds + ": " + found.headline });
  for (const share of [0, 0.5, 1]) out.append(svg("line", { x1: left, x2: right, y1: y(share), y2: y(share), class: "st-grid" }), svg("text", { x: left - 0.5 * e, y: y(share), "text-anchor": "end", "dominant-baseline": "central", class: "st-soft" }, String(100 * share)));
  const climb = (curve) => curve.map(([day, share], n) => (n ? "H" + x(day).toFixed(1) + "V" : "M" + x(day).toFixed(1) + " ") + y(share).toFixed(1)).join("");
  const path = climb(found.curve), lever = data.levers[state.lever];
  out.append(svg("path", { d: path + "V" + bottom + "H" + left + "z", class: "st-area" }), svg("path", { d: path, class: "st-edge" }));
  if (lever) out.append(svg("path", { d: climb(lever.curve), class: "st-edge st-tried", "data-test": "tried" }));
  const done = steps[steps.length - 1], settled = done.kind === "consensus" && !(covered("course") && state.at < steps.length - 1), here = x(done.at);
  if (settled) out.append(svg("path", { d: star(here, bottom, 0.6 * e), class: "st-event st-here" }, svg("title", {}, labels.this_run + ": " + done.day)), svg("text", { x: here, y: bottom + 1.25 * e, "text-anchor": "middle", class: "st-soft" }, data.odds.unusual_mark || labels.this_run));
  const decision = data.record.find((one) => one.kind === "decision");
  if (decision && decision.at <= end) {
    const at = x(decision.at), r = 0.5 * e, near = settled && Math.abs(at - here) < 10 * e;
    out.append(svg("path", { d: "M" + at + " " + (bottom - r) + "l" + r + " " + r + "l" + -r + " " + r + "l" + -r + " " + -r + "z", class: "st-ghost" }, svg("title", {}, labels.record_decision + ": " + decision.day)));
    out.append(svg("text", near ? { x: at + 0.8 * e, y: bottom - 0.4 * e, class: "st-soft" } : { x: at, y: bottom + 1.25 * e, "text-anchor": "middle", class: "st-soft" }, labels.record));
  }
  let free = -1e9;
  if (lever) legend(out, left + 0.4 * e, top - 0.4 * e, lever);
  for (const mark of found.marks) {
    const at = x(mark.at), level = y(mark.share), room = Math.max(at - left, right - at) - 0.5 * e, text = wide(mark.short, e) * 1.1 < room ? mark.short : mark.number, w = wide(text, e) * 1.1, start = at - w - 0.5 * e;
    out.append(svg("line", { x1: at, x2: at, y1: bottom, y2: level, class: "st-mark" }), svg("circle", { cx: at, cy: level, r: 0.38 * e, class: "st-dot" }, svg("title", {}, mark.words + ": " + mark.odds + " (" + mark.range + ")")));
    const anchor = start > left ? "end" : "start", ty = Math.max(level - 0.75 * e, 0.8 * e);
    if (anchor === "end" && start < free && Math.abs(ty - free_y) < 1.3 * e) continue;
    out.append(svg("text", { x: anchor === "end" ? at - 0.4 * e : at + 0.4 * e, y: ty, "text-anchor": anchor, class: "st-strong" }, text));
    free = at; free_y = ty;
  }
  parts.curve.replaceChildren(out);
}
let free_y = 0;
function legend(out, x, y, lever) {
  const e = em();
  [["st-edge", labels.lever_off], ["st-edge st-tried", lever.says]].forEach(([name, text], row) => out.append(
    svg("line", { x1: x, x2: x + 2.2 * e, y1: y + row * 1.45 * e, y2: y + row * 1.45 * e, class: name }), svg("text", { x: x + 2.7 * e, y: y + row * 1.45 * e, "dominant-baseline": "central" }, text)));
}
