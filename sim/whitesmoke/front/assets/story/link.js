// The state is in the link, so that what is seen can be sent.
function remember() {
  const said = new URLSearchParams();
  if (state.at) said.set("event", state.at);
  if (state.picked >= 0) said.set("member", members[state.picked].code);
  if (state.face !== "tiles") said.set("face", state.face);
  if (state.lever >= 0) said.set("lever", data.levers[state.lever].name + "." + data.levers[state.lever].end);
  try { window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search + (said.toString() ? "#" + said : "")); } catch (error) { /* a page in a frame has no address */ }
}
function recall() {
  const said = new URLSearchParams(window.location.hash.slice(1)), at = Number(said.get("event") || 0);
  state.at = Number.isInteger(at) ? Math.max(0, Math.min(at, steps.length - 1)) : 0;
  state.picked = members.findIndex((m) => m.code === said.get("member"));
  state.lever = data.levers.findIndex((lever) => lever.name + "." + lever.end === said.get("lever"));
  if (said.get("face") === "network" && parts.faces.length > 1) state.face = "network";
}
