// Every page that links lead to, for every role: readable by everybody, in the three ways people read, and without scripts.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { findings, isTooWide, tooLow, tooSmall } from '../accessible.mjs';
import { launch } from '../chromium.mjs';
import { MODES, SCREENS, follow, logInAtDesk, walk, windowIn } from '../pages.mjs';
import { PIN } from '../phone.mjs';
import { Server } from '../server.mjs';

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** A page that was not loaded but drawn. */
const HERE = { status: () => 200 };

const DESKS = ['community_clerk', 'community_director', 'street_clerk', 'company_manager', 'center_staff', 'sys_admin'];
const login = (role) => server.demo.accounts.find((account) => account.role === role)?.login;

/** Looks at a page and remembers what is wrong with it. */
function inspector(wrong, mode) {
  return async (page, shape, answer) => {
    const say = (what) => wrong.push(`${mode} ${shape}: ${what}`);
    if (answer.status() !== 200) say(`answers ${answer.status()}`);
    for (const found of await findings(page)) say(found);
    if (await isTooWide(page)) say('is wider than the screen');
    for (const small of await tooSmall(page)) say(`too small to tap: ${small}`);
  };
}

for (const mode of Object.keys(MODES)) {
  test(`residents' pages are readable (${mode})`, async () => {
    const context = await windowIn(browser, server, mode);
    const page = await context.newPage();
    const wrong = [];
    const walked = await walk(page, `${server.url}${server.demo.compound_path}`, inspector(wrong, mode), { within: '/c/' });
    assert.deepEqual(wrong, []);
    assert.ok(walked.length >= 3, `only ${walked}`);
    await context.close();
  });

  for (const role of DESKS) {
    test(`the console is readable for ${role} (${mode})`, async () => {
      const context = await windowIn(browser, server, mode, { viewport: SCREENS.desk });
      const page = await context.newPage();
      await logInAtDesk(page, server, login(role));
      const wrong = [];
      const walked = await walk(page, `${server.url}/console`, inspector(wrong, mode), { within: '/console' });
      assert.deepEqual(wrong, []);
      assert.ok(walked.length >= 3, `only ${walked}`);
      await context.close();
    });
  }

  test(`the field app is readable (${mode})`, async () => {
    const context = await windowIn(browser, server, mode);
    const page = await context.newPage();
    const wrong = [];
    const look = inspector(wrong, mode);
    const show = async (path) => {
      const answer = await page.goto(`${server.url}${path}`);
      await page.waitForSelector('#splash', { state: 'detached' });
      await page.waitForTimeout(300);
      await look(page, path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '*'), answer);
    };
    await show('/field/login');
    await page.getByLabel('登录名').fill(login('grid_worker'));
    await page.getByLabel('密码').fill(server.demo.password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.locator('form.pin').waitFor();
    await look(page, 'choosing a PIN', HERE);
    for (const name of ['pin', 'again']) await page.locator(`form.pin input[name="${name}"]`).fill(PIN);
    await page.locator('form.pin button[type="submit"]').click();
    await page.locator('a[href^="/field/compounds/"]').first().waitFor();
    await show('/field/');
    await show(`/field/compounds/${server.demo.compound_id}/door`);
    await show(`/field/compounds/${server.demo.compound_id}`);
    const door = await page.locator('a.door').first().getAttribute('href');
    for (const path of [door, `${door}/facts`, `${door}/visit`, `${door}/visit/survey`, '/field/outbox', '/field/tasks', '/field/settings']) await show(path);
    await page.getByRole('button', { name: '锁上', exact: true }).click();
    await page.locator('form.pin input').fill('111111');
    await page.locator('form.pin .notice').waitFor();
    await look(page, 'a wrong PIN', HERE);
    assert.deepEqual(wrong, []);
    await context.close();
  });
}

