// A bad line between phone and server: lost answers, hotel pages, cut bodies, an expired login, two windows. Nothing lost, nothing doubled.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { Phone } from '../phone.mjs';
import { Server } from '../server.mjs';

const PUSH = '**/api/v1/sync/push';
let server, phone;
before(async () => {
  server = await Server.start();
  phone = await Phone.buy(server);
  const technician = server.demo.accounts.find((one) => one.role === 'company_staff');
  await phone.logIn(technician.login, server.demo.password);
  await phone.upToDate();
});
after(async () => {
  await phone?.throwAway();
  await server?.stop();
});

/** Tasks of this person that wait for a step. */
const waiting = (page) => page.locator('section', { hasText: '派给我的' }).locator('a.card');

/** Makes the next step of the task on the screen; a last step says what was done. */
async function step(page) {
  const primary = page.locator('.action-bar .button-primary');
  await primary.waitFor();
  if (await page.locator('textarea').isVisible()) await page.locator('textarea').fill('换了新的，已试过');
  await primary.click();
}

/** The next step of the first task that waits for this person; the step is on the phone when this returns. */
async function makeStep(page) {
  await page.goto(`${server.url}/field/tasks`);
  await waiting(page).first().click();
  await step(page);
  await page.getByText('这一步存在手机里').waitFor();
}

/** What the outbox page says: how many records are where, and their numbers on this phone. */
async function outbox() {
  await phone.open('/field/outbox');
  await phone.page.locator('li.card').first().waitFor();
  const rows = await phone.page.locator('li.card').allTextContents();
  const count = (state) => rows.filter((row) => row.includes(state)).length;
  const numbers = rows.map((row) => Number(/· (\d+)(?= ·|$)/m.exec(row)?.[1])).sort((a, b) => a - b);
  return { unsent: count('仅在本机'), verified: count('服务器已核实'), numbers };
}

const everythingVerified = (count) => phone.page.waitForFunction(
  (wanted) => [...document.querySelectorAll('li.card')].filter((row) => row.textContent.includes('服务器已核实')).length === wanted, count);

const FAULTS = {
  'a hotel’s page with status 200': (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<html>login</html>' }),
  'an answer that is lost after the server has stored it': async (route) => { await route.fetch(); await route.abort(); },
  'an answer cut in the middle': async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    await route.fulfill({ status: 200, contentType: 'application/json', body: body.slice(0, body.length / 2) });
  },
  'a proxy that has had enough': (route) => route.fulfill({ status: 502, contentType: 'text/html', body: 'bad gateway' }),
};

test('before the doors are here the badge does not say that all is well', async () => {
  const fresh = await Phone.buy(server);
  const hold = async (address) => {
    let letGo;
    const gate = new Promise((done) => { letGo = done; });
    await fresh.context.route(address, async (route) => { await gate; await route.continue(); });
    return letGo;
  };
  const badge = fresh.page.locator('.sync-badge');
  // Also while the phone still asks the server who is here, as it did before the login.
  const letAsk = await hold('**/api/v1/session?device=*');
  const letFetch = await hold('**/api/v1/sync/changes*');
  const technician = server.demo.accounts.find((one) => one.role === 'company_staff');
  await fresh.logIn(technician.login, server.demo.password);
  await badge.waitFor();
  assert.match(await badge.textContent(), /还没下载|下载中/);
  letAsk();
  await badge.filter({ hasText: '下载中' }).waitFor();
  letFetch();
  await fresh.upToDate();
  await fresh.loseNetwork();
  await fresh.open('/field/tasks');
  await waiting(fresh.page).first().waitFor();
  assert.deepEqual(fresh.complaints, []);
  await fresh.throwAway();
});

let made = 0;
for (const [name, fault] of Object.entries(FAULTS)) {
  test(`${name} is no receipt, and doubles nothing`, async () => {
    // A push that is on its way when the fault ends may be handled already.
    await phone.page.route(PUSH, (route) => fault(route).catch(() => {}));
    await makeStep(phone.page);
    made += 1;
    const during = await outbox();
    assert.deepEqual([during.unsent, during.verified], [1, made - 1]);
    await phone.page.unroute(PUSH);
    await phone.button('现在同步').click();
    await everythingVerified(made);
    assert.deepEqual((await outbox()).numbers, Array.from({ length: made }, (_, at) => at + 1));
  });
}

test('two windows of one phone never give a number twice', async () => {
  const second = await phone.context.newPage();
  await phone.loseNetwork();
  await phone.page.goto(`${server.url}/field/tasks`);
  await second.goto(`${server.url}/field/tasks`);
  for (const [page, at] of [[phone.page, 0], [second, 1]]) {
    await waiting(page).nth(at).click();
    await page.locator('.action-bar .button-primary').waitFor();
  }
  await Promise.all([phone.page, second].map(step));
  await Promise.all([phone.page, second].map((page) => page.getByText('这一步存在手机里').waitFor()));
  made += 2;
  await second.close();
  assert.deepEqual((await outbox()).numbers, Array.from({ length: made }, (_, at) => at + 1));
  await phone.findNetwork();
  await everythingVerified(made);
});

test('when the login has expired work goes on, and is sent after the next login', async () => {
  await phone.context.clearCookies();
  await makeStep(phone.page);
  made += 1;
  await phone.open('/field/');
  await phone.page.getByText('请重新登录').waitFor();
  assert.equal((await outbox()).unsent, 1);
  const technician = server.demo.accounts.find((one) => one.role === 'company_staff');
  await phone.logIn(technician.login, server.demo.password);
  await phone.open('/field/outbox');
  await everythingVerified(made);
});

test('logging out deletes no work', async () => {
  await phone.loseNetwork();
  await makeStep(phone.page);
  made += 1;
  await phone.open('/field/settings');
  await phone.button('退出登录').first().click();
  await phone.page.getByText('1 条没有上传').waitFor();
  await phone.page.locator('dialog').getByRole('button', { name: '退出登录' }).click();
  await phone.page.getByLabel('登录名').waitFor();
  await phone.findNetwork();
  await phone.open('/field/login');
  await phone.page.getByText('1 条未上传').waitFor();
  const technician = server.demo.accounts.find((one) => one.role === 'company_staff');
  await phone.logIn(technician.login, server.demo.password);
  await phone.open('/field/outbox');
  await everythingVerified(made);
  assert.deepEqual(phone.complaints, []);
});
