// Who is seen to act on the stage: what is said over a member.
const BUBBLES = {
  concession: "granted_by", refusal: "refuses", "nothing offered": "nothing_offered", "late demand": "asks", defection: "takes_back",
  release: "free", endorsement: "endorses", accession: "joins", departure: "leaves", objection: "objects", ratification: "ratifies",
};

function bubbles(over, at, step) {
  const e = em(), [width, height] = room.drawing, seen = new Set(), taken = [], low = [];
  for (const act of step.acts) {
    const name = act.kind === "commitment" && act.detail === "unpaid" ? "gives_in" : act.kind === "release" && act.detail ? "takes_back" : BUBBLES[act.kind];
    if (!name || act.member < 0 || seen.has(act.member) || seen.size >= 6) continue;
    seen.add(act.member);
    const payers = [...new Set(step.acts.filter((other) => other.member === act.member && other.by).map((other) => other.by))];
    const text = say(name, { by: payers.join(", ") }), spot = beside(at, act.member, said_wide(text), 1.5 * e, [width, height - 1.7 * e], taken);
    if (spot) said(over, act, text, ...spot, taken);
    else low.push([act, members[act.member].name + ": " + text, members[act.member].code + ": " + text]);
  }
  let x = 0.2 * e;  // where there is no room beside it, below all, with its name
  for (const [act, text] of fitting(low.sort((one, other) => at[one[0].member].x - at[other[0].member].x), width - x)) {
    said(over, act, text, x, height - 1.5 * e, taken); x += said_wide(text) + 0.5 * e;
  }
}
function fitting(low, width) {  // what goes into a row: with codes where names are too long; what finds no place then is counted
  const gap = 0.5 * em(), sum = (rows) => rows.reduce((most, [, text]) => most + said_wide(text) + gap, -gap);
  if (sum(low) <= width) return low;
  const coded = low.map(([act, , text]) => [act, text]), more = (n) => (n < coded.length ? [[coded[n][0], say("and_more", { count: coded.length - n })]] : []);
  let n = coded.length;
  while (n > 1 && sum([...coded.slice(0, n), ...more(n)]) > width) n -= 1;
  const row = [...coded.slice(0, n), ...more(n)], over = sum(row) - width;
  return over > 0 ? [[row[0][0], cut(row[0][1], said_wide(row[0][1]) - over)], ...row.slice(1)] : row;
}
function cut(text, width) {
  let most = text.length;
  while (most > 1 && said_wide(text.slice(0, most).trimEnd() + "…") > width) most -= 1;
  return text.slice(0, most).trimEnd() + "…";
}
function said_wide(text) { return wide(text, em()) * 1.12 + 1.2 * em(); }
function said(over, act, text, x, y, taken) {
  const w = said_wide(text), h = 1.5 * em();
  taken.push({ x: x + w / 2, y: y + h / 2, w, h });
  over.append(svg("g", { class: "st-bubble", "data-bubble": act.kind }, svg("rect", { x, y, width: w, height: h, rx: 0.4 * em() }), svg("text", { x: x + w / 2, y: y + h / 2, "text-anchor": "middle", "dominant-baseline": "central" }, text)));
}
function beside(at, i, w, h, [width, height], taken) {  // where a bubble hides no member and no other bubble; nothing where it would
  const box = at[i], gap = 0.25 * em(), x = Math.max(0, Math.min(box.x - w / 2, width - w));
  const spots = [[x, box.y - box.h / 2 - h - gap], [x, box.y + box.h / 2 + gap], [box.x + box.w / 2 + gap, box.y - h / 2], [box.x - box.w / 2 - w - gap, box.y - h / 2]];
  const meets = (other, left, top) => Math.abs(other.x - left - w / 2) < (other.w + w) / 2 && Math.abs(other.y - top - h / 2) < (other.h + h) / 2;
  return spots.find(([left, top]) => left >= 0 && left + w <= width && top >= 0 && top + h <= height && ![...at, ...taken].some((other) => meets(other, left, top)));
}
