// A record as the phone makes it, for those who check or make records outside the app.
import { createHash } from 'node:crypto';

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Its hash, as `domain::sync::record` computes it: each part with its length before it. */
export function hashOf(record) {
  const number = (value) => { const bytes = Buffer.alloc(8); bytes.writeBigInt64BE(BigInt(value)); return bytes; };
  const id = (text) => Buffer.from(text.replaceAll('-', ''), 'hex');
  const offset = record.offset_ms === undefined ? Buffer.alloc(0) : number(record.offset_ms);
  const parts = [Buffer.from('doorstep record 1'), id(record.id), Buffer.from(record.kind), id(record.device), number(record.seq),
    id(record.author), number(record.recorded_at_ms), offset, Buffer.from(record.prev_hash ?? '', 'hex'), Buffer.from(record.body)];
  return sha256(Buffer.concat(parts.flatMap((part) => [number(part.length), part])));
}

/** The entries of a phone's outbox in the order of their numbers, from what `ledger.mjs` reads. */
export const entriesOf = (found) => Object.keys(found).filter((key) => key.startsWith('outbox/')).sort().map((key) => JSON.parse(found[key]));
