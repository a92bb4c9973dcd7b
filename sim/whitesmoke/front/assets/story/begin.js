// All is drawn once, and again when the room changes.
function show() {
  look(); stage(); side(); line();
  if (parts.curve && state.whose === "public") update();
  parts.now.scrollTop = 0; parts.why.scrollTop = 0;
  last = state.at;
}
function redraw() { last = state.at; show(); if (parts.curve) chart(); }

frame(); look(); recall(); odds(); what(); show();
const watch = new ResizeObserver(() => redraw());
if (!hooks.sheet) { watch.observe(parts.drawing); watch.observe(parts.rail); document.addEventListener("keydown", keys); }
const shown = { close() { pause(); watch.disconnect(); document.removeEventListener("keydown", keys); }, play, state, learn };
