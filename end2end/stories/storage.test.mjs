// A phone whose storage is full, or goes piece by piece: what is said, what stays, and that nothing with a receipt is lost.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { dump, readPhone } from '../ledger.mjs';
import { comesTrue } from '../pages.mjs';
import { Phone } from '../phone.mjs';
import { Server } from '../server.mjs';
import { goOn } from '../visitor.mjs';

const MB = 1024 * 1024;
let server, phone, worker, tools;
const doors = [];

before(async () => {
  server = await Server.start();
  worker = server.demo.accounts.find((one) => one.role === 'grid_worker');
  // Newer Chromium tells every page the same quota, whatever it grants; an honest number is what older phones give.
  phone = await Phone.buy(server, ['--disable-features=StaticStorageQuota']);
  phone.context.setDefaultTimeout(8_000);
  await phone.logIn(worker.login, server.demo.password);
  await phone.upToDate();
  await phone.open(`/field/compounds/${server.demo.compound_id}`);
  await phone.page.locator('a.door').first().waitFor();
  doors.push(...await phone.page.locator('a.door[aria-label*="没去过"]').evaluateAll((all) => all.map((one) => one.getAttribute('href'))));
  tools = await phone.context.newCDPSession(phone.page);
});
after(async () => {
  await phone?.throwAway();
  await server?.stop();
});

/** The room that is left ends. The database believes what it heard last for half a minute; then it asks again. */
async function fillUp() {
  await grant(1000);
  await new Promise((done) => setTimeout(done, 32_000));
}
/** Room that the browser grants; none: as much as there is. */
const grant = (quotaSize) => tools.send('Storage.overrideQuotaForOrigin', { origin: server.url, ...quotaSize !== undefined && { quotaSize } });
const used = async () => (await tools.send('Storage.getUsageAndQuota', { origin: server.url })).usage;
/** Takes one kind of storage away from under a phone that is not being used at that moment. */
async function takeAway(storageTypes) {
  await phone.page.goto('about:blank');
  await tools.send('Storage.clearDataForOrigin', { origin: server.url, storageTypes });
}

const entries = (found) => Object.keys(found).filter((key) => key.startsWith('outbox/')).map((key) => JSON.parse(found[key]));
const here = () => phone.page.evaluate(dump);
const draftOf = (found, href) => JSON.parse(Object.entries(found).find(([key]) => key.endsWith(`/visit/${href.split('/').at(-1)}`))?.[1] ?? 'null');

/** Goes on with a visit until a screen is reached; nothing is done on that one. */
async function until(screen, plan) {
  const end = Date.now() + 90_000;
  let at;
  const hear = (now) => {
    at = now;
    if (now === screen) throw new Reached();
  };
  while (Date.now() < end) {
    await goOn(phone, plan, hear).catch((error) => { if (!(error instanceof Reached)) throw error; });
    if (at === screen) return;
  }
  throw new Error(`never came to ${screen}, stays at ${at}: ${await phone.page.locator('body').innerText()}`);
}
class Reached extends Error {}

/** Everything on this phone is verified by the server. */
async function everythingVerified() {
  await phone.open('/field/outbox');
  await phone.button('现在同步').click();
  await phone.page.waitForFunction(() => {
    const all = [...document.querySelectorAll('li.card')];
    return all.length > 0 && all.every((card) => card.textContent.includes('服务器已核实'));
  }, null, { timeout: 60_000 });
}

/** What the server answers about records, as their phone would ask. */
async function receipts(ids) {
  return phone.page.evaluate(async (ids) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch('/api/v1/sync/receipts', { method: 'POST', headers, body: JSON.stringify({ ids }) });
    return (await answer.json()).receipts;
  }, ids);
}

async function quickVisit(href, words) {
  await phone.open(href);
  await until('saved', { quick: true, words });
}

const full = { words: '晚上全黑，老人摔过', needs: ['power', 'water'], photos: 2, signs: true, papers: 1 };

test('with little room left photos wait, and every word is kept', async () => {
  await phone.loseNetwork();
  await phone.open(doors[0]);
  await until('need', full);
  await grant(await used() + 60 * MB);
  await phone.button('拍照').first().click();
  await phone.page.getByText('手机空间不到 200 MB').first().waitFor();
  await phone.page.locator('textarea').first().fill('文字照常记');
  await phone.page.waitForTimeout(300);
  assert.equal(draftOf(await here(), doors[0]).needs[0].text, '文字照常记');
  assert.equal(await phone.page.getByText('没有存上').count(), 0);
  await grant();
  await phone.page.locator('textarea').first().fill('');
});

