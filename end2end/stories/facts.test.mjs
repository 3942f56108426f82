// What a worker learns of a home and of doors that nobody had registered: written down with no network, killed in the middle, seen at the desk.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { launch } from '../chromium.mjs';
import { follow, logInAtDesk } from '../pages.mjs';
import { Phone } from '../phone.mjs';
import { Server } from '../server.mjs';

let server, browser, desk;
const phones = [];
const shots = process.env.DOORSTEP_SHOTS;
const look = (name, page) => shots && page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
const account = (role) => server.demo.accounts.find((one) => one.role === role);
const board = () => `/field/compounds/${server.demo.compound_id}`;
const idIn = (href) => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(href)[0];

async function workersPhone() {
  const phone = await Phone.buy(server);
  phones.push(phone);
  await phone.logIn(account('grid_worker').login, server.demo.password);
  await phone.upToDate();
  await phone.open(board());
  await phone.page.locator('a.door').first().waitFor();
  return phone;
}

/** Sends what is there and waits until the server has proven all of it. */
async function deliver(phone, records) {
  await phone.findNetwork();
  await phone.open('/field/outbox');
  await phone.button('现在同步').click();
  await phone.page.waitForFunction((wanted) =>
    [...document.querySelectorAll('li.card')].filter((row) => row.textContent.includes('服务器已核实')).length === wanted, records)
    .catch(async (why) => { throw new Error(await phone.page.locator('main').innerText(), { cause: why }); });
  await phone.upToDate();
}

before(async () => {
  server = await Server.start();
  browser = await launch();
  const context = await browser.newContext({ locale: 'zh-CN', javaScriptEnabled: false, viewport: { width: 1280, height: 800 } });
  desk = await context.newPage();
  await logInAtDesk(desk, server, account('community_clerk').login);
});
after(async () => {
  for (const phone of phones) await phone.throwAway();
  await browser?.close();
  await server?.stop();
});

test('facts of a household are put right with no network, come back after a kill, and stand at the desk after the sync', async () => {
  const phone = await workersPhone();
  const href = await phone.page.locator('a.door').first().getAttribute('href');
  await phone.loseNetwork();
  await phone.open(href);
  await phone.link('核对住户信息').click();
  const area = () => phone.page.locator('input[name="area"]');
  await area().fill('6847');
  await phone.button('保存').click();
  await phone.page.getByText('是不是漏了小数点？').waitFor();
  await area().fill('');
  await area().pressSequentially('71.2', { delay: 10 });
  await phone.choose('occupancy', 'tenant');
  await phone.page.waitForTimeout(300);
  await look('facts', phone.page);
  await phone.kill();

  await phone.switchOn();
  await phone.loseNetwork();
  await phone.open('/field/');
  await phone.page.locator('a[href$="/facts"]').click();
  await area().waitFor();
  assert.equal(await area().inputValue(), '71.2');
  assert.ok(await phone.page.locator('input[name="occupancy"][value="tenant"]').isChecked());
  await area().press('End');
  await area().pressSequentially('5');
  await phone.button('保存').click();
  await phone.page.getByText('71.25 m² · 居民说的').waitFor();
  await phone.page.getByText('改过的信息存在手机里，还没有上传').waitFor();
  await look('facts-saved', phone.page);

  // A browser that was killed may have forgotten its login, never its records.
  await phone.findNetwork();
  await phone.logIn(account('grid_worker').login, server.demo.password);
  await deliver(phone, 1);
  await phone.open(href);
  await phone.page.getByText('71.25 m² · 居民说的').waitFor();
  assert.equal(await phone.page.getByText('改过的信息存在手机里').count(), 0);
  await desk.goto(`${server.url}/console/households/${idIn(href)}`);
  const said = await desk.locator('main').innerText();
  assert.match(said, /71\.25/);
  assert.match(said, /租/);
  assert.deepEqual(phone.complaints, []);
});

test('two phones that say different things of one home are both kept, and the desk is asked', async () => {
  const [one, two] = [phones[0], await workersPhone()];
  const href = await two.page.locator('a.door').nth(2).getAttribute('href');
  for (const [phone, floor] of [[one, '8'], [two, '9']]) {
    await phone.loseNetwork();
    await phone.open(`${href}/facts`);
    await phone.page.locator('input[name="floor"]').fill(floor);
    await phone.button('保存').click();
    await phone.page.getByText('还没有上传').waitFor();
  }
  await deliver(one, 2);
  await deliver(two, 1);
  await desk.goto(`${server.url}/console/reviews?kind=fact_differs`);
  await follow(desk, desk.locator('main tbody a').first());
  const sides = await desk.locator('main').innerText();
  assert.match(sides, /\b8\b/);
  assert.match(sides, /\b9\b/);
});

