// Finds every page that a person can reach: starts at one address and follows the links, one page of each shape.

/** How the pages are looked at: cookies of the reading preferences, and the names the field app keeps them under. */
export const MODES = {
  normal: {},
  elder: { elder: 'on' },
  dark: { theme: 'dark' },
};

export const SCREENS = {
  phone: { width: 360, height: 640 },
  desk: { width: 1280, height: 800 },
};

/** A browser window in a mode. */
export async function windowIn(browser, server, mode, options = {}) {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: SCREENS.phone, ...options });
  context.setDefaultTimeout(20_000);
  const kept = MODES[mode];
  await context.addCookies(Object.entries(kept).map(([name, value]) => ({ name, value, url: server.url })));
  await context.addInitScript((entries) => {
    for (const [name, value] of entries) localStorage.setItem(name, value);
  }, Object.entries(kept));
  return context;
}

/** Waits until the page says yes, also by and by (`waitForFunction` takes the promise itself for a yes), and whatever page it is by then. */
export async function comesTrue(page, question, about, { limitMs = 15_000 } = {}) {
  const end = Date.now() + limitMs;
  let cause;
  const ask = () => page.evaluate(question, about).catch((error) => { cause = error; return false; });
  while (!await ask()) {
    if (Date.now() > end) throw new Error(`it did not come about: ${question}`, { cause });
    await page.waitForTimeout(50);
  }
}

/** Clicks what leads to another page, and waits until that page is there: a click alone need not wait for its form. */
export async function follow(page, what) {
  await Promise.all([page.waitForEvent('framenavigated'), what.click()]);
  await page.waitForLoadState();
}

export async function logInAtDesk(page, server, login) {
  await page.goto(`${server.url}/console/login`);
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill(server.demo.password);
  await page.locator('main form button').first().click();
  await page.waitForURL((url) => url.pathname.startsWith('/console') && !url.pathname.endsWith('/login'));
}

/** The same page with another id, page number or filter is the same shape. */
function shapeOf(url) {
  const { pathname } = new URL(url);
  return pathname
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '*')
    .replace(/^\/c\/[^/]+/, '/c/*')
    .replace(/^\/r\/[^/]+/, '/r/*')
    .replace(/\/\d+(?=\/|$)/g, '/*');
}

const isFile = (path) => /\/export|\.(csv|xlsx|pdf|svg|png|jpg)$/.test(path);

/** Visits one page of every shape that links lead to, and calls `look(page, shape)` there. Returns the shapes. */
export async function walk(page, start, look, { within = '/', most = 80 } = {}) {
  const known = new Set([shapeOf(start)]);
  const waiting = [start];
  const walked = [];
  while (waiting.length > 0 && walked.length < most) {
    const url = waiting.shift();
    const answer = await page.goto(url);
    if (!(answer.headers()['content-type'] ?? '').includes('text/html')) continue;
    walked.push(shapeOf(url));
    await look(page, shapeOf(url), answer);
    const links = await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((link) => link.href));
    for (const link of links) {
      const { origin, pathname } = new URL(link);
      if (origin !== new URL(start).origin || !pathname.startsWith(within) || isFile(pathname) || pathname.endsWith('/logout')) continue;
      if (known.has(shapeOf(link))) continue;
      known.add(shapeOf(link));
      waiting.push(link.split('#')[0]);
    }
  }
  return walked;
}
