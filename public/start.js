// Starts the field app and looks after its updates.
//
// What the app does: it puts the attribute `data-draft` on <html> while a screen holds something half written, and takes it away after.
// What this script does: a new version waits until no window of this phone has a draft open. An update never touches IndexedDB.
import init from '{{field.js}}';

const root = document.documentElement;
const DRAFT_LOCK = 'doorstep-draft';

/** While this window has a draft open it holds a shared lock; the browser drops it when the window dies. */
let release = null;
function holdLock() {
  if (!navigator.locks || release) return;
  navigator.locks.request(DRAFT_LOCK, { mode: 'shared' }, () => new Promise((done) => {
    release = done;
    if (!hasDraft()) letGo();
  }));
}
function letGo() {
  if (release) release();
  release = null;
}
const hasDraft = () => root.hasAttribute('data-draft');

/** Calls `then` if no window has a draft open at this moment. */
function whenIdle(then) {
  if (hasDraft()) return;
  if (!navigator.locks) return then();
  navigator.locks.request(DRAFT_LOCK, { mode: 'exclusive', ifAvailable: true }, (lock) => { if (lock) then(); });
}

let registration = null;
let reloadWanted = false;

/** Lets a waiting version in, and changes over to it, both only between drafts. */
function settle() {
  if (reloadWanted) return whenIdle(() => location.reload());
  const waiting = registration && registration.waiting;
  if (!waiting) return;
  root.setAttribute('data-update', 'waiting');
  whenIdle(() => waiting.postMessage({ type: 'activate' }));
}

async function register() {
  if (!('serviceWorker' in navigator)) return;
  // The very first worker takes the page over without a reload; only a later one replaces something.
  let controlled = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (controlled) {
      reloadWanted = true;
      settle();
    }
    controlled = true;
    root.removeAttribute('data-update');
  });
  registration = await navigator.serviceWorker.register('/sw.js', { scope: '/field/' });
  registration.addEventListener('updatefound', () => {
    const fresh = registration.installing;
    if (fresh) fresh.addEventListener('statechange', settle);
  });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) registration.update().catch(() => {}); });
  settle();
}

new MutationObserver(() => {
  if (hasDraft()) return holdLock();
  letGo();
  // The lock is given back in the next turn; ask after it.
  setTimeout(settle, 50);
}).observe(root, { attributes: true, attributeFilter: ['data-draft'] });

/** The splash goes when the app has put something in its place, not before: the store is opened in between. */
const drawn = new Promise((done) => {
  new MutationObserver((changes, observer) => {
    if (!changes.some((change) => change.addedNodes.length > 0)) return;
    observer.disconnect();
    document.getElementById('splash')?.remove();
    done();
  }).observe(document.body, { childList: true });
});

// Shown again after the browser had put it aside: the store is closed and others may have worked since. Every keystroke was saved.
addEventListener('pageshow', ({ persisted }) => { if (persisted) location.reload(); });

/** A mistake of ours has stopped the app in the middle. Every keystroke was saved; only a new start helps, so the page says that. */
function tellIfBroken(error) {
  if (!(error instanceof WebAssembly.RuntimeError)) return;
  if (document.getElementById('splash')) return window.doorstepFailed?.(error);
  const broken = document.getElementById('broken');
  broken.hidden = false;
  // For whoever asks what it was: a mistake's place, nothing of a person.
  broken.dataset.error = `${error.message} ${error.stack}`;
}
window.addEventListener('error', (event) => tellIfBroken(event.error));
window.addEventListener('unhandledrejection', (event) => tellIfBroken(event.reason));

// A splash that nobody replaces says so itself.
setTimeout(() => { if (document.getElementById('splash')) window.doorstepFailed?.('timeout'); }, 20_000);
try {
  await init('{{field.wasm}}');
} catch (error) {
  window.doorstepFailed?.(error);
  throw error;
}
await drawn;
if (hasDraft()) holdLock();
register().catch((error) => console.warn('no service worker', error));
