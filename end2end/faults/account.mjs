// The account of a run: what was made, what the server gave receipts for, what it holds, and what followed from it at the doors.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './phone.mjs';

export class Account {
  figures = { rounds: 0, faults: 0, made: 0, acknowledged: 0, photos_arrived: 0, refused: 0, lost: 0, doubled: 0, half_photos: 0, wrong: 0 };
  told = [];

  constructor(name, phone) {
    this.name = name;
    this.phone = phone;
  }

  blame(figure, what) {
    this.figures[figure] += 1;
    this.told.push(`${figure}: ${what}`);
  }

  /** Everything with a receipt is there once, with its photo whole, and so is what follows from it. */
  async check() {
    const { phone } = this;
    const receipts = await phone.receipts();
    for (const one of phone.records) {
      const here = receipts.get(one.record.id) ?? [];
      if (here.length > 1) this.blame('doubled', one.record.id);
      const good = here.length === 1 && here[0].hash === one.hash && here[0].state === 'accepted';
      if (one.acknowledged && !good) this.blame('lost', `${one.record.kind} ${one.record.id} ${JSON.stringify(here)}`);
      if (one.photo) this.checkPhoto(one, good && here[0].missing_blobs.length === 0);
    }
    const views = new Map((await phone.views()).map((view) => [view.id, view]));
    for (const door of phone.doors) if (door.did) this.checkDoor(door, views.get(door.id));
  }

  checkPhoto(one, complete) {
    const hash = sha256(one.photo);
    const path = join(this.phone.server.folder, 'data/objects/blobs', hash.slice(0, 2), hash);
    const whole = existsSync(path) && sha256(readFileSync(path)) === hash;
    if ((one.arrived || complete) && !whole) this.blame('half_photos', hash);
    if (one.arrived && !complete) this.blame('lost', `photo ${hash}`);
  }

  checkDoor(door, view) {
    const sure = (what) => door.did.filter((did) => did[what].acknowledged).length;
    const between = (what, count, least, most) => {
      if (count < least) this.blame('lost', `${what} at ${door.id}: ${count} of ${least}`);
      if (count > most) this.blame('doubled', `${what} at ${door.id}: ${count} of ${most}`);
    };
    between('attempts', view.attempts, sure('visit'), door.did.length);
    for (const did of door.did.slice(-4)) {
      const tasks = view.promises.filter((promise) => promise.place_text.endsWith(did.place_text)).length;
      between(`tasks of ${did.place_text}`, tasks, did.need.acknowledged ? 1 : 0, 1);
    }
    if (sure('consent') && view.fee_consent !== 'refused') this.blame('lost', `a no at ${door.id}: ${view.fee_consent}`);
    if (sure('visit') && view.door_state === 'not_visited') this.blame('lost', `the state of ${door.id}`);
  }

  /** Undisturbed at last: everything arrives, and the evidence is intact. */
  async settle() {
    const { phone, figures } = this;
    for (let tries = 0; tries < 3; tries++) await phone.work();
    // Fifty at once of what is there already change nothing.
    await phone.push(phone.records.slice(-6), 50);
    await this.check();
    for (const line of phone.server.run('verify-evidence').trim().split('\n')) this.told.push(`evidence: ${line}`);
    const left = phone.records.filter((one) => !one.acknowledged || (one.photo && !one.arrived));
    for (const one of left) this.blame('lost', `never arrived: ${one.record.id}`);
    figures.made = phone.records.length;
    figures.acknowledged = phone.records.filter((one) => one.acknowledged).length;
    figures.photos_arrived = phone.records.filter((one) => one.arrived).length;
    figures.refused = phone.refusals;
    for (const what of new Set(phone.wrong)) this.blame('wrong', what);
  }

  /** Prints the figures, one a line, and gives the exit code. */
  print() {
    for (const [name, value] of Object.entries(this.figures)) console.log(`${this.name}_${name} ${value}`);
    const { lost, doubled, half_photos, wrong } = this.figures;
    const bad = lost + doubled + half_photos + wrong;
    if (bad) for (const line of this.told.slice(0, 40)) console.error(line);
    return bad ? 1 : 0;
  }
}
