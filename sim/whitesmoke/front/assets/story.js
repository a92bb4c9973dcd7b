"use strict";
// The story of a run on one screen. `data` is what `whitesmoke story --json` prints; `hooks` what only the live page has.
var whitesmokeStory = (function () {
  const SVG = "http://www.w3.org/2000/svg";
  const ABSENT = -2, WAITS = -1;
  const SIGNS = ["", "▲", "■", "◆", "★", "▼", "✚"];
  const BUBBLES = {
    concession: "paid", refusal: "refuses", "nothing offered": "nothing_offered", "late demand": "asks", defection: "takes_back",
    release: "free", endorsement: "endorses", accession: "joins", departure: "leaves", objection: "objects", ratification: "ratifies",
  };
  const SHAPES = { commitment: "dot", consensus: "star", deadlock: "cross", exit: "down", entry: "up", announcement: "up" };

  function put(node, attributes) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
      else node.setAttribute(name, value === true ? "" : value);
    }
    return node;
  }
  function html(tag, attributes, ...inside) { const node = put(document.createElement(tag), attributes); node.append(...inside.flat().filter((x) => x !== null)); return node; }
  function svg(tag, attributes, ...inside) { const node = put(document.createElementNS(SVG, tag), attributes); node.append(...inside.flat()); return node; }
  function escaped(text) { return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"); }

  return function (root, data, hooks) {
    const labels = data.labels, steps = data.steps, members = data.members, candidates = data.candidates;
    const state = { at: 0, picked: -1, face: "tiles", lever: -1, playing: false };
    const collator = new Intl.Collator("en"), alphabet = members.map((m, j) => j).sort((a, b) => collator.compare(members[a].name, members[b].name));
    const standings = stand(), names = names_of();
    const parts = {};
    let timer = 0, last = -1;

    const ruler = document.createElement("canvas").getContext("2d");
    let unit = 14, family = "sans-serif";
    function look() { const style = getComputedStyle(root); unit = parseFloat(style.fontSize); family = style.fontFamily; }  // once a drawing
    function wide(text, size) { ruler.font = size + "px " + family; return ruler.measureText(text).width; }
    function say(name, values) { return labels[name].replace(/\{(\w+)\}/g, (whole, key) => (values && key in values ? values[key] : whole)); }
    function names_of() {
      const all = [...members.map((m) => m.name), ...candidates.map((c) => c.name)].filter((name) => name.length > 1).sort((a, b) => b.length - a.length);
      return all.length ? new RegExp("(" + all.map(escaped).join("|") + ")", "gu") : null;
    }
    function prose(text) {  // a name written from right to left turns nothing beside it
      text = text.replace(/(\d) %/g, "$1\u00a0%");
      return names === null ? [text] : text.split(names).filter((part) => part !== "").map((part, place) => (part.match(names) ? html("bdi", {}, part) : part));
    }
    function stand() {
      const now = members.map(() => ABSENT);
      return steps.map((step) => { for (const [i, k] of step.moves) now[i] = k; return now.slice(); });
    }
    function size(node) { const box = node.getBoundingClientRect(); return [Math.max(box.width, 40), Math.max(box.height, 30)]; }
    function em() { return unit; }
    function colour(k) { return "var(--c" + (k % 7) + ")"; }
    function on(k) { return "var(--on" + (k % 7) + ")"; }
    function whom() { return state.picked >= 0 ? state.picked : focus(); }
    function focus() {
      if (steps[state.at].focus >= 0) return steps[state.at].focus;
      const moved = [...steps.slice(0, state.at + 1)].reverse().find((step) => step.why.length);
      return moved ? moved.why[moved.why.length - 1].member : -1;
    }

    // ---- the frame -----------------------------------------------------------------------------------------------
    function frame() {
      root.textContent = "";
      root.classList.add("ws-story");
      parts.facts = facts();
      parts.play = html("button", { class: "st-main", "data-act": "play", on: { click: toggle } }, labels.play);
      parts.back = html("button", { "data-act": "back", "aria-label": labels.previous, title: labels.previous, on: { click: () => by(-1) } }, "◀");
      parts.forth = html("button", { "data-act": "next", "aria-label": labels.next, title: labels.next, on: { click: () => by(1) } }, "▶");
      parts.where = html("span", { class: "st-note", "data-test": "where" });
      parts.chips = html("div", { class: "st-row", "data-test": "chips" });
      parts.faces = ["tiles", ...(members[0] && "x" in members[0] ? ["network"] : [])].map((face) =>
        html("button", { "data-face": face, "aria-pressed": "false", on: { click: () => turn(face) } }, labels[face]));
      parts.drawing = html("div", { class: "st-drawing" });
      parts.standing = html("div", { class: "st-hidden" });
      parts.day = html("b", { "data-test": "day" });
      parts.count = html("span", { class: "st-count", "data-test": "count" });
      parts.bar = html("div", { class: "st-bar", "aria-hidden": "true" });
      parts.now = html("div", { class: "st-now", "aria-live": "polite", "data-test": "now", tabindex: "0", role: "region", "aria-label": labels.now });
      parts.why = html("div", { class: "st-why", "data-test": "why", tabindex: "0", role: "region", "aria-label": labels.reasons });
      parts.rail = html("div", { class: "st-rail", on: { click: jump } });
      parts.odds = html("section", { class: "st-card st-odds", "aria-label": labels.odds });
      parts.what = html("section", { class: "st-card st-what", "aria-label": labels.what_if, tabindex: "0" });
      root.append(
        html("header", { class: "st-head" },
          html("div", { class: "st-title" }, html("h1", { title: data.about.title }, ...prose(data.about.title)), html("p", { title: data.about.decide + " " + data.about.sentence }, html("b", { "data-test": "decide" }, data.about.decide), " ", ...prose(data.about.sentence))),
          html("button", { class: "st-badge", "data-act": "facts", "aria-haspopup": "dialog", title: data.about.run_words, on: { click: () => parts.facts.showModal() } }, labels.simulated),
          html("button", { "data-act": "large", "aria-pressed": "false", on: { click: large } }, labels.present),
          hooks.workbench ? html("button", { "data-act": "workbench", on: { click: hooks.workbench } }, labels.workbench) : null),
        html("section", { class: "st-card st-stage", "aria-label": labels.stage },
          html("header", {}, parts.chips, parts.faces.length > 1 ? html("span", { class: "st-row st-push", role: "group", "aria-label": labels.stage }, parts.faces) : null),
          parts.drawing, parts.standing),
        html("section", { class: "st-card st-side", "aria-label": labels.now },
          html("div", { class: "st-day" }, parts.day, parts.count), parts.bar, parts.now, parts.why),
        html("section", { class: "st-card st-line", "aria-label": labels.timeline },
          html("div", { class: "st-controls" }, html("div", { class: "st-row" }, parts.back, parts.play, parts.forth), parts.where),
          parts.rail, html("div", { class: "st-print" }, all_events())),
        parts.odds, parts.what, parts.facts);
      parts.rail.setAttribute("title", labels.keys);
    }
    function all_events() {
      return [html("h2", {}, labels.all_events), html("ol", { "data-test": "events" }, steps.map((step) =>
        html("li", {}, html("b", {}, step.day + ": "), ...prose(step.lines.map((line) => line.text).join(" ")))))];
    }
    function facts() {
      const close = () => parts.facts.close();
      const box = html("dialog", { "aria-label": labels.facts, "data-test": "facts" },
        html("button", { class: "st-close", on: { click: close } }, labels.close),
        html("h2", { tabindex: "-1", autofocus: true }, labels.facts), html("p", {}, data.about.run_words), ...unusual(),
        html("ul", {}, data.facts.map((line) => html("li", {}, ...prose(line)))),
        html("h2", {}, labels.ending), data.verdict.map((line) => html("p", {}, ...prose(line))),
        ...(data.granted.length ? [html("h2", {}, labels.granted), ...granted()] : []));
      if (data.record.length) box.append(html("h2", {}, labels.record_title), html("table", {}, data.record.map((one) => html("tr", {}, html("th", { scope: "row" }, one.day), html("td", {}, ...prose(one.words))))));
      box.append(html("h2", {}, labels.marks_title), html("p", {}, labels.marks), html("h2", {}, labels.computed), ...(data.odds ? [html("p", {}, data.odds.computed)] : []), html("p", {}, labels.odd_computed));
      return box;
    }
    function ask() { return html("button", { class: "st-ask", "aria-label": labels.ask, title: labels.ask, "aria-haspopup": "dialog", on: { click: () => parts.facts.showModal() } }, "?"); }
    function large(event) { const big = root.classList.toggle("ws-large"); event.currentTarget.setAttribute("aria-pressed", big); redraw(); }

    // ---- moving ----------------------------------------------------------------------------------------------------
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
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || parts.facts.open) return;
      const tag = event.target.tagName || "", typing = /^(INPUT|SELECT|TEXTAREA)$/.test(tag);
      if (typing) return;
      const act = { ArrowRight: () => by(1), ArrowLeft: () => by(-1), Home: () => by(-steps.length), End: () => by(steps.length), " ": tag === "BUTTON" ? null : toggle }[event.key];
      if (act) { event.preventDefault(); act(); }
    }
    function jump(event) {
      const [width] = size(parts.rail), box = parts.rail.getBoundingClientRect(), day = rail(width).day(event.clientX - box.left);
      let best = 0;
      steps.forEach((step, s) => { if (Math.abs(step.at - day) < Math.abs(steps[best].at - day)) best = s; });
      pause(); go(best);
    }

    // ---- the state is in the link ----------------------------------------------------------------------------------
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

    // ---- the stage -------------------------------------------------------------------------------------------------
    function places() {
      const [width, height] = size(parts.drawing), e = em();
      if (state.face === "network") {
        const scale = Math.min(width / data.network.width, height / data.network.height);
        const dx = width / data.network.width, dy = height / data.network.height;
        return members.map((m) => { const r = Math.max(1.42 * e, m.r * scale * 0.95); return { x: m.x * dx, y: m.y * dy, w: 2 * r, h: 2 * r, r }; });
      }
      const columns = 1 + Math.max(...members.map((m) => m.tile[0])), rows = 1 + Math.max(...members.map((m) => m.tile[1]));
      const h = Math.min(height / rows, 5.5 * e), w = Math.min(width / columns, 2.6 * h), gap = Math.min(0.32 * e, 0.12 * h);
      const left = (width - w * columns) / 2, top = (height - h * rows) / 2;
      return members.map((m) => ({ x: left + w * (m.tile[0] + 0.5), y: top + h * (m.tile[1] + 0.5), w: w - gap, h: h - gap, r: 0.28 * e }));
    }
    function stage() {
      const at = places(), now = standings[state.at], step = steps[state.at], acting = new Set(step.acts.map((act) => act.member)), fresh = last !== state.at;
      const drawing = svg("svg", { "aria-hidden": "true" });
      const under = svg("g"), over = svg("g"), tiles = svg("g");
      if (state.face === "network") ties(under, at);
      members.forEach((m, i) => tiles.append(member(m, i, at[i], now[i], acting.has(i) && fresh)));
      ears(over, at); bubbles(over, at, step);
      drawing.append(svg("defs", {}, svg("marker", { id: "st-head", viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" }, svg("path", { d: "M0 0 10 5 0 10z", class: "st-arrow" }))), under, tiles, over);
      parts.drawing.replaceChildren(drawing);
      parts.standing.replaceChildren(table(now));
      for (const button of parts.faces) button.setAttribute("aria-pressed", String(button.dataset.face === state.face));
      chips(now, step, fresh);
    }
    function member(m, i, box, k, acts) {
      const kind = k === ABSENT ? "st-absent" : k === WAITS ? "st-waits" : "st-in";
      const held = i === steps[state.at].focus ? " st-focus" : "", picked = i === state.picked ? " st-picked" : "";
      const g = svg("g", { class: "st-member " + kind + (box.h < 1.2 * em() ? " st-tiny" : "") + held + picked + (acts ? " st-act" : ""), transform: "translate(" + box.x + " " + box.y + ")", "data-member": m.code, "data-stance": k, on: { click: () => pick(i) } });
      const round = state.face === "network" ? box.r : Math.min(box.r, box.h / 4);
      const rect = (grow, name) => svg("rect", { x: -box.w / 2 - grow, y: -box.h / 2 - grow, width: box.w + 2 * grow, height: box.h + 2 * grow, rx: round + grow, class: name });
      const shape = rect(0, "st-box");
      if (k >= 0) shape.style.fill = colour(k);
      const full = svg("title", {}, m.name + ": " + stance(k));
      g.append(full, shape, rect(0.2 * em(), "st-ring"), ...lettering(m, box, k));
      return g;
    }
    function lettering(m, box, k) {
      const e = em(), sign = k > 0 && box.w > 3 * e ? SIGNS[k % 7] : "", shift = sign ? 0.5 * e : 0;
      const fits = (text, size) => wide(text, size) <= box.w - 0.25 * e - 2.4 * shift;
      const style = { "text-anchor": "middle", "dominant-baseline": "central" };
      const ink = k >= 0 ? on(k) : null, out = [];
      const write = (text, y, size) => { const t = svg("text", { ...style, y, x: shift }, text); t.style.fontSize = size + "px"; if (ink) t.style.fill = ink; out.push(t); };
      const small = 0.965 * e;
      if (box.h < e) return out;
      const words = m.name.split(" "), two = words.length > 1 ? [words.slice(0, -1).join(" "), words[words.length - 1]] : null;
      const tiles = state.face === "tiles";
      if (tiles && fits(m.name, small)) write(m.name, 0, small);
      else if (tiles && two && box.h > 2.3 * small && fits(two[0], small) && fits(two[1], small)) { write(two[0], -0.55 * small, small); write(two[1], 0.55 * small, small); }
      else if (fits(m.code, small)) write(m.code, 0, small);
      else if (fits(m.code, 0.72 * e)) write(m.code, 0, 0.72 * e);
      if (sign) { const mark = svg("text", { x: -box.w / 2 + 0.35 * e, y: 0, "dominant-baseline": "central" }, sign); mark.style.fill = ink; mark.style.fontSize = 0.8 * e + "px"; out.push(mark); }
      return out;
    }
    function stance(k) { return k === ABSENT ? labels.absent : k === WAITS ? labels.waiting : candidates[k].name; }
    function table(now) {
      return html("table", {}, html("caption", {}, labels.stage), html("tbody", {}, members.map((m, i) => html("tr", {}, html("th", { scope: "row" }, html("bdi", {}, m.name)), html("td", {}, html("bdi", {}, stance(now[i])))))));
    }
    function curveTo(a, b) {
      const dx = b.x - a.x, dy = b.y - a.y, far = Math.hypot(dx, dy) || 1, bend = Math.min(0.18 * far, 3 * em());
      const mx = (a.x + b.x) / 2 - (dy / far) * bend, my = (a.y + b.y) / 2 + (dx / far) * bend;
      const from = edge(a, mx, my), to = edge(b, mx, my);
      return "M" + from.join(" ") + "Q" + mx + " " + my + " " + to.join(" ");
    }
    function edge(box, x, y) {
      const dx = x - box.x, dy = y - box.y, scale = Math.min(Math.abs(dx) > 1e-6 ? (box.w / 2 + 2) / Math.abs(dx) : 1e9, Math.abs(dy) > 1e-6 ? (box.h / 2 + 2) / Math.abs(dy) : 1e9, 1);
      return [(box.x + dx * scale).toFixed(1), (box.y + dy * scale).toFixed(1)];
    }
    function ties(under, at) {
      members.forEach((m, i) => (m.hears || []).slice(0, 3).forEach(([j]) => under.append(svg("line", { x1: at[i].x, y1: at[i].y, x2: at[j].x, y2: at[j].y, class: "st-tie" }))));
      steps.slice(0, state.at).forEach((step) => step.acts.forEach((act) => (act.heard || []).slice(0, 1).forEach(([j]) => under.append(svg("path", { d: curveTo(at[j], at[act.member]), class: "st-past" })))));
    }
    function ears(over, at) {
      steps[state.at].acts.slice(0, 12).forEach((act) => (act.heard || []).slice(0, state.face === "network" ? 3 : 2).forEach(([j]) => over.append(svg("path", { d: curveTo(at[j], at[act.member]), class: "st-ear", "marker-end": "url(#st-head)" }))));
    }
    function bubbles(over, at, step) {
      const e = em(), [width] = size(parts.drawing), seen = new Set();
      for (const act of step.acts) {
        const name = act.kind === "commitment" && act.detail === "unpaid" ? "gives_in" : act.kind === "release" && act.detail ? "takes_back" : BUBBLES[act.kind];
        if (!name || act.member < 0 || seen.has(act.member) || seen.size >= 6) continue;
        seen.add(act.member);
        const payers = [...new Set(step.acts.filter((other) => other.member === act.member && other.by).map((other) => other.by))];
        const text = say(name, { by: payers.join(", ") }), w = wide(text, e) * 1.12 + 1.2 * e, h = 1.5 * e;
        const [x, y] = beside(at, act.member, w, h, width);
        over.append(svg("g", { class: "st-bubble", "data-bubble": act.kind }, svg("rect", { x, y, width: w, height: h, rx: 0.4 * e }), svg("text", { x: x + w / 2, y: y + h / 2, "text-anchor": "middle", "dominant-baseline": "central" }, text)));
      }
    }
    function beside(at, i, w, h, width) {  // where a bubble hides least, above all of those that wait
      const box = at[i], e = em(), gap = 0.25 * e, now = standings[state.at], x = Math.max(0, Math.min(box.x - w / 2, width - w));
      const spots = [[x, box.y - box.h / 2 - h - gap], [x, box.y + box.h / 2 + gap], [box.x + box.w / 2 + gap, box.y - h / 2], [box.x - box.w / 2 - w - gap, box.y - h / 2]];
      const hides = ([left, top]) => (left < 0 || left + w > width || top < -0.5 * e ? 99 : 0) + at.reduce((sum, other, j) => {
        const over = Math.abs(other.x - left - w / 2) < (other.w + w) / 2 && Math.abs(other.y - top - h / 2) < (other.h + h) / 2;
        return sum + (over ? (now[j] === WAITS ? 5 : now[j] === ABSENT ? 0.5 : 1) : 0);
      }, 0);
      return spots.reduce((best, spot) => (hides(spot) < hides(best) ? spot : best));
    }
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

    // ---- now, and why ----------------------------------------------------------------------------------------------
    function side() {
      const step = steps[state.at], total = step.committed.reduce((a, b) => a + b, 0), lead = step.committed.indexOf(Math.max(...step.committed));
      parts.day.textContent = step.day;
      parts.count.replaceChildren(...prose(step.racing.some(Boolean) || total ? say("count_to", { committed: step.committed[lead], members: step.members, name: candidates[lead].name }) : say("count", { committed: total, members: step.members })));
      parts.bar.replaceChildren(...step.committed.map((count, k) => { const i = html("i"); i.style.width = (100 * count) / Math.max(1, step.members) + "%"; i.style.background = colour(k); return i; }));
      parts.now.replaceChildren(...step.lines.map((line) => html("p", {}, line.scripted ? html("span", { class: "st-scripted" }, labels.scripted + ": ") : null, ...prose(line.text))),
        ...(state.at === steps.length - 1 ? [...unusual(), ...granted().slice(0, 2)] : []));
      parts.now.scrollTop = 0;
      reasons(step);
      parts.play.textContent = state.playing ? labels.pause : state.at === steps.length - 1 ? labels.again : labels.play;
      parts.back.disabled = state.at === 0; parts.forth.disabled = state.at === steps.length - 1;
      parts.where.textContent = say("step_of", { at: state.at + 1, all: steps.length });
    }
    function unusual() { return data.odds && data.odds.unusual ? [html("p", { class: "st-odd", "data-test": "unusual" }, ...prose(data.odds.unusual))] : []; }
    function granted() { return data.granted.map((line) => html("p", { "data-test": "granted" }, ...prose(line))); }
    function reasons(step) {
      const i = whom(), waits = (j) => standings[state.at][j] === WAITS, order = [...alphabet.filter(waits), ...alphabet.filter((j) => !waits(j))];
      const select = html("select", { "aria-label": labels.pick, "data-test": "member", on: { change: (event) => pick(Number(event.target.value)) } },
        order.map((j) => html("option", { value: j, selected: j === i }, members[j].name + (standings[state.at][j] === WAITS ? " (" + labels.waiting + ")" : ""))));
      parts.why.replaceChildren(html("h2", {}, html("span", {}, ...(i < 0 ? [labels.nobody_waits] : prose(title(step, i)))), html("span", { class: "st-push" }, select)), ...(i < 0 ? [] : answer(step, i)));
      parts.why.scrollTop = 0;
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

    // ---- the line of events ------------------------------------------------------------------------------------------
    function rail(width) {
      const e = em(), left = 0.8 * e, right = width - 0.8 * e, end = Math.max(data.about.days, steps[steps.length - 1].at, ...data.record.map((one) => one.at), 1);
      return { x: (day) => left + ((right - left) * Math.max(0, day)) / end, day: (x) => ((x - left) * end) / (right - left), end };
    }
    function line() {
      const [width, height] = size(parts.rail), e = em(), scale = rail(width), y = height * 0.5, here = steps[state.at];
      const out = svg("svg", { role: "img", "aria-label": labels.timeline });
      out.append(svg("line", { x1: scale.x(0), x2: scale.x(scale.end), y1: y, y2: y, class: "st-axis" }), svg("line", { x1: scale.x(0), x2: scale.x(here.at), y1: y, y2: y, class: "st-played" }));
      months(out, scale, y, height, e);
      for (const one of data.record) {
        const x = scale.x(one.at), r = 0.36 * e, at = y + 0.95 * e, big = one.kind === "decision" ? 1.35 : 1;
        out.append(svg("path", { d: "M" + x + " " + (at - r * big) + "l" + r * big + " " + r * big + "l" + -r * big + " " + r * big + "l" + -r * big + " " + -r * big + "z", class: "st-ghost" }, svg("title", {}, labels.record + ", " + one.day + ": " + one.words)));
      }
      const decision = data.record.find((one) => one.kind === "decision");
      if (decision) out.append(svg("text", { x: scale.x(decision.at) + 0.7 * e, y: y + 0.98 * e, class: "st-soft", "dominant-baseline": "central" }, labels.record));
      steps.forEach((step, s) => { if (s !== state.at) out.append(event(step, scale.x(step.at), y, 0.36 * e, s > state.at ? " st-later" : "")); });
      out.append(event(here, scale.x(here.at), y, 0.6 * e, " st-here"));
      flags(out, scale, y, e, width);
      parts.rail.replaceChildren(out);
    }
    function event(step, x, y, r, extra) {
      const shape = SHAPES[step.kind] || "square", s = r * 1.05;
      const path = { up: "M" + x + " " + (y - s) + "l" + s + " " + 1.8 * s + "h" + -2 * s + "z", down: "M" + x + " " + (y + s) + "l" + s + " " + -1.8 * s + "h" + -2 * s + "z",
        square: "M" + (x - 0.85 * r) + " " + (y - 0.85 * r) + "h" + 1.7 * r + "v" + 1.7 * r + "h" + -1.7 * r + "z",
        cross: "M" + (x - s) + " " + (y - s / 2) + "l" + s / 2 + " " + -s / 2 + "l" + s / 2 + " " + s / 2 + "l" + s / 2 + " " + -s / 2 + "l" + s / 2 + " " + s / 2 + "l" + -s / 2 + " " + s / 2 + "l" + s / 2 + " " + s / 2 + "l" + -s / 2 + " " + s / 2 + "l" + -s / 2 + " " + -s / 2 + "l" + -s / 2 + " " + s / 2 + "l" + -s / 2 + " " + -s / 2 + "l" + s / 2 + " " + -s / 2 + "z",
        star: star(x, y, 1.35 * r) }[shape];
      const node = path ? svg("path", { d: path }) : svg("circle", { cx: x, cy: y, r });
      put(node, { class: "st-event" + extra }); node.append(svg("title", {}, step.day + ": " + step.lines.map((l) => l.text).join(" ")));
      return node;
    }
    function star(x, y, r) {
      let path = "";
      for (let p = 0; p < 10; p += 1) { const a = (Math.PI * p) / 5 - Math.PI / 2, far = p % 2 ? 0.45 * r : r; path += (p ? "L" : "M") + (x + far * Math.cos(a)).toFixed(1) + " " + (y + far * Math.sin(a)).toFixed(1); }
      return path + "z";
    }
    function months(out, scale, y, height, e) {
      const start = new Date(data.about.start + "T00:00:00Z"), end = scale.end, months_ = end / 30.4, every = [1, 2, 3, 6, 12, 24, 60].find((n) => (months_ / n) * 4.2 * e < scale.x(end) - scale.x(0)) || 120;
      const date = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
      for (let n = 0; n < 400; n += 1) {
        const day = (date - start) / 864e5;
        if (day > end) break;
        if ((date.getUTCMonth() + 12 * date.getUTCFullYear()) % every === 0) {
          const x = scale.x(day), text = date.toLocaleDateString("en-GB", { month: "short", ...(date.getUTCMonth() === 0 || every >= 12 ? { year: "numeric" } : {}), timeZone: "UTC" });
          out.append(svg("line", { x1: x, x2: x, y1: y - 0.3 * e, y2: y + 0.3 * e, class: "st-axis" }), svg("text", { x, y: height - 0.35 * e, class: "st-soft", "text-anchor": x + wide(text, e) / 2 > scale.x(end) + 0.8 * e ? "end" : "middle" }, text));
        }
        date.setUTCMonth(date.getUTCMonth() + 1);
      }
    }
    function flags(out, scale, y, e, width) {
      const taken = [];
      for (const mark of data.odds ? data.odds.marks : []) {
        if (mark.name === "expiry") continue;
        const x = scale.x(mark.at), text = mark.name, w = wide(text, e) + 0.3 * e, left = x + w > width - 2 ? x - w : x;
        const row = [0, 1].find((r) => taken.every((t) => t.row !== r || left > t.right + e || left + w < t.left - e));
        out.append(svg("line", { x1: x, x2: x, y1: y + 0.5 * e, y2: y - (row ? 2.5 : 1.2) * e, class: "st-mark" }));
        if (row === undefined) continue;
        taken.push({ row, left, right: left + w });
        out.append(svg("text", { x: left === x ? x + 0.2 * e : x - 0.2 * e, y: y - (row ? 2.1 : 0.95) * e, "text-anchor": left === x ? "start" : "end" }, text));
      }
    }

    // ---- the odds ----------------------------------------------------------------------------------------------------
    function odds() {
      const found = data.odds;
      if (!found) { parts.odds.replaceChildren(html("h2", {}, labels.odds), html("p", { class: "st-note", role: "status" }, hooks.counting ? labels.counting : labels.no_odds)); return; }
      parts.curve = html("div", { class: "st-curve" });
      parts.headline = html("p", { class: "st-headline", "data-test": "headline", "aria-live": "polite" });
      head();
      parts.odds.replaceChildren(
        html("div", { class: "st-told" }, parts.headline, ask()), parts.curve,
        html("div", { class: "st-hidden" }, html("table", {}, html("caption", {}, labels.odds), html("thead", {}, html("tr", {}, html("th", { scope: "col" }, labels.date), html("th", { scope: "col" }, labels.share))),
          html("tbody", {}, found.marks.map((mark) => html("tr", {}, html("th", { scope: "row" }, mark.words), html("td", { "data-mark": mark.name }, mark.odds + " (" + mark.range + ")")))))));
      chart();
    }
    function head() {
      const lever = data.levers[state.lever];
      parts.headline.replaceChildren(...(lever ? prose(lever.sentence) : [html("b", {}, ...prose(data.odds.headline)), " ", ...prose(data.odds.more.join(" "))]));
    }
    function chart() {
      const found = data.odds, [width, height] = size(parts.curve), e = em(), left = 2.6 * e, right = width - 1.2 * e, top = 1.5 * e, bottom = height - 1.5 * e;
      const end = Math.max(1, data.about.days), x = (day) => left + ((right - left) * Math.min(day, end)) / end, y = (share) => bottom - (bottom - top) * share;
      const out = svg("svg", { role: "img", "aria-label": labels.odds + ": " + found.headline });
      for (const share of [0, 0.5, 1]) out.append(svg("line", { x1: left, x2: right, y1: y(share), y2: y(share), class: "st-grid" }), svg("text", { x: left - 0.5 * e, y: y(share), "text-anchor": "end", "dominant-baseline": "central", class: "st-soft" }, String(100 * share)));
      const climb = (curve) => curve.map(([day, share], n) => (n ? "H" + x(day).toFixed(1) + "V" : "M" + x(day).toFixed(1) + " ") + y(share).toFixed(1)).join("");
      const path = climb(found.curve), lever = data.levers[state.lever];
      out.append(svg("path", { d: path + "V" + bottom + "H" + left + "z", class: "st-area" }), svg("path", { d: path, class: "st-edge" }));
      if (lever) out.append(svg("path", { d: climb(lever.curve), class: "st-edge st-tried", "data-test": "tried" }));
      const done = steps[steps.length - 1], settled = done.kind === "consensus", here = x(done.at);
      if (settled) out.append(svg("path", { d: star(here, bottom, 0.6 * e), class: "st-event st-here" }, svg("title", {}, labels.this_run + ": " + done.day)), svg("text", { x: here, y: bottom + 1.25 * e, "text-anchor": "middle", class: "st-soft" }, data.odds.unusual_mark || labels.this_run));
      const decision = data.record.find((one) => one.kind === "decision");
      if (decision && decision.at <= end) {
        const at = x(decision.at), r = 0.5 * e, near = settled && Math.abs(at - here) < 10 * e;
        out.append(svg("path", { d: "M" + at + " " + (bottom - r) + "l" + r + " " + r + "l" + -r + " " + r + "l" + -r + " " + -r + "z", class: "st-ghost" }, svg("title", {}, labels.record_decision + ": " + decision.day)));
        out.append(svg("text", near ? { x: at + 0.8 * e, y: bottom - 0.4 * e, class: "st-soft" } : { x: at, y: bottom + 1.25 * e, "text-anchor": "middle", class: "st-soft" }, labels.record));
      }
      let free = -1e9;
      if (lever) legend(out, left + 0.4 * e, top - 0.4 * e, lever);
      for (const mark of found.marks) {
        const at = x(mark.at), level = y(mark.share), room = Math.max(at - left, right - at) - 0.5 * e, text = wide(mark.short, e) * 1.1 < room ? mark.short : mark.number, w = wide(text, e) * 1.1, start = at - w - 0.5 * e;
        out.append(svg("line", { x1: at, x2: at, y1: bottom, y2: level, class: "st-mark" }), svg("circle", { cx: at, cy: level, r: 0.38 * e, class: "st-dot" }, svg("title", {}, mark.words + ": " + mark.odds + " (" + mark.range + ")")));
        const anchor = start > left ? "end" : "start", ty = Math.max(level - 0.75 * e, 0.8 * e);
        if (anchor === "end" && start < free && Math.abs(ty - free_y) < 1.3 * e) continue;
        out.append(svg("text", { x: anchor === "end" ? at - 0.4 * e : at + 0.4 * e, y: ty, "text-anchor": anchor, class: "st-strong" }, text));
        free = at; free_y = ty;
      }
      parts.curve.replaceChildren(out);
    }
    let free_y = 0;
    function legend(out, x, y, lever) {
      const e = em();
      [["st-edge", labels.lever_off], ["st-edge st-tried", lever.says]].forEach(([name, text], row) => out.append(
        svg("line", { x1: x, x2: x + 2.2 * e, y1: y + row * 1.45 * e, y2: y + row * 1.45 * e, class: name }), svg("text", { x: x + 2.7 * e, y: y + row * 1.45 * e, "dominant-baseline": "central" }, text)));
    }

    // ---- what if -----------------------------------------------------------------------------------------------------
    function what() {
      const rows = data.levers.map((lever, n) => html("button", { class: "st-end", "data-lever": lever.name + "." + lever.end, "aria-pressed": String(n === state.lever), title: lever.question, on: { click: () => pull(n === state.lever ? -1 : n) } },
        html("span", {}, ...prose(lever.says)), html("b", {}, lever.before + " → " + lever.after), html("span", { class: "st-note" }, lever.note)));
      parts.what.replaceChildren(
        html("div", { class: "st-row" }, html("h2", {}, labels.what_if), rows.length ? html("span", { class: "st-note st-push" }, labels.lever_numbers) : null),
        ...(rows.length ? [html("div", { class: "st-ends", role: "group", "aria-label": labels.lever_pick, title: labels.lever_pick }, rows)]
          : [html("p", { class: "st-note", role: "status" }, hooks.counting ? labels.trying : labels.no_levers)]));
    }
    function pull(n) {
      state.lever = n;
      for (const [row, button] of [...parts.what.querySelectorAll(".st-end")].entries()) button.setAttribute("aria-pressed", String(row === n));
      if (parts.curve) { head(); chart(); }
      remember();
    }

    function show() { look(); stage(); side(); line(); last = state.at; }
    function redraw() { last = state.at; show(); if (parts.curve) chart(); }

    frame(); look(); recall(); odds(); what(); show();
    const watch = new ResizeObserver(() => redraw());
    watch.observe(parts.drawing); watch.observe(parts.rail);
    document.addEventListener("keydown", keys);
    return { close() { pause(); watch.disconnect(); document.removeEventListener("keydown", keys); }, play, state };
  };
})();
