// The disk fills up under the database and the photos, again and again, at another moment each time, and gets room again. What has a receipt
// is never lost, what has none is not half there, and nothing good is set aside because of the disk.
// node end2end/full.mjs ROUNDS SMALL_DISK [FOLDER_OF_POSTGRES_PROGRAMS FOLDER_FOR_ITS_LOG]
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Account } from './faults/account.mjs';
import { NotTaken, Phone } from './faults/phone.mjs';
import { Postgres } from './faults/postgres.mjs';
import { Server } from './server.mjs';

const [rounds = '4', disk, bin, wal] = process.argv.slice(2);
process.env.TMPDIR = disk;
const ballast = join(disk, 'ballast');
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
// Room that is left: none, less than a photo, some photos, enough for a while.
const ROOM = [0, 60_000, 400_000, 1_500_000];
let postgres;
let server;
let code = 1;

/** Leaves so many bytes of the disk. */
function fill(room) {
  const file = openSync(ballast, 'w');
  const part = Buffer.alloc(65536);
  try {
    for (;;) {
      const { bavail, bsize } = statfsSync(disk);
      const left = bavail * bsize - room;
      if (left <= 0) return;
      writeSync(file, part, 0, Math.min(left, part.length));
    }
  } catch (error) {
    if (error.code !== 'ENOSPC') throw error;
  } finally {
    closeSync(file);
  }
}

/** Files that a broken upload left behind. */
function leftovers() {
  const all = readdirSync(join(server.folder, 'data/objects'), { recursive: true, withFileTypes: true });
  return all.filter((entry) => entry.isFile() && entry.name.includes('#')).map((entry) => entry.name);
}

try {
  if (bin) postgres = await Postgres.make(bin, mkdtempSync(join(disk, 'postgres-')), { wal });
  server = await Server.start({ database: postgres?.url, demo: 'small' });
  const phone = new Phone(server);
  await phone.logIn('grid01', server.demo.password);
  const account = new Account(bin ? 'full_postgres' : 'full_sqlite', phone);
  for (; account.figures.rounds < Number(rounds); account.figures.rounds++) {
    fill(ROOM[account.figures.rounds % ROOM.length]);
    let met = null;
    for (let tries = 0; tries < 30 && !met; tries++) {
      for (let n = 0; n < 3; n++) phone.visit();
      met = await phone.work().then(() => null, (error) => error);
    }
    if (met instanceof NotTaken) account.figures.faults++; else account.blame('wrong', `on a full disk: ${met}`);
    // Still full: nothing changes, whoever asks how often.
    await phone.work().catch(() => {});
    rmSync(ballast);
    if (postgres && !postgres.pid) postgres.start();
    for (let tries = 0; tries < 100; tries++) {
      const error = await phone.work().then(() => null, (error) => error);
      if (!error) break;
      if (!(error instanceof NotTaken)) throw error;
      await sleep(100);
    }
    await account.check();
    for (const name of leftovers()) account.blame('half_photos', name);
  }
  await account.settle();
  code = account.print();
} finally {
  await server?.stop();
  postgres?.stop('immediate');
}
process.exit(code);
