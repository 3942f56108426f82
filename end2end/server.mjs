// Starts the real server for a story: a free port, its own data, and an end by its own pid.
import { spawn, execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const BINARY = process.env.DOORSTEP_SERVER ?? `${process.env.HOME}/.cache/doorstep/target/debug/server`;
const SITE = resolve(process.env.DOORSTEP_SITE ?? '../target/site-test');

/** A port that nobody listens on at this moment. */
export function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/**
 * One running server with its own database and blobs.
 *
 * `database`: a Postgres URL of an empty database, or nothing for SQLite. `site`: another built site. `demo: false`: an empty database,
 * `'small'`: a corner of the demo district.
 */
export class Server {
  static async start({ database, site = SITE, demo = true } = {}) {
    const server = new Server();
    server.folder = mkdtempSync(join(tmpdir(), 'doorstep-story-'));
    server.port = await freePort();
    server.url = `http://127.0.0.1:${server.port}`;
    const data = join(server.folder, 'data');
    server.env = {
      ...process.env,
      DOORSTEP_ADDR: `127.0.0.1:${server.port}`,
      DOORSTEP_PUBLIC_URL: server.url,
      DOORSTEP_DATA: data,
      DATABASE_URL: database ?? `sqlite://${join(data, 'doorstep.db')}`,
      DOORSTEP_SITE: site,
    };
    const template = process.env.DOORSTEP_DEMO_TEMPLATE;
    if (demo === true && !database && template && existsSync(join(template, 'demo.json'))) {
      cpSync(join(template, 'data'), data, { recursive: true });
      server.demo = JSON.parse(readFileSync(join(template, 'demo.json'), 'utf8'));
    } else {
      server.run('migrate');
      if (demo) server.demo = JSON.parse(server.run('demo', '--json', ...(demo === 'small' ? ['--small'] : [])));
    }
    await server.up();
    return server;
  }

  /** Runs a subcommand on this server's data and returns what it printed. */
  run(...words) {
    return execFileSync(BINARY, words, { env: this.env, cwd: this.folder, maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'inherit'] }).toString();
  }

  /** Starts listening, on the same port each time. */
  async up() {
    this.log = '';
    this.process = spawn(BINARY, ['serve'], { env: this.env, cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (bytes) => { this.log += bytes; };
    this.process.stdout.on('data', keep);
    this.process.stderr.on('data', keep);
    for (let tries = 0; tries < 300; tries += 1) {
      if (this.process.exitCode !== null) break;
      try {
        if ((await fetch(`${this.url}/healthz`)).ok) return;
      } catch { /* not yet */ }
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`the server did not start:\n${this.log}`);
  }

  /** Ends it as a service manager does, so requests in flight are finished. */
  async down(signal = 'SIGTERM') {
    if (!this.process || this.process.exitCode !== null) return;
    const gone = new Promise((done) => this.process.once('exit', done));
    this.process.kill(signal);
    await gone;
  }

  /** The same data, served with another site: what an update is to a phone. */
  async changeSite(site) {
    await this.down();
    this.env.DOORSTEP_SITE = site;
    await this.up();
  }

  async stop() {
    await this.down();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
