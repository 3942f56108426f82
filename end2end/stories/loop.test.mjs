// The whole loop for one household: roster in, door visited without a network, synced, task done, company rated, seen by the district.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { launch } from '../chromium.mjs';
import { Office } from '../office.mjs';
import { Phone } from '../phone.mjs';
import { Server } from '../server.mjs';

const BUILDING = '98号楼';
const PLACE = '98号楼门前的路灯';

let server, office, worker, technician, browser;
/** What one step leaves for the next. */
const seen = {};

before(async () => {
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await worker?.throwAway();
  await technician?.throwAway();
  await office?.close();
  await browser?.close();
  await server?.stop();
});

const account = (role) => server.demo.accounts.find((one) => one.role === role);

const company = () => account('company_manager').place;

let broken = false;
/** A step of the story; when one fails the rest is not told. */
function step(name, tell) {
  test(name, async (t) => {
    if (broken) return t.skip('an earlier step failed');
    broken = true;
    await tell();
    broken = false;
  });
}

step('the centre imports a roster with new doors, in the console', async () => {
  office = await Office.open(browser, server);
  await office.logIn(account('center_staff').login);
  const { done } = await office.importRoster(roster());
  assert.match(done, /新增住户\s+3/);
  seen.coverage = await office.coverageOf(server.demo);
  seen.ratings = await office.ratingsOf(company(), server.demo.compound_name);
});

/** Three doors of a building that the demo compound did not have yet, written the way clerks write. */
function roster() {
  const rows = [
    ['社区代码', '网格', '小区', '楼栋号', '单元', '室号', '建筑面积', '姓名'],
    ...['101', '１０２', '201室'].map((door) => [server.demo.community_code, '第1网格', server.demo.compound_name, BUILDING, '1单元', door, '68.47', '柏听雨']),
  ];
  return Buffer.from(`\uFEFF${rows.map((row) => row.join(',')).join('\r\n')}\r\n`);
}

step('the grid worker logs in and downloads the doors', async () => {
  worker = await Phone.buy(server);
  await worker.logIn(account('grid_worker').login, server.demo.password);
  await worker.page.locator('a[href^="/field/compounds/"]').first().waitFor();
  // The first doors are there before the last ones: a round has to come to its end.
  await worker.open('/field/outbox');
  await worker.page.getByText('上次同步').waitFor();
});

step('without a network the worker opens the board, finds the new door and begins', async () => {
  await worker.loseNetwork();
  await worker.open(`/field/compounds/${server.demo.compound_id}`);
  await worker.page.getByLabel('找一户').fill('98号楼');
  const door = worker.page.locator('a.door:visible').first();
  assert.match(await door.getAttribute('aria-label'), /没去过/);
  seen.door = await door.getAttribute('href');
  await door.click();
  await worker.button('开始走访').click();
});

step('the questions are answered; the browser is killed in the middle, and everything is still there', async () => {
  await worker.page.getByRole('button', { name: /继续|同意|愿意|可以/ }).first().click({ timeout: 20_000 });
  for (let screens = 0; screens < 12; screens += 1) {
    if (await worker.page.locator('input[name="place"]').isVisible()) break;
    await answerScreen(worker);
    seen.address = worker.page.url();
    await worker.next();
  }
  // A lamp of the yard is the company's to mend; no power at all would be the power company's.
  await worker.page.locator('input[name^="code-"][value="ELE-02"]').locator('xpath=ancestor::label[1]').click();
  await worker.page.locator('input[name="place"]').fill(PLACE);
  await worker.page.locator('textarea').first().fill('晚上全黑，老人摔过');
  await worker.takePhoto();

  await worker.kill();
  await worker.switchOn();
  await worker.loseNetwork();
  await worker.open(seen.door);
  await worker.link('接着写').click();
  await worker.page.locator('input[name="place"]').waitFor();
  assert.equal(await worker.page.locator('input[name="place"]').inputValue(), PLACE);
  assert.equal(await worker.page.locator('textarea').first().inputValue(), '晚上全黑，老人摔过');
  assert.equal(await worker.page.locator('.photos img').count(), 1);
  await worker.next();
});

/** Answers whatever is asked on this screen, from the document that the phone renders. */
async function answerScreen(phone) {
  for (const ask of await phone.page.locator('.ask[data-q]').all()) {
    const code = await ask.getAttribute('data-q');
    const tile = (value) => ask.locator(`input[value="${value}"]`).locator('xpath=ancestor::label[1]');
    if (code === 'Q08') await tile('power').click();
    else if (code === 'Q01') await tile('owner').click();
    else if (code === 'Q10') await ask.locator('label').last().click();
    else if (await ask.locator('input[type=radio], input[type=checkbox]').count()) await ask.locator('label:has(input[type=radio]), label:has(input[type=checkbox])').first().click();
    else if (await ask.locator('input[inputmode=numeric]').count()) await ask.locator('input').first().fill('2');
  }
}

step('the resident knows of the free months and signs the fee consent', async () => {
  await worker.button('知道了').click();
  const { page } = worker;
  await page.locator('.consent-free').waitFor();
  assert.equal(await page.locator('input:checked').count(), 0, 'nothing is chosen beforehand');
  const sizes = await Promise.all(['我愿意交费', '先不签'].map(async (name) => (await worker.button(name).boundingBox())));
  assert.ok(Math.abs(sizes[0].width - sizes[1].width) < 2 && Math.abs(sizes[0].height - sizes[1].height) < 2, 'yes and not-yet have one size');
  await worker.choose('may_decide', 'true');
  await worker.choose('relation', 'owner');
  await page.locator('input[name="signer_name"]').fill('柏听雨');
  await worker.choose('seen', 'myself');
  await page.locator('label:has(input[name="willing"])').click();
  await worker.sign();
  // The text has to stand on the screen for a while before anybody can have read it.
  for (let tries = 0; tries < 40 && await page.locator('.consent-free').isVisible(); tries += 1) {
    await worker.button('我愿意交费').click();
    await page.waitForTimeout(1000);
  }
});

