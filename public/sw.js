// The service worker: keeps the shell of the field app on the phone, and answers with it when there is no network.
//
// It touches GET only, never /api, never IndexedDB. The bundler puts two constants on top: BUILD, the id of this version, and KEPT, what to keep.
const SHELL = '/field/';
const CACHE = `doorstep-${BUILD}`;

/** What does not change between versions is copied from the version before: a phone on a slow line downloads only what is new. */
async function keep(cache, url) {
  const isHashed = url.startsWith('/pkg/');
  const before = isHashed ? await caches.match(url) : undefined;
  const answer = before || await fetch(url, { cache: isHashed ? 'default' : 'reload', credentials: 'same-origin' });
  if (!answer.ok || answer.redirected) throw new Error(`${url}: ${answer.status}`);
  // A captive portal answers 200 with its own page.
  if (url === SHELL && !(await answer.clone().text()).includes('id="splash"')) throw new Error('this is not the shell');
  await cache.put(url, answer);
}

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await Promise.all(KEPT.map((url) => keep(cache, url)));
  })());
});

// Only this app's own versions go: `second-copy` holds what is not sent yet (app/src/sync/second.js).
// Old versions stay until this one is in force; the page decides when (see start.js).
self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith('doorstep-') && name !== CACHE) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener('message', (event) => {
  if (event.data?.type === 'activate') self.skipWaiting();
  if (event.data?.type === 'build') event.ports[0]?.postMessage(BUILD);
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin || url.pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate' && url.pathname.startsWith(SHELL)) {
    event.respondWith(answerFrom(SHELL, event));
  } else if (KEPT.includes(url.pathname)) {
    event.respondWith(answerFrom(url.pathname, event));
  }
});

/** From the phone first; the network only when the browser has thrown the cache away, and then everything is fetched to be kept again. */
async function answerFrom(key, event) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(key) || await caches.match(key);
  if (kept) return kept;
  event.waitUntil(keepAgain(cache).catch(() => {}));
  return fetch(event.request);
}

let keeping = null;
function keepAgain(cache) {
  const missing = async (url) => await cache.match(url) || keep(cache, url);
  keeping = keeping || Promise.all(KEPT.map(missing)).finally(() => { keeping = null; });
  return keeping;
}
