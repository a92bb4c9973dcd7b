// Moving through the events: buttons, keys, the line that is clicked.
function by(count) { pause(); go(state.at + count); }
function go(at) {
  state.at = Math.max(0, Math.min(at, steps.length - 1));
  if (state.at === steps.length - 1) pause();
  show(); remember();
}
function toggle() { if (state.playing) { pause(); show(); } else play(); }
function play() {
  if (state.at === steps.length - 1) state.at = 0;
  state.playing = true; show();
  timer = window.setInterval(() => go(state.at + 1), Math.max(300, Math.min(1500, 60000 / steps.length)));
}
function pause() { window.clearInterval(timer); state.playing = false; }
function turn(face) { state.face = face; last = -1; show(); remember(); }
function pick(i) { state.picked = i; show(); remember(); }
function keys(event) {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || root.querySelector("dialog[open]")) return;
  const tag = event.target.tagName || "", typing = /^(INPUT|SELECT|TEXTAREA)$/.test(tag);
  if (typing) return;
  const act = { ArrowRight: () => by(1), ArrowLeft: () => by(-1), Home: () => by(-steps.length), End: () => by(steps.length), " ": tag === "BUTTON" ? null : toggle }[event.key];
  if (act) { event.preventDefault(); act(); }
}
function jump(event) {
  const [width] = room.rail, box = parts.rail.getBoundingClientRect(), day = rail(width).day(event.clientX - box.left);
  let best = 0;
  steps.forEach((step, s) => { if (Math.abs(step.at - day) < Math.abs(steps[best].at - day)) best = s; });
  pause(); go(best);
}
