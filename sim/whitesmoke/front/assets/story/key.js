// What the signs mean: of the stage and of the line of events, in a word each where they are seen, in a sentence in the box of facts.
const MARKS = ["dot", "up", "down", "star", "cross", "square", "ghost"];

function stage_signs() {  // those that this story can show
  const arrow = (kind) => led.flat().some((one) => one.kind === kind), absent = standings.some((now) => now.includes(ABSENT));
  return ["focus", "picked", ...(absent ? ["absent"] : []), ...(members.some((m) => (m.hears || []).length) ? ["tie"] : []), ...(arrow("heard") ? ["heard"] : []), ...(data.grantors.length ? ["granted"] : [])];
}
function key(signs) { return html("ul", { class: "st-key" }, signs.map((name) => html("li", { class: "st-key-" + name }, sign(name), { absent: labels.absent, ghost: labels.record }[name] || labels["key_" + name]))); }
function long_key() { return html("ul", { class: "st-key st-long" }, [...stage_signs(), ...MARKS].map((name) => html("li", {}, sign(name), labels["key_" + name + "_long"]))); }
function sign(name) {
  const w = /heard|granted|tie/.test(name) ? 30 : 16, out = svg("svg", { viewBox: "0 0 " + w + " 16", class: "st-sign", "aria-hidden": "true" });
  if (name === "granted") out.append(svg("path", { d: "M1 8 4 3h6l3 5-3 5h-6z", class: "st-hex" }));
  if (/heard|granted|tie/.test(name)) out.append(svg("path", { d: (name === "granted" ? "M14 8" : "M2 8") + (name === "tie" ? "H28" : "H24"), class: "st-" + name }), ...(name === "tie" ? [] : [svg("path", { d: "M22 3 30 8 22 13z", class: "st-arrow" })]));
  else if (/focus|picked|absent/.test(name)) out.append(svg("rect", { x: 2, y: 2, width: 12, height: 12, rx: 3, class: "st-sign-" + name }));
  else if (name === "ghost") out.append(svg("path", { d: "M8 2 14 8 8 14 2 8z", class: "st-ghost" }));
  else out.append(event({ kind: KIND_OF[name], day: "", lines: [] }, 8, 8, name === "star" ? 5 : 5.5, ""));
  return out;
}
const KIND_OF = { dot: "commitment", up: "entry", down: "exit", star: "consensus", cross: "deadlock", square: "" };
