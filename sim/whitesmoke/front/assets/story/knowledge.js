// Whose knowledge the odds are of: all that the scenario has, from its opening; or what was public by the day on the stage.
let known = data.public, awaited = "";

function on_show() { const one = state.whose === "public" ? public_by() : data; return one && one.odds; }
function public_by() { return known.filter((one) => one.at <= steps[state.at].at).reduce((best, one) => (best && best.at > one.at ? best : one), null); }
function knowledge() {
  if (!known) return null;
  parts.whose = html("span", { class: "st-note", "data-test": "whose" });
  parts.sides = ["script", "public"].map((side) => html("button", { "data-whose": side, on: { click: () => know(side) } }, labels[side]));
  return html("div", { class: "st-knows" }, html("span", { class: "st-row", role: "group", "aria-label": labels.whose_knowledge }, parts.sides), parts.whose);
}
function know(side) {
  state.whose = side;
  if (side === "public" && state.lever >= 0) pull(-1); else update();
  remember();
}
function update() {
  head(); listed(); chart();
  if (parts.counts) parts.counts.textContent = state.whose === "public" ? labels.lever_opening : labels.lever_numbers;  // what a lever does is counted from the opening
  if (parts.public) parts.public.textContent = (public_shown() || { computed: "" }).computed;
}
function public_shown() { const one = known && (state.whose === "public" && public_by() || known.find((day) => day.odds)); return one && one.odds; }
function whose() {  // who knows, and from when; and asks for a day that is not there yet, where somebody can be asked
  if (!known) return;
  for (const button of parts.sides) button.setAttribute("aria-pressed", String(button.dataset.whose === state.whose));
  const found = on_show(), step = steps[state.at], one = state.whose === "public" ? public_by() : null;
  const lacking = state.whose === "public" && hooks.known_by && !(one && (one.over || one.at === step.at));
  const more = lacking ? say("public_waits", { day: step.day }) : one && one.odds && one.at < step.at && !hooks.known_by ? not_in_it(one, step) : "";
  parts.whose.textContent = [found ? found.whose : "", more].filter(Boolean).join(" ");
  parts.whose.title = parts.whose.textContent + (found ? " " + found.computed + " " + labels.differ : "");
  if (lacking && !awaited && !state.playing) { awaited = step.date; hooks.known_by(step.date); }
}
function not_in_it(one, step) {  // whether anything came to light between the day that was computed and that on the stage
  return one.next && one.next.at <= step.at ? say("public_since", { day: one.next.day, count: known.filter((day) => day.odds).length }) : labels.public_still;
}
function no_odds() {  // why there are none to show
  const one = public_by();
  if (one) return one.over;
  return known.length ? say("public_early", { day: known[0].day }) : hooks.known_by ? "" : labels.public_no_days;
}
function learn(days) {  // a day that was asked for has been computed
  if (!known || days.length === known.length) return;
  known = days; awaited = "";
  if (parts.curve) update();
}
