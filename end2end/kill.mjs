// The real app in a real browser against the real server; in every round the browser's whole process group is killed with SIGKILL,
// at a random moment of filling a visit or of syncing. After each kill: every draft is as it was last kept, the outbox has each
// record once and in its chain, every photo has its bytes. At the end everything is synced and compared with the server's database.
//
// node kill.mjs ROUNDS [SEED]   Prints figures, one a line, and the seed. The seed chooses what is done and when the kill comes; what
// the browser is doing at that millisecond is the machine's, so a seed tells the same story, not the same instant.
//
// Every round goes through the screens. Two of three visits are a tap, a note and a save; the others are the whole form with a need,
// photos and, for some, a signature. The login's cookie is put back after a kill: Chromium writes cookies half a minute late.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ledger, readPhone } from './ledger.mjs';
import { Phone } from './phone.mjs';
import { entriesOf, hashOf, sha256 } from './record.mjs';
import { Server } from './server.mjs';
import { goOn, Mangled } from './visitor.mjs';

const rounds = Number(process.argv[2] ?? 6);
const seed = Number(process.argv[3] || Date.now() % 1_000_000);
const chance = dice(seed);
const faults = [];
const figures = { rounds: 0, killed_while: {}, visits: 0, records: 0, photos: 0, on_server: 0, lost: 0, doubled: 0 };
const ledger = new Ledger();
const doors = [];
const visits = [];
let server, phone, cookies;

