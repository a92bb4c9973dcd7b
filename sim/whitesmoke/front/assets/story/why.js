// The day, what happened on it, and why a member stands where it stands.
function side() {
  const step = steps[state.at], total = step.committed.reduce((a, b) => a + b, 0), lead = step.committed.indexOf(Math.max(...step.committed));
  parts.day.textContent = step.day;
  parts.count.replaceChildren(...prose(step.racing.some(Boolean) || total ? say("count_to", { committed: step.committed[lead], members: step.members, name: candidates[lead].name }) : say("count", { committed: total, members: step.members })));
  parts.bar.replaceChildren(...step.committed.map((count, k) => { const i = html("i"); i.style.width = (100 * count) / Math.max(1, step.members) + "%"; i.style.background = colour(k); return i; }));
  parts.now.replaceChildren(...step.lines.map((line) => html("p", {}, line.scripted ? html("span", { class: "st-scripted" }, labels.scripted + ": ") : null, ...prose(line.text))),
    ...(state.at === steps.length - 1 ? [...unusual(), ...(state.face === "network" && data.moved.length ? who_moved() : ending())] : []));
  which();
  reasons(step);
  parts.play.textContent = state.playing ? labels.pause : state.at === steps.length - 1 ? labels.again : labels.play;
  parts.back.setAttribute("aria-disabled", state.at === 0); parts.forth.setAttribute("aria-disabled", state.at === steps.length - 1);  // not disabled, which would lose the focus
  parts.where.textContent = covered("course") ? "" : say("step_of", { at: state.at + 1, all: steps.length });
}
function which() {  // that it is simulated stands at every event
  const told = data.odds ? data.odds.typical_run : "";
  parts.which.textContent = data.about.run_mark + (told ? ", " + labels.typical_mark : "");
  parts.which.title = data.about.run_words + " " + told;
}
function typical() { return data.odds && data.odds.typical_run ? [html("p", { class: "st-note", "data-test": "typical" }, data.odds.typical_run)] : []; }
function unusual() { return data.odds && data.odds.unusual ? [html("p", { class: "st-odd", "data-test": "unusual" }, ...prose(data.odds.unusual))] : []; }
function ending() {  // what really came of it, who was last here and over all futures, and what each got
  const beside = data.odds && data.odds.last_beside ? [{ kind: "run", text: data.odds.last_beside }] : [], [fact, rest] = [data.ending.filter((one) => one.kind === "record"), data.ending.filter((one) => one.kind !== "record")];
  return [...fact, ...beside, ...rest].map((one) => html("p", { class: "st-end-line", "data-test": one.kind === "record" ? "in-fact" : "ending" }, one.kind === "record" ? html("span", { class: "st-recorded" }, labels.record + ": ") : null, ...prose(one.text)));
}
function granted() { return data.granted.map((line) => html("p", { "data-test": "granted" }, ...prose(line))); }
function reasons(step) {
  const i = whom();
  offer(i);
  parts.asked.replaceChildren(...(i < 0 ? [labels.nobody_waits] : prose(title(step, i))));
  parts.why.classList.toggle("st-over", state.at === steps.length - 1);  // at the end what came of it has the room
  parts.answer.replaceChildren(...(i < 0 ? [] : answer(step, i)));
}
function picker() {  // it stays while its list changes: a list that is drawn anew would lose the focus
  parts.offers = members.map((m, j) => html("option", { value: j }));
  parts.pick = html("select", { "aria-label": labels.pick, "data-test": "member", on: { change: (event) => pick(Number(event.target.value)) } });
  return parts.pick;
}
function offer(picked) {  // those that wait first; only who waits no more, or waits again, changes its place
  const waits = (j) => standings[state.at][j] === WAITS;
  let next = null;
  for (const j of [...alphabet.filter(waits), ...alphabet.filter((j) => !waits(j))].reverse()) {
    const option = parts.offers[j], text = members[j].name + (waits(j) ? " (" + labels.waiting + ")" : "");
    if (option.textContent !== text) { option.textContent = text; parts.pick.insertBefore(option, next); }
    next = option;
  }
  parts.pick.value = picked;
}
function title(step, i) {
  const name = members[i].name;
  if (standings[state.at][i] === WAITS) return say("why", { name });
  return say(standings[state.at][i] >= 0 ? "why_in" : "why_other", { name });
}
function answer(step, i) {
  const found = step.waiting[i], k = standings[state.at][i];
  if (found) {
    const odd = found.odds ? [html("div", { class: "st-told" }, html("p", { class: "st-odd", "data-test": "odd" }, found.odds), ask())] : [];
    return [...odd, found.reasons.length ? html("ul", {}, found.reasons.map((line) => html("li", {}, ...prose(line)))) : html("p", {}, ...prose(found.stood))];
  }
  if (k === ABSENT) return [html("p", {}, labels.absent)];
  if (k === WAITS) return [html("p", { class: "st-note" }, labels.no_reasons)];
  const moved = [...steps.slice(0, state.at + 1)].reverse().find((s) => s.acts.some((act) => act.kind === "commitment" && act.member === i));
  const told = moved && moved.why.find((one) => one.member === i);
  const since = moved ? [html("p", {}, html("b", {}, moved.day + ": "), ...prose(say("committed_to", { name: candidates[k].name })))] : [];
  return [...since, ...(told ? [html("ul", {}, told.lines.map((line) => html("li", {}, ...prose(line))))] : [])];
}
