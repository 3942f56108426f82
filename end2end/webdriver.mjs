// Firefox and WebKitGTK, driven in the little that the stories need. Firefox speaks Marionette over a socket, WebKit's driver the
// WebDriver protocol over HTTP; both know the same commands. Each browser has a throw-away profile and ends with its own pid.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './server.mjs';

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const first = (...paths) => paths.find((path) => existsSync(path));
const found = (folder, file) => existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, file)).find(existsSync) : undefined;

/** The browsers that are installed here; what is missing is said by name. */
export const BROWSERS = {
  firefox: { package: 'firefox-esr', path: first('/usr/bin/firefox-esr', '/usr/bin/firefox'), start: (path) => Firefox.start(path) },
  webkit: {
    package: 'webkit2gtk-driver xvfb',
    path: first('/usr/bin/WebKitWebDriver') && first('/usr/bin/Xvfb') && found('/usr/lib/x86_64-linux-gnu', 'MiniBrowser'),
    start: (path) => WebKit.start(path),
  },
};

/** What a story may ask of a browser. */
class Driver {
  async begin(capabilities) {
    await this.ask('NewSession', { capabilities });
    await this.ask('SetTimeouts', { script: 120_000, pageLoad: 60_000, implicit: 0 });
  }

  go(url) { return this.ask('Navigate', { url }); }

