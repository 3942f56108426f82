// Pictures of every page in shots/: phone and desk, normal and elder. `node shots.mjs [dark]` adds the dark ones.
import { mkdirSync } from 'node:fs';
import { launch } from './chromium.mjs';
import { MODES, SCREENS, logInAtDesk, walk, windowIn } from './pages.mjs';
import { Server } from './server.mjs';

const modes = Object.keys(MODES).filter((mode) => mode !== 'dark' || process.argv.includes('dark'));
mkdirSync('shots', { recursive: true });
const server = await Server.start();
const browser = await launch();
const login = (role) => server.demo.accounts.find((account) => account.role === role)?.login;
const fileName = (shape) => shape.replace(/^\//, '').replace(/[/*]+/g, '-').replace(/-$/, '') || 'front';

/** A picture of the page as it stands, whole. */
async function shoot(page, prefix, shape) {
  const path = `shots/${prefix}-${fileName(shape)}.png`;
  await page.screenshot({ path, fullPage: true });
  console.log(path);
}

for (const mode of modes) {
  for (const [screen, viewport] of Object.entries(SCREENS)) {
    const prefix = `${screen}-${mode}`;
    await attempt(`${prefix} residents`, async () => {
      const context = await windowIn(browser, server, mode, { viewport });
      await walk(await context.newPage(), `${server.url}${server.demo.compound_path}`, (page, shape) => shoot(page, prefix, shape), { within: '/c/' });
      await context.close();
    });
    for (const role of ['community_clerk', 'community_director', 'street_clerk', 'company_manager', 'center_staff', 'sys_admin']) {
      await attempt(`${prefix} ${role}`, async () => {
        const context = await windowIn(browser, server, mode, { viewport });
        const page = await context.newPage();
        await logInAtDesk(page, server, login(role));
        await walk(page, `${server.url}/console`, (shown, shape) => shoot(shown, `${prefix}-${role}`, shape), { within: '/console' });
        await context.close();
      });
    }
    await attempt(`${prefix} field`, () => field(mode, viewport, prefix));
  }
}
await browser.close();
await server.stop();

/** One area that fails must not hide the pictures of the others. */
async function attempt(name, take) {
  try {
    await take();
  } catch (error) {
    console.error(`${name}: ${String(error).split('\n')[0]}`);
    process.exitCode = 1;
  }
}

async function field(mode, viewport, prefix) {
  const context = await windowIn(browser, server, mode, { viewport });
  const page = await context.newPage();
  const show = async (path) => {
    await page.goto(`${server.url}${path}`);
    await page.waitForSelector('#splash', { state: 'detached' });
    await page.waitForTimeout(500);
    await shoot(page, prefix, path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '*'));
  };
  await show('/field/login');
  await page.getByLabel('登录名').fill(login('grid_worker'));
  await page.getByLabel('密码').fill(server.demo.password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.locator('form.pin').waitFor();
  await shoot(page, prefix, '/field/choose-pin');
  for (const name of ['pin', 'again']) await page.locator(`form.pin input[name="${name}"]`).fill('246802');
  await page.locator('form.pin button[type="submit"]').click();
  await page.locator('a[href^="/field/compounds/"]').first().waitFor();
  await show('/field/');
  await show(`/field/compounds/${server.demo.compound_id}/door`);
  await show(`/field/compounds/${server.demo.compound_id}`);
  const door = await page.locator('a.door').first().getAttribute('href');
  for (const path of [door, `${door}/facts`, `${door}/visit/survey`, `${door}/visit`, '/field/outbox', '/field/tasks', '/field/settings']) await show(path);
  await page.getByRole('button', { name: '锁上' }).click();
  await page.locator('form.pin').waitFor();
  await page.locator('form.pin input').fill('111111');
  await page.locator('.notice').waitFor();
  await shoot(page, prefix, '/field/enter-pin');
  await context.close();
}
