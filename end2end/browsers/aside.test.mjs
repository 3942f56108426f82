// A page that the browser puts aside (its back/forward cache) in the middle of its work must stop no later page: WebKit keeps what such a
// page has begun in the database, and everybody after it would wait for ever.
import test from 'node:test';
import assert from 'node:assert/strict';
import { logIn } from './session.mjs';
import { Server } from '../server.mjs';
import { BROWSERS } from '../webdriver.mjs';

const TIMES = 12;

for (const [name, { package: missing, path, start }] of Object.entries(BROWSERS)) {
  test(`${name}: a page put aside in the middle of a round stops no later page`, { skip: !path && `not installed: apt-get install ${missing}`, timeout: 300_000 }, async () => {
    const server = await Server.start();
    let browser;
    try {
      browser = await start(path);
      await logIn(browser, server);
      for (let time = 0; time < TIMES; time += 1) {
        // Each new page begins a round at once; the next one comes in the middle of it.
        await browser.go(`${server.url}/field/tasks`);
        const task = await browser.until(() => document.querySelector('section a.card[href*="/tasks/"]')?.getAttribute('href'));
        await browser.go(server.url + task);
        await browser.until(() => document.querySelector('.action-bar'));
      }
      // Whoever goes back finds a page that works: it can still write.
      await browser.run(() => { setTimeout(() => history.back(), 50); });
      await browser.until(() => location.pathname === '/field/tasks' && document.querySelector('section a.card[href*="/tasks/"]'));
      await browser.until(() => document.querySelector('.sync-badge')?.textContent.includes('已上传'));
      assert.ok(await browser.run(() => document.getElementById('broken').hidden));
    } finally {
      await browser?.stop();
      await server.stop();
    }
  });
}
