// What the phone's store asks of the browser, in the browser's own words: IndexedDB, AES-GCM, PBKDF2, ECDSA. Through web-sys the same
// weighs four times as much. No private or sealing key that lies here can be read again, only used.

/** What a request brings. Its transaction stays open while the answer is being taken. */
const answer = (request) => new Promise((heard, failed) => {
  request.onsuccess = () => heard(request.result);
  request.onerror = () => failed(request.error);
});

/** Lets a transaction end, and waits until it is durable, or has left no trace. */
const end = (transaction) => new Promise((durable, failed) => {
  transaction.oncomplete = durable;
  transaction.onabort = () => failed(transaction.error);
  close(transaction);
});

/** Nothing more is asked of it: from here on it ends without this page. */
const close = (transaction) => transaction.commit?.();

// A page that the browser puts aside, to be shown again when somebody goes back, keeps its unfinished transactions, and every later page
// waits for them for ever (WebKit does so). What has been asked for to its end is let through, the rest leaves no trace.
const running = new Set();
const opened = new Set();
addEventListener('pagehide', ({ persisted }) => {
  if (!persisted) return;
  for (const transaction of running) {
    try {
      transaction.abort();
    } catch {
      // It is being committed already.
    }
  }
  for (const database of opened) database.close();
});

/** Begins a transaction. */
function begin(database, tables, mode, options) {
  const transaction = database.transaction(tables, mode, options);
  running.add(transaction);
  transaction.addEventListener('complete', () => running.delete(transaction));
  transaction.addEventListener('abort', () => running.delete(transaction));
  return transaction;
}

/** Opens (or makes) a database with these tables. A higher version adds the tables that are missing. */
export async function openDatabase(name, version, tables) {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => {
    for (const table of tables) if (!request.result.objectStoreNames.contains(table)) request.result.createObjectStore(table);
  };
  const database = await answer(request);
  opened.add(database);
  // A newer version in another window wants to change the format: let it.
  database.onversionchange = () => database.close();
  return database;
}

/** Every key with this prefix. Keys are short words, ids and numbers; none contains U+FFFF. */
const starting = (prefix) => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

/** Asks one table for something. */
function ask(database, name, question) {
  const transaction = begin(database, name, 'readonly');
  const asked = question(transaction.objectStore(name));
  close(transaction);
  return asked;
}

// Rows that are asked for in one breath are read in one transaction: each of its own costs as much as twenty rows.
let breath;

export async function row(database, name, key) {
  if (breath?.db !== database || breath.objectStoreNames[0] !== name) {
    const transaction = begin(database, name, 'readonly');
    breath = transaction;
    queueMicrotask(() => {
      if (breath === transaction) breath = undefined;
      close(transaction);
    });
  }
  return answer(breath.objectStore(name).get(key));
}

export const names = async (database, name, prefix) => ask(database, name, (table) => answer(table.getAllKeys(starting(prefix))));

/** Key and value in turn, both read within one transaction: nobody writes in between. */
export async function rows(database, name, prefix) {
  const range = starting(prefix);
  const [keys, values] = await ask(database, name, (table) => Promise.all([answer(table.getAllKeys(range)), answer(table.getAll(range))]));
  return keys.flatMap((key, at) => [key, values[at]]);
}

const isSame = (one, other) => one === other
  || (one?.length === other?.length && typeof one === 'object' && typeof other === 'object' && one.every((byte, at) => byte === other[at]));

/**
 * One transaction over `tables`. `guards` and `ops` are table, key and value in turn; in `ops` a value that is missing removes the key,
 * one that is null every key that starts so. False: a guard did not hold, nothing was written.
 */
export async function write(database, tables, durability, guards, ops) {
  const transaction = begin(database, tables, 'readwrite', { durability });
  const found = [];
  for (let at = 0; at < guards.length; at += 3) found.push(answer(transaction.objectStore(guards[at]).get(guards[at + 1])));
  if (found.length && !(await Promise.all(found)).every((value, at) => isSame(value, guards[3 * at + 2]))) return false;
  try {
    for (let at = 0; at < ops.length; at += 3) {
      const [store, key, value] = [transaction.objectStore(ops[at]), ops[at + 1], ops[at + 2]];
      if (value == null) store.delete(value === null ? starting(key) : key);
      else store.put(value, key);
    }
  } catch (error) {
    // Part of the batch may be queued already; nothing of it may stay.
    transaction.abort();
    throw error;
  }
  await end(transaction);
  return true;
}

// Keys lie in a database of their own, so that no upgrade of the records' database can touch them.
const KEYS = 'keys';
let keys;

