// How fast the field app is in a real browser against the real server. Prints `name value unit`, one a line.
//
// node bench.mjs   HOUSEHOLDS="1000 10000"  SURVEYS="200 1000"  PROFILES="raw slow"  RUNS=1 (the median of so many)
// PEERS=FOLDER measures RxDB and PouchDB against express-pouchdb in the same run with the same documents; FOLDER has their npm packages.
//
// slow: the processor at a quarter, 1.6 Mbit/s down, 750 kbit/s up, 150 ms. Times begin when the login was answered (first sync) or the
// network is back (upload; the phone shows its settings, a page that follows no record, and has its second copies) and end when the app says that all is done; bytes are those on the wire, headers included.
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { dump } from './ledger.mjs';
import { comesTrue } from './pages.mjs';
import { Phone } from './phone.mjs';
import { hashOf } from './record.mjs';
import { documents, session, survey, world } from './bench/world.mjs';
import { throttle, weigh } from './bench/line.mjs';
import { Peers } from './bench/peers.mjs';
import { Wire } from './bench/wire.mjs';

const list = (name, usual) => (process.env[name] ?? usual).split(' ').filter(Boolean);
const runs = Number(process.env.RUNS ?? 1);
const results = new Map();
const note = (name, value, unit) => {
  if (!results.has(name)) results.set(name, { unit, values: [] });
  results.get(name).values.push(value);
};

/** A phone at the wire, with the app installed and nobody logged in. */
async function newPhone(wire) {
  const phone = await Phone.buy({ url: wire.url });
  phone.context.setDefaultTimeout(180_000);
  phone.requests = 0;
  phone.page.on('request', (request) => { if (request.url().includes('/api/')) phone.requests += 1; });
  await phone.open('/field/login');
  await phone.page.evaluate(() => navigator.serviceWorker.ready);
  return phone;
}

/** In the page: notes when the login was answered, when the first doors can be opened, and when the badge is calm again. */
function watchSync() {
  window.seen = {};
  const wait = setInterval(() => {
    // Choosing a PIN is no part of it either.
    if (document.querySelector('form.pin')) window.seen.asked = true;
    else if (window.seen.asked && !window.seen.began) window.seen.began = performance.now();
    const badge = document.querySelector('.sync-badge')?.textContent ?? '';
    const doors = /\d+ \/ ([1-9]\d*)/.exec(document.querySelector('main')?.innerText ?? '');
    if (doors && !window.seen.first) window.seen.first = performance.now();
    if (badge.includes('已上传') && doors) { window.seen.done = performance.now(); clearInterval(wait); }
  }, 10);
}

async function logIn(phone, { login, password }, whenAnswered = () => {}) {
  await phone.page.getByLabel('登录名').fill(login);
  await phone.page.getByLabel('密码').fill(password);
  await phone.page.evaluate(watchSync);
  const answered = phone.page.waitForResponse((answer) => answer.url().endsWith('/session') && answer.request().method() === 'POST');
  await phone.button('登录').click();
  await answered;
  whenAnswered();
  await phone.page.locator('form.pin').waitFor();
  await phone.passPin();
  await phone.page.waitForFunction(() => window.seen.done, null, { polling: 100 });
  return phone.page.evaluate(() => ({ done: window.seen.done - window.seen.began, first: window.seen.first - window.seen.began }));
}

async function firstSync(place, wire, count, profile) {
  const phone = await newPhone(wire);
  try {
    await throttle(phone.page, profile);
    // The login itself is no part of it.
    const times = await logIn(phone, place, () => { wire.reset(); phone.requests = 0; });
    const name = `pull_${count}_${profile}_doorstep`;
    note(`${name}`, times.done / 1000, 's');
    note(`${name}_first_doors`, times.first / 1000, 's');
    note(`${name}_down`, wire.down, 'bytes');
    note(`${name}_requests`, phone.requests, 'requests');
    await phone.page.waitForTimeout(300);
    note(`${name}_storage`, weigh(join(phone.folder, 'Default/IndexedDB')), 'bytes');
    if (profile === 'raw' && count === 1000) await openDoors(phone, place);
  } finally {
    await phone.throwAway();
  }
}

/** On a board of 500 doors: one door after the other, and back. */
async function openDoors(phone, place) {
  await phone.open(`/field/compounds/${place.compound}`);
  await phone.page.locator('a.door').first().waitFor();
  const times = await phone.page.evaluate(async () => {
    const until = (test) => new Promise((done) => { const look = () => (test() ? done() : setTimeout(look, 0)); look(); });
    const opened = [];
    const back = [];
    for (let at = 0; at < 40; at += 1) {
      await until(() => document.querySelectorAll('a.door').length >= 500);
      let began = performance.now();
      document.querySelectorAll('a.door')[at * 11].click();
      await until(() => document.querySelector('.quick-outcomes'));
      opened.push(performance.now() - began);
      began = performance.now();
      history.back();
      await until(() => document.querySelectorAll('a.door').length >= 500);
      back.push(performance.now() - began);
    }
    const middle = (list) => list.sort((a, b) => a - b)[list.length / 2];
    return { opened: middle(opened), back: middle(back) };
  });
  note('doors_opened_per_second', 1000 / times.opened, 'doors/s');
  note('board_500_drawn', times.back, 'ms');
}

