// What only the browser can say or do for the field app, in its own words. Through web-sys the same weighs several times as much.

export const path = () => location.pathname;
export const host = () => location.host;

/** Puts an address into the history without loading anything. */
export const push = (path, isInstead) => history[isInstead ? 'replaceState' : 'pushState'](null, '', path);

export const toTop = () => scrollTo(0, 0);

/** A setting of this phone; none where the browser keeps nothing. */
export function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key, value) {
  try {
    if (value == null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Then it holds until the app is closed.
  }
}

const root = document.documentElement;
export const rootAttribute = (name) => root.getAttribute(name);
export const setRootAttribute = (name, value) => value == null ? root.removeAttribute(name) : root.setAttribute(name, value);

export const isOnline = () => navigator.onLine;
export const isInstalled = () => matchMedia('(display-mode: standalone)').matches;
export const isHidden = () => document.hidden;
export const buzz = () => navigator.vibrate?.(60);
export const random = (bytes) => crypto.getRandomValues(bytes);

/** The browser's answer is asked for when it is shown. */
export const persist = () => navigator.storage?.persist().catch(() => {});
export const isPersisted = () => navigator.storage.persisted();

/** Bytes used, and bytes there are. */
export async function space() {
  const { usage, quota } = await navigator.storage.estimate();
  return [usage, quota];
}

export const typed = (event) => event.target.value ?? '';
export const isTicked = (event) => event.target.checked === true;
export const untick = (event) => { event.target.checked = false; };

export const nextFrame = (act) => requestAnimationFrame(act);
export const begin = (act, ms) => setInterval(act, ms);
export const end = (clock) => clearInterval(clock);

export const open = (dialog) => { if (!dialog.open) dialog.showModal(); };
export const close = (dialog) => dialog.close();

/** Shows the first field with an error once it is drawn, and puts the focus there. */
export function toFirstError() {
  requestAnimationFrame(() => {
    const field = document.querySelector('.field-wrong, .field-error');
    field?.scrollIntoView({ block: 'center' });
    field?.querySelector('input, textarea, select, button')?.focus();
  });
}

/** The path of the link that was tapped, if it is one of ours and tapped plainly: then the browser does not load it. */
export function ownLink(event) {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  const link = event.target.closest?.('a[href]');
  const path = link?.getAttribute('href');
  if (!path?.startsWith('/field') || link.hasAttribute('target') || link.hasAttribute('download')) return null;
  event.preventDefault();
  return path;
}
