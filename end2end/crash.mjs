// The real server as a process, killed with SIGKILL at random moments of pushes and photos, started again and asked again: real records
// at real doors of the demo district. Ends by itself; prints figures, one a line.
// node end2end/crash.mjs ROUNDS [FOLDER_OF_POSTGRES_PROGRAMS]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Account } from './faults/account.mjs';
import { Phone } from './faults/phone.mjs';
import { Postgres } from './faults/postgres.mjs';
import { Server } from './server.mjs';

const [rounds = '6', bin] = process.argv.slice(2);
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const folder = mkdtempSync(join(tmpdir(), 'doorstep-crash-'));
let postgres;
let server;
let code = 1;
try {
  if (bin) postgres = await Postgres.make(bin, join(folder, 'postgres'));
  server = await Server.start({ database: postgres?.url, demo: 'small' });
  const phone = new Phone(server);
  await phone.logIn('grid01', server.demo.password);
  const account = new Account(bin ? 'crash_postgres' : 'crash_sqlite', phone);
  for (; account.figures.rounds < Number(rounds); account.figures.rounds++) {
    for (let n = 0; n < 4; n++) phone.visit();
    const busy = phone.work().catch(() => {});
    await sleep(Math.random() * 400);
    await server.down('SIGKILL');
    account.figures.faults++;
    await busy;
    await server.up();
    await account.check();
  }
  await account.settle();
  code = account.print();
} finally {
  await server?.stop();
  postgres?.stop('immediate');
  rmSync(folder, { recursive: true, force: true });
}
process.exit(code);