/** In a page of the same origin without the app: what was made offline, signed with the phone's own key, as the app writes it. */
async function putRecords({ account, head, rows }) {
  const opened = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
  const keys = await opened(indexedDB.open('doorstep-keys'));
  const [key] = await opened(keys.transaction('keys').objectStore('keys').get(account));
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16));
  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const entries = [];
  for (const { record, hash } of rows) {
    const signature = hex(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes(hash)));
    entries.push([`${account}/${String(record.seq).padStart(12, '0')}`, JSON.stringify({ record, blobs: [], signature, custody: { is: 'on_this_phone_only' }, offers: 0 })]);
  }
  const database = await opened(indexedDB.open('doorstep'));
  const transaction = database.transaction(['outbox', 'meta'], 'readwrite');
  for (const [key, value] of entries) transaction.objectStore('outbox').put(value, key);
  transaction.objectStore('meta').put(JSON.stringify(head), 'head');
  await new Promise((done, fail) => { transaction.oncomplete = done; transaction.onabort = () => fail(transaction.error); });
  database.close();
}

/** In the page: whether so many second copies lie there. */
async function secondCopies(count) {
  const entries = await (await caches.open('second-copy')).keys();
  return entries.reduce((sum, { url }) => sum + url.split(',').filter(Boolean).length, 0) >= count;
}

async function upload(place, wire, count, profile) {
  const phone = await newPhone(wire);
  try {
    await logIn(phone, place);
    await phone.page.goto(`${wire.url}/robots.txt`);
    const before = await phone.page.evaluate(dump);
    const { account } = await session(place.server);
    const head = JSON.parse(before['meta/head']);
    const rows = [];
    for (let at = 0; at < count; at += 1) {
      const record = { id: randomUUID(), kind: 'visit', device: head.device, seq: head.seq += 1, author: account, recorded_at_ms: Date.now(),
        ...head.hash && { prev_hash: head.hash }, body: survey(place.households[at % place.households.length], at) };
      head.hash = hashOf(record);
      rows.push({ record, hash: head.hash });
    }
    await phone.page.evaluate(putRecords, { account, head, rows });
    const line = await throttle(phone.page, profile);
    await line.cut();
    await phone.open('/field/settings');
    await phone.page.waitForFunction((count) => document.querySelector('.sync-badge')?.textContent.includes(String(count)), count);
    // The second copies are made when a record is: the peers' documents lie in their databases, too.
    await comesTrue(phone.page, secondCopies, count, { limitMs: 120_000 });
    await phone.page.waitForTimeout(500);
    wire.reset();
    phone.requests = 0;
    const began = Date.now();
    await line.mend();
    await phone.page.waitForFunction(() => document.querySelector('.sync-badge').textContent.includes('已上传'), null, { polling: 50 });
    const seconds = (Date.now() - began) / 1000;
    const name = `push_${count}_${profile}_doorstep`;
    note(name, seconds, 's');
    note(`${name}_up`, wire.up, 'bytes');
    note(`${name}_requests`, phone.requests, 'requests');
    const after = await phone.page.evaluate(dump);
    const verified = Object.entries(after).filter(([key, value]) => key.startsWith('outbox/') && JSON.parse(value).custody.is === 'verified_on_server').length;
    if (verified !== count) throw new Error(`${verified} of ${count} are verified`);
  } finally {
    await phone.throwAway();
  }
}

const peers = process.env.PEERS ? await Peers.start(process.env.PEERS, note) : null;
for (const count of list('HOUSEHOLDS', '1000 10000').map(Number)) {
  const place = await world(count);
  const wire = await Wire.to(place.server.port);
  try {
    const all = await documents(place.server);
    note(`household_bytes_${count}`, Math.round(JSON.stringify(all).length / all.length), 'bytes');
    for (const profile of list('PROFILES', 'raw slow')) {
      for (let run = 0; run < runs; run += 1) {
        await firstSync(place, wire, count, profile);
        if (peers) await peers.pull(all, profile);
      }
      if (count !== 1000) continue;
      for (const surveys of list('SURVEYS', '200 1000').map(Number)) {
        for (let run = 0; run < runs; run += 1) {
          await upload(place, wire, surveys, profile);
          if (peers) await peers.push(Array.from({ length: surveys }, (_, at) => ({ _id: `survey:${String(at).padStart(6, '0')}`, ...JSON.parse(survey(place.households[at], at)) })), profile);
        }
      }
    }
  } finally {
    wire.close();
    await place.server.stop();
  }
}
await peers?.stop();
for (const [name, { unit, values }] of results) {
  const middle = values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  console.log(`${name} ${Number(middle.toFixed(3))} ${unit}`);
}
