// Where members stand, and those who grant without a seat: on tiles where room is left, on the network beside all.
const MOST_BOXES = 6, seatless = without_a_seat();

function without_a_seat() {  // of many the last box is for all that have none of their own: first are those that grant something in this run
  const grants = new Set(steps.flatMap((step) => step.acts.map((act) => act.by))), all = data.grantors.filter((one) => one.member < 0);
  if (all.length <= MOST_BOXES) return all;
  all.sort((one, other) => grants.has(other.by) - grants.has(one.by));
  const rest = all.slice(MOST_BOXES - 1), name = say("and_more", { count: rest.length });
  return [...all.slice(0, MOST_BOXES - 1), { name, by: name, member: -1, of: rest }];
}

function places() {
  const [width, whole] = room.drawing, height = whole - 1.8 * em();  // below is room for what is said
  return state.face === "network" ? netted(width, height) : tiled(width, height);
}
function tiled(width, height) {
  const rows = 1 + Math.max(...members.map((m) => m.tile[1]));
  for (const more of [0, 1, 2]) {  // rows below, where no place is free
    const at = grid(width, height, rows + more);
    if (seatless.every((one) => { const box = vacant(at, named(one), width, height); if (box) at.push(box); return box; })) return at;
  }
  return grid(width, height, rows);
}
function grid(width, height, rows) {
  const e = em(), columns = 1 + Math.max(...members.map((m) => m.tile[0]));
  const h = Math.min(height / rows, 5.5 * e), w = Math.min(width / columns, Math.max(2.6 * h, 6.2 * e)), gap = Math.min(0.32 * e, 0.12 * h);
  const left = (width - w * columns) / 2, top = (height - h * rows) / 2;
  return members.map((m) => ({ x: left + w * (m.tile[0] + 0.5), y: top + h * (m.tile[1] + 0.5), w: w - gap, h: h - gap, r: 0.28 * e }));
}
function named(one) {  // the size of the box of one who grants, its name on one line or two
  const e = em(), words = one.name.split(" "), cut = (n) => [words.slice(0, n).join(" "), words.slice(n).join(" ")].filter(Boolean);
  const wider = (lines) => Math.max(...lines.map((text) => wide(text, 0.965 * e)));
  const lines = one.name.length < 14 ? [one.name] : words.map((word, n) => cut(n)).reduce((best, other) => (wider(other) < wider(best) ? other : best));
  return { w: wider(lines) + 2 * e, h: (0.4 + 1.15 * lines.length) * e, lines };
}
function vacant(at, box, width, height) {  // the first free place from below, from the left
  const e = em(), gap = 0.3 * e;
  for (let y = height - box.h / 2; y >= box.h / 2; y -= 0.5 * e)
    for (let x = box.w / 2; x <= width - box.w / 2; x += e)
      if (!at.some((other) => Math.abs(other.x - x) < (other.w + box.w) / 2 + gap && Math.abs(other.y - y) < (other.h + box.h) / 2 + gap)) return { ...box, x, y };
  return null;
}
function netted(width, height) {
  const e = em(), boxes = seatless.map(named), high = width < 1.2 * height, beside = boxes.length ? e + Math.max(...boxes.map((box) => box.w)) : 0;
  const rows = high ? lined(boxes, width) : [], above = rows.reduce((sum, row) => sum + row.h + 0.6 * e, 0);
  const w = high ? width : width - beside, h = height - above, scale = Math.min(w / data.network.width, h / data.network.height);
  const most = Math.sqrt((0.62 * w * h) / members.length) / 2 - 0.4 * e;
  const at = members.map((m) => { const r = Math.max(0.8 * e, Math.min(most, Math.max(1.42 * e, m.r * scale * 0.95))); return { x: (m.x * w) / data.network.width, y: (m.y * h) / data.network.height, w: 2 * r, h: 2 * r, r, round: true }; });
  apart(at, w, h);
  for (const box of at) box.y += above;
  let y = (height - boxes.reduce((sum, box) => sum + box.h + 1.5 * e, -1.5 * e)) / 2;
  const column = boxes.map((box) => { y += box.h + 1.5 * e; return { ...box, x: width - beside / 2 + e / 2, y: y - 1.5 * e - box.h / 2 }; });
  return [...at, ...(high ? rows.flatMap((row) => row.boxes) : column)];
}
function lined(boxes, width) {  // boxes in rows from above, where a column would take too much
  const e = em(), rows = [];
  let x = width + 1, y = 0;
  for (const box of boxes) {
    if (x + box.w > width) { y = rows.reduce((sum, row) => sum + row.h + 0.6 * e, 0); rows.push({ h: box.h, boxes: [] }); x = 0; }
    const row = rows[rows.length - 1];
    row.h = Math.max(row.h, box.h); row.boxes.push({ ...box, x: x + box.w / 2, y: y + box.h / 2 });
    x += box.w + 0.8 * e;
  }
  return rows;
}
function apart(at, width, height) {  // pushed until nobody overlaps, with room for the head of an arrow
  const gap = 0.8 * em();
  for (let sweep = 0; sweep < 200; sweep += 1) {
    let moved = false;
    at.forEach((a, i) => at.slice(i + 1).forEach((b) => {
      const dx = b.x - a.x || 0.01, dy = b.y - a.y || 0.01, far = Math.hypot(dx, dy), push = 0.3 * (a.r + b.r + gap - far);
      if (push <= 0.05) return;
      a.x -= (dx / far) * push; a.y -= (dy / far) * push; b.x += (dx / far) * push; b.y += (dy / far) * push; moved = true;
    }));
    for (const a of at) { a.x = Math.max(a.r + 3, Math.min(width - a.r - 3, a.x)); a.y = Math.max(a.r + 3, Math.min(height - a.r - 3, a.y)); }
    if (!moved) break;
  }
}
