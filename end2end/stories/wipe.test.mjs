// A phone is wiped by an order from the console: it sends first, then nothing of its worker is left on it, and nothing is lost.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { launch } from '../chromium.mjs';
import { logInAtDesk } from '../pages.mjs';
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
  await phone.page.locator('.sync-badge', { hasText: '已上传' }).waitFor();
});
after(async () => {
  await phone?.throwAway();
  await browser?.close();
  await server?.stop();
});

const look = (name, page = phone.page) => shots && page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
const ask = (sql) => JSON.parse(execFileSync('sqlite3', ['-readonly', '-json', join(server.folder, 'data/doorstep.db'), sql]).toString() || '[]');
const device = () => phone.page.evaluate(() => localStorage.getItem('mark').split(/[ \n]/)[0]);
const onServer = (id) => ask(`select device_seq seq, status, signature_state from records where lower(hex(device_id)) = '${id.replaceAll('-', '')}' order by device_seq`);
const free = () => phone.page.locator('a.door[aria-label*="没去过"]');

/** What lies on the phone: keys of the database, names of the envelopes, words beside. */
const lying = () => phone.page.evaluate(async () => {
  const answer = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
  const keys = [];
  for (const name of ['doorstep', 'doorstep-keys']) {
    const database = await answer(indexedDB.open(name));
    for (const table of database.objectStoreNames) {
      for (const key of await answer(database.transaction(table).objectStore(table).getAllKeys())) keys.push(`${table}/${key}`);
    }
    database.close();
  }
  const envelopes = (await (await caches.open('second-copy')).keys()).length;
  return { keys: keys.filter((key) => !['meta/head', 'meta/offset', 'meta/unsent_listed', 'meta/push_limit'].includes(key)), envelopes, mark: localStorage.getItem('mark') };
});

async function visit(words) {
  await phone.open(`/field/compounds/${server.demo.compound_id}`);
  await free().first().click();
  const end = Date.now() + 60_000;
  let at;
  while (at !== 'saved' && Date.now() < end) await goOn(phone, { quick: true, words }, (now) => { at = now; });
  assert.equal(at, 'saved');
}

async function order(id) {
  await desk.goto(`${server.url}/console/devices`);
  await desk.locator(`a[href="/console/devices/${id}/wipe"]`).click();
  await look('wipe-question', desk);
  await desk.locator('main form button').click();
  await desk.getByText('已下令').waitFor();
}

test('an order reaches a phone that is online, and everything is off it', async () => {
  await visit('第一次');
  await phone.page.locator('.sync-badge', { hasText: '已上传' }).waitFor();
  const id = await device();
  await order(id);
  await phone.open('/field/outbox');
  await phone.button('现在同步').click();
  await phone.page.getByText('管理人员清除了这部手机').waitFor();
  await look('wiped');
  await phone.page.waitForFunction(() => fetch('/api/v1/session').then((answer) => answer.status === 401));
  assert.deepEqual(await lying(), { keys: [], envelopes: (await lying()).envelopes, mark: null });
  assert.ok(onServer(id).every((row) => row.status === 'accepted' && row.signature_state === 'signed'));
  await desk.reload();
  await desk.getByText('已清除').waitFor();
  await look('wipe-done', desk);
  await phone.page.reload();
  await phone.page.getByLabel('登录名').waitFor();
});

test('the next login begins anew; an order given while the phone is away waits until it has sent', async () => {
  await phone.logIn(worker.login, server.demo.password);
  await phone.page.locator('.sync-badge', { hasText: '已上传' }).waitFor();
  await phone.page.waitForFunction(() => localStorage.getItem('mark'));
  const id = await device();
  const before = onServer(id).length;
  await phone.open(`/field/compounds/${server.demo.compound_id}`);
  await free().first().waitFor();
  await phone.loseNetwork();
  await visit('断网时写的');
  await phone.open('/field/outbox');
  await phone.page.locator('li.card', { hasText: '仅在本机' }).first().waitFor();
  await order(id);
  assert.equal(onServer(id).length, before, 'the phone has not sent it yet');
  await phone.findNetwork();
  await phone.page.getByText('管理人员清除了这部手机').waitFor();
  await phone.page.waitForFunction(() => fetch('/api/v1/session').then((answer) => answer.status === 401));
  const rows = onServer(id);
  assert.ok(rows.length > before, `${rows.length} records`);
  assert.deepEqual(rows.map((row) => row.seq), rows.map((_, at) => at + 1), 'each once, none missing');
  assert.ok(rows.every((row) => row.status === 'accepted'));
  const left = await lying();
  assert.deepEqual([left.keys, left.mark], [[], null]);
  assert.deepEqual(phone.complaints, []);
});
