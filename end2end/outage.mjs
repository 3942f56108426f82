// The database goes away while phones push and send photos, and comes back; the server is never started again. Killed with SIGKILL like in
// a power cut, or stopped in order. While it is away every answer is "not taken, come again", for phones and for people, and never a receipt.
// node end2end/outage.mjs ROUNDS FOLDER_OF_POSTGRES_PROGRAMS
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Account } from './faults/account.mjs';
import { NotTaken, Phone } from './faults/phone.mjs';
import { Postgres } from './faults/postgres.mjs';
import { Server } from './server.mjs';

const [rounds = '4', bin] = process.argv.slice(2);
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const folder = mkdtempSync(join(tmpdir(), 'doorstep-outage-'));
let postgres;
let server;
let code = 1;

/** What a resident reads when the page cannot be made. */
async function checkPage(account) {
  const reply = await fetch(server.url + server.demo.compound_path);
  const text = await reply.text();
  const told = text.includes('这次没有存上') && text.includes('This was not saved');
  if (reply.status !== 503 || !told) account.blame('wrong', `a page without a database: ${reply.status} ${text.slice(0, 200)}`);
}

/** The server finds its database again by itself. Returns after how many ms. */
async function recover(phone) {
  const started = Date.now();
  for (;;) {
    try {
      await phone.work();
      return Date.now() - started;
    } catch (error) {
      if (!(error instanceof NotTaken) || Date.now() - started > 30_000) throw error;
      await sleep(100);
    }
  }
}

try {
  postgres = await Postgres.make(bin, join(folder, 'postgres'));
  server = await Server.start({ database: postgres.url, demo: 'small' });
  const phone = new Phone(server);
  await phone.logIn('grid01', server.demo.password);
  const account = new Account('outage_postgres', phone);
  let slowest = 0;
  for (; account.figures.rounds < Number(rounds); account.figures.rounds++) {
    for (let n = 0; n < 4; n++) phone.visit();
    const busy = phone.work().catch(() => {});
    await sleep(Math.random() * 400);
    if (account.figures.rounds % 2) postgres.stop('fast'); else await postgres.kill();
    account.figures.faults++;
    await busy;
    phone.visit();
    const refused = await phone.work().then(() => null, (error) => error);
    if (!(refused instanceof NotTaken)) account.blame('wrong', `a push without a database: ${refused}`);
    await checkPage(account);
    postgres.start();
    slowest = Math.max(slowest, await recover(phone));
    await account.check();
  }
  await account.settle();
  console.log(`outage_postgres_slowest_recovery ${slowest} ms`);
  code = account.print();
} finally {
  await server?.stop();
  postgres?.stop('immediate');
  rmSync(folder, { recursive: true, force: true });
}
process.exit(code);
