// A phone is wiped by an order from the console: it sends first, then nothing of its worker is left on it, and nothing is lost.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { launch } from '../chromium.mjs';
import { comesTrue, logInAtDesk } from '../pages.mjs';
import { Phone } from '../phone.mjs';
import { Server } from '../server.mjs';
import { goOn } from '../visitor.mjs';

let server, phone, browser, desk, worker;
const shots = process.env.DOORSTEP_SHOTS;

before(async () => {
  server = await Server.start();
  browser = await launch();
  worker = server.demo.accounts.find((one) => one.role === 'grid_worker');
  const context = await browser.newContext({ locale: 'zh-CN', javaScriptEnabled: false, viewport: { width: 360, height: 640 } });
  desk = await context.newPage();
  await logInAtDesk(desk, server, server.demo.accounts.find((one) => one.role === 'sys_admin').login);
  phone = await Phone.buy(server);
  await phone.logIn(worker.login, server.demo.password);
  await phone.upToDate();
});
after(async () => {
  await phone?.throwAway();
  await browser?.close();
  await server?.stop();
});

const look = (name, page = phone.page) => shots && page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
const ask = (sql) => JSON.parse(execFileSync('sqlite3', ['-readonly', '-json', join(server.folder, 'data/doorstep.db'), sql]).toString() || '[]');
/** The phone's id, as soon as a round of sync has noted it. */
const device = async () => {
  await phone.page.waitForFunction(() => localStorage.getItem('mark'));
  return phone.page.evaluate(() => localStorage.getItem('mark').split(/[ \n]/)[0]);
};
const onServer = (id) => ask(`select device_seq seq, status, signature_state from records where lower(hex(device_id)) = '${id.replaceAll('-', '')}' order by device_seq`);
const free = () => phone.page.locator('a.door[aria-label*="没去过"]');

/** What lies on the phone: keys of both databases but for the phone's own name, number and clock; names of the envelopes. */
const lying = () => phone.page.evaluate(async () => {
  const answer = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
  const rows = [];
  for (const name of ['doorstep', 'doorstep-keys']) {
    const database = await answer(indexedDB.open(name));
    for (const table of database.objectStoreNames) {
      const store = database.transaction(table).objectStore(table);
      const [keys, values] = await Promise.all([answer(store.getAllKeys()), answer(store.getAll())]);
      keys.forEach((key, at) => rows.push([`${table}/${key}`, values[at] instanceof Uint8Array && values[at][1] === 68]));
    }
    database.close();
  }
  const own = /^meta\/(head|offset|unsent_listed|push_limit|sealed\/.*)$/;
  const envelopes = (await (await caches.open('second-copy')).keys()).length;
  return { rows: rows.filter(([key]) => !own.test(key)), envelopes };
});

/** The page before this one has left no key: what hours without the app do. */
const forget = () => phone.page.evaluate(() => new Promise((done) => {
  const opening = indexedDB.open('doorstep-keys');
  opening.onsuccess = () => {
    const transaction = opening.result.transaction('keys', 'readwrite');
    transaction.objectStore('keys').delete('open');
    transaction.oncomplete = () => { opening.result.close(); done(); };
  };
}));

const told = () => phone.page.getByText('管理人员清除了这部手机').waitFor();
const loggedOut = () => comesTrue(phone.page, () => fetch('/api/v1/session').then((answer) => answer.status === 401));

async function visit(words, door = 0) {
  await phone.open(`/field/compounds/${server.demo.compound_id}`);
  await free().nth(door).click();
  const end = Date.now() + 60_000;
  let at;
  while (at !== 'saved' && Date.now() < end) await goOn(phone, { quick: true, words }, (now) => { at = now; });
  assert.equal(at, 'saved');
}

async function order(id) {
  // The demo has more phones than one page of the list shows.
  await desk.goto(`${server.url}/console/devices/${id}/wipe`);
  await look('wipe-question', desk);
  await desk.locator('main form button').click();
  await desk.getByText('已下令').waitFor();
}

