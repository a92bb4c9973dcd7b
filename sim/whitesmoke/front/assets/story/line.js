// The line of events, with what is on record below it and the dates that press above. A step moves the mark on it, and no more.
const SHAPES = { commitment: "dot", consensus: "star", deadlock: "cross", exit: "down", entry: "up", announcement: "up" };

function rail(width) {
  const e = em(), left = 0.8 * e, right = width - 0.8 * e, end = Math.max(data.about.days, steps[steps.length - 1].at, ...data.record.map((one) => one.at), 1);
  return { x: (day) => left + ((right - left) * Math.max(0, day)) / end, day: (x) => ((x - left) * end) / (right - left), end };
}
let ruled = { for: "" };
function line() {
  const [width, height] = room.rail, layout = [unit, width, height].join(" ");
  if (ruled.for !== layout) ruled = rule(layout);
  const here = steps[state.at], x = ruled.scale.x(here.at);
  ruled.played.setAttribute("x2", x);
  const hides = covered("course");
  ruled.events.forEach((node, s) => { node.classList.toggle("st-later", s > state.at); node.classList.toggle("st-covered", hides && s > state.at); });
  ruled.here.replaceChildren(event(here, x, height * 0.5, 0.6 * em(), " st-here"));
}
function rule(layout) {  // all but where the reader is
  const [width, height] = room.rail, e = em(), scale = rail(width), y = height * 0.5;
  const out = svg("svg", { role: "img", "aria-label": labels.timeline });
  const played = svg("line", { x1: scale.x(0), x2: scale.x(0), y1: y, y2: y, class: "st-played" }), here = svg("g");
  out.append(svg("line", { x1: scale.x(0), x2: scale.x(scale.end), y1: y, y2: y, class: "st-axis" }), played);
  months(out, scale, y, height, e);
  for (const one of data.record) {
    const x = scale.x(one.at), r = 0.36 * e, at = y + 0.95 * e, big = one.kind === "decision" ? 1.35 : 1;
    out.append(svg("path", { d: "M" + x + " " + (at - r * big) + "l" + r * big + " " + r * big + "l" + -r * big + " " + r * big + "l" + -r * big + " " + -r * big + "z", class: "st-ghost" }, svg("title", {}, labels.record + ", " + one.day + ": " + one.words)));
  }
  const decision = data.record.find((one) => one.kind === "decision");
  if (decision) out.append(svg("text", { x: scale.x(decision.at) + 0.7 * e, y: y + 0.98 * e, class: "st-soft", "dominant-baseline": "central" }, labels.record));
  const events = steps.map((step) => event(step, scale.x(step.at), y, 0.36 * e, ""));
  out.append(...events, here);
  flags(out, scale, y, e, width);
  parts.rail.replaceChildren(out);
  return { for: layout, scale, played, events, here };
}
function event(step, x, y, r, extra) {
  const shape = SHAPES[step.kind] || "square", s = r * 1.05;
  const path = { up: "M" + x + " " + (y - s) + "l" + s + " " + 1.8 * s + "h" + -2 * s + "z", down: "M" + x + " " + (y + s) + "l" + s + " " + -1.8 * s + "h" + -2 * s + "z",
    square: "M" + (x - 0.85 * r) + " " + (y - 0.85 * r) + "h" + 1.7 * r + "v" + 1.7 * r + "h" + -1.7 * r + "z",
    cross: "M" + (x - s) + " " + (y - s / 2) + "l" + s / 2 + " " + -s / 2 + "l" + s / 2 + " " + s / 2 + "l" + s / 2 + " " + -s / 2 + "l" + s / 2 + " " + s / 2 + "l" + -s / 2 + " " + s / 2 + "l" + s / 2 + " " + s / 2 + "l" + -s / 2 + " " + s / 2 + "l" + -s / 2 + " " + -s / 2 + "l" + -s / 2 + " " + s / 2 + "l" + -s / 2 + " " + -s / 2 + "l" + s / 2 + " " + -s / 2 + "z",
    star: star(x, y, 1.35 * r) }[shape];
  const node = path ? svg("path", { d: path }) : svg("circle", { cx: x, cy: y, r });
  put(node, { class: "st-event" + extra }); node.append(svg("title", {}, step.day + ": " + step.lines.map(with_mark).join(" ")));
  return node;
}
function star(x, y, r) {
  let path = "";
  for (let p = 0; p < 10; p += 1) { const a = (Math.PI * p) / 5 - Math.PI / 2, far = p % 2 ? 0.45 * r : r; path += (p ? "L" : "M") + (x + far * Math.cos(a)).toFixed(1) + " " + (y + far * Math.sin(a)).toFixed(1); }
  return path + "z";
}
function months(out, scale, y, height, e) {
  const start = new Date(data.about.start + "T00:00:00Z"), end = scale.end, months_ = end / 30.4, every = [1, 2, 3, 6, 12, 24, 60].find((n) => (months_ / n) * 4.2 * e < scale.x(end) - scale.x(0)) || 120;
  const date = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
  for (let n = 0; n < 400; n += 1) {
    const day = (date - start) / 864e5;
    if (day > end) break;
    if ((date.getUTCMonth() + 12 * date.getUTCFullYear()) % every === 0) {
      const x = scale.x(day), text = date.toLocaleDateString(labels.language, { month: "short", ...(date.getUTCMonth() === 0 || every >= 12 ? { year: "numeric" } : {}), timeZone: "UTC" });
      out.append(svg("line", { x1: x, x2: x, y1: y - 0.3 * e, y2: y + 0.3 * e, class: "st-axis" }), svg("text", { x, y: height - 0.35 * e, class: "st-soft", "text-anchor": x + wide(text, e) / 2 > scale.x(end) + 0.8 * e ? "end" : "middle" }, text));
    }
    date.setUTCMonth(date.getUTCMonth() + 1);
  }
}
function flags(out, scale, y, e, width) {
  const taken = [];
  for (const mark of data.odds ? data.odds.marks : []) {
    if (mark.name === "expiry") continue;
    const x = scale.x(mark.at), text = mark.name, w = wide(text, e) + 0.3 * e, left = x + w > width - 2 ? x - w : x;
    const row = [0, 1].find((r) => taken.every((t) => t.row !== r || left > t.right + e || left + w < t.left - e));
    out.append(svg("line", { x1: x, x2: x, y1: y + 0.5 * e, y2: y - (row ? 2.5 : 1.2) * e, class: "st-mark" }));
    if (row === undefined) continue;
    taken.push({ row, left, right: left + w });
    out.append(svg("text", { x: left === x ? x + 0.2 * e : x - 0.2 * e, y: y - (row ? 2.1 : 0.95) * e, "text-anchor": left === x ? "start" : "end" }, text));
  }
}