step('the visit is saved on the phone, and the outbox says so', async () => {
  await worker.choose('outcome', 'completed');
  await worker.button('保存走访').click();
  await worker.page.getByText('已保存在手机里').first().waitFor();
  await worker.open('/field/outbox');
  // Inside the cards: the sums above have the same words, and stand there before the list does.
  const only = worker.page.locator('li.card').getByText('仅在本机', { exact: true });
  await only.first().waitFor();
  assert.ok(await only.count() >= 4, 'visit, answers, need and consents');
});

step('with the network back everything is sent, and the outbox says: verified', async () => {
  await worker.findNetwork();
  await worker.button('现在同步').click();
  // Chromium writes cookies to the disk half a minute late, so the kill may have taken the login along; the records it cannot take.
  const state = worker.page.getByText(/上次同步|重新登录/).first();
  await state.waitFor();
  if (await worker.link('重新登录').isVisible()) {
    await worker.logIn(account('grid_worker').login, server.demo.password);
    await worker.open('/field/outbox');
  }
  const cards = worker.page.locator('li.card');
  await worker.page.waitForFunction(() => {
    const all = [...document.querySelectorAll('li.card')];
    return all.length >= 4 && all.every((card) => card.textContent.includes('服务器已核实'));
  }, null, { timeout: 60_000 });
  seen.records = await cards.count();
  assert.deepEqual(worker.complaints, []);
});

step('the manager of the company gives the task to a technician', async () => {
  await office.logIn(account('company_manager').login);
  const task = await office.assignTask(PLACE, account('company_staff').name);
  assert.match(task, new RegExp(`派给\\s+${account('company_staff').name}`));
  assert.ok(!task.includes('柏听雨'), 'a company does not learn who lives there');
});

step('the technician gets the task, works offline, and hands it in', async () => {
  technician = await Phone.buy(server);
  await technician.logIn(account('company_staff').login, server.demo.password);
  await technician.open('/field/tasks');
  const task = technician.page.locator('a.card', { hasText: PLACE });
  await task.waitFor();
  await technician.loseNetwork();
  await task.click();
  await technician.button('接单').click();
  await technician.button('开始办').click();
  await technician.takePhoto();
  await technician.page.locator('textarea[name="text"]').fill('换了灯泡，试过，亮了');
  // A page that goes and comes back shows what was typed and taken, and has handed in nothing.
  await technician.page.reload();
  await technician.page.locator('.photos img').first().waitFor();
  assert.equal(await technician.page.locator('textarea[name="text"]').inputValue(), '换了灯泡，试过，亮了');
  await technician.button('办好了').click();
  // The note of the step before looks the same; only a step that is stored takes its button away.
  await technician.button('办好了').waitFor({ state: 'detached' });
  await technician.page.getByText('这一步存在手机里').waitFor();
  await technician.findNetwork();
  await technician.open('/field/outbox');
  await technician.button('现在同步').click();
  await technician.page.waitForFunction(() => {
    const all = [...document.querySelectorAll('li.card')];
    return all.length >= 3 && all.every((card) => card.textContent.includes('服务器已核实'));
  }, null, { timeout: 60_000 });
});

step('the clerk sees the photo and confirms that it is done', async () => {
  await office.logIn(account('community_clerk').login);
  const task = await office.confirmTask(PLACE);
  assert.match(task, /换了灯泡，试过，亮了/);
  assert.match(task, /状态\s+已办结/);
});

step('the household rates the company through its page, without script', async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, javaScriptEnabled: false, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`${server.url}${server.demo.compound_path}/rate`);
  assert.equal(await page.locator('input:checked').count(), 0, 'nothing is chosen beforehand');
  const scales = page.locator('main fieldset:has(input[type=radio])');
  assert.equal(await scales.count(), 6);
  for (const scale of await scales.all()) await scale.locator('label:has(input[value="4"])').click();
  await page.locator('input[name="household_code"]').fill(server.demo.household_code);
  await page.locator('main form button').click();
  await page.waitForURL(/rated=(counted|replaced)$/);
  seen.newRatings = page.url().endsWith('counted') ? 1 : 0;
  await page.getByText('收到了').first().waitFor();
  await context.close();
});

step('the district sees one more door, the closed task, the rating, and the zero-clearing', async () => {
  await office.logIn(account('center_staff').login);
  const { active, contacted, accepted, attempts } = seen.coverage;
  assert.deepEqual(await office.coverageOf(server.demo), { active, contacted: contacted + 1, accepted: accepted + 1, attempts: attempts + 1 });
  assert.equal(await office.ratingsOf(company(), server.demo.compound_name), seen.ratings + seen.newRatings);
  const task = await office.rowOf('/console/tasks?status=closed&code=ELE-02&size=200', PLACE);
  assert.ok(task.includes(PLACE), 'the task stands among the closed ones');
  await office.go('/console/zero-clearing');
  assert.ok(await office.page.locator('main tbody tr').count() >= 4, 'every stage has its number');
});
