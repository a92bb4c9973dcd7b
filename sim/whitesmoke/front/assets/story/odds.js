// How likely it was: the headline, and the curve of settled by then.
function odds() {
  const found = data.odds;
  if (!found) { parts.odds.replaceChildren(html("h2", {}, labels.odds), html("p", { class: "st-note", role: "status" }, hooks.counting ? labels.counting : labels.no_odds)); return; }
  if (covered("odds")) { parts.odds.replaceChildren(html("h2", {}, labels.odds), html("p", { class: "st-note", "data-test": "covered" }, labels.covered_odds), html("div", {}, html("button", { "data-act": "uncover", on: { click: () => seen("odds") } }, labels.uncover))); return; }
  parts.curve = html("div", { class: "st-curve" }); parts.listed = html("div", { class: "st-hidden" });
  parts.headline = html("p", { class: "st-headline", "data-test": "headline", "aria-live": "polite" });
  parts.odds.replaceChildren(html("div", { class: "st-told" }, parts.headline, ask()), ...[knowledge()].filter(Boolean), parts.curve, parts.listed);
  update();
}
function listed() {  // the same for a screen reader
  const found = on_show();
  parts.listed.replaceChildren(html("table", {}, html("caption", {}, labels.odds), html("thead", {}, html("tr", {}, html("th", { scope: "col" }, labels.date), html("th", { scope: "col" }, labels.share))),
    html("tbody", {}, (found ? found.marks : []).map((mark) => html("tr", {}, html("th", { scope: "row" }, mark.words), html("td", { "data-mark": mark.name }, mark.odds + " (" + mark.range + ")"))))));
}
function head() {
  const lever = data.levers[state.lever], found = on_show(), said = parts.headline.textContent;
  const told = lever ? prose(lever.sentence) : found ? [html("b", {}, ...prose(found.headline)), " ", ...prose(found.more.join(" "))] : prose(no_odds());
  whose();
  if (html("p", {}, ...told.map((one) => one.cloneNode ? one.cloneNode(true) : one)).textContent !== said) parts.headline.replaceChildren(...told);
}
function chart() {
  const found = on_show() || { headline: "", curve: [], marks: [] }, [width, height] = size(parts.curve), e = em(), left = 2.6 * e, right = width - 1.2 * e, top = 1.5 * e, bottom = height - 1.5 * e;
  const end = Math.max(1, data.about.days), x = (day) => left + ((right - left) * Math.min(day, end)) / end, y = (share) => bottom - (bottom - top) * share;
  const out = svg("svg", { role: "img", "aria-label": labels.odds + ": " + found.headline });
  for (const share of [0, 0.5, 1]) out.append(svg("line", { x1: left, x2: right, y1: y(share), y2: y(share), class: "st-grid" }), svg("text", { x: left - 0.5 * e, y: y(share), "text-anchor": "end", "dominant-baseline": "central", class: "st-soft" }, String(100 * share)));
  const climb = (curve) => curve.map(([day, share], n) => (n ? "H" + x(day).toFixed(1) + "V" : "M" + x(day).toFixed(1) + " ") + y(share).toFixed(1)).join("");
  const path = climb(found.curve), lever = data.levers[state.lever];
  if (path) out.append(svg("path", { d: path + "V" + bottom + "H" + x(found.curve[0][0]) + "z", class: "st-area" }), svg("path", { d: path, class: "st-edge", "data-test": "curve" }));
  months(out, { x, end }, bottom, height, e);
  if (lever) out.append(svg("path", { d: climb(lever.curve), class: "st-edge st-tried", "data-test": "tried" }));
  const done = steps[steps.length - 1], settled = done.kind === "consensus" && !(covered("course") && state.at < steps.length - 1), here = x(done.at);
  const this_run = (state.whose === "script" && data.odds.unusual_mark) || labels.this_run, w_run = wide(this_run, e), mine = here + w_run + e > right ? { x: here - 0.8 * e, "text-anchor": "end" } : { x: here + 0.8 * e };
  if (settled) out.append(svg("path", { d: star(here, bottom, 0.6 * e), class: "st-event st-here" }, svg("title", {}, labels.this_run + ": " + done.day)), svg("text", { ...mine, y: bottom - 0.5 * e, class: "st-soft" }, this_run));
  const decision = data.record.find((one) => one.kind === "decision");
  if (decision && decision.at <= end) {
    const at = x(decision.at), r = 0.5 * e, w = wide(labels.record, e), near = settled && at > here - w - 2 * e && at < here + w_run + 2 * e;
    out.append(svg("path", { d: "M" + at + " " + (bottom - r) + "l" + r + " " + r + "l" + -r + " " + r + "l" + -r + " " + -r + "z", class: "st-ghost" }, svg("title", {}, labels.record_decision + ": " + decision.day)));
    out.append(svg("text", { ...(at + w + e > right ? { x: at - 0.8 * e, "text-anchor": "end" } : { x: at + 0.8 * e }), y: bottom - (near ? 1.7 : 0.5) * e, class: "st-soft" }, labels.record));
  }
  let free = -1e9;
  if (lever) legend(out, left + 0.4 * e, top - 0.4 * e, lever);
  for (const mark of found.marks) {
    const at = x(mark.at), level = y(mark.share), ty = Math.max(level - 0.75 * e, 0.8 * e), room = Math.max(at - left, right - at) - 0.5 * e;
    const meets = (text) => at - wide(text, e) * 1.1 - 0.5 * e < free && Math.abs(ty - free_y) < 1.3 * e;
    const text = wide(mark.short, e) * 1.1 < room && !meets(mark.short) ? mark.short : mark.number, start = at - wide(text, e) * 1.1 - 0.5 * e;
    out.append(svg("line", { x1: at, x2: at, y1: bottom, y2: level, class: "st-mark" }), svg("circle", { cx: at, cy: level, r: 0.38 * e, class: "st-dot" }, svg("title", {}, mark.words + ": " + mark.odds + " (" + mark.range + ")")));
    const anchor = start > left ? "end" : "start";
    if (anchor === "end" && meets(text)) continue;
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
