// What the phone seals with: the browser's own AES-GCM and PBKDF2. No key that is made here can be read again.

const NONCE = 12;
const gcm = (iv, place) => place === undefined ? { name: 'AES-GCM', iv } : { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(place) };

async function closed(key, bytes, place) {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const body = new Uint8Array(await crypto.subtle.encrypt(gcm(iv, place), key, bytes));
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

/** A data key under what a PIN becomes. */
export const wrap = async (pin, salt, rounds, raw) => closed(await keyOf(pin, salt, rounds), raw);

/** The data key at work; it cannot be exported. Throws for another PIN. */
export const unwrap = async (pin, salt, rounds, wrapped) =>
  crypto.subtle.unwrapKey('raw', wrapped.subarray(NONCE), await keyOf(pin, salt, rounds), gcm(wrapped.subarray(0, NONCE)), 'AES-GCM', false, ['encrypt', 'decrypt']);

/** Place and bytes in turn. */
const each = (rows, act) => Promise.all(Array.from({ length: rows.length / 2 }, (_, at) => act(rows[2 * at], rows[2 * at + 1])));

let turn = Promise.resolve();

/** Seals rows, one call after the other: what was asked for first is answered first. */
export function seal(key, rows) {
  const now = () => each(rows, (place, bytes) => closed(key, bytes, place));
  turn = turn.then(now, now);
  return turn;
}

/** Opens rows; null for one that this key did not seal for this place. */
export const open = (key, rows) => each(rows, (place, bytes) =>
  crypto.subtle.decrypt(gcm(bytes.subarray(0, NONCE), place), key, bytes.subarray(NONCE)).then((plain) => new Uint8Array(plain), () => null));
