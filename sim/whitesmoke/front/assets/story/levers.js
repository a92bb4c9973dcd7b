// What if: the levers of the scenario's author, each with before and after.
function what() {
  const rows = (covered("odds") ? [] : data.levers).map((lever, n) => html("button", { class: "st-end", "data-lever": lever.name + "." + lever.end, "aria-pressed": String(n === state.lever), title: lever.question, on: { click: () => pull(n === state.lever ? -1 : n) } },
    html("span", {}, ...prose(lever.says)), html("span", { class: "st-note" }, lever.note), html("b", {}, html("span", { class: "st-hidden" }, labels.lever_counts + ": "), lever.before + " → " + lever.after)));
  parts.what.replaceChildren(
    html("div", { class: "st-row" }, html("h2", {}, labels.what_if), scene ? html("button", { "data-act": "back-to-scene", on: { click: () => tab("scene") } }, labels.scene) : null,
      rows.length ? html("span", { class: "st-push st-counts", "data-test": "counts", title: labels.lever_counts_long }, html("b", {}, labels.lever_counts), " ", parts.counts = html("span", {}, labels.lever_numbers)) : null),
    ...(rows.length ? [html("div", { class: "st-ends", role: "group", "aria-label": labels.lever_pick, title: labels.lever_pick }, rows), html("div", { class: "st-hidden" }, levers_table())]
      : [html("p", { class: "st-note", role: "status" }, covered("odds") ? labels.covered_odds : hooks.counting ? labels.trying : labels.no_levers)]));
}
function levers_table() {  // the same for a screen reader, with who has not come round then
  const head = [labels.what_if, labels.lever_counts_long, labels.why_lever].map((text) => html("th", { scope: "col" }, text));
  const row = (lever) => html("tr", {}, html("th", { scope: "row" }, ...prose(lever.says)), html("td", {}, lever.before + " → " + lever.after), html("td", {}, ...prose(lever.why)));
  return html("table", { "data-test": "levers" }, html("caption", {}, labels.what_if), html("thead", {}, html("tr", {}, head)), html("tbody", {}, data.levers.map(row)));
}
function pull(n) {
  state.lever = n;
  if (n >= 0) state.whose = "script";
  for (const [row, button] of [...parts.what.querySelectorAll(".st-end")].entries()) button.setAttribute("aria-pressed", String(row === n));
  if (parts.curve) update();
  remember();
}
