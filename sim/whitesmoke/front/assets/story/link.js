// The state is in the link, so that what is seen can be sent: where it is another than that of the beginning, or of the scene.
const start = {
  at: scene ? scene.event : 0, picked: scene ? members.findIndex((m) => m.code === scene.member) : -1,
  face: scene ? scene.face : "tiles", lever: scene ? lever_at(scene.lever) : -1, whose: "script",
};
function lever_name(lever) { return lever.name + "." + lever.end; }
function lever_at(name) { return data.levers.findIndex((lever) => lever_name(lever) === name); }
function remember() {
  const said = new URLSearchParams();
  if (scene) said.set("scene", scene.number + 1);
  if (state.at !== start.at) said.set("event", state.at);
  if (state.picked !== start.picked) said.set("member", members[state.picked].code);
  if (state.face !== start.face) said.set("face", state.face);
  if (state.lever !== start.lever) said.set("lever", state.lever < 0 ? "" : lever_name(data.levers[state.lever]));
  if (state.whose !== start.whose) said.set("knows", state.whose);
  try { window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search + (said.toString() ? "#" + said : "")); } catch (error) { /* a page in a frame has no address */ }
}
function recall() {
  const said = new URLSearchParams(hooks.sheet ? "" : window.location.hash.slice(1)), at = Number(said.get("event") || NaN);
  const picked = members.findIndex((m) => m.code === said.get("member")), face = said.get("face");
  Object.assign(state, start);
  if (Number.isInteger(at)) state.at = Math.max(0, Math.min(at, steps.length - 1));
  if (picked >= 0) state.picked = picked;
  if (said.has("lever")) state.lever = lever_at(said.get("lever"));
  if (known && said.get("knows") === "public" && state.lever < 0) state.whose = "public";
  if (parts.faces.some((button) => button.dataset.face === face)) state.face = face;
  if (!parts.faces.some((button) => button.dataset.face === state.face)) state.face = "tiles";
}
