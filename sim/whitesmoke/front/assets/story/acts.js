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
    else low.push([act, members[act.member].name + ": " + text]);
  }
  let x = 0.2 * e;  // where there is no room beside it, below all, with its name
  for (const [act, text] of low.sort((one, other) => at[one[0].member].x - at[other[0].member].x)) {
    const w = said_wide(text);
    if (x && x + w > width) break;
    said(over, act, text, x, height - 1.5 * e, taken); x += w + 0.5 * e;
  }
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
