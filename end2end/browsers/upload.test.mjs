// The whole field app in other engines: Firefox and WebKitGTK, driven as their vendors do. A technician finishes a task with five
// photos of 3 MB each; the server's hash of each equals the phone's.
//
// The app makes every photo it takes small, so photos of 3 MB are put into its database and into the task's draft, as if an earlier
// version had taken them; from the tap on 办好了 everything is the app's own: the commit, the push, the chunks, the receipts. One more
// photo goes the usual way, through the file field, and is made small by this engine.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from '../ledger.mjs';
import { logIn } from './session.mjs';
import { Server } from '../server.mjs';
import { BROWSERS } from '../webdriver.mjs';

const SIZE = 3_000_000;

for (const [name, { package: missing, path, start }] of Object.entries(BROWSERS)) {
  test(`${name}: a record with five photos of 3 MB arrives with every byte`, { skip: !path && `not installed: apt-get install ${missing}`, timeout: 300_000 }, async () => {
    const server = await Server.start();
    let browser;
    try {
      browser = await start(path);
      await told(browser, server);
    } finally {
      await browser?.stop();
      await server.stop();
    }
  });
}

async function told(browser, server) {
  await logIn(browser, server);

  await browser.go(`${server.url}/field/tasks`);
  const task = await browser.until(() => document.querySelector('section a.card[href*="/tasks/"]')?.getAttribute('href'));
  await browser.go(server.url + task);
  // It may be new, accepted or under way.
  const steps = ['接单', '开始办', '办好了'];
  const words = () => browser.until((steps) => {
    const words = [...document.querySelectorAll('button')].map((one) => one.innerText.trim());
    return steps.some((step) => words.includes(step)) && words;
  }, steps);
  for (const [at, step] of steps.slice(0, 2).entries()) {
    if (!(await words()).includes(step)) continue;
    await browser.tap(step);
    await browser.until((next) => [...document.querySelectorAll('button')].some((one) => one.innerText.trim() === next), steps[at + 1]);
  }
  await browser.until((last) => [...document.querySelectorAll('button')].some((one) => one.innerText.trim() === last), steps[2]);

  const hashes = await browser.run(putPhotos, task.split('/').at(-1), SIZE);
  assert.equal(new Set(hashes).size, 5);
  await browser.go(server.url + task);
  await browser.until(() => document.querySelectorAll('.photos img').length === 5);

  // One more the usual way: larger than a phone may keep, so it has to be made small here.
  const picture = join(server.folder, 'IMG_0001.png');
  writeFileSync(picture, Buffer.from(await browser.run(bigPicture), 'base64'));
  await browser.type('input[type=file]', picture);
  await browser.until(() => document.querySelectorAll('.photos img').length === 6);
  await browser.type('textarea', '换了灯泡，亮了');
  await browser.tap('办好了');
  await browser.until(() => ![...document.querySelectorAll('button')].some((one) => one.innerText.trim() === '办好了'));
  await browser.go(`${server.url}/field/outbox`);
  await browser.tap('现在同步');
  await browser.until(() => {
    const all = [...document.querySelectorAll('li.card')];
    return all.length >= 1 && all.every((card) => card.textContent.includes('服务器已核实'));
  });

  const found = await browser.run(dump);
  const { blobs } = JSON.parse(found[Object.keys(found).filter((key) => key.startsWith('outbox/')).sort().at(-1)]);
  assert.equal(blobs.length, 6);
  for (const hash of hashes) assert.ok(blobs.includes(hash));
  for (const hash of blobs) {
    const file = join(server.folder, 'data/objects/blobs', hash.slice(0, 2), hash);
    assert.ok(existsSync(file), `the server has ${hash}`);
    const bytes = readFileSync(file);
    assert.equal(createHash('sha256').update(bytes).digest('hex'), hash);
    if (hashes.includes(hash)) assert.equal(bytes.length, SIZE);
    else assert.ok(bytes.length <= 250_000 && bytes[0] === 0xff && bytes[1] === 0xd8, 'a small JPEG');
  }
}

/** In the page: makes five photos that are like no other, keeps them as the app keeps its own, and names them in the task's draft. */
async function putPhotos(task, size) {
  const opened = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
  const database = await opened(indexedDB.open('doorstep'));
  const account = JSON.parse(await opened(database.transaction('meta').objectStore('meta').get('account')));
  // A real picture in front, so that the server sees a JPEG; what follows is like no other photo.
  const canvas = document.createElement('canvas');
  const picture = Uint8Array.from(atob(canvas.toDataURL('image/jpeg').split(',')[1]), (one) => one.charCodeAt(0));
  const hashes = [];
  for (let photo = 0; photo < 5; photo += 1) {
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, size)));
    bytes.set(picture);
    const hash = [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const transaction = database.transaction('blobs', 'readwrite');
    transaction.objectStore('blobs').put(bytes, hash);
    await new Promise((done, fail) => { transaction.oncomplete = done; transaction.onabort = () => fail(transaction.error); });
    hashes.push(hash);
  }
  const transaction = database.transaction('drafts', 'readwrite');
  const draft = { text: '', photos_before: hashes.slice(0, 2), photos_after: hashes.slice(2) };
  transaction.objectStore('drafts').put(JSON.stringify(draft), `${account}/task/${task}`);
  await new Promise((done, fail) => { transaction.oncomplete = done; transaction.onabort = () => fail(transaction.error); });
  database.close();
  return hashes;
}

/** In the page: a picture that does not pack well, as base64. */
function bigPicture() {
  const canvas = document.createElement('canvas');
  canvas.width = 1600;
  canvas.height = 1200;
  const pen = canvas.getContext('2d');
  for (let at = 0; at < 4000; at += 1) {
    pen.fillStyle = `hsl(${at * 37 % 360} 80% ${20 + at % 60}%)`;
    pen.fillRect(at * 131 % 1600, at * 197 % 1200, 40, 30);
  }
  return canvas.toDataURL('image/png').split(',')[1];
}
