// Who moved whom: an arrow leads to each that came round, from whom it heard and from who granted it something.
const led = steps.map(leading);

function stands(name) {  // the place of one who grants: that of the member which it is, or its own behind the members'
  const one = data.grantors.find((other) => other.by === name);
  if (!one) return -1;
  return one.member >= 0 ? one.member : members.length + seatless.findIndex((box) => box === one || (box.of || []).includes(one));
}
function leading(step) {
  const found = new Map(), add = (kind, from, to, by) => {
    if (from < 0 || to < 0 || from === to) return;
    const name = [kind, from, to].join(" "), one = found.get(name) || { kind, from, to, by: [] };
    if (by && !one.by.includes(by)) one.by.push(by);
    found.set(name, one);
  };
  for (const act of step.acts) {
    for (const [j] of act.heard || []) add("heard", j, act.member);
    if ("endorsed_by" in act) add("heard", act.endorsed_by, act.member);
    if (act.by) add("granted", stands(act.by), act.member, act.by);
  }
  return [...found.values()];
}
function arrows(under, over, at) {
  const end = state.at === steps.length - 1, strong = state.picked >= 0 || end ? whom() : -1;
  const put_in = (place, extra) => (one) => { if (at[one.from]) place.append(svg("path", { d: curveTo(at[one.from], at[one.to]), class: "st-" + one.kind + extra, "data-from": one.from, "data-to": one.to, "marker-end": "url(#st-head" + (extra === " st-past" ? "-past)" : ")") })); };
  if (state.face === "network") {
    ties(under, at);
    const past = led.slice(0, state.at).flat(), mine = (one) => one.to === strong;
    past.filter((one) => !mine(one)).forEach(put_in(under, " st-past"));
    past.filter(mine).forEach(put_in(under, " st-thick"));
  }
  led[state.at].slice(0, 24).forEach(put_in(state.face === "network" ? under : over, state.face === "network" ? " st-thick" : ""));
}
function ties(under, at) {
  const drawn = new Set();
  members.forEach((m, i) => (m.hears || []).forEach(([j]) => { const pair = [i, j].sort().join(" "); if (!drawn.has(pair)) { drawn.add(pair); under.append(svg("line", { x1: at[i].x, y1: at[i].y, x2: at[j].x, y2: at[j].y, class: "st-tie" })); } }));
}
function boxes(into, at) {
  seatless.forEach((one, n) => {
    const box = at[members.length + n];
    if (!box) return;
    const e = em(), x = box.w / 2, y = box.h / 2, nose = 0.6 * e;
    const shape = svg("path", { d: "M" + -x + " 0L" + (nose - x) + " " + -y + "H" + (x - nose) + "L" + x + " 0L" + (x - nose) + " " + y + "H" + (nose - x) + "z" });
    const lines = box.lines.map((text, line) => { const t = svg("text", { "text-anchor": "middle", "dominant-baseline": "central", y: (line - (box.lines.length - 1) / 2) * 1.15 * e }, text); t.style.fontSize = 0.965 * e + "px"; return t; });
    into.append(svg("g", { class: "st-grantor", "data-grantor": one.by, transform: "translate(" + box.x + " " + box.y + ")" }, shape, ...lines));
  });
}
function curveTo(a, b) {
  const dx = b.x - a.x, dy = b.y - a.y, far = Math.hypot(dx, dy) || 1, bend = Math.min(0.18 * far, 3 * em());
  if (!b.round && Math.abs(dx) < (a.w + b.w) / 2 + em() && Math.abs(dy) < (a.h + b.h) / 2 + em()) return short(a, b);
  const mx = (a.x + b.x) / 2 - (dy / far) * bend, my = (a.y + b.y) / 2 + (dx / far) * bend;
  return "M" + edge(a, mx, my).join(" ") + "Q" + mx.toFixed(1) + " " + my.toFixed(1) + " " + edge(b, mx, my).join(" ");
}
function short(a, b) {  // from one tile into the next, beside their names
  const e = em(), down = Math.abs(b.y - a.y) - b.h / 2 > Math.abs(b.x - a.x) - b.w / 2;
  const x = down ? (a.x + b.x) / 2 + 0.43 * b.w : b.x - (Math.sign(b.x - a.x) * b.w) / 2, y = down ? b.y - (Math.sign(b.y - a.y) * b.h) / 2 : b.y + 0.3 * b.h;
  return "M" + (down ? x : x - Math.sign(b.x - a.x) * 1.2 * e) + " " + (down ? y - Math.sign(b.y - a.y) * 1.2 * e : y) + "L" + x + " " + y;
}
function edge(box, x, y) {  // where the way from a box to a point leaves it
  const dx = x - box.x, dy = y - box.y, to = (half, d) => (Math.abs(d) > 1e-6 ? (half + 2) / Math.abs(d) : 1e9);
  const scale = Math.min(box.round ? to(box.r, Math.hypot(dx, dy)) : Math.min(to(box.w / 2, dx), to(box.h / 2, dy)), 1);
  return [(box.x + dx * scale).toFixed(1), (box.y + dy * scale).toFixed(1)];
}
function who_moved() { return data.moved.map((line) => html("p", { "data-test": "moved" }, ...prose(line))); }
function moves_table() {  // the same for a screen reader, as far as it is told
  const rows = steps.map((step, s) => led[s].length ? [...new Set(led[s].map((one) => one.to))].map((i) => move_row(s, i)) : []);
  parts.rows = rows.flatMap((found, s) => found.map((row) => [s, row]));
  if (!parts.rows.length) return null;
  const head = [labels.date, labels.who_came, labels.who_heard, labels.who_granted].map((text) => html("th", { scope: "col" }, text));
  return html("table", { "data-test": "moves" }, html("caption", {}, labels.moved), html("thead", {}, html("tr", {}, head)), html("tbody", {}, rows.flat()));
}
function called(by) { return data.grantors.find((one) => one.by === by).name; }
function move_row(s, i) {
  const names = (one) => (one.from < members.length ? members[one.from].name : one.by.map(called).join(", ")), of = (kind) => led[s].filter((one) => one.kind === kind && one.to === i).map(names).join(", ");
  return html("tr", {}, html("td", {}, steps[s].day), html("th", { scope: "row" }, html("bdi", {}, members[i].name)), html("td", {}, ...prose(of("heard"))), html("td", {}, ...prose(of("granted"))));
}
function reveal() { for (const [s, row] of parts.rows) if (row.hidden !== s > state.at) row.hidden = s > state.at; }
