// What else the live page can show: cases, lectures and lessons, in a box with a field that finds.
function others_box() {
  const groups = hooks.cases.map(([title, cases]) => {
    const rows = cases.map(([kind, name, called]) => html("li", {}, html("button", { class: "st-other", "data-case": name, on: { click: () => { box.close(); hooks.open(kind, name); } } }, html("b", {}, html("bdi", {}, called)), " ", html("span", { class: "st-note" }, name))));
    return { rows, node: html("div", {}, html("h2", {}, title), html("ul", { class: "st-others" }, rows)) };
  });
  const find = html("input", { type: "search", "aria-label": labels.find, placeholder: labels.find, "data-test": "find", autofocus: true, on: { input: () => {
    const wanted = find.value.toLowerCase().split(/\s+/);
    for (const { rows, node } of groups) {
      for (const row of rows) row.hidden = !wanted.every((word) => row.textContent.toLowerCase().includes(word));
      node.hidden = rows.every((row) => row.hidden);
    }
  } } });
  const box = html("dialog", { "aria-label": labels.other_title, "data-test": "others" },
    html("button", { class: "st-close", on: { click: () => box.close() } }, labels.close), html("h2", {}, labels.other_title), find, ...groups.map((group) => group.node));
  return box;
}
