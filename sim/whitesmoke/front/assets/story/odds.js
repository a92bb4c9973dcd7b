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
  const told = lever ? [...prose(lever.told), ...(lever.why ? [" ", html("span", { "data-test": "why-lever" }, ...prose(lever.why))] : [])] : found ? [html("b", {}, ...prose(found.headline)), " ", ...prose(found.more.join(" "))] : prose(no_odds());
  whose();
  parts.odds.classList.toggle("st-pulled", Boolean(lever));
  if (html("p", {}, ...told.map((one) => one.cloneNode ? one.cloneNode(true) : one)).textContent !== said) parts.headline.replaceChildren(...told);
}
function chart() {
  const found = on_show() || { headline: "", curve: [], marks: [] }, [width, height] = size(parts.curve), e = em(), left = 2.6 * e, right = width - 1.2 * e, top = 1.5 * e, bottom = height - 1.5 * e;
  const end = Math.max(1, data.about.days), x = (day) => left + ((right - left) * Math.min(day, end)) / end, y = (share) => bottom - (bottom - top) * share;
  const out = svg("svg", { role: "img", "aria-label": labels.odds + ": " + found.headline });
  for (const share of bottom - top > 2.4 * e ? [0, 0.5, 1] : [0, 1]) out.append(svg("line", { x1: left, x2: right, y1: y(share), y2: y(share), class: "st-grid" }), svg("text", { x: left - 0.5 * e, y: y(share), "text-anchor": "end", "dominant-baseline": "central", class: "st-soft" }, String(100 * share)));
  const climb = (curve) => curve.map(([day, share], n) => (n ? "H" + x(day).toFixed(1) + "V" : "M" + x(day).toFixed(1) + " ") + y(share).toFixed(1)).join("");
  const path = climb(found.curve), lever = data.levers[state.lever];
  if (path) out.append(svg("path", { d: path + "V" + bottom + "H" + x(found.curve[0][0]) + "z", class: "st-area" }), svg("path", { d: path, class: "st-edge", "data-test": "curve" }));
  months(out, { x, end }, bottom, height, e);
  if (lever) out.append(svg("path", { d: climb(lever.curve), class: "st-edge st-tried", "data-test": "tried" }));
  const taken = lever ? legend(out, left + 0.4 * e, top - 0.4 * e, lever) : [];
  const curves = [found.curve, ...(lever ? [lever.curve] : [])].map((curve) => curve.map(([day, share]) => [x(day), y(share)]));
  const spots = [...found.marks.map((mark) => marked(out, mark, x(mark.at), y(mark.share), bottom)), ...(lever ? [{ x: x(end), y: y(lever.curve[lever.curve.length - 1][1]), r: 0.1 * e, texts: [lever.settled], name: "st-strong" }] : []), ...signs(out, x, end, bottom)];
  for (const spot of spots) taken.push({ left: spot.x - spot.r, right: spot.x + spot.r, top: spot.y - spot.r, bottom: spot.y + spot.r });
  for (const spot of spots) lettered(out, spot, { left, right: width, top: 0.1 * e, bottom: bottom + 0.1 * e }, taken, curves);
  parts.curve.replaceChildren(out);
}
function marked(out, mark, x, y, bottom) {  // a date that presses, with the odds by then
  const r = 0.38 * em();
  out.append(svg("line", { x1: x, x2: x, y1: bottom, y2: y, class: "st-mark" }), svg("circle", { cx: x, cy: y, r, class: "st-dot" }, svg("title", {}, mark.words + ": " + mark.odds + " (" + mark.range + ")")));
  return { x, y, r, texts: [mark.short, mark.number], name: "st-strong" };
}
function signs(out, x, end, bottom) {  // where this run ended, and what is on record
  const e = em(), r = 0.5 * e, done = steps[steps.length - 1], decision = data.record.find((one) => one.kind === "decision"), found = [];
  if (done.kind === "consensus" && !(covered("course") && state.at < steps.length - 1)) {
    const at = x(done.at), words = [(state.whose === "script" && data.odds.unusual_mark) || labels.this_run, labels.this_run];
    out.append(svg("path", { d: star(at, bottom, 0.6 * e), class: "st-event st-here" }, svg("title", {}, labels.this_run + ": " + done.day)));
    found.push({ x: at, y: bottom, r: 0.6 * e, texts: words, name: "st-soft" });
  }
  if (decision && decision.at <= end) {
    const at = x(decision.at);
    out.append(svg("path", { d: "M" + at + " " + (bottom - r) + "l" + r + " " + r + "l" + -r + " " + r + "l" + -r + " " + -r + "z", class: "st-ghost" }, svg("title", {}, labels.record_decision + ": " + decision.day)));
    found.push({ x: at, y: bottom, r, texts: [labels.record], name: "st-soft" });
  }
  return found;
}
function lettered(out, spot, room, taken, curves) {  // words at the first place beside a spot where they meet nothing; none where all is taken
  const e = em(), gap = spot.r + 0.25 * e;
  for (const text of spot.texts) {
    const w = wide(text, e) * (spot.name === "st-strong" ? 1.1 : 1), h = 0.95 * e;
    for (const [dx, dy] of [[-1, -0.85], [1, -0.85], [-1, -0.65], [1, -0.65], [-1, -0.4], [1, -0.4], [-1, -1.6], [1, -1.6], [-1, 0.1], [1, 0.1], [-1, 0.9], [1, 0.9], [-1, -2.5], [1, -2.5], [-1, 1.7], [1, 1.7], [-1, -3.4], [1, -3.4]]) {
      const at = { left: dx > 0 ? spot.x + gap : spot.x - gap - w, top: spot.y + dy * e - h / 2 };
      Object.assign(at, { right: at.left + w, bottom: at.top + h });
      if (at.left < room.left || at.right > room.right || at.top < room.top || at.bottom > room.bottom) continue;
      if (taken.some((other) => at.left < other.right + 2 && other.left < at.right + 2 && at.top < other.bottom && other.top < at.bottom) || curves.some((curve) => crosses(curve, at))) continue;
      taken.push(at);
      out.append(svg("text", { x: at.left, y: at.top + h / 2, "dominant-baseline": "central", class: spot.name, "data-label": "" }, text));
      return;
    }
  }
}
function crosses(curve, box) {  // whether a curve that goes up in steps meets a box
  return curve.some(([x, y], n) => {
    const [next] = curve[n + 1] || [x], before = n ? curve[n - 1][1] : y;
    const level = x < box.right && next > box.left && y > box.top - 1 && y < box.bottom + 1;
    return level || (x > box.left && x < box.right && Math.max(y, before) > box.top && Math.min(y, before) < box.bottom);
  });
}
function legend(out, x, y, lever) {  // and the room that it takes
  const e = em(), rows = [["st-edge", labels.lever_off], ["st-edge st-tried", lever.says]];
  rows.forEach(([name, text], row) => out.append(
    svg("line", { x1: x, x2: x + 2.2 * e, y1: y + row * 1.45 * e, y2: y + row * 1.45 * e, class: name }), svg("text", { x: x + 2.7 * e, y: y + row * 1.45 * e, "dominant-baseline": "central" }, text)));
  return rows.map(([name, text], row) => ({ left: x, right: x + 2.7 * e + wide(text, e), top: y + (1.45 * row - 0.6) * e, bottom: y + (1.45 * row + 0.6) * e }));
}