async function keyring(mode) {
  keys ??= openDatabase('doorstep-keys', 1, [KEYS]);
  try {
    return begin(await keys, KEYS, mode, { durability: 'strict' }).objectStore(KEYS);
  } catch (error) {
    // Closed by the browser, or for another window: the next time opens it again.
    keys = undefined;
    throw error;
  }
}

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const bytes = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** A worker's key as private key, public half, first number that it signs. */
export const workerKey = async (account) => answer((await keyring('readonly')).get(account));

/** Makes it. Fails when another window was faster: then its key is the one. */
export async function makeWorkerKey(account, firstSeq) {
  const pair = await crypto.subtle.generateKey(ECDSA, false, ['sign', 'verify']);
  const open = hex(await crypto.subtle.exportKey('raw', pair.publicKey));
  const store = await keyring('readwrite');
  store.add([pair.privateKey, open, firstSeq], account);
  await end(store.transaction);
}

export const sign = async (key, hash) => new Uint8Array(await crypto.subtle.sign(ECDSA, key, hash));

const imported = {};

/** The key in hexadecimal. What the app lends is copied before anything is waited for: its memory may move meanwhile. */
export async function verify(key, hash, signature) {
  const [data, said] = [hash.slice(), signature.slice()];
  imported[key] ??= crypto.subtle.importKey('raw', bytes(key), ECDSA, true, ['verify']);
  return crypto.subtle.verify(ECDSA, await imported[key], said, data);
}

const NONCE = 12;
const gcm = (iv, place) => place === undefined ? { name: 'AES-GCM', iv } : { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(place) };

async function closed(key, plain, place) {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const body = new Uint8Array(await crypto.subtle.encrypt(gcm(iv, place), key, plain));
  const all = new Uint8Array(NONCE + body.length);
  all.set(iv);
  all.set(body, NONCE);
  return all;
}

async function keyOf(pin, salt, iterations) {
  const base = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'unwrapKey']);
}

/** Missing where the page did not come over TLS (or from this very machine). */
export const able = () => Boolean(globalThis.crypto?.subtle);

/** A data key in hexadecimal under what a PIN becomes: the salt that it becomes so with, and the closed key. */
export async function wrap(pin, rounds, key) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return [hex(salt), hex(await closed(await keyOf(pin, salt, rounds), bytes(key)))];
}

// The key of an open app. While the app is open it also lies on the keyring for some minutes, so that a page that the camera killed
// goes on where it was. Scripts cannot read it, but whoever copies the phone's memory in these minutes could.
const OPEN = 'open';
let atWork;

/** The data key at work; it cannot be exported. Throws for another PIN. */
export async function unwrap(pin, salt, rounds, key) {
  const wrapped = bytes(key);
  const outer = gcm(wrapped.subarray(0, NONCE));
  atWork = await crypto.subtle.unwrapKey('raw', wrapped.subarray(NONCE), await keyOf(pin, bytes(salt), rounds), outer, 'AES-GCM', false, ['encrypt', 'decrypt']);
  return atWork;
}

/** Keeps the key at work for the next page of this phone. */
export async function keepOpen(account, from, until) {
  const store = await keyring('readwrite');
  // It may have been locked while the database opened.
  if (atWork) store.put([atWork, account, from, until], OPEN);
  await end(store.transaction);
}

/** The key that the page before has left, if it is this account's and its time is not over. */
export async function stillOpen(account, now) {
  const [key, owner, from, until] = await answer((await keyring('readonly')).get(OPEN)) ?? [];
  if (owner !== account || now < from || now > until) return forgetOpen();
  atWork = key;
  return key;
}

/** Lets the key go, here and for the next page; or all keys of all workers. */
export async function forgetOpen(all) {
  atWork = undefined;
  const store = await keyring('readwrite');
  if (all) store.clear();
  else store.delete(OPEN);
  await end(store.transaction);
}

/** Place and bytes in turn. */
const each = (sealed, act) => Promise.all(Array.from({ length: sealed.length / 2 }, (_, at) => act(sealed[2 * at], sealed[2 * at + 1])));

let turn = Promise.resolve();

/** Seals rows, one call after the other: what was asked for first is answered first. */
export function seal(key, list) {
  const now = () => each(list, (place, plain) => closed(key, plain, place));
  turn = turn.then(now, now);
  return turn;
}

/** Opens rows; null for one that this key did not seal for this place. */
export const unseal = (key, list) => each(list, (place, body) =>
  crypto.subtle.decrypt(gcm(body.subarray(0, NONCE), place), key, body.subarray(NONCE)).then((plain) => new Uint8Array(plain), () => null));