/** Numbers from 0 to 1 by a seed (mulberry32). */
function dice(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The next visit: another door, words that are found again on the server. */
function begin() {
  const number = visits.length + 1;
  const kind = chance();
  const visit = { href: doors[number % doors.length], tag: `〔${seed}·${number}〕`, quick: kind < 0.66, photos: kind > 0.8 ? 2 : 1, signs: kind > 0.93 };
  visit.words = `${visit.tag}晚上全黑，老人摔过；楼门口的灯三个月没亮`;
  visits.push(visit);
  return visit;
}

async function switchOn() {
  await phone.switchOn();
  phone.context.setDefaultTimeout(5_000);
  await ledger.listen(phone);
  if (cookies) await phone.context.addCookies(cookies);
}

/** Each record once: numbers without a gap, ids of their own, every one chained to the one before, every photo there. */
function checkOutbox(found) {
  const entries = entriesOf(found);
  const head = found['meta/head'] ? JSON.parse(found['meta/head']) : { seq: 0 };
  let before;
  entries.forEach(({ record, blobs }, at) => {
    if (record.seq !== at + 1) faults.push(`record ${record.id} has number ${record.seq} in place ${at + 1}`);
    if ((record.prev_hash ?? undefined) !== before) faults.push(`record ${record.seq} is not chained to the one before`);
    before = hashOf(record);
    for (const hash of blobs) if (found[`blobs/${hash}`] !== 'bytes') faults.push(`record ${record.seq} lacks photo ${hash}`);
  });
  if (head.seq !== entries.length) faults.push(`the phone made ${head.seq} records and has ${entries.length}`);
  if (new Set(entries.map((entry) => entry.record.id)).size !== entries.length) faults.push('an id is there twice');
}

/** Where a visit is by what the database holds: saved, being written, or not begun. */
function standing(found, visit) {
  if (entriesOf(found).some(({ record }) => record.kind === 'visit' && record.body.includes(visit.tag))) return 'saved';
  return found[draftKey(found, visit)] ? 'written' : 'not begun';
}
const draftKey = (found, visit) => Object.keys(found).find((key) => key.startsWith('drafts/') && key.endsWith(`/visit/${visit.href.split('/').at(-1)}`));

/** One life of the browser: it goes on with the visit until it is killed. */
async function live(found, isLast) {
  const isOnline = chance() < 0.6;
  const isSlow = chance() < 0.5;
  // One of five lives ends while the app is starting; the others when somebody has worked for a while.
  const diesEarly = chance() < 0.2;
  const dies = diesEarly ? chance() * 2_500 : 100 + chance() * (chance() < 0.5 ? 10_000 : 3_000);
  let at = 'start';
  let isDead = false;
  const end = () => new Promise((done) => setTimeout(done, dies)).then(async () => {
    isDead = true;
    figures.killed_while[at] = (figures.killed_while[at] ?? 0) + 1;
    await phone.kill();
  });
  let death = !isLast && diesEarly ? end() : Promise.resolve();
  try {
    if (!isOnline) await phone.loseNetwork();
    else if (isSlow) await slowDown();
    let visit = visits.at(-1) ?? begin();
    if (standing(found, visit) === 'saved') visit = begin();
    await phone.open(visit.href);
    if (!isLast && !diesEarly) death = end();
    for (;;) {
      if (isLast && standing(found, visit) === 'saved') break;
      const was = await goOn(phone, visit, (screen) => { at = isOnline && screen === 'saved' ? 'syncing' : screen; });
      if (was !== 'saved') continue;
      if (isLast) break;
      // Time for the records to travel; then the next door.
      await phone.page.waitForTimeout(chance() * 900);
      visit = begin();
      await phone.open(visit.href);
    }
  } catch (error) {
    if (error instanceof Mangled) faults.push(`a draft came back wrong: ${error.message}`);
    else if (!isDead) throw error;
  }
  await death;
}

/** A line on which a push and a photo take long enough to be killed in the middle. */
async function slowDown() {
  const tools = await phone.context.newCDPSession(phone.page);
  await tools.send('Network.enable');
  await tools.send('Network.emulateNetworkConditions', { offline: false, latency: 80, downloadThroughput: 100_000, uploadThroughput: 60_000 });
}

async function verifyAll() {
  await phone.findNetwork();
  await phone.open('/field/outbox');
  await phone.button('现在同步').click();
  for (let tries = 0; tries < 90; tries += 1) {
    await phone.page.waitForTimeout(1000);
    const waiting = Number(await phone.page.evaluate(() => [...document.querySelectorAll('.tallies > *')].slice(0, 2)
      .reduce((sum, one) => sum + Number(/\d+/.exec(one.textContent)?.[0] ?? 0), 0)));
    if (waiting === 0) return;
    if (tries % 15 === 14) await phone.button('现在同步').click();
  }
  faults.push('not everything was synced');
}

/** What the server's own database says, read beside the server. */
function ask(sql) {
  const file = join(server.folder, 'data', 'doorstep.db');
  const answer = execFileSync('sqlite3', ['-readonly', '-json', file, sql], { maxBuffer: 1 << 28 }).toString();
  return answer ? JSON.parse(answer) : [];
}

function lose(what) {
  figures.lost += 1;
  faults.push(`lost: ${what}`);
}

/** Whether the server has bytes of this name, and they have this hash. */
function isOnDisk(hash) {
  const file = hash && join(server.folder, 'data/objects/blobs', hash.slice(0, 2), hash);
  return Boolean(file) && existsSync(file) && sha256(readFileSync(file)) === hash;
}

function compare(found) {
  const entries = entriesOf(found);
  const device = JSON.parse(found['meta/head']).device.replaceAll('-', '');
  const rows = ask(`select lower(hex(id)) id, device_seq seq, hash, kind, status, body from records where lower(hex(device_id)) = '${device}' order by device_seq`);
  const [{ clashes }] = ask('select count(*) clashes from record_clashes');
  // Photos and signatures of consents are sealed soon after: then the file's name is the digest of what is in it, sealed.
  const arrived = new Map(ask(`select b.sha256, r.sealed_sha256 from blobs b left join record_blobs r on r.sha256 = b.sha256
    where b.arrived_at_ms is not null`).map((row) => [row.sha256, row.sealed_sha256 ?? row.sha256]));
  figures.records = entries.length;
  figures.on_server = rows.length;
  for (const { record, blobs, custody } of entries) {
    const same = rows.filter((row) => row.id === record.id.replaceAll('-', ''));
    if (same.length !== 1) lose(`record ${record.seq}`);
    // The words of a consent are not kept open: its hash is, and the evidence that is verified below.
    else if (same[0].hash !== hashOf(record) || (record.kind !== 'consent_event' && same[0].body !== record.body)) lose(`record ${record.seq} as it was made`);
    if (custody.is !== 'verified_on_server') faults.push(`record ${record.seq} is ${custody.is}: ${JSON.stringify(custody)}`);
    for (const hash of blobs) {
      figures.photos += 1;
      if (!isOnDisk(hash) && !isOnDisk(arrived.get(hash))) lose(`photo ${hash} of record ${record.seq} (${record.kind})`);
    }
  }
  figures.doubled += rows.length - new Set(rows.map((row) => row.seq)).size + clashes;
  if (rows.length > entries.length) figures.doubled += rows.length - entries.length;
  for (const visit of visits) {
    const there = rows.filter((row) => row.kind === 'visit' && row.body.includes(visit.tag)).length;
    if (there > 1) figures.doubled += there - 1;
    if (visit !== visits.at(-1) && there === 0) lose(`visit ${visit.tag}`);
    figures.visits += there;
  }
}

try {
  console.error(`seed ${seed}`);
  server = await Server.start();
  phone = await Phone.buy(server);
  await ledger.listen(phone);
  const worker = server.demo.accounts.find((one) => one.role === 'grid_worker');
  await phone.logIn(worker.login, server.demo.password);
  await phone.page.locator('.sync-badge', { hasText: '已上传' }).waitFor({ timeout: 60_000 });
  cookies = await phone.context.cookies();
  await phone.open(`/field/compounds/${server.demo.compound_id}`);
  await phone.page.locator('a.door').first().waitFor();
  doors.push(...await phone.page.locator('a.door').evaluateAll((all) => all.filter((one) => one.getAttribute('aria-label').includes('没去过')).map((one) => one.getAttribute('href'))));
  if (doors.length < rounds / 2) throw new Error(`only ${doors.length} doors were never visited`);
  for (let round = 0; round <= rounds; round += 1) {
    if (round > 0) await switchOn();
    const found = await readPhone(phone);
    faults.push(...ledger.settle(found).map((fault) => `round ${round}: ${fault}`));
    checkOutbox(found);
    await live(found, round === rounds);
    figures.rounds = round;
    if (round % 20 === 0) console.error(`${round} rounds, ${visits.length} visits, ${faults.length} faults`);
    if (faults.length > 20) break;
  }
  await verifyAll();
  const found = await readPhone(phone);
  faults.push(...ledger.settle(found));
  checkOutbox(found);
  compare(found);
  // Ends with an error when a consent is changed, missing or out of order.
  server.run('verify-evidence');
} finally {
  await phone?.throwAway();
  await server?.stop();
}
const { killed_while: moments, ...counts } = figures;
for (const [name, value] of Object.entries(counts)) console.log(`kill_${name} ${value}`);
for (const [screen, times] of Object.entries(moments)) console.log(`kill_while_${screen} ${times}`);
console.log(`kill_seed ${seed}`);
for (const fault of faults) console.error(fault);
process.exit(figures.doubled + faults.length > 0 ? 1 : 0);
