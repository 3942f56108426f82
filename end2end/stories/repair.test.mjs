// A record of a phone whose clock is five years behind, from a grid that its worker no longer has: it is set aside, and sent once more
// when all is well again. (What was made while the grid was held is taken in any case.)
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { launch } from '../chromium.mjs';
import { follow, logInAtDesk, windowIn } from '../pages.mjs';
import { Phone } from '../phone.mjs';
import { Server } from '../server.mjs';
import { goOn } from '../visitor.mjs';

let server, phone, browser, desk, worker, grant;
const shots = process.env.DOORSTEP_SHOTS;
const look = (name) => shots && phone.page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
const account = (role) => server.demo.accounts.find((one) => one.role === role);
const cards = (text) => phone.page.locator('li.card', { hasText: text });

before(async () => {
  server = await Server.start();
  worker = account('grid_worker');
  browser = await launch();
  desk = await (await windowIn(browser, server, 'normal')).newPage();
  await logInAtDesk(desk, server, account('sys_admin').login);
  phone = await Phone.buy(server);
  await phone.context.addInitScript(() => {
    const RealDate = Date;
    const behind = () => Number(localStorage.getItem('behind_ms') ?? 0);
    globalThis.Date = class extends RealDate {
      constructor(...said) { super(...(said.length > 0 ? said : [RealDate.now() - behind()])); }
      static now() { return RealDate.now() - behind(); }
    };
  });
  await phone.logIn(worker.login, server.demo.password);
  await phone.upToDate();
});
after(async () => {
  await phone?.throwAway();
  await browser?.close();
  await server?.stop();
});

async function openWorkersAccount() {
  await desk.goto(`${server.url}/console/accounts?name=${encodeURIComponent(worker.name)}`);
  await follow(desk, desk.getByRole('link', { name: worker.login, exact: true }));
  await desk.getByRole('button', { name: '加一项权限' }).waitFor();
}

test('a record from a grid that was taken away meanwhile is set aside, and the outbox says why and what can be done', async () => {
  await phone.open(`/field/compounds/${server.demo.compound_id}`);
  const door = phone.page.locator('a.door[aria-label*="没去过"]').first();
  await door.waitFor();
  const href = await door.getAttribute('href');
  await phone.loseNetwork();
  // A window that has not heard the server: one that hears it while the clock is set knows by how much it is behind, and the record would
  // be taken for what it is, made while the grid was held.
  await phone.open(href);
  await phone.page.evaluate((years) => localStorage.setItem('behind_ms', years * 31_557_600_000), 5);
  await phone.open(href);
  for (let steps = 0; await goOn(phone, { quick: true, words: '没人' }) !== 'saved'; steps += 1) {
    if (steps === 100) await look('stuck');
    assert.ok(steps < 100, await phone.page.locator('main').innerText());
  }

  await openWorkersAccount();
  const held = desk.locator('form', { has: desk.getByRole('button', { name: '收回' }) }).first();
  grant = { role: await held.locator('input[name="role"]').inputValue(), scope: await held.locator('input[name="scope"]').inputValue() };
  await follow(desk, held.getByRole('button', { name: '收回' }));

  await phone.page.evaluate(() => localStorage.removeItem('behind_ms'));
  await phone.findNetwork();
  await phone.open('/field/outbox');
  await phone.button('现在同步').click();
  await cards('暂存待处理').first().waitFor().catch(async (why) => { throw new Error(await phone.page.locator('main').innerText(), { cause: why }); });
  await cards('已不在您负责的网格里').first().waitFor();
  await look('outbox-set-aside');
  await phone.link('看看怎么改').click();
  await phone.page.getByText('这里没有要您改的内容').waitFor();
  await look('repair');
  assert.equal(await phone.page.locator('textarea, input').count(), 0, 'nothing to type');
});

test('when the grid is back it is sent once more, one of the two counts, and the badge is calm', async () => {
  await openWorkersAccount();
  const form = desk.locator('form', { has: desk.getByRole('button', { name: '加一项权限' }) });
  await form.locator('select[name="role"]').selectOption(grant.role);
  await form.locator('select[name="scope"]').selectOption(grant.scope);
  await follow(desk, form.getByRole('button', { name: '加一项权限' }));

  await phone.button('照原样再送一次').click();
  await cards('已由改正的一条代替').waitFor();
  await cards('服务器已核实').first().waitFor();
  assert.equal(await phone.link('看看怎么改').count(), 0, 'nobody has to do anything any more');
  await phone.upToDate();
  await look('outbox-repaired');
  assert.deepEqual(phone.complaints, []);
});
