// Labels with their parts filled in, and names set apart in prose.
const names = names_of();

function say(name, values) { return labels[name].replace(/\{(\w+)\}/g, (whole, key) => (values && key in values ? values[key] : whole)); }
function with_mark(line) { return (line.scripted ? labels.scripted + ": " : "") + line.text; }
function names_of() {
  const all = [...members.map((m) => m.name), ...candidates.map((c) => c.name)].filter((name) => name.length > 1).sort((a, b) => b.length - a.length);
  return all.length ? new RegExp("(" + all.map(escaped).join("|") + ")", "gu") : null;
}
function prose(text) {  // a name written from right to left turns nothing beside it
  text = text.replace(/(\d) %/g, "$1\u00a0%");
  return names === null ? [text] : text.split(names).filter((part) => part !== "").map((part, place) => (part.match(names) ? html("bdi", {}, part) : part));
}
function escaped(text) { return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"); }
