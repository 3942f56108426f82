// RxDB and PouchDB in the same browser, on the same line, with the same documents, against express-pouchdb: what our figures are
// compared with. Their npm packages are not ours: FOLDER/client has rxdb, rxjs, dexie, pouchdb-browser and events, FOLDER/server has
// express@4, express-pouchdb and pouchdb.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { launchProfile } from '../chromium.mjs';
import { freePort } from '../server.mjs';
import { throttle, weigh } from './line.mjs';
import { Wire } from './wire.mjs';

const SERVER = `
const PouchDB = require('pouchdb').defaults({ prefix: process.env.DATA + '/' });
const app = require('express')();
app.use('/app', require('express').static(process.env.PAGES));
app.use('/db', require('express-pouchdb')(PouchDB, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: process.env.DATA + '/log.txt' }));
app.listen(Number(process.env.PORT), '127.0.0.1');
`;

/** One page an engine: `pull(name)` brings a database here, `push(name, docs)` stores the documents and sends them. Both say how long it took, in ms. */
const PAGES = {
  pouchdb: `
    import PouchDB from 'pouchdb-browser';
    const timed = async (work) => { const began = performance.now(); await work; return performance.now() - began; };
    const far = (name) => new PouchDB(location.origin + '/db/' + name, { skip_setup: true });
    window.pull = async (name) => { const near = new PouchDB('near'); await near.info(); return timed(near.replicate.from(far(name))); };
    window.push = async (name, docs) => { const near = new PouchDB('near'); await near.bulkDocs(docs); return timed(near.replicate.to(far(name))); };`,
  rxdb: `
    import { createRxDatabase } from 'rxdb/plugins/core';
    import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
    import { replicateCouchDB } from 'rxdb/plugins/replication-couchdb';
    const schema = { version: 0, primaryKey: 'id', type: 'object', additionalProperties: true, properties: { id: { type: 'string', maxLength: 80 } }, required: ['id'] };
    const collection = async () => {
      const database = await createRxDatabase({ name: 'near', storage: getRxStorageDexie(), multiInstance: false, eventReduce: false });
      return (await database.addCollections({ docs: { schema } })).docs;
    };
    const timed = async (collection, name, ways) => {
      const began = performance.now();
      const all = replicateCouchDB({ replicationIdentifier: name, collection, url: location.origin + '/db/' + name + '/', live: false, waitForLeadership: false, ...ways });
      await all.awaitInitialReplication();
      return performance.now() - began;
    };
    window.pull = async (name) => timed(await collection(), name, { pull: { batchSize: 1000 } });
    window.push = async (name, docs) => {
      const near = await collection();
      await near.bulkInsert(docs.map(({ _id, ...rest }) => ({ ...rest, id: _id })));
      return timed(near, name, { push: { batchSize: 1000 } });
    };`,
};

export class Peers {
  /** `folder`: where their packages are installed. `note` hears every figure. */
  static async start(folder, note) {
    const peers = new Peers();
    peers.note = note;
    peers.folder = mkdtempSync(join(tmpdir(), 'doorstep-peers-'));
    const pages = join(peers.folder, 'pages');
    const data = join(peers.folder, 'data');
    mkdirSync(pages);
    mkdirSync(data);
    for (const [engine, contents] of Object.entries(PAGES)) {
      await build({ stdin: { contents, resolveDir: join(folder, 'client') }, bundle: true, minify: true, define: { global: 'window' }, outfile: join(pages, `${engine}.js`), logLevel: 'error' });
      writeFileSync(join(pages, `${engine}.html`), `<!doctype html><title>${engine}</title><script src="/app/${engine}.js"></script>`);
    }
    const port = await freePort();
    peers.process = spawn('node', ['-e', SERVER], { cwd: join(folder, 'server'), stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DATA: data, PAGES: pages, PORT: String(port) } });
    peers.url = `http://127.0.0.1:${port}`;
    for (let tries = 0; !await fetch(`${peers.url}/db/`).then((answer) => answer.ok, () => false); tries += 1) {
      if (tries > 100) throw new Error('express-pouchdb does not start');
      await new Promise((done) => setTimeout(done, 100));
    }
    peers.wire = await Wire.to(port);
    peers.seeded = 0;
    return peers;
  }

  /** Both engines fetch all documents. */
  async pull(docs, profile) {
    const name = `hh${docs.length}`;
    if (this.seeded !== docs.length) {
      await fetch(`${this.url}/db/${name}`, { method: 'PUT' });
      for (let at = 0; at < docs.length; at += 1000) await this.post(`${name}/_bulk_docs`, { docs: docs.slice(at, at + 1000) });
      this.seeded = docs.length;
    }
    for (const engine of Object.keys(PAGES)) await this.measure(engine, `pull_${docs.length}_${profile}_${engine}`, profile, 'pull', name);
  }

  /** Both engines send documents that were made offline. */
  async push(docs, profile) {
    for (const engine of Object.keys(PAGES)) {
      const name = `up${Date.now()}`;
      await fetch(`${this.url}/db/${name}`, { method: 'PUT' });
      await this.measure(engine, `push_${docs.length}_${profile}_${engine}`, profile, 'push', name, docs);
      const { doc_count: count } = await (await fetch(`${this.url}/db/${name}`)).json();
      if (count !== docs.length) throw new Error(`${engine} sent ${count} of ${docs.length}`);
    }
  }

  async measure(engine, name, profile, way, database, docs) {
    const folder = mkdtempSync(join(tmpdir(), 'doorstep-peer-'));
    const context = await launchProfile(folder);
    try {
      const page = context.pages()[0];
      let requests = 0;
      page.on('request', (request) => { if (request.url().includes('/db/')) requests += 1; });
      await page.goto(`${this.wire.url}/app/${engine}.html`);
      await throttle(page, profile);
      this.wire.reset();
      const ms = await page.evaluate(([way, database, docs]) => window[way](database, docs), [way, database, docs]);
      this.note(name, ms / 1000, 's');
      this.note(`${name}_${way === 'pull' ? 'down' : 'up'}`, way === 'pull' ? this.wire.down : this.wire.up, 'bytes');
      this.note(`${name}_requests`, requests, 'requests');
      if (way === 'pull') this.note(`${name}_storage`, weigh(join(folder, 'Default/IndexedDB')), 'bytes');
    } finally {
      await context.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  async post(path, body) {
    const answer = await fetch(`${this.url}/db/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  }

  async stop() {
    this.wire.close();
    this.process.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
