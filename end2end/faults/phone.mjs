// A worker's phone without a browser: it makes real records at real doors of the demo district, pushes them, sends their photos, and
// afterwards looks at what became of them. What it was told is what it believes: a record counts as given away with its receipt.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';

const CHUNK = 262144;
const A_PUSH = 40;
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** The server said that it took nothing; the same request may pass in a moment. */
export class NotTaken extends Error {}

export class Phone {
  constructor(server) {
    this.server = server;
    this.device = randomUUID();
    this.records = [];
    this.doors = [];
    this.prev = null;
    // Answers that no server of ours may give, whatever happens to its database.
    this.wrong = [];
    this.refusals = 0;
  }

  async call(method, path, body, type = 'application/json', more = {}) {
    const headers = { cookie: this.cookie ?? '', ...(body === undefined ? {} : { 'content-type': type }), ...more };
    const reply = await fetch(this.server.url + path, { method, headers, body });
    const text = await reply.text();
    if (reply.ok) return [JSON.parse(text), reply];
    const told = `${method} ${path.split('?')[0]}: ${reply.status} ${text.slice(0, 200)}`;
    if (reply.status === 503 && text.includes('"not_taken"') && reply.headers.get('retry-after')) {
      this.refusals += 1;
      throw new NotTaken(told);
    }
    this.wrong.push(told);
    throw new Error(told);
  }

  async logIn(login, password) {
    const [session, reply] = await this.call('POST', '/api/v1/session', JSON.stringify({ login, password }));
    this.cookie = reply.headers.get('set-cookie').split(';')[0];
    this.account = session.account;
    const households = (await this.views()).filter((view) => view.door && view.fee_consent === 'none' && view.attempts === 0);
    this.doors = households.map((view) => ({ id: view.id, compound: view.compound, seq: view.occupancy_seq }));
    if (this.doors.length < 10) throw new Error(`only ${this.doors.length} doors that nobody knocked at`);
  }

  /** Everything that the phone may hold, as the server sees it now. */
  async views() {
    const views = [];
    for (let after = 0, scope = '', more = true; more;) {
      const [page] = await this.call('GET', `/api/v1/sync/changes?after=${after}&scope=${encodeURIComponent(scope)}`);
      for (const change of page.changes) if (change.body) views.push(change.body);
      ({ next: after, scope, more } = page);
    }
    return views;
  }

  record(kind, body, photo) {
    const record = { id: randomUUID(), kind, device: this.device, seq: this.records.length + 1, author: this.account,
      recorded_at_ms: Date.now(), body: JSON.stringify(body) };
    if (this.prev) record.prev_hash = this.prev;
    this.prev = hashOf(record);
    this.records.push({ record, hash: this.prev, photo, acknowledged: false, arrived: false });
    return this.records.at(-1);
  }

  /** All that is recorded at one door: a visit, something to be done with a photo, a refused fee. */
  visit() {
    const door = this.doors[this.visits++ % this.doors.length];
    const at = Date.now();
    const photo = Buffer.concat([Buffer.from([0xff, 0xd8]), randomBytes(1000 + Math.floor(Math.random() * 500000))]);
    const place_text = `楼道${this.records.length}`;
    const visit = this.record('visit', { household: door.id, outcome: 'completed', channel: 'door', started_at_ms: at - 1000, ended_at_ms: at });
    const need = this.record('need', { visit: visit.record.id, household: door.id, compound: door.compound, code: 'CLN-01', place_text, photos: [sha256(photo)] }, photo);
    const consent = this.record('consent_event', { kind: 'fee_paid', action: 'refused', household: door.id, occupancy_seq: door.seq,
      relation: 'owner', text_version: 1, text_sha256: sha256('shown'), method: 'e0', captured_by: this.account, captured_at_ms: at });
    (door.did ??= []).push({ visit, need, consent, place_text });
  }

  visits = 0;

  /** Offers everything that has no receipt yet, and the photos that are not whole yet. */
  async work() {
    const left = this.records.filter((one) => !one.acknowledged);
    for (let at = 0; at < left.length; at += A_PUSH) await this.push(left.slice(at, at + A_PUSH));
    const photos = this.records.filter((one) => one.photo && one.acknowledged && !one.arrived);
    const sent = await Promise.allSettled(photos.map((one) => this.sendPhoto(one)));
    for (const { reason } of sent) if (reason) throw reason;
  }

  async push(some, times = 1) {
    const request = { protocol: 1, device: this.device, app: 'faults', device_time_ms: Date.now(), records: some.map((one) => one.record),
      announcement: { highest_seq: this.records.length, unsent_count: some.length } };
    const body = gzipSync(JSON.stringify(request));
    const post = () => this.call('POST', '/api/v1/sync/push', body, 'application/json', { 'content-encoding': 'gzip' });
    for (const [answer] of await Promise.all(Array.from({ length: times }, post))) {
      for (const receipt of answer.receipts) {
        const one = some.find((one) => one.record.id === receipt.id);
        if (receipt.hash !== one.hash || !receipt.proof) this.wrong.push(`a receipt that proves nothing: ${JSON.stringify(receipt)}`);
        if (receipt.state !== 'accepted') this.wrong.push(`a good record was not accepted: ${JSON.stringify(receipt)}`);
        one.acknowledged = true;
      }
    }
  }

  async sendPhoto(one) {
    const hash = sha256(one.photo);
    let [state] = await this.call('GET', `/api/v1/blobs/${hash}/state`);
    for (let index = 0; !state.arrived && index * CHUNK < one.photo.length; index++) {
      if (state.chunks.includes(index)) continue;
      const chunk = one.photo.subarray(index * CHUNK, (index + 1) * CHUNK);
      const path = `/api/v1/blobs/${hash}/chunks/${index}?size=${one.photo.length}&kind=photo`;
      [state] = await this.call('PUT', path, chunk, 'application/octet-stream');
    }
    one.arrived = state.arrived;
  }

  /** What the server says of these records now, by id. */
  async receipts() {
    const found = new Map();
    for (let at = 0; at < this.records.length; at += 100) {
      const ids = this.records.slice(at, at + 100).map((one) => one.record.id);
      const [answer] = await this.call('POST', '/api/v1/sync/receipts', JSON.stringify({ ids }));
      for (const receipt of answer.receipts) found.set(receipt.id, [...(found.get(receipt.id) ?? []), receipt]);
    }
    return found;
  }
}

// The record as `domain::sync::record` hashes it: each part with its length before it.
function hashOf(record) {
  const number = (value) => { const bytes = Buffer.alloc(8); bytes.writeBigInt64BE(BigInt(value)); return bytes; };
  const id = (text) => Buffer.from(text.replaceAll('-', ''), 'hex');
  const parts = [Buffer.from('doorstep record 1'), id(record.id), Buffer.from(record.kind), id(record.device), number(record.seq),
    id(record.author), number(record.recorded_at_ms), Buffer.alloc(0), Buffer.from(record.prev_hash ?? '', 'hex'), Buffer.from(record.body)];
  return sha256(Buffer.concat(parts.flatMap((part) => [number(part.length), part])));
}