for (const role of DESKS) {
  test(`the console fits on a phone for ${role}`, async () => {
    const context = await windowIn(browser, server, 'normal', { isMobile: true, hasTouch: true });
    const page = await context.newPage();
    await logInAtDesk(page, server, login(role));
    const wrong = [];
    const walked = await walk(page, `${server.url}/console`, async (shown, shape) => {
      if (await isTooWide(shown)) wrong.push(`${shape}: is wider than the screen`);
      for (const low of await tooLow(shown)) wrong.push(`${shape}: ${low}`);
    }, { within: '/console' });
    assert.deepEqual(wrong, []);
    assert.ok(walked.length >= 3, `only ${walked}`);
    await context.close();
  });
}

test('a resident gets no script, and few bytes', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: SCREENS.phone });
  const page = await context.newPage();
  let requests = 0;
  page.on('request', () => { requests += 1; });
  const answer = await page.goto(`${server.url}${server.demo.compound_path}`);
  const html = await answer.text();
  assert.equal(answer.status(), 200);
  assert.ok(!html.includes('<script'), 'no script');
  assert.ok(html.length < 60_000, `${html.length} bytes`);
  assert.ok(requests <= 4, `${requests} requests`);
  await context.close();
});

for (const role of DESKS) {
  test(`the console works with scripts off for ${role}`, async () => {
    // Links are read through the protocol, not by a script of the page.
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: SCREENS.desk });
    const page = await context.newPage();
    await logInAtDesk(page, server, login(role));
    const wrong = [];
    const walked = await walk(page, `${server.url}/console`, async (shown, shape, answer) => {
      if (answer.status() !== 200) wrong.push(`${shape}: ${answer.status()}`);
      if (await shown.locator('h1').count() !== 1) wrong.push(`${shape}: not one heading`);
    }, { within: '/console' });
    assert.deepEqual(wrong, []);
    assert.ok(walked.length >= 3);
    await context.close();
  });
}

/** A desk of its own for a role. */
async function desk(role, mode, options) {
  const context = await windowIn(browser, server, mode, options);
  const page = await context.newPage();
  await logInAtDesk(page, server, login(role));
  return { context, page };
}

test('two persons void one side of consents that disagree: readable at each step, and without scripts', async () => {
  const wrong = [];
  const ways = [...Object.keys(MODES).map((mode) => [mode, {}]), ['normal', { javaScriptEnabled: false }]];
  for (const [mode, options] of ways) {
    const look = options.javaScriptEnabled === false ? async () => {} : inspector(wrong, `voiding ${mode}`);
    const director = await desk('community_director', mode, options);
    await director.page.goto(`${server.url}/console/reviews?status=open`);
    await follow(director.page, director.page.locator('a[href^="/console/reviews/"]').first());
    const item = director.page.url();
    await look(director.page, 'to propose', HERE);
    await director.page.locator('form[action$="/void"] input[name="choice"]').last().check({ force: true });
    await director.page.getByRole('button', { name: '提议作废' }).click();
    await director.page.locator('form[action$="/void"] .field-error, form[action$="/void"] [role="alert"]').first().waitFor();
    await look(director.page, 'without a reason', HERE);
    await director.page.locator('form[action$="/void"] input[name="choice"]').last().check({ force: true });
    await director.page.locator('form[action$="/void"] textarea').fill('住户说没有签过');
    await director.page.getByRole('button', { name: '提议作废' }).click();
    await director.page.getByText('等街道的另一个人确认').waitFor();
    await look(director.page, 'waiting for the second', HERE);
    await director.context.close();
    const street = await desk('street_clerk', mode, options);
    await street.page.goto(item);
    await street.page.getByText('住户说没有签过').first().waitFor();
    await look(street.page, 'to confirm', HERE);
    const last = options.javaScriptEnabled === false;
    await street.page.getByRole('button', { name: last ? '确认作废' : '不同意作废' }).click();
    await street.page.waitForURL(/said=done/);
    if (last) await street.page.getByText('已由第二人确认作废').waitFor();
    await look(street.page, 'answered', HERE);
    await street.context.close();
  }
  assert.deepEqual(wrong, []);
});
