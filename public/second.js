// The second copy of what is not sent yet, apart from the database, and closed so that nobody on this phone can read it: what
// `domain::sync::envelope` describes, by the browser's own arithmetic, in a cache that no update clears. The app calls it by name.
const CACHE = 'second-copy';
const HERE = '/second-copy/';
const KEY = 'opening-key';
const encoder = new TextEncoder();
const shelf = () => caches.open(CACHE);
const curve = { name: 'ECDH', namedCurve: 'P-256' };

/** Closes bytes with the server's key, which the app remembers as `number hex`. */
async function close(inside, bytes) {
  const [number, hex] = localStorage.getItem(KEY).split(' ');
  const { subtle } = crypto;
  const server = await subtle.importKey('raw', Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16)), curve, false, []);
  const own = await subtle.generateKey(curve, false, ['deriveBits']);
  const sender = new Uint8Array(await subtle.exportKey('raw', own.publicKey));
  const secret = await subtle.deriveBits({ name: 'ECDH', public: server }, own.privateKey, 256);
  const derived = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const info = encoder.encode('doorstep envelope 1');
  const aes = { name: 'AES-GCM', length: 256 };
  const key = await subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: sender, info }, derived, aes, false, ['encrypt']);
  const head = new Uint8Array(86);
  head.set(encoder.encode('DSE1'));
  head[4] = inside;
  new DataView(head.buffer).setUint32(5, number);
  head.set(sender, 9);
  const iv = crypto.getRandomValues(head.subarray(74));
  return [head, new Uint8Array(await subtle.encrypt({ ...aes, iv, additionalData: head }, key, bytes))];
}

async function base64(answer) {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** Names of all envelopes, one a line. */
async function names() {
  const kept = await (await shelf()).keys();
  return kept.map((request) => new URL(request.url).pathname.slice(HERE.length)).join('\n');
}

globalThis.second = {
  names,
  /** Closes and keeps. */
  async keep(name, bytes) {
    // A copy: what the app lends is its own memory, which may move while something is waited for.
    const parts = await close(name[0] === 'b' ? 2 : 1, bytes.slice());
    await (await shelf()).put(HERE + name, new Response(new Blob(parts)));
  },
  async drop(list) {
    const cache = await shelf();
    for (const name of list.split('\n')) await cache.delete(HERE + name);
  },
  /** Some envelopes as lines of JSON; one that has gone meanwhile is left out. */
  async lines(list) {
    const cache = await shelf();
    const lines = [];
    for (const name of list.split('\n')) {
      const kept = await cache.match(HERE + name);
      if (kept) lines.push(JSON.stringify({ name, envelope: await base64(kept) }));
    }
    return lines.join('\n');
  },
  /** All envelopes in one file, to the phone's own "send to" where there is one, else as a download. */
  async save(title) {
    const text = await globalThis.second.lines(await names());
    const file = new File([text + '\n'], title, { type: 'text/plain' });
    if (navigator.canShare?.({ files: [file] })) return navigator.share({ files: [file], title });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = title;
    link.click();
  },
};
