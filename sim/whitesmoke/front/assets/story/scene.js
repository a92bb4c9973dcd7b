// A scene of a lecture: where it stands in it, what is said and asked, answers that are uncovered on demand.
const scene = hooks.scene || null;

function scene_title() {
  const of = scene.lecture + " · " + scene.of, said = [scene.with, of].filter(Boolean).join(" ");
  return [
    html("nav", { class: "st-row st-turn", "aria-label": labels.scenes },
      turn_to("previous-scene", labels.previous_scene, "◀", scene.number - 1),
      html("button", { "data-act": "scenes", "aria-haspopup": "dialog", title: labels.scene_keys, on: { click: () => parts.scenes.showModal() } },
        html("span", { "data-test": "scene" }, say("scene_of", { at: scene.number + 1, all: scene.all.length }))),
      turn_to("next-scene", labels.next_scene, "▶", scene.number + 1)),
    html("div", { class: "st-title" }, html("h1", { title: scene.title, tabindex: "-1" }, ...prose(scene.title)), html("p", { title: said }, scene.with ? html("b", { "data-test": "with" }, scene.with + " ") : null, ...prose(of))),
  ];
}
function covered(what) { return scene !== null && scene.covered.includes(what) && !scene.shared.seen.has(scene.number + what); }
function seen(name) { scene.shared.seen.add(scene.number + name); odds(); what(); show(); }
function turn_to(act, name, sign, number) {
  return html("button", { "data-act": act, "aria-label": name, title: name, disabled: number < 0 || number >= scene.all.length, on: { click: () => scene.open(number) } }, sign);
}
function scene_card() {
  const workbench = scene.view === "workbench" ? [html("p", { class: "st-note" }, labels.in_workbench)] : [];
  return html("section", { class: "st-card st-scene", "aria-label": labels.scene, "data-test": "said", tabindex: "0" },
    html("div", { class: "st-row" }, html("h2", {}, labels.scene),
      html("button", { class: "st-push", "data-act": "notes", "aria-pressed": String(!scene.shared.quiet), on: { click: notes } }, labels.notes),
      html("button", { "data-act": "levers", on: { click: () => tab("what") } }, labels.what_if)),
    ...workbench, scene.notes ? html("p", { class: "st-notes", "data-test": "notes" }, ...prose(scene.notes)) : null,
    ...scene.questions.map(question));
}
function question(one, n) {
  const key = scene.number + "." + n, answer = html("p", { class: "st-answer", "data-test": "answer", hidden: !scene.shared.answers.has(key) }, ...prose(one.answer));
  const button = html("button", { "data-act": "answer", "aria-expanded": String(!answer.hidden), on: { click: () => uncover(!scene.shared.answers.has(key)) } }, answer.hidden ? labels.answer : labels.cover);
  function uncover(open) {
    scene.shared.answers[open ? "add" : "delete"](key);
    answer.hidden = !open;
    button.setAttribute("aria-expanded", String(open)); button.textContent = open ? labels.cover : labels.answer;
    if (open) answer.scrollIntoView({ block: "nearest" });
  }
  return html("div", { class: "st-question" }, html("p", { "data-test": "asks" }, ...prose(one.asks)), ...(one.answer ? [button, answer] : []));
}
function notes(event) {
  scene.shared.quiet = root.classList.toggle("ws-quiet");
  event.currentTarget.setAttribute("aria-pressed", String(!scene.shared.quiet));
}
function tab(name) {
  root.classList.toggle("ws-tab-what", name === "what");
  const other = root.querySelector(name === "what" ? "[data-act=back-to-scene]" : "[data-act=levers]");
  if (other) other.focus();
}
function scenes_box() {
  const box = html("dialog", { "aria-label": labels.scenes, "data-test": "scenes" },
    html("button", { class: "st-close", on: { click: () => box.close() } }, labels.close),
    html("h2", { tabindex: "-1", autofocus: true }, scene.lecture), html("p", {}, scene.about),
    html("ol", {}, scene.all.map((one, n) => html("li", {}, html("a", { href: scene.link(n), "aria-current": n === scene.number ? "step" : null, on: { click: (event) => { event.preventDefault(); box.close(); scene.open(n); } } }, ...prose(one.title))))),
    html("p", { class: "st-note" }, labels.scene_keys),
    ...(scene.quoted.length ? [html("h2", {}, labels.quoted), html("ul", { "data-test": "quoted" }, scene.quoted.map((line) => html("li", {}, ...prose(line))))] : []),
    html("div", { class: "st-row" }, html("button", { "data-act": "answers", on: { click: () => { scene.all_answers(); box.close(); } } }, scene.shared.all ? labels.cover_all : labels.answers),
      html("button", { "data-act": "print", on: { click: () => { box.close(); window.print(); } } }, labels.print)));
  return box;
}
