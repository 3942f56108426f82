// A grid worker's or a technician's phone: a browser with a profile on disk that can be killed and opened again.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchProfile } from './chromium.mjs';

const SCREEN = { viewport: { width: 360, height: 640 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', isMobile: true, hasTouch: true };

/** What a worker of the stories chooses. */
export const PIN = '246802';

export class Phone {
  /** A new phone, switched on, nothing on it. `flags`: for its browser. */
  static async buy(server, flags = []) {
    const phone = new Phone();
    phone.server = server;
    phone.flags = flags;
    phone.folder = mkdtempSync(join(tmpdir(), 'doorstep-phone-'));
    await phone.switchOn();
    return phone;
  }

  async switchOn() {
    this.context = await launchProfile(this.folder, { ...SCREEN, flags: this.flags });
    this.context.setDefaultTimeout(15_000);
    this.page = this.context.pages()[0] ?? await this.context.newPage();
    this.complaints = [];
    this.page.on('pageerror', (error) => this.complaints.push(error.message));
  }

  /** What a phone does when its battery ends: all processes of the browser are gone at once, nothing is told to the page. */
  async kill() {
    const gone = new Promise((done) => this.context.once('close', done));
    const pid = browserProcess(this.folder);
    // The browser was started as the leader of a group of its own.
    process.kill(groupOf(pid) === pid ? -pid : pid, 'SIGKILL');
    await gone;
  }

  async throwAway() {
    await this.context?.close().catch(() => {});
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Opens an address of the field app and waits until the app has drawn something. */
  async open(path = '/field/') {
    await this.page.goto(this.server.url + path);
    await this.drawn();
  }

  async drawn() {
    await this.page.waitForFunction(() => !document.getElementById('splash') || !document.getElementById('splash-failed').hidden);
    const why = await this.page.evaluate(() => document.getElementById('splash-why')?.textContent);
    if (why !== undefined) throw new Error(`the app did not start: ${why}`);
    if (await this.page.locator('form.pin').isVisible()) await this.passPin();
  }

  /** Enters the PIN, or chooses it after a first login; the page behind it is drawn when this returns. */
  async passPin(pin = PIN) {
    const form = this.page.locator('form.pin');
    const again = form.locator('input[name="again"]');
    await form.locator('input[name="pin"]').fill(pin);
    if (await again.isVisible()) {
      await again.fill(pin);
      await form.locator('button[type="submit"]').click();
    }
    await form.waitFor({ state: 'detached' });
  }

  async logIn(login, password) {
    await this.open('/field/login');
    await this.page.getByLabel('登录名').fill(login);
    await this.page.getByLabel('密码').fill(password);
    await this.page.getByRole('button', { name: '登录' }).click();
    await this.page.waitForURL(`${this.server.url}/field/`);
    // Whoever only logs in again is not asked.
    await this.page.locator('form.pin, .sync-badge').first().waitFor();
    if (await this.page.locator('form.pin').isVisible()) await this.passPin();
    // From here on the shell lives on the phone.
    await this.page.evaluate(() => navigator.serviceWorker.ready);
    await this.page.waitForFunction(() => navigator.serviceWorker.controller);
  }

  /** Until all is downloaded and nothing waits to be sent; on a page that was just opened: until its first round is over. */
  upToDate() { return this.page.locator('.sync-badge', { hasText: '已上传' }).waitFor(); }

  loseNetwork() { return this.context.setOffline(true); }
  findNetwork() { return this.context.setOffline(false); }

  button(name) { return this.page.getByRole('button', { name, exact: true }); }
  link(name) { return this.page.getByRole('link', { name, exact: true }); }

  /** Taps the tile, tick or face with this value inside a question or group. */
  async choose(name, value) {
    await this.page.locator(`input[name="${name}"][value="${value}"]`).locator('xpath=ancestor::label[1]').click();
  }

  next() { return this.button('下一步').click(); }

  /** Takes a photo of whatever is on the screen, each from another distance: a real JPEG of some 100 kB. */
  async takePhoto() {
    const near = Math.random() * 60;
    const picture = await this.page.screenshot({ type: 'jpeg', quality: 95, clip: { x: 0, y: 0, width: 360 - near, height: 640 - near } });
    const chooser = this.page.waitForEvent('filechooser');
    // A phone that is killed before the camera opens says so at the button.
    chooser.catch(() => {});
    await this.button('拍照').first().click();
    await (await chooser).setFiles({ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: picture });
    await this.page.locator('.photos img').first().waitFor();
  }

  /** Signs with a finger: three strokes with some time in them. */
  async sign() {
    const canvas = this.page.locator('canvas');
    await canvas.scrollIntoViewIfNeeded();
    const box = await canvas.boundingBox();
    const at = (x, y) => [box.x + box.width * x, box.y + box.height * y];
    for (const [from, to] of [[[0.15, 0.3], [0.45, 0.35]], [[0.3, 0.15], [0.28, 0.85]], [[0.55, 0.25], [0.85, 0.8]]]) {
      await this.page.mouse.move(...at(...from));
      await this.page.mouse.down();
      for (let part = 1; part <= 12; part += 1) {
        const way = part / 12;
        const bend = Math.sin(way * Math.PI) * 0.08;
        await this.page.mouse.move(...at(from[0] + (to[0] - from[0]) * way, from[1] + (to[1] - from[1]) * way + bend));
      }
      await this.page.mouse.up();
    }
  }
}

/** The main process of the browser that uses this profile. */
function browserProcess(folder) {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    let words = [];
    try { words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0'); } catch { continue; }
    if (words.includes(`--user-data-dir=${folder}`) && !words.some((word) => word.startsWith('--type='))) return Number(pid);
  }
  throw new Error('no browser uses this profile');
}

/** The group of a process: the third word behind its name in brackets. */
function groupOf(pid) {
  return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')[2]);
}
