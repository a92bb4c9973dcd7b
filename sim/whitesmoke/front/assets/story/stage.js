// The stage: members as tiles or as a network. A step draws anew only those who stand otherwise than before it.
const SIGNS = ["", "▲", "■", "◆", "★", "▼", "✚"];

let laid = { for: "" };
function stage() {
  const now = standings[state.at], step = steps[state.at], fresh = last !== state.at, acting = new Set(fresh ? step.acts.map((act) => act.member) : []);
  const layout = [state.face, unit, ...room.drawing].join(" ");
  if (laid.for !== layout) laid = lay(layout);
  laid.under.replaceChildren(); laid.over.replaceChildren(); laid.said.replaceChildren();
  arrows(laid.under, laid.over, laid.at);
  now.forEach((k, i) => settle(i, k, acting.has(i)));
  bubbles(laid.said, laid.at, step);
  for (const button of parts.faces) button.setAttribute("aria-pressed", String(button.dataset.face === state.face));
  chips(now, step, fresh); reveal();
}
function lay(layout) {  // the places of a room, still without members
  const under = svg("g"), tiles = svg("g"), over = svg("g"), own = svg("g"), names = svg("g"), said = svg("g");  // an arrow passes over a box and under its name
  const head = (name) => svg("marker", { id: "st-head" + name, viewBox: "0 0 10 10", refX: 9, refY: 5, markerUnits: "userSpaceOnUse", markerWidth: 0.85 * em(), markerHeight: 0.85 * em(), orient: "auto-start-reverse" }, svg("path", { d: "M0 0 10 5 0 10z", class: "st-arrow" + name }));
  parts.drawing.replaceChildren(svg("svg", { "aria-hidden": "true" }, svg("defs", {}, head(""), head("-past")), under, tiles, over, own, names, said));
  const at = places();
  boxes(own, at);
  return { for: layout, at, under, tiles, over, names, said, drawn: [] };
}
function settle(i, k, acts) {
  const manner = [k, i === steps[state.at].focus, i === state.picked, acts].join(" "), before = laid.drawn[i];
  if (before && before.manner === manner && !acts) return;
  const node = member(members[i], i, laid.at[i], k, acts), name = svg("g", { class: "st-name" + (k === ABSENT ? " st-absent" : ""), transform: node.getAttribute("transform") }, ...lettering(members[i], laid.at[i], k));
  if (before) { before.node.replaceWith(node); before.name.replaceWith(name); } else { laid.tiles.append(node); laid.names.append(name); }
  laid.drawn[i] = { manner, node, name };
  parts.stances[i].textContent = stance(k);
}
function member(m, i, box, k, acts) {
  const kind = k === ABSENT ? "st-absent" : k === WAITS ? "" : "st-in";
  const held = i === steps[state.at].focus ? " st-focus" : "", picked = i === state.picked ? " st-picked" : "";
  const g = svg("g", { class: "st-member " + kind + (box.h < 1.2 * em() ? " st-tiny" : "") + held + picked + (acts ? " st-act" : ""), transform: "translate(" + box.x + " " + box.y + ")", "data-member": m.code, "data-stance": k, on: { click: () => pick(i) } });
  const round = state.face === "network" ? box.r : Math.min(box.r, box.h / 4);
  const rect = (grow, name) => svg("rect", { x: -box.w / 2 - grow, y: -box.h / 2 - grow, width: box.w + 2 * grow, height: box.h + 2 * grow, rx: round + grow, class: name });
  const shape = rect(0, "st-box");
  if (k >= 0) shape.style.fill = colour(k);
  const full = svg("title", {}, m.name + ": " + stance(k));
  g.append(full, shape, rect(0.2 * em(), "st-ring"));
  return g;
}
function lettering(m, box, k) {
  const e = em(), sign = k > 0 && box.w > 3 * e ? SIGNS[k % 7] : "", shift = sign ? 0.5 * e : 0;
  const fits = (text, size) => wide(text, size) <= box.w - 0.25 * e - 2.4 * shift;
  const style = { "text-anchor": "middle", "dominant-baseline": "central" };
  const ink = k >= 0 ? on(k) : null, out = [];
  const write = (text, y, size) => { const t = svg("text", { ...style, y, x: shift }, text); t.style.fontSize = size + "px"; if (ink) t.style.fill = ink; out.push(t); };
  const small = 0.965 * e;
  if (box.h < e) return out;
  const words = m.name.split(" "), two = words.length > 1 ? [words.slice(0, -1).join(" "), words[words.length - 1]] : null;
  const tiles = state.face === "tiles";
  if (tiles && fits(m.name, small)) write(m.name, 0, small);
  else if (tiles && two && box.h > 2.3 * small && fits(two[0], small) && fits(two[1], small)) { write(two[0], -0.55 * small, small); write(two[1], 0.55 * small, small); }
  else if (fits(m.code, small)) write(m.code, 0, small);
  else if (fits(m.code, 0.72 * e)) write(m.code, 0, 0.72 * e);
  else if (!tiles && wide(m.code, 0.64 * e) < box.w - 2) write(m.code, 0, 0.64 * e);
  if (sign) { const mark = svg("text", { x: -box.w / 2 + 0.35 * e, y: 0, "dominant-baseline": "central" }, sign); mark.style.fill = ink; mark.style.fontSize = 0.8 * e + "px"; out.push(mark); }
  return out;
}
function stance(k) { return k === ABSENT ? labels.absent : k === WAITS ? labels.waiting : candidates[k].name; }
function table() {
  parts.stances = members.map(() => html("bdi"));
  return html("table", {}, html("caption", {}, labels.stage), html("tbody", {}, members.map((m, i) => html("tr", {}, html("th", { scope: "row" }, html("bdi", {}, m.name)), html("td", {}, parts.stances[i])))));
}
