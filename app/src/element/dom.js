// Building elements, in the browser's own words. Through web-sys the same weighs several times as much.

const SVG = 'http://www.w3.org/2000/svg';

export const body = () => document.body;
export const element = (tag) => tag === 'svg' ? document.createElementNS(SVG, tag) : document.createElement(tag);
export const text = (text) => document.createTextNode(text);
export const say = (node, text) => { node.data = text; };
export const mark = () => document.createComment('');

export const insert = (node, parent, before) => { parent.insertBefore(node, before); };
export const parent = (node) => node.parentNode;
export const next = (node) => node.nextSibling;

export function clear(start, end) {
  for (let node; (node = start.nextSibling) && node !== end;) node.remove();
}

export function remove(start, end) {
  clear(start, end);
  start.remove();
  end.remove();
}

export function move(start, end, before) {
  for (let node = start, next; node; node = next) {
    next = node === end ? null : node.nextSibling;
    before.before(node);
  }
}

export const attribute = (dom, name, value) => { value == null ? dom.removeAttribute(name) : dom.setAttribute(name, value); };
export const styled = (dom, name, isOn) => { dom.classList.toggle(name, isOn); };
export const markup = (dom, markup) => { dom.innerHTML = markup; };

/** Written only where it differs: a field that is being typed in keeps its cursor. */
export const property = (dom, name, value) => { if (dom[name] !== value) dom[name] = value; };

/** No target: the window. */
export const hear = (target, event, act) => (target ?? window).addEventListener(event, act);
export const unhear = (target, event, act) => (target ?? window).removeEventListener(event, act);