/** Writes a door down that is on no board, offline. The new door's page is open afterwards. */
async function addDoor(phone, { building, unit, door, note }) {
  await phone.loseNetwork();
  await phone.open(board());
  await phone.link('板上没有这户').click();
  const field = (name) => phone.page.locator(`[name="${name}"]`);
  await field('door').waitFor();
  await field('building').fill(building);
  await field('unit').fill(unit);
  await field('door').fill('');
  await field('door').pressSequentially(door);
  if (note) {
    await field('note').fill(note);
    await phone.takePhoto();
  }
  await look('new-door', phone.page);
  await phone.button('保存').click();
  await phone.page.getByText('新的一户，待确认').waitFor();
}

test('two phones that find the same door make one household, and what was recorded at it stays with it', async () => {
  const [one, two] = phones;
  const before = new Map();
  for (const phone of [one, two]) {
    await phone.findNetwork();
    await phone.open(board());
    await phone.page.locator('a.door').first().waitFor();
    before.set(phone, await phone.page.locator('a.door').count());
  }
  // A door that is there leads to itself.
  const first = one.page.locator('a.door[aria-label*="单元"]').first();
  const [, building, unit, door] = /^(.+?) (\d+)单元 (.+?)，/.exec(await first.getAttribute('aria-label'));
  const there = await first.getAttribute('href');
  await one.open(`${board()}/door`);
  await one.page.locator('[name="door"]').waitFor();
  await one.button('保存').click();
  await one.page.getByText('这一项还没填。').first().waitFor();
  await one.button(building).click();
  assert.equal(await one.page.locator('[name="building"]').inputValue(), building);
  for (const [name, text] of [['unit', `${unit}单元`], ['door', `${door}室`]]) await one.page.locator(`[name="${name}"]`).fill(text);
  await one.page.getByText('板上已经有这一户').waitFor();
  await look('new-door-known', one.page);
  await one.button('保存').click();
  await one.page.waitForURL(`**${there}`);

  // Killed while it was being written.
  await one.open(`${board()}/door`);
  await one.page.locator('[name="door"]').fill('98');
  await one.page.waitForTimeout(300);
  await one.kill();
  await one.switchOn();
  await one.loseNetwork();
  await one.open('/field/');
  await one.page.locator('a[href$="/door"]').click();
  await one.page.locator('[name="door"]').waitFor();
  assert.equal(await one.page.locator('[name="door"]').inputValue(), '98');

  await addDoor(one, { building, unit, door: '981室', note: '隔成了两户' });
  await look('new-door-saved', one.page);
  const mine = one.page.url();
  await one.button('没人在家').click();
  await one.button('保存走访').click();
  await one.page.getByText('已保存在手机里').waitFor();
  await one.open(board());
  await one.page.locator('a.door-new').waitFor();
  await look('board-new', one.page);

  await addDoor(two, { building: building.replace('号楼', ' 号楼'), unit, door: '９８１' });
  const theirs = two.page.url();
  await two.button('开始走访').click();
  await two.page.locator('.ask').first().waitFor();

  await one.findNetwork();
  await one.logIn(account('grid_worker').login, server.demo.password);
  await deliver(one, 4);
  await deliver(two, 2);
  for (const phone of [one, two]) {
    await phone.open(board());
    await phone.page.waitForFunction(([doors]) => document.querySelectorAll('a.door').length === doors, [before.get(phone) + 1]);
    assert.equal(await phone.page.locator('a.door-new').count(), 0, 'nothing to wait for any more');
  }
  // What the second phone had half written at its own door goes on at the one that both became.
  await two.page.goto(theirs);
  await two.drawn();
  await two.link('接着写').waitFor();
  await two.page.getByText('没人在家').first().waitFor();
  await desk.goto(`${server.url}/console/households/${idIn(mine)}`);
  assert.match(await desk.locator('main').innerText(), /981/);
  assert.deepEqual([...one.complaints, ...two.complaints], []);
});

test('a door that nobody can read is kept as it was written, and the desk is asked', async () => {
  const [, two] = phones;
  await addDoor(two, { building: '甲楼', unit: '', door: '501,502' });
  await deliver(two, 3);
  await two.page.getByText('门牌要由社区核对').waitFor();
  await two.open(board());
  await two.page.locator('a.door-new', { hasText: '501,502' }).waitFor();
  await desk.goto(`${server.url}/console/reviews?kind=new_door`);
  await follow(desk, desk.locator('main tbody a').first());
  assert.match(await desk.locator('main').innerText(), /501,502/);
  assert.deepEqual(two.complaints, []);
});