test('an order reaches a phone that is online, and everything is off it', async () => {
  await visit('第一次');
  await phone.upToDate();
  const id = await device();
  await order(id);
  await phone.open('/field/outbox');
  await told();
  await look('wiped');
  await loggedOut();
  assert.deepEqual(await lying(), { rows: [], envelopes: 0 });
  assert.ok(onServer(id).length > 0);
  assert.ok(onServer(id).every((row) => row.status === 'accepted' && row.signature_state === 'signed'));
  await desk.reload();
  await desk.getByText('已清除').waitFor();
  assert.equal(await desk.getByText('没有签名').count(), 0, 'the phone has signed its word');
  await look('wipe-done', desk);
  await phone.page.reload();
  await phone.page.getByLabel('登录名').waitFor();
  await told();
});

test('the next login begins anew; an order given while the phone is away waits until it has sent', async () => {
  await phone.logIn(worker.login, server.demo.password);
  await phone.upToDate();
  const id = await device();
  const before = onServer(id).length;
  await phone.open(`/field/compounds/${server.demo.compound_id}`);
  await free().first().waitFor();
  await phone.loseNetwork();
  await visit('断网时写的');
  await phone.open(`/field/compounds/${server.demo.compound_id}`);
  await free().first().click();
  await phone.button('开始走访').click();
  await phone.page.getByRole('button', { name: /继续|同意|愿意|可以/ }).first().click();
  await phone.page.locator('.ask[data-q]').first().waitFor();
  const half = phone.page.url();
  await phone.open('/field/outbox');
  await phone.page.locator('li.card', { hasText: '仅在本机' }).first().waitFor();
  await order(id);
  assert.equal(onServer(id).length, before, 'the phone has not sent it yet');
  await phone.findNetwork();
  await told();
  await loggedOut();
  const rows = onServer(id);
  assert.ok(rows.length > before, `${rows.length} records`);
  assert.deepEqual(rows.map((row) => row.seq), rows.map((_, at) => at + 1), 'each once, none missing');
  assert.ok(rows.every((row) => row.status === 'accepted'));
  const left = await lying();
  assert.ok(left.rows.length > 0 && left.rows.every(([key, isClosed]) => key.startsWith('drafts/') && isClosed), JSON.stringify(left));
  assert.equal(left.envelopes, 0);
  await phone.logIn(worker.login, server.demo.password);
  await phone.open(`/field/compounds/${server.demo.compound_id}`);
  await free().first().waitFor();
  await phone.page.goto(half);
  await phone.drawn();
  await look('wipe-form');
  await phone.page.locator('.ask[data-q]').first().waitFor();
});

test('a phone that waits for its PIN hears of it, too, and sends what it has with the login of before', async () => {
  await phone.open();
  const id = await device();
  await phone.upToDate();
  const before = onServer(id).length;
  await phone.loseNetwork();
  await visit('锁着的时候', 1);
  await forget();
  await phone.page.reload();
  await phone.page.locator('form.pin').waitFor();
  await order(id);
  await phone.findNetwork();
  await told();
  await loggedOut();
  assert.ok(onServer(id).length > before);
  const left = await lying();
  assert.equal(left.envelopes, 0);
  assert.ok(left.rows.every(([key, isClosed]) => isClosed || key.startsWith('meta/unsent/')), JSON.stringify(left));
  await desk.reload();
  await desk.getByText('已清除').waitFor();
  assert.equal(await desk.getByText('没有签名').count(), 1, 'locked, it had no key to sign with');
  await phone.logIn(worker.login, server.demo.password);
  await phone.upToDate();
  const rows = onServer(id);
  assert.deepEqual(rows.map((row) => row.seq), rows.map((_, at) => at + 1), 'each once, none missing');
  assert.deepEqual(phone.complaints, []);
});
