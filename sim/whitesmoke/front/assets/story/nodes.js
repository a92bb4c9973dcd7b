// Elements of a page and of a drawing, sizes and colours.
const SVG = "http://www.w3.org/2000/svg";

const ruler = document.createElement("canvas").getContext("2d");
const room = { drawing: [40, 30], rail: [40, 30] };
let unit = 14, family = "sans-serif";
function look() {  // once a drawing, before anything is changed: a size that is asked for in between has the page laid out anew
  const style = getComputedStyle(root);
  unit = parseFloat(style.fontSize); family = style.fontFamily;
  for (const name of Object.keys(room)) room[name] = size(parts[name]);
}
function wide(text, size) { ruler.font = size + "px " + family; return ruler.measureText(text).width; }

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

function size(node) { const box = node.getBoundingClientRect(); return [Math.max(box.width, 40), Math.max(box.height, 30)]; }
function em() { return unit; }
function colour(k) { return "var(--c" + (k % 7) + ")"; }
function on(k) { return "var(--on" + (k % 7) + ")"; }
