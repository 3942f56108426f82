// What the phone's database was asked to keep, and what it said it had kept, heard inside the page and remembered outside the browser.
//
// After a kill the database is read again. Every key must hold the last value that counted as kept, or one asked for after it; a
// transaction that was under way is there whole or not at all.

/** Runs in every page, before the app: listens to the writes of the app's database, and to their end. */
function ear() {
  const KEPT = ['drafts', 'outbox', 'blobs'];
  // What is sealed is known by its last bytes: no two are ever the same.
  const name = (value) => typeof value === 'string' ? value : `sealed ${[...value.slice(-16)]}`;
  const { put, delete: remove } = IDBObjectStore.prototype;
  const life = Math.random().toString(36).slice(2, 10);
  const names = new WeakMap();
  let count = 0;
  let news = [];
  const tell = (said) => {
    if (news.length === 0) queueMicrotask(() => { window.doorstepHeard(news); news = []; });
    news.push(said);
  };
  const heard = (store, key, value) => {
    if (store.transaction.db.name !== 'doorstep' || !KEPT.includes(store.name) || typeof key !== 'string') return;
    let transaction = names.get(store.transaction);
    if (transaction === undefined) {
      transaction = `${life}.${count += 1}`;
      names.set(store.transaction, transaction);
      store.transaction.addEventListener('complete', () => tell({ done: transaction }));
      store.transaction.addEventListener('abort', () => tell({ undone: transaction }));
    }
    tell({ asked: transaction, key: `${store.name}/${key}`, value });
  };
  IDBObjectStore.prototype.put = function (value, key) {
    heard(this, key, name(value));
    return put.call(this, value, key);
  };
  IDBObjectStore.prototype.delete = function (key) {
    heard(this, key, null);
    return remove.call(this, key);
  };
}

/**
 * Runs in a page of the same origin: everything that the database holds, opened with the key that an open app leaves for the page after it
 * (blobs by their hash, as whether their bytes are right); and under `lies/` as it lies there.
 */
export async function dump() {
  const opened = async (name) => {
    if (!(await indexedDB.databases()).some((one) => one.name === name)) return null;
    return new Promise((done, fail) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => fail(opening.error);
    });
  };
  const [database, keys] = await Promise.all(['doorstep', 'doorstep-keys'].map(opened));
  if (!database) return {};
  const answer = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const key = (keys && await answer(keys.transaction('keys').objectStore('keys').get('open')))?.[0];
  keys?.close();
  /** What a sealed value says: see `app/src/store/sealed.rs` and `web.js`. */
  const open = async (place, value) => {
    const additionalData = new TextEncoder().encode(place);
    const plain = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: value.subarray(4, 16), additionalData }, key, value.subarray(16)));
    const said = plain.subarray(1);
    if (plain[0] === 't'.charCodeAt(0)) return new TextDecoder().decode(said);
    return hex(await crypto.subtle.digest('SHA-256', said)) === place.split('/').at(-1) ? 'bytes' : 'other bytes';
  };
  const isSealed = (value) => [0, 68, 83, 1].every((byte, at) => value[at] === byte);
  const [found, lies] = [{}, {}];
  for (const table of ['meta', 'drafts', 'outbox', 'blobs']) {
    const store = database.transaction(table).objectStore(table);
    const [names, values] = await Promise.all([answer(store.getAllKeys()), answer(store.getAll())]);
    for (const [at, name] of names.entries()) {
      const [place, value] = [`${table}/${name}`, values[at]];
      const isText = typeof value === 'string';
      const sha256 = async () => hex(await crypto.subtle.digest('SHA-256', value));
      lies[`lies/${place}`] = isText ? value : `sealed ${[...value.slice(-16)]}`;
      const hash = name.split('/').at(-1);
      const said = isText ? value : isSealed(value) ? await open(place, value) : await sha256() === hash ? 'bytes' : 'other bytes';
      found[table === 'blobs' ? `blobs/${hash}` : place] = said;
    }
  }
  database.close();
  return { ...found, ...lies };
}

/** What the phone's database holds, read without starting the app. The page is left at a text file of the server. */
export async function readPhone(phone) {
  await phone.page.goto(`${phone.server.url}/robots.txt`);
  return phone.page.evaluate(dump);
}

export class Ledger {
  /** What was in the database when it was last read. */
  settled = {};
  /** key → what was asked since, in order. */
  asked = new Map();
  ended = new Map();

  /** Listens on a phone that was just switched on. */
  async listen(phone) {
    await phone.context.exposeBinding('doorstepHeard', (_, news) => this.hear(news));
    await phone.context.addInitScript(ear);
  }

  hear(news) {
    for (const { asked, done, undone, key, value } of news) {
      if (done) this.ended.set(done, 'done');
      if (undone) this.ended.set(undone, 'undone');
      if (asked) this.asked.set(key, [...this.asked.get(key) ?? [], { transaction: asked, value }]);
    }
  }

  /** Compares with what is there after a kill, says in words what is wrong, and takes what is there as the new beginning. */
  settle(all) {
    const faults = Object.entries(all).filter(([, value]) => value === 'other bytes').map(([key]) => `${key}: its bytes are not those of its name`);
    const lies = Object.entries(all).filter(([key]) => key.startsWith('lies/'));
    const found = Object.fromEntries(lies.map(([key, value]) => [key.slice('lies/'.length), value]));
    for (const [key, value] of Object.entries(this.settled)) {
      if (!key.startsWith('meta/') && !this.asked.has(key) && found[key] !== value) faults.push(`${key}: nobody wrote it, and it changed`);
    }
    for (const [key, history] of this.asked) {
      const fault = this.judge(history.filter(({ transaction }) => this.ended.get(transaction) !== 'undone'), key, found[key] ?? null);
      if (fault) faults.push(`${key}: ${fault}`);
    }
    faults.push(...this.halves(found));
    this.settled = found;
    this.asked = new Map();
    this.ended = new Map();
    return faults;
  }

  judge(history, key, value) {
    const kept = history.findLastIndex(({ transaction }) => this.ended.get(transaction) === 'done');
    const allowed = history.slice(Math.max(kept, 0)).map((one) => one.value);
    if (kept < 0) allowed.push(this.settled[key] ?? null);
    if (allowed.includes(value)) return null;
    // The very last writes before a kill may have reached the disk although word of them never came out of the browser.
    const isOlder = value === null || history.some((one) => one.value === value) || value === this.settled[key];
    return isOlder ? `is older than what counted as kept (${history.length} writes, ${kept + 1} kept)` : null;
  }

  /** Transactions of which one part is there and another is not. */
  halves(found) {
    const parts = new Map();
    for (const [key, history] of this.asked) {
      const last = history.at(-1);
      if (this.ended.get(last.transaction) === 'undone') continue;
      // A value that was there before says nothing about the transaction.
      if (last.value === (this.settled[key] ?? null) || history.slice(0, -1).some((one) => one.value === last.value)) continue;
      const list = parts.get(last.transaction) ?? [];
      list.push((found[key] ?? null) === last.value);
      parts.set(last.transaction, list);
    }
    return [...parts].filter(([, list]) => list.includes(true) && list.includes(false)).map(([name]) => `transaction ${name}: half of it is there`);
  }
}
