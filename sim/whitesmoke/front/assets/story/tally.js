// Who is in the race, and how many have come round to each.
function chips(now, step, fresh) {
  const chip = (sign, fill, ink, text, extra) => { const i = html("i", { "aria-hidden": "true" }, sign); i.style.background = fill; i.style.color = ink; return html("span", { class: "st-chip" + extra }, i, ...text); };
  const found = candidates.map((c, k) => {
    const before = state.at ? steps[state.at - 1].racing[k] : false, came = steps.slice(0, state.at + 1).some((s) => s.racing[k]) || step.committed[k] > 0, gone = came && !step.racing[k] && state.at > 0 && steps.slice(0, state.at + 1).some((s) => s.acts.some((act) => act.kind === "exit" && act.candidate === k));
    if (!came) return null;
    return chip(SIGNS[k % 7], colour(k), on(k), [html("b", {}, html("bdi", {}, c.name)), gone ? " " + labels.has_left : " " + step.committed[k]], (gone ? " st-gone" : "") + (fresh && before !== step.racing[k] && state.at ? " st-new" : ""));
  }).filter(Boolean);
  const waits = now.filter((k) => k === WAITS).length;
  parts.chips.replaceChildren(...found, chip("", "var(--none)", "var(--ink)", [labels.waiting + " " + waits], ""));
}
