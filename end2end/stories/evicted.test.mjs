// The browser throws the database away while records wait in it: what lies in the other store arrives, once, and the worker is told.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../chromium.mjs';
import { comesTrue, logInAtDesk } from '../pages.mjs';
import { Phone } from '../phone.mjs';
import { Server } from '../server.mjs';

let server, phone, browser;
const shots = process.env.DOORSTEP_SHOTS;
const account = (role) => server.demo.accounts.find((one) => one.role === role);

before(async () => {
  server = await Server.start();
  browser = await launch();
  phone = await Phone.buy(server);
  await phone.logIn(account('company_staff').login, server.demo.password);
  await phone.upToDate();
});
after(async () => {
  await phone?.throwAway();
  await browser?.close();
  await server?.stop();
});

const look = (name, page = phone.page) => shots && page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });

const waiting = () => phone.page.locator('section', { hasText: '派给我的' }).locator('a.card');

/** Steps of a task, the last one with a photo; no network is needed. */
async function work(task) {
  for (let steps = 0; steps < 3; steps += 1) {
    await phone.open(task);
    const primary = phone.page.locator('.action-bar .button-primary');
    await primary.waitFor();
    const submits = await phone.page.locator('textarea').isVisible();
    if (submits) {
      await phone.page.locator('textarea').fill('换了新的，已试过');
      await phone.takePhoto();
    }
    await primary.click();
    await phone.page.getByText('这一步存在手机里').waitFor();
    if (submits) return;
  }
}

const deleteDatabase = (name) => phone.page.evaluate((wanted) => new Promise((done, failed) => {
  const request = indexedDB.deleteDatabase(wanted);
  request.onsuccess = () => done();
  request.onerror = () => failed(request.error);
}), name);

/** The database goes while no window of the app is open. */
async function evict() {
  await phone.page.route('**/api/**', (route) => route.abort());
  await phone.findNetwork();
  await phone.page.goto(`${server.url}/robots.txt`);
  await deleteDatabase('doorstep');
  await deleteDatabase('doorstep-keys');
  await phone.loseNetwork();
  await phone.page.unroute('**/api/**');
}

const ask = (sql) => JSON.parse(execFileSync('sqlite3', ['-readonly', '-json', join(server.folder, 'data/doorstep.db'), sql]).toString() || '[]');

/** Records and photos of this device on the server. */
const onServer = (device) => ask(`select device_seq seq, status, signature_state from records
  where lower(hex(device_id)) = '${device.replaceAll('-', '')}' order by device_seq`);
const photosOnServer = () => ask('select count(*) count from blobs where arrived_at_ms is not null')[0].count;

/** Device and last number, as the phone has noted them outside of its database. */
const mark = () => phone.page.evaluate(() => localStorage.getItem('mark').split('\n')[0].split(' '));

const made = { photos: 0 };

test('records and photos made with no network lie in the other store too, and the outbox says so', async () => {
  made.photos = photosOnServer();
  await phone.loseNetwork();
  await phone.open('/field/tasks');
  await waiting().first().waitFor();
  const tasks = await waiting().evaluateAll((cards) => cards.map((card) => card.getAttribute('href')));
  for (const task of tasks.slice(0, 2)) await work(task);
  await phone.open('/field/outbox');
  await phone.page.locator('li.card').first().waitFor();
  made.seq = await phone.page.locator('li.card').count();
  assert.ok(made.seq >= 2, `${made.seq} records`);
  // The note outside of the database follows each record after a moment.
  await phone.page.waitForFunction((seq) => localStorage.getItem('mark')?.split('\n')[0].split(' ')[1] === String(seq), made.seq);
  [made.device] = await mark();
  await phone.page.locator('li.card', { hasText: '第二份：有' }).nth(made.seq - 1).waitFor();
  await look('outbox');
  // Thrown away they are made again, all in one go: then they lie in one entry.
  await phone.page.evaluate(async () => {
    const shelf = await caches.open('second-copy');
    for (const key of await shelf.keys()) if (key.url.includes('/r/')) await shelf.delete(key);
  });
  await phone.open('/field/outbox');
  await comesTrue(phone.page, async () => (await (await caches.open('second-copy')).keys()).some((key) => key.url.endsWith(',')));
  // The list may have been drawn before.
  await phone.page.locator('li.card', { hasText: '第二份：有' }).nth(made.seq - 1).waitFor();
});

test('what lies there cannot be read on the phone', async () => {
  const texts = await phone.page.evaluate(async () => {
    const shelf = await caches.open('second-copy');
    const entries = await Promise.all((await shelf.keys()).map(async (key) => {
      const text = new TextDecoder('latin1').decode(await (await shelf.match(key)).arrayBuffer());
      return key.url.endsWith(',') ? text.split('\n').map((line) => atob(JSON.parse(line).envelope)) : text;
    }));
    return entries.flat();
  });
  assert.ok(texts.length > made.seq, 'records and photos');
  for (const text of texts) assert.ok(text.startsWith('DSE1') && !/record|author|JFIF|Exif/.test(text));
});