test('room that ends while a photo is being taken: it says so, and the next try succeeds', async () => {
  const strip = phone.page.locator('.photos img');
  const chooser = phone.page.waitForEvent('filechooser');
  await phone.button('拍照').first().click();
  const camera = await chooser;
  const picture = await phone.page.screenshot({ type: 'jpeg', quality: 95 });
  await fillUp();
  await camera.setFiles({ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: picture });
  await phone.page.getByText('照片没有存上').first().waitFor();
  assert.equal(await strip.count(), 0);
  assert.deepEqual(Object.keys(await here()).filter((key) => key.startsWith('blobs/')), []);
  await grant();
  await phone.takePhoto();
  assert.equal(await strip.count(), 1);
});

test('room that ends while a consent with five photos is saved: clear words, nothing half saved, and on it goes', async () => {
  await until('outcome', full);
  // Back at the signed page there is a way on, without signing again.
  await phone.button('上一步').click();
  await phone.page.getByText('签字已保存').waitFor();
  await phone.next();
  await phone.button('保存走访').waitFor();
  const before = await here();
  assert.equal(draftOf(before, doors[0]).fee.photos.length, 1);
  await fillUp();
  const note = phone.page.locator('textarea').first();
  await note.fill('说好周六再来');
  await phone.page.getByText('没有存上').first().waitFor();
  await phone.choose('outcome', 'completed');
  await phone.button('保存走访').click();
  await phone.page.waitForTimeout(1500);
  assert.ok(await phone.page.getByText('没有存上').first().isVisible(), 'it still says that it is not kept');
  assert.ok(await phone.button('保存走访').isEnabled(), 'it can be tried again');
  assert.equal(await note.inputValue(), '说好周六再来', 'what was typed stands on the screen');
  const during = await here();
  assert.deepEqual(entries(during), [], 'no record of the visit, not even one of them');
  assert.equal(during['meta/head'], before['meta/head'], 'no number was given');
  assert.ok(draftOf(during, doors[0]), 'the draft is there');

  await grant();
  await phone.button('保存走访').click();
  await phone.page.getByText('已保存在手机里').first().waitFor();
  const found = await here();
  const made = entries(found);
  assert.deepEqual(made.map(({ record }) => record.seq), made.map((_, at) => at + 1));
  assert.ok(made.some(({ record }) => record.kind === 'consent_event' && record.body.includes('fee_paid')));
  const photos = made.flatMap(({ blobs }) => blobs);
  // Two of each need, one of the paper; and the signature.
  assert.equal(photos.length, 6);
  for (const hash of photos) assert.equal(found[`blobs/${hash}`], 'bytes');
  assert.equal(draftOf(found, doors[0]), null);
  await phone.findNetwork();
  await everythingVerified();
});

for (const [name, kinds] of Object.entries({
  'the cached files': 'cache_storage',
  'the settings': 'local_storage',
  'the service worker': 'service_workers',
  'the cached files and the service worker': 'cache_storage,service_workers',
})) {
  test(`${name} gone: drafts and records stay, and the app comes back with the network`, async () => {
    await phone.loseNetwork();
    const number = entries(await readHere()).length + 1;
    await quickVisit(doors[number], `没人，第${number}次`);
    await phone.open(doors[number + 40]);
    await until('need', full);
    await phone.page.locator('textarea').first().fill('写到一半');
    await phone.page.waitForTimeout(200);
    await takeAway(kinds);
    await phone.findNetwork();
    const found = await readPhone(phone);
    assert.equal(entries(found).length, number);
    assert.equal(draftOf(found, doors[number + 40]).needs[0].text, '写到一半');
    await everythingVerified();
    await phone.page.evaluate(() => navigator.serviceWorker.ready);
    await comesTrue(phone.page, async () => Boolean(await caches.match('/field/')));
    await phone.open(doors[number + 40]);
    await phone.link('接着写').click();
    assert.equal(await phone.page.locator('textarea').first().inputValue(), '写到一半');
  });
}
/** The database, wherever the phone is; a page is opened for it if there is none. */
async function readHere() {
  if (!phone.page.url().startsWith(server.url)) await phone.open('/field/');
  return here();
}

test('the database gone: what had a receipt is on the server, once, and the phone begins anew under another name', async () => {
  await everythingVerified();
  const before = await readPhone(phone);
  const ids = entries(before).map(({ record }) => record.id);
  await takeAway('indexeddb');
  await phone.logIn(worker.login, server.demo.password);
  await phone.page.locator('a[href^="/field/compounds/"]').first().waitFor();
  const known = await receipts(ids);
  assert.equal(known.length, ids.length);
  assert.ok(known.every((receipt) => receipt.state !== 'set_aside' && receipt.missing_blobs.length === 0));
  await quickVisit(doors[60], '数据清掉以后');
  await everythingVerified();
  const after = await readPhone(phone);
  const made = entries(after);
  assert.ok(made.length >= 1 && made.every(({ record }, at) => record.seq === at + 1));
  assert.notEqual(JSON.parse(after['meta/head']).device, JSON.parse(before['meta/head']).device);
  assert.deepEqual(phone.complaints, []);
});
