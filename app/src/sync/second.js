// The second copy of what is not sent yet, apart from the database, and closed so that nobody on this phone can read it: what
// `domain::sync::envelope` describes, by the browser's own arithmetic, in a cache that no update clears. The app calls it by name.
const CACHE = 'second-copy';
const HERE = '/second-copy/';
const KEY = 'opening-key';
const TOGETHER = 20;
const encoder = new TextEncoder();
const shelf = () => caches.open(CACHE);
const curve = { name: 'ECDH', namedCurve: 'P-256' };

/** What lies here: each entry, the names in it, and whether it holds lines of JSON: several at once do, a comma behind each name. */
async function entries() {
  const kept = await (await shelf()).keys();
  return kept.map((request) => {
    const path = new URL(request.url).pathname.slice(HERE.length);
    return [request, path.split(',').filter(Boolean), path.includes(',')];
  });
}

/** A key agreed upon with the server's, which the app remembers as `number hex`: it closes what is kept at once. */
async function agree() {
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
  new DataView(head.buffer).setUint32(5, number);
  head.set(sender, 9);
  return async (inside, bytes) => {
    const own = head.slice();
    own[4] = inside;
    const iv = crypto.getRandomValues(own.subarray(74));
    const body = new Uint8Array(await subtle.encrypt({ ...aes, iv, additionalData: own }, key, bytes));
    const envelope = new Uint8Array(86 + body.length);
    envelope.set(own);
    envelope.set(body, 86);
    return envelope;
  };
}

function line(name, bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return JSON.stringify({ name, envelope: btoa(text) });
}

const put = async (path, content) => (await shelf()).put(HERE + path, new Response(content));
const linesOf = async (answer, names) => (await answer.text()).split('\n').filter((line) => names.includes(JSON.parse(line).name));
const here = async () => new Set((await entries()).flatMap(([, names]) => names));

/** Names of all envelopes but those that are known, one a line. */
export async function names(known) {
  const all = await here();
  for (const name of known.split('\n')) all.delete(name);
  return [...all].join('\n');
}

/** Which of the names are here: a 1 or a 0 for each. */
export async function areKept(list) {
  const all = await here();
  return list.split('\n').map((name) => Number(all.has(name))).join('');
}

/** Closes and keeps; several in one entry, because each entry costs the phone as much as twenty envelopes. */
export async function keep(list, contents) {
  const all = list.split('\n');
  for (let from = 0; from < all.length; from += TOGETHER) {
    const names = all.slice(from, from + TOGETHER);
    const close = await agree();
    const closed = await Promise.all(names.map((name, at) => close(name[0] === 'b' ? 2 : 1, contents[from + at])));
    if (names.length === 1) await put(names[0], closed[0]);
    else await put(`${names},`, closed.map((envelope, at) => line(names[at], envelope)).join('\n'));
  }
}

export async function drop(list) {
  const [cache, going] = [await shelf(), new Set(list.split('\n'))];
  await Promise.all((await entries()).map(async ([request, names]) => {
    const staying = names.filter((name) => !going.has(name));
    if (staying.length === names.length) return;
    const answer = staying.length && await cache.match(request);
    if (answer) await put(`${staying},`, (await linesOf(answer, staying)).join('\n'));
    await cache.delete(request);
  }));
}

/** Some envelopes as lines of JSON; one that has gone meanwhile is left out. */
export async function lines(list) {
  const [cache, wanted, lines] = [await shelf(), new Set(list.split('\n')), []];
  for (const [request, all, areLines] of await entries()) {
    const names = all.filter((name) => wanted.delete(name));
    const kept = names.length && await cache.match(request);
    if (kept) lines.push(...(areLines ? await linesOf(kept, names) : [line(names[0], new Uint8Array(await kept.arrayBuffer()))]));
  }
  return lines.join('\n');
}

/** All envelopes in one file, to the phone's own "send to" where there is one, else as a download. */
export async function save(title) {
  const text = await lines(await names(''));
  const file = new File([text + '\n'], title, { type: 'text/plain' });
  if (navigator.canShare?.({ files: [file] })) return navigator.share({ files: [file], title });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = title;
  link.click();
}