test('after the eviction the worker is told what was found again, before any login', async () => {
  await evict();
  await phone.open('/field/');
  await phone.page.getByText('这部手机上的数据被清除过').waitFor();
  await phone.page.getByText(`找回了 ${made.seq} 条没有上传的记录`).waitFor();
  await look('login-after-eviction');
});

test('the queue leaves the phone as a file without a login, and the desk takes it in', async () => {
  // As in a browser that has no way to hand a file on.
  await phone.page.evaluate(() => { navigator.canShare = undefined; });
  const download = phone.page.waitForEvent('download');
  await phone.button('导出救援文件').click();
  const file = await (await download).path();
  made.file = readFileSync(file, 'utf8');
  assert.equal(made.file.trim().split('\n').filter((line) => JSON.parse(line).name.startsWith('r/')).length, made.seq);
  const name = join(server.folder, 'rescue.txt');
  const lines = made.file.trim().split('\n');
  // The first record alone: the others are for the phone itself.
  writeFileSync(name, `${lines.find((line) => JSON.parse(line).name.startsWith('r/'))}\ngarbled\n`);
  const context = await browser.newContext({ locale: 'zh-CN', javaScriptEnabled: false, viewport: { width: 360, height: 640 } });
  const page = await context.newPage();
  await logInAtDesk(page, server, account('community_clerk').login);
  await page.goto(`${server.url}/console/rescue`);
  await look('rescue-form', page);
  await page.locator('input[type=file]').setInputFiles(name);
  await page.locator('main form[action="/console/rescue"] button').click();
  await page.getByText('已收下').waitFor();
  await page.getByText('2: 这一行不是完整的救援记录').waitFor();
  await look('rescue-done', page);
  await context.close();
  assert.equal(onServer(made.device).length, 1);
});

test('after the next login every record is on the server once, with its photos, and no number is given twice', async () => {
  await phone.findNetwork();
  await phone.logIn(account('company_staff').login, server.demo.password);
  await phone.page.getByText('这部手机上的数据被清除过').waitFor();
  for (let tries = 0; tries < 100 && onServer(made.device).length < made.seq; tries += 1) await phone.page.waitForTimeout(200);
  const rows = onServer(made.device);
  assert.deepEqual(rows.map((row) => row.seq), Array.from({ length: made.seq }, (_, at) => at + 1));
  assert.ok(rows.every((row) => row.status === 'accepted' && row.signature_state === 'signed'), JSON.stringify(rows));
  for (let tries = 0; tries < 100 && photosOnServer() === made.photos; tries += 1) await phone.page.waitForTimeout(200);
  assert.ok(photosOnServer() > made.photos);
  await comesTrue(phone.page, async () => (await (await caches.open('second-copy')).keys()).length === 0);
  await phone.button('知道了').click();
  await phone.page.reload();
  await phone.drawn();
  assert.equal(await phone.page.getByText('这部手机上的数据被清除过').count(), 0, 'read once');
  await phone.open('/field/tasks');
  // Until the round is over, a task that was worked on before may stand among those that wait.
  await phone.upToDate();
  await waiting().first().waitFor();
  const next = await waiting().first().getAttribute('href');
  await phone.open(next);
  await phone.page.locator('.action-bar .button-primary').click();
  await phone.page.waitForFunction(() => localStorage.getItem('mark')?.split('\n')[0].endsWith(' 1'));
  const [device, seq] = await mark();
  assert.notEqual(device, made.device, 'another device from here on');
  assert.equal(seq, '1');
  assert.deepEqual(phone.complaints, []);
});

/** Sets the last contact back by so many days. */
const setContactBack = (days) => phone.page.evaluate((ago) => new Promise((done, failed) => {
  const opening = indexedDB.open('doorstep');
  opening.onerror = () => failed(opening.error);
  opening.onsuccess = () => {
    const database = opening.result;
    const meta = database.transaction('meta', 'readwrite').objectStore('meta');
    meta.openCursor(IDBKeyRange.bound('pull/', 'pull/\uffff')).onsuccess = ({ target: { result: cursor } }) => {
      cursor.update(JSON.stringify({ ...JSON.parse(cursor.value), complete_at_ms: Date.now() - ago * 86_400_000 }));
    };
    meta.transaction.oncomplete = () => { database.close(); done(); };
  };
}), days);

test('the downloaded doors and tasks go after fourteen days without a contact, the work stays', async () => {
  await phone.open('/field/settings');
  await phone.page.getByText('长期保存').waitFor();
  await look('settings');
  await phone.loseNetwork();
  await phone.open('/field/tasks');
  await waiting().first().waitFor();
  await work(await waiting().first().getAttribute('href'));
  await setContactBack(13);
  await phone.open('/field/tasks');
  await waiting().first().waitFor();
  await setContactBack(15);
  await phone.open('/field/');
  await phone.page.getByText('下载的住户资料过期了').waitFor();
  await look('home-after-expiry');
  await phone.open('/field/outbox');
  await phone.page.locator('li.card', { hasText: '仅在本机' }).first().waitFor();
  await phone.findNetwork();
  await phone.button('现在同步').click();
  await phone.upToDate();
  await phone.open('/field/');
  assert.equal(await phone.page.getByText('下载的住户资料过期了').count(), 0);
  await phone.open('/field/tasks');
  await waiting().first().waitFor();
});