  /** Runs a function in the page and waits for what it promises. */
  async run(act, ...args) {
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve().then(() => (${act}).apply(null, Array.prototype.slice.call(arguments, 0, -1)))
        .then((value) => done({ value }), (error) => done({ error: String(error && error.stack || error) }));`;
    const { value, error } = await this.ask('ExecuteAsyncScript', { script, args });
    if (error) throw new Error(error);
    return value;
  }

  /** Waits until the function says something true. */
  async until(act, ...args) {
    for (let tries = 0; tries < 300; tries += 1) {
      const value = await this.run(act, ...args);
      if (value) return value;
      await this.reopen();
      await sleep(200);
    }
    const seen = await this.run(() => [document.body.innerText, document.getElementById('broken')?.dataset.error].join('\n'));
    throw new Error(`it never came true: ${act}\n${seen}`);
  }

  /**
   * WebKit of this version stops a sound module now and then in the middle of a loop over bytes, or never begins it (seen once each in a
   * hundred runs). The page says so; here it is opened again, once, as a person would. A panic of ours is no such thing.
   */
  async reopen() {
    const broken = await this.run(() => {
      const seen = ['broken', 'splash-failed'].map((id) => document.getElementById(id)).find((part) => part && !part.hidden);
      return seen && { panicked: globalThis.panicked, error: seen.dataset.error ?? seen.innerText };
    });
    if (!broken) return;
    if (broken.panicked || this.reopened) throw new Error(`the app broke: ${broken.panicked ?? broken.error}`);
    this.reopened = true;
    process.stderr.write(`the browser stopped the module, the page is opened again: ${broken.error}\n`);
    await this.run(() => { setTimeout(() => location.reload(), 50); });
    await sleep(1_000);
  }

  async element(selector) {
    const answer = await this.ask('FindElement', { using: 'css selector', value: selector });
    return Object.values(answer)[0];
  }

  /** Types into a field; into a file field, the path of a file. */
  async type(selector, text) {
    await this.ask('ElementSendKeys', { id: await this.element(selector), text });
  }

  /** Taps the button or link with this word. */
  tap(word) {
    return this.until((word) => {
      const wanted = [...document.querySelectorAll('button, a')].find((one) => one.innerText.trim() === word && !one.disabled);
      if (wanted) wanted.click();
      return Boolean(wanted);
    }, word);
  }
}

class Firefox extends Driver {
  static async start(path) {
    const driver = new Firefox();
    driver.folder = mkdtempSync(join(tmpdir(), 'doorstep-firefox-'));
    const port = await freePort();
    // It speaks to 127.0.0.1 only: no updates, no reports, no look for a captive portal.
    const no = ['app.update.enabled', 'app.normandy.enabled', 'datareporting.policy.dataSubmissionEnabled', 'toolkit.telemetry.enabled',
      'network.captive-portal-service.enabled', 'network.connectivity-service.enabled', 'browser.safebrowsing.malware.enabled',
      'browser.safebrowsing.phishing.enabled', 'extensions.update.enabled', 'dom.push.connection.enabled', 'network.dns.disablePrefetch'];
    const lines = [...no.map((name) => `user_pref("${name}", false);`), `user_pref("marionette.port", ${port});`,
      'user_pref("services.settings.server", "http://127.0.0.1:9/");', 'user_pref("browser.region.network.url", "");'];
    writeFileSync(join(driver.folder, 'user.js'), `${lines.join('\n')}\n`);
    driver.process = spawn(path, ['--headless', '--no-remote', '--marionette', '--profile', driver.folder, 'about:blank'], {
      stdio: 'ignore', detached: true, env: { ...process.env, HOME: driver.folder, MOZ_HEADLESS: '1' },
    });
    await driver.connect(port);
    await driver.begin({ alwaysMatch: {} });
    return driver;
  }

  async connect(port) {
    this.waiting = new Map();
    this.number = 0;
    for (let tries = 0; ; tries += 1) {
      const socket = connect(port, '127.0.0.1');
      const opened = await new Promise((done) => { socket.once('connect', () => done(true)); socket.once('error', () => done(false)); });
      if (opened) { this.socket = socket; break; }
      if (tries > 300) throw new Error('Firefox does not listen');
      await sleep(200);
    }
    let buffer = Buffer.alloc(0);
    this.socket.on('close', () => { for (const hear of this.waiting.values()) hear([1, 0, { message: 'Firefox has gone' }]); });
    this.socket.on('data', (bytes) => {
      buffer = Buffer.concat([buffer, bytes]);
      for (;;) {
        const colon = buffer.indexOf(':');
        const length = Number(buffer.subarray(0, Math.max(colon, 0)).toString());
        if (colon < 0 || buffer.length < colon + 1 + length) return;
        const message = JSON.parse(buffer.subarray(colon + 1, colon + 1 + length).toString());
        buffer = buffer.subarray(colon + 1 + length);
        // The greeting is no list.
        if (Array.isArray(message)) this.waiting.get(message[1])?.(message);
      }
    });
  }

  async ask(command, parameters) {
    const number = this.number += 1;
    const text = Buffer.from(JSON.stringify([0, number, `WebDriver:${command}`, parameters]));
    const [, , error, result] = await new Promise((done) => {
      this.waiting.set(number, done);
      this.socket.write(Buffer.concat([Buffer.from(`${text.length}:`), text]));
    });
    this.waiting.delete(number);
    if (error) throw new Error(`${command}: ${error.message}`);
    return command.startsWith('Execute') || command === 'FindElement' ? result.value : result;
  }

  async stop() {
    this.socket?.destroy();
    await end(this.process);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

class WebKit extends Driver {
  static async start(path) {
    const driver = new WebKit();
    driver.folder = mkdtempSync(join(tmpdir(), 'doorstep-webkit-'));
    driver.screen = spawn('Xvfb', ['-displayfd', '1', '-nolisten', 'tcp', '-screen', '0', '800x900x24'], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    const display = await new Promise((done, fail) => {
      driver.screen.stdout.once('data', (bytes) => done(`:${bytes.toString().trim()}`));
      driver.screen.once('exit', () => fail(new Error('no screen')));
    });
    const port = await freePort();
    const homes = Object.fromEntries(['HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_RUNTIME_DIR'].map((name) => [name, driver.folder]));
    driver.process = spawn('/usr/bin/WebKitWebDriver', [`--port=${port}`], {
      stdio: 'ignore', detached: true,
      env: { ...process.env, ...homes, DISPLAY: display, GDK_BACKEND: 'x11', LIBGL_ALWAYS_SOFTWARE: '1', WEBKIT_DISABLE_COMPOSITING_MODE: '1', NO_AT_BRIDGE: '1' },
    });
    driver.base = `http://127.0.0.1:${port}`;
    for (let tries = 0; ; tries += 1) {
      if (await fetch(`${driver.base}/status`).then((answer) => answer.ok, () => false)) break;
      if (tries > 100) throw new Error('WebKit’s driver does not listen');
      await sleep(100);
    }
    await driver.begin({ alwaysMatch: { 'webkitgtk:browserOptions': { binary: path, args: ['--automation'] } } });
    return driver;
  }

  async ask(command, parameters) {
    const at = `/session/${this.session}`;
    const [method, path] = {
      NewSession: ['POST', '/session'], SetTimeouts: ['POST', `${at}/timeouts`], Navigate: ['POST', `${at}/url`],
      ExecuteAsyncScript: ['POST', `${at}/execute/async`], FindElement: ['POST', `${at}/element`],
      ElementSendKeys: ['POST', `${at}/element/${parameters.id}/value`],
    }[command];
    const answer = await fetch(this.base + path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(parameters) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${command}: ${value.message || value.error}`);
    if (command === 'NewSession') this.session = value.sessionId;
    return value;
  }

  async stop() {
    await fetch(`${this.base}/session/${this.session}`, { method: 'DELETE' }).catch(() => {});
    await end(this.process);
    await end(this.screen);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Ends a process and what it started: each was started as the leader of a group of its own. */
async function end(child) {
  if (!child || child.exitCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  process.kill(-child.pid, 'SIGKILL');
  await gone;
}
