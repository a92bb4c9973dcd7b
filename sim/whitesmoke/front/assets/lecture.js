// A lecture: one scene after the other, each a moment of a story; on paper, a scene a page.
var whitesmokeLecture = function (root, data, hooks) {
  "use strict";
  const shared = { answers: new Set(), seen: new Set(), quiet: false, all: false };
  let at = -1, shown = null, sheets = null;

  function linked() {
    const said = Number(new URLSearchParams(window.location.hash.slice(1)).get("scene") || (hooks.first || 0) + 1);
    return Number.isInteger(said) ? Math.max(0, Math.min(said - 1, data.scenes.length - 1)) : 0;
  }
  function link(n) { return window.location.pathname + window.location.search + "#scene=" + (n + 1); }
  function told(n, more) {
    const one = data.scenes[n], story = data.stories[one.story];
    const scene = { ...one, number: n, all: data.scenes, lecture: data.about.title, about: data.about.about, open, link, all_answers, shared };
    return [{ ...story, labels: data.labels }, { ...hooks, ...more, scene, workbench: hooks.workbench && (() => hooks.workbench(n)) }];
  }
  function address(n) {
    try { window.history.replaceState(window.history.state, "", link(n)); } catch (error) { /* a page in a frame has no address */ }
  }
  function open(n) {
    if (n < 0 || n >= data.scenes.length || n === at) return;
    address(n);
    root.classList.remove("ws-tab-what");
    draw(n);
    root.querySelector("h1").focus();
  }
  function draw(n) {
    if (shown) shown.close();
    at = n;
    root.classList.toggle("ws-quiet", shared.quiet);
    shown = whitesmokeStory(root, ...told(n, {}));
  }
  function all_answers() {
    shared.all = !shared.all; shared.answers.clear();
    data.scenes.forEach((one, n) => one.questions.forEach((question, q) => shared.all && shared.answers.add(n + "." + q)));
    draw(at);
  }
  function keys(event) {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || root.querySelector("dialog[open]")) return;
    const by = { PageDown: 1, PageUp: -1 }[event.key];
    if (by && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName || "")) { event.preventDefault(); open(at + by); }
  }
  function followed() { if (linked() !== at) draw(linked()); }
  function on_paper() {
    off_paper();
    sheets = document.createElement("div"); sheets.className = "ws-sheets";
    root.before(sheets);
    data.scenes.forEach((one, n) => {
      const sheet = document.createElement("section"); sheet.className = "ws-scenes ws-sheet"; sheets.append(sheet);
      whitesmokeStory(sheet, ...told(n, { sheet: true })).close();
    });
  }
  function off_paper() { if (sheets) sheets.remove(); sheets = null; }

  root.classList.add("ws-scenes");
  if (hooks.first && !window.location.hash) address(hooks.first);
  draw(linked());
  document.addEventListener("keydown", keys);
  window.addEventListener("hashchange", followed);
  window.addEventListener("beforeprint", on_paper); window.addEventListener("afterprint", off_paper);
  return {
    close() {
      shown.close(); off_paper(); root.classList.remove("ws-scenes", "ws-quiet", "ws-tab-what");
      document.removeEventListener("keydown", keys); window.removeEventListener("hashchange", followed);
      window.removeEventListener("beforeprint", on_paper); window.removeEventListener("afterprint", off_paper);
    },
    update(more) { const going = shown.state.playing; data = more; draw(at); if (going) shown.play(); },
    play() { shown.play(); },
    learn(days) { shown.learn(days); },
    get state() { return shown.state; },
  };
};
function whitesmokeShow(root, data, hooks) { return (data.scenes ? whitesmokeLecture : whitesmokeStory)(root, data, hooks); }
