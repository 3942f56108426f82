// The shell of the field app: opened without a network on any address, updated only between drafts, and honest where it cannot run.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { launch } from '../chromium.mjs';
import { comesTrue } from '../pages.mjs';
import { Server } from '../server.mjs';
import { newerSite } from '../newer-site.mjs';

let server;
let browser;
before(async () => {
  [server, browser] = await Promise.all([Server.start({ demo: false }), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const phone = { viewport: { width: 360, height: 640 }, locale: 'zh-CN', isMobile: true, hasTouch: true };

/** A window of the field app whose service worker is in force. */
async function installedPhone() {
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  await page.goto(`${server.url}/field/`);
  await started(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  return { context, page };
}
async function started(page) {
  await page.waitForFunction(() => !document.getElementById('splash') || !document.getElementById('splash-failed').hidden);
  const why = await page.evaluate(() => document.getElementById('splash-why')?.textContent);
  assert.equal(why, undefined, 'the app did not start');
}

test('after one visit the app opens without a network, on any deep link', async () => {
  const { context, page } = await installedPhone();
  await context.setOffline(true);
  await page.goto(`${server.url}/field/some/deep/link`);
  await started(page);
  await page.reload();
  await started(page);
  await context.close();
});

test('English is on the phone, too: chosen and opened again without a network', async () => {
  const { context, page } = await installedPhone();
  await page.getByRole('button', { name: '登录', exact: true }).waitFor();
  await context.setOffline(true);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('button', { name: 'Log in', exact: true }).waitFor();
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  await page.reload();
  await page.getByRole('button', { name: 'Log in', exact: true }).waitFor();
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByRole('button', { name: '登录', exact: true }).waitFor();
  await context.close();
});

test('the service worker leaves everything but its own files to the network', async () => {
  const { context, page } = await installedPhone();
  await context.setOffline(true);
  const outcomes = await page.evaluate(async () => {
    const ask = (url, method) => fetch(url, { method }).then((answer) => answer.status, () => 'no network');
    return [await ask('/api/v1/sync/changes', 'GET'), await ask('/field/', 'POST'), await ask('/console', 'GET')];
  });
  assert.deepEqual(outcomes, ['no network', 'no network', 'no network']);
  await context.close();
});

test('an update waits for an open draft, and touches no record', async () => {
  const { context, page } = await installedPhone();
  const original = server.env.DOORSTEP_SITE;
  const newer = newerSite(original, 'fedcba');
  try {
    await page.evaluate(() => {
      document.documentElement.setAttribute('data-draft', '');
      return new Promise((done, fail) => {
        const opening = indexedDB.open('story', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('kept').put('half a form', 1);
        opening.onsuccess = () => { opening.result.close(); done(); };
        opening.onerror = fail;
      });
    });
    await server.changeSite(newer);
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration('/field/')).update());
    await comesTrue(page, async () => (await navigator.serviceWorker.getRegistration('/field/')).waiting !== null);
    await page.waitForTimeout(1000);
    assert.equal(await version(page), null, 'the old version is still on the screen');

    // A second window without a draft of its own must not push the update through either.
    const second = await context.newPage();
    await second.goto(`${server.url}/field/`);
    await started(second);
    await second.waitForTimeout(1000);
    assert.equal(await version(second), null, 'the old version answers while a draft is open anywhere');
    await second.close();

    await page.evaluate(() => document.documentElement.removeAttribute('data-draft'));
    await page.waitForFunction(() => document.documentElement.dataset.version === 'fedcba');
    await started(page);
    const kept = await page.evaluate(() => new Promise((done, fail) => {
      const opening = indexedDB.open('story', 1);
      opening.onsuccess = () => {
        const asked = opening.result.transaction('kept').objectStore('kept').get(1);
        asked.onsuccess = () => done(asked.result);
      };
      opening.onerror = fail;
    }));
    assert.equal(kept, 'half a form');
    const caches = await page.evaluate(async () => (await window.caches.keys()).filter((name) => name.startsWith('doorstep-')));
    assert.equal(caches.length, 1, 'the old version is cleared away');
  } finally {
    await context.close();
    await server.changeSite(original);
    rmSync(newer, { recursive: true, force: true });
  }
});
const version = (page) => page.evaluate(() => document.documentElement.getAttribute('data-version'));

test('inside WeChat the app says how to open it in a browser', async () => {
  const context = await browser.newContext({ ...phone, userAgent: 'Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 MicroMessenger/8.0.47' });
  const page = await context.newPage();
  await page.goto(`${server.url}/field/`);
  await page.getByText('在浏览器打开', { exact: false }).first().waitFor();
  assert.equal(await page.locator('#splash-wait').isVisible(), false);
  await context.close();
});

test('a browser that cannot compile the module is told so in words', async () => {
  const context = await browser.newContext(phone);
  await context.addInitScript(() => { WebAssembly.validate = () => false; });
  const page = await context.newPage();
  await page.goto(`${server.url}/field/`);
  await page.getByText('请更新浏览器').waitFor();
  await context.close();
});

test('when the app stops in the middle the page says that nothing typed is lost, and opens again', async () => {
  const context = await browser.newContext({ ...phone, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${server.url}/field/`);
  await started(page);
  await page.evaluate(() => window.dispatchEvent(new ErrorEvent('error', { error: new TypeError('of somebody else') })));
  assert.equal(await page.getByRole('alert').filter({ hasText: '存在手机里' }).count(), 0);
  // What a panic is to a browser: the smallest module whose start is `unreachable`.
  await page.evaluate(() => {
    const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 8, 1, 0, 10, 5, 1, 3, 0, 0, 11];
    setTimeout(() => { WebAssembly.instantiate(new Uint8Array(bytes)); });
  });
  await page.getByText('填写的内容都已存在手机里').waitFor();
  await page.getByRole('link', { name: '重新打开' }).click();
  await started(page);
  await page.getByText('填写的内容都已存在手机里').waitFor({ state: 'hidden' });
  await context.close();
});

test('when the module does not arrive the app says so and offers to try again', async () => {
  const context = await browser.newContext({ ...phone, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto(`${server.url}/field/`);
  await page.getByRole('link', { name: '再试一次' }).waitFor();
  await context.close();
});
