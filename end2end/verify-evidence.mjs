#!/usr/bin/env node
// Checks a file of evidence without any code of the server: Node and its crypto module are all it needs.
//
//   node verify-evidence.mjs FILE [--digests PUBLISHED] [--all] [--open]
//
// PUBLISHED is the text of /evidence/digests.txt, kept since the day it was published. It says of each record: intact, changed,
// missing or out_of_order, and ends with 1 when anything is not intact. --open prints what the file's keys open.
//
// THE FORMAT, "doorstep evidence 2". UTF-8; one JSON object a line, each line ended by a line feed, exactly as JSON.stringify writes
// it, with the fields in the order of FIELDS below. Hashes are SHA-256 in lower-case hex. "Hash of parts" means: each part preceded
// by its length in 8 bytes, big end first; numbers as 8 bytes, ids as 16, an absent hash as an empty part.
//   file    the first line: how many lines of each kind follow
//   link    one record of a household's chain. hash = hash of parts ("doorstep link 1", household, seq, kind, subject, district,
//           at_ms, facts, record_hash, sealed_sha256, prev_hash). kind: event, confirmation, callback, blob, erasure. facts is JSON as text.
//           sealed: base64 of 12 bytes of nonce and the AES-256-GCM ciphertext with its tag (subject is the additional data);
//           sealed_sha256 is of these bytes. key, where the file was opened, decrypts it: for an event to the bytes whose SHA-256 is
//           record_hash, the hash that the phone gave the record (parts: "doorstep record 1", id, kind, device, number, author,
//           time of the phone, offset to the server, hash of the record before, the record it puts right if any, body); for a blob
//           to the bytes that facts.sha256 names; for a confirmation to its note.
//   signature  how the phone signed the record of an event that a phone made: state is signed, unsigned (before it had a key), missing
//           or wrong. signed: key is the phone's public key on P-256 (04 x y), signature (r s) is ECDSA with SHA-256 over the 32 bytes
//           of record_hash. facts.signature_state is what it was worth when it came, and facts.signature_sha256, where it was signed
//           then, the hash of parts ("doorstep signature 1", key, signature).
//   receipt  the server's word that it has the record, signed in the same way with the server's key number key_no over the hash of
//           parts ("doorstep receipt 1", id of the record, record_hash, state, 1 byte: all its blobs are there, received_at_ms,
//           key_no in 4 bytes). The server publishes its keys beside the digests: "# receipt key NUMBER KEY".
//   device  one number of a phone's own chain: the hash of the record, and of the one before it
//   digest  one a day and district: hash = hash of parts ("doorstep digest 1", district, day, households, links, root, prev_hash)
//   proof   that a chain ended so on that day: leaf = hash of parts ("doorstep leaf 1", household, seq, head); each step of path
//           joins: hash of parts ("doorstep node 1", left, right); the last is the root of the digest
//   end     lines before it, and the SHA-256 of all bytes before it
//
// A link that came after the last digest is intact (not_covered): nothing outside this file could tell yet if it were cut off. When no
// link at all is covered by a digest, the check ends with 1: everything could be made up.
// A phone that lost its last numbers goes on without the hash of the one before: intact (began_anew).
import { createDecipheriv, createHash, createPublicKey, verify as verifySignature } from "node:crypto";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const FORMAT = "doorstep evidence 2";
const FIELDS = {
  file: {
    format: "text", made_at_ms: "number", links: "count", signatures: "count", receipts: "count", devices: "count",
    digests: "count", proofs: "count",
  },
  link: {
    household: "id", seq: "count", kind: "kind", subject: "text", district: "text", at_ms: "number", facts: "text",
    record_hash: "hash?", sealed_sha256: "hash?", prev_hash: "hash?", hash: "hash", sealed: "base64?", key: "hash?",
  },
  signature: { household: "id", seq: "count", state: "signing", key: "key?", signature: "signature?" },
  receipt: {
    household: "id", seq: "count", state: "receipt", complete: "bool", received_at_ms: "number", key_no: "short", key: "key",
    signature: "signature",
  },
  device: { device: "id", seq: "count", hash: "hash", prev_hash: "hash?" },
  digest: { district: "text", day: "day", households: "count", links: "count", root: "hash", prev_hash: "hash?", hash: "hash" },
  proof: { district: "text", day: "day", household: "id", seq: "count", head: "hash", path: "steps" },
  end: { lines: "count", sha256: "hash" },
};
const KINDS = ["event", "confirmation", "callback", "blob", "erasure"];
const SIGNINGS = ["signed", "unsigned", "missing", "wrong"];
const RECEIPTS = ["accepted", "held", "set_aside"];
const COUNTED = ["link", "signature", "receipt", "device", "digest", "proof"];
const MOST_NAMED = 1000;
const DAY_MS = 86_400_000;
const SHANGHAI_MS = 8 * 3_600_000;

const isText = (value) => typeof value === "string";
const isHash = (value) => isText(value) && /^[0-9a-f]{64}$/.test(value);
const isHex = (value, bytes) => isText(value) && value.length === 2 * bytes && /^[0-9a-f]*$/.test(value);
const isDay = (value) => isText(value) && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
const IS = {
  text: isText,
  number: Number.isSafeInteger,
  count: (value) => Number.isSafeInteger(value) && value >= 0,
  id: (value) => isText(value) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
  short: (value) => Number.isSafeInteger(value) && value >= 0 && value < 2 ** 32,
  bool: (value) => typeof value === "boolean",
  kind: (value) => KINDS.includes(value),
  signing: (value) => SIGNINGS.includes(value),
  receipt: (value) => RECEIPTS.includes(value),
  key: (value) => isHex(value, 65),
  "key?": (value) => value === null || isHex(value, 65),
  signature: (value) => isHex(value, 64),
  "signature?": (value) => value === null || isHex(value, 64),
  hash: isHash,
  "hash?": (value) => value === null || isHash(value),
  "base64?": (value) => value === null || (isText(value) && Buffer.from(value, "base64").toString("base64") === value),
  day: isDay,
  steps: (value) => Array.isArray(value) && value.every((step) => isText(step) && /^(left|right) [0-9a-f]{64}$/.test(step)),
};

const sha256 = (...chunks) => chunks.reduce((hash, chunk) => hash.update(chunk), createHash("sha256")).digest("hex");
const bytesOf = {
  text: (value) => Buffer.from(value, "utf8"),
  number: (value) => { const bytes = Buffer.alloc(8); bytes.writeBigInt64BE(BigInt(value)); return bytes; },
  hash: (value) => Buffer.from(value ?? "", "hex"),
  id: (value) => Buffer.from(value.replaceAll("-", ""), "hex"),
  short: (value) => { const bytes = Buffer.alloc(4); bytes.writeUInt32BE(value); return bytes; },
  bool: (value) => Buffer.from([value ? 1 : 0]),
};
const hashOfParts = (...parts) => sha256(...parts.flatMap((part) => [bytesOf.number(part.length), part]));

/** One line, or null when it is not one or not written in the one way. */
function readLine(text) {
  let value;
  try { value = JSON.parse(text); } catch { return null; }
  if (value === null || typeof value !== "object" || !Object.hasOwn(FIELDS, value.line)) return null;
  const fields = FIELDS[value.line];
  const names = ["line", ...Object.keys(fields)];
  const sameNames = Object.keys(value).join() === names.join();
  if (!sameNames || JSON.stringify(value) !== text) return null;
  return Object.entries(fields).every(([name, type]) => IS[type](value[name])) ? value : null;
}

function linkHash(link) {
  return hashOfParts(
    bytesOf.text("doorstep link 1"), bytesOf.id(link.household), bytesOf.number(link.seq), bytesOf.text(link.kind),
    bytesOf.text(link.subject), bytesOf.text(link.district), bytesOf.number(link.at_ms), bytesOf.text(link.facts),
    bytesOf.hash(link.record_hash), bytesOf.hash(link.sealed_sha256), bytesOf.hash(link.prev_hash),
  );
}

function digestHash(digest) {
  return hashOfParts(
    bytesOf.text("doorstep digest 1"), bytesOf.text(digest.district), bytesOf.text(digest.day),
    bytesOf.number(digest.households), bytesOf.number(digest.links), bytesOf.hash(digest.root), bytesOf.hash(digest.prev_hash),
  );
}

/** Whether the key, a point on P-256 as 04 x y, made the signature over the 32 bytes of a hash. */
function signs(key, signature, hash) {
  const [x, y] = [key.slice(2, 66), key.slice(66)].map((half) => Buffer.from(half, "hex").toString("base64url"));
  try {
    const point = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
    const given = { key: point, dsaEncoding: "ieee-p1363" };
    return key.startsWith("04") && verifySignature("sha256", bytesOf.hash(hash), given, Buffer.from(signature, "hex"));
  } catch { return false; }
}

function receiptHash(receipt, link) {
  return hashOfParts(
    bytesOf.text("doorstep receipt 1"), bytesOf.id(link.subject), bytesOf.hash(link.record_hash), bytesOf.text(receipt.state),
    bytesOf.bool(receipt.complete), bytesOf.number(receipt.received_at_ms), bytesOf.short(receipt.key_no),
  );
}

function climb(proof) {
  const leaf = hashOfParts(bytesOf.text("doorstep leaf 1"), bytesOf.id(proof.household), bytesOf.number(proof.seq), bytesOf.hash(proof.head));
  return proof.path.reduce((hash, step) => {
    const [side, other] = step.split(" ");
    const [left, right] = side === "left" ? [other, hash] : [hash, other];
    return hashOfParts(bytesOf.text("doorstep node 1"), bytesOf.hash(left), bytesOf.hash(right));
  }, leaf);
}

/** What a link's key opens, or null. */
export function open(link) {
  if (link.sealed === null || link.key === null) return null;
  const sealed = Buffer.from(link.sealed, "base64");
  if (sealed.length < 28) return null;
  const decipher = createDecipheriv("aes-256-gcm", bytesOf.hash(link.key), sealed.subarray(0, 12));
  decipher.setAAD(bytesOf.text(link.subject));
  decipher.setAuthTag(sealed.subarray(-16));
  try { return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]); } catch { return null; }
}

/** The last of the length-prefixed parts: the body of a record. */
export function bodyIn(bytes) {
  let [at, last] = [0, null];
  while (at + 8 <= bytes.length) {
    const length = Number(bytes.readBigUInt64BE(at));
    last = bytes.subarray(at + 8, at + 8 + length);
    at += 8 + length;
  }
  return last?.toString("utf8") ?? "";
}

function inside(link) {
  if (link.sealed === null) return link.key === null ? null : "sealed";
  if (sha256(Buffer.from(link.sealed, "base64")) !== link.sealed_sha256) return "sealed";
  if (link.key === null) return null;
  const plain = open(link);
  if (plain === null) return "sealed";
  if (link.kind === "event" && link.record_hash !== null && sha256(plain) !== link.record_hash) return "record";
  if (link.kind === "blob" && sha256(plain) !== parse(link.facts)?.sha256) return "record";
  return null;
}

const parse = (text) => { try { return JSON.parse(text); } catch { return null; } };
const groups = (list, key) => list.reduce((map, one) => map.set(key(one), [...(map.get(key(one)) ?? []), one]), new Map());

/** Everything that the file says, judged: a list of { what, verdict, reason }. */
export function verify(bytes, published = null) {
  const report = [];
  const say = (what, verdict, reason = "nothing") => report.push({ what, verdict, reason });
  const lines = { file: [], end: [], ...Object.fromEntries(COUNTED.map((kind) => [kind, []])) };
  const texts = splitLines(bytes);
  texts.forEach((line, at) => {
    const value = line === null ? null : readLine(line);
    const placed = value !== null && (value.line !== "file" || (at === 0 && value.format === FORMAT))
      && (value.line !== "end" || lines.end.length === 0);
    if (placed) lines[value.line].push(value);
    else say(`line ${at + 1}`, "changed", "unreadable");
  });
  checkWhole(bytes, lines, say);
  const told = checkProofs(lines, say);
  checkUnproven(lines, say);
  checkDigests(lines, say, published?.digests);
  checkLinks(lines, told, say);
  checkVouching(lines, say, published?.keys);
  checkDevices(lines, say);
  return { report, links: lines.link };
}

function splitLines(bytes) {
  const found = [];
  let start = 0;
  for (let at = 0; at <= bytes.length; at += 1) {
    if (at !== bytes.length && bytes[at] !== 10) continue;
    if (at !== bytes.length || start !== at) found.push(utf8(bytes.subarray(start, at)));
    start = at + 1;
  }
  return found;
}

function utf8(bytes) {
  try { return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes); } catch { return null; }
}

function checkWhole(bytes, lines, say) {
  const head = lines.file[0];
  if (!head) say("file head", "missing", "unreadable");
  else {
    const right = COUNTED.every((kind) => head[`${kind}s`] === lines[kind].length);
    say("file head", right ? "intact" : "changed", right ? "nothing" : "content");
  }
  const end = lines.end[0];
  if (!end) return say("file end", "missing", "cut_off");
  const cut = bytes[bytes.length - 1] === 10 ? bytes.lastIndexOf(10, bytes.length - 2) : -1;
  const before = bytes.subarray(0, cut + 1);
  const right = cut >= 0 && sha256(before) === end.sha256 && splitLines(before).length === end.lines;
  say("file end", right ? "intact" : "changed", right ? "nothing" : "content");
}

/** Lines of a group that do not come in the order of the links they belong to, or come twice. */
function movedAmong(lines, links, group, name) {
  const places = new Map();
  for (const link of links) if (!places.has(name(link))) places.set(name(link), places.size);
  const moved = new Set();
  for (const here of groups(lines, group).values()) {
    let highest = -1;
    for (const line of here) {
      const place = places.get(name(line));
      if (place === undefined) continue;
      if (place <= highest) moved.add(line);
      highest = Math.max(highest, place);
    }
  }
  return moved;
}

function checkProofs(lines, say) {
  const told = [];
  const moved = movedAmong(lines.proof, lines.link, (proof) => `${proof.district} ${proof.day}`, (one) => one.household);
  for (const proof of lines.proof) {
    const what = `proof of household ${proof.household} on ${proof.day}`;
    const digest = lines.digest.find((one) => one.district === proof.district && one.day === proof.day && digestHash(one) === one.hash);
    if (!digest) say(what, "missing", "digest");
    else if (climb(proof) !== digest.root) say(what, "changed", "digest");
    else if (moved.has(proof)) say(what, "out_of_order", "position");
    else {
      say(what, "intact");
      told.push(proof);
    }
  }
  return told;
}

/** Households with links of before the end of the last digest, of which the file does not say where they stand in it. */
function checkUnproven(lines, say) {
  const last = new Map();
  for (const { district, day } of lines.digest) if (!(last.get(district) > day)) last.set(district, day);
  const done = new Set(lines.proof.map((proof) => `${proof.household} ${proof.day}`));
  for (const link of lines.link) {
    const day = last.get(link.district);
    const name = `${link.household} ${day}`;
    if (!day || done.has(name) || link.at_ms >= Date.parse(day) + DAY_MS - SHANGHAI_MS) continue;
    done.add(name);
    say(`proof of household ${link.household} on ${day}`, "missing", "digest");
  }
}

const lastDay = (published, district) => [...published.keys()].map((name) => name.split(" ")).reduce(
  (last, [where, day]) => (where === district && day > last ? day : last), "");
const nextDay = (day) => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);

function checkDigests(lines, say, published) {
  for (const [district, digests] of groups(lines.digest, (one) => one.district)) {
    let before = null;
    for (const digest of digests) {
      const outside = published?.get(`${digest.district} ${digest.day}`);
      let fault = null;
      if (digestHash(digest) !== digest.hash) fault = ["changed", "content"];
      else if (before && digest.day <= before.day) fault = ["out_of_order", "position"];
      else if (before && digest.day !== nextDay(before.day)) fault = ["missing", "gap"];
      else if (before && digest.prev_hash !== before.hash) fault = ["changed", "digest"];
      else if (published && outside !== digest.hash && (outside || digest.day <= lastDay(published, district))) {
        fault = [outside ? "changed" : "missing", "digest"];
      }
      say(`digest ${district} ${digest.day}`, ...(fault ?? ["intact"]));
      before = digest;
    }
    // A file that was cut back to an earlier day lacks digests that were published before it was made.
    const made = new Date((lines.file[0]?.made_at_ms ?? 0) + SHANGHAI_MS).toISOString().slice(0, 10);
    for (const name of published?.keys() ?? []) {
      const [where, day] = name.split(" ");
      if (where === district && day > before.day && nextDay(day) < made) say(`digest ${name}`, "missing", "cut_off");
    }
  }
}

/** From the last link to the first: each intact link is a witness of the one before it, a proof is a witness of its head. */
function checkLinks(lines, told, say) {
  const chains = groups(lines.link, (one) => one.household);
  for (const proof of told) if (!chains.has(proof.household)) chains.set(proof.household, []);
  for (const [household, links] of chains) {
    const heads = told.filter((one) => one.household === household);
    const faults = contentFaults(links, heads);
    const times = new Map(links.map((link) => [link.seq, link.at_ms]));
    let highest = 0;
    for (const link of links) {
      const follows = link.seq > highest;
      highest = Math.max(highest, link.seq);
      let fault = faults.get(link);
      if (!fault && !follows) fault = ["out_of_order", "position"];
      if (!fault && times.get(link.seq - 1) > link.at_ms) fault = ["out_of_order", "time"];
      const within = fault ? null : inside(link);
      if (within) fault = ["changed", within];
      else if (!fault && !heads.some((head) => head.seq >= link.seq)) fault = ["intact", "not_covered"];
      say(`household ${household} link ${link.seq} ${link.kind} ${link.subject}`, ...(fault ?? ["intact"]));
    }
    nameMissing(household, links, heads, say);
  }
}

/** The phone's signature and the server's receipt: there for each record of a phone, once, and made over it. */
function checkVouching(lines, say, keys) {
  const place = (line) => `${line.household} ${line.seq}`;
  const [signed, told] = [groups(lines.signature, place), groups(lines.receipt, place)];
  const moved = movedAmong([...lines.signature, ...lines.receipt], lines.link, (line) => line.line, place);
  const judge = (here, reason, fits) => {
    if (!here) return ["missing", reason];
    if (here.length > 1) return ["out_of_order", "position"];
    if (!fits(here[0])) return ["changed", reason];
    return moved.has(here[0]) ? ["out_of_order", "position"] : ["intact"];
  };
  const take = (map, name) => { const here = map.get(name); map.delete(name); return here; };
  for (const link of lines.link.filter((one) => one.kind === "event")) {
    const facts = parse(link.facts);
    if (!facts?.device) continue;
    const [name, what] = [place(link), `of household ${link.household} link ${link.seq}`];
    say(`signature ${what}`, ...judge(take(signed, name), "signature", (line) => signatureFits(line, link, facts)));
    say(`receipt ${what}`, ...judge(take(told, name), "receipt", (line) => receiptFits(line, link, facts, keys)));
  }
  for (const name of [...signed.keys(), ...told.keys()]) {
    const [household, seq] = name.split(" ");
    say(`signature or receipt of household ${household} link ${seq}`, "changed", "unlinked");
  }
}

function signatureFits(line, link, facts) {
  const isSigned = line.state === "signed";
  if ((line.key !== null) !== isSigned || (line.signature !== null) !== isSigned) return false;
  if (isSigned && !(link.record_hash && signs(line.key, line.signature, link.record_hash))) return false;
  const linked = facts.signature_sha256;
  if (!linked) return isSigned || !facts.signature_state || facts.signature_state === line.state;
  const pair = isSigned && hashOfParts(bytesOf.text("doorstep signature 1"), bytesOf.hash(line.key), bytesOf.hash(line.signature));
  return pair === linked && facts.signature_state === line.state;
}

function receiptFits(line, link, facts, keys) {
  if (!link.record_hash || !IS.id(link.subject)) return false;
  const came = facts.record_received_at_ms;
  if (Number.isInteger(came) ? line.received_at_ms !== came : line.received_at_ms > facts.received_at_ms) return false;
  if (keys && keys.get(line.key_no) !== line.key) return false;
  return signs(line.key, line.signature, receiptHash(line, link));
}

function contentFaults(links, heads) {
  const faults = new Map();
  const bySeq = [...groups(links, (link) => link.seq)].sort(([a], [b]) => b - a);
  let witness = null;
  for (const [seq, here] of bySeq) {
    const said = witness?.seq === seq + 1 ? witness : null;
    witness = null;
    for (const link of here) {
      const first = (link.prev_hash === null) === (link.seq === 1);
      if (linkHash(link) !== link.hash || !first || seq === 0) faults.set(link, ["changed", "content"]);
      else if (heads.some((head) => head.seq === seq && head.head !== link.hash)) faults.set(link, ["changed", "digest"]);
      else if (said && said.prev_hash !== link.hash) faults.set(link, ["changed", "successor"]);
      else witness = link;
    }
  }
  return faults;
}

function nameMissing(household, links, heads, say) {
  const here = new Set(links.map((link) => link.seq));
  const whole = Math.max(0, ...links.filter((link) => linkHash(link) === link.hash).map((link) => link.seq));
  const highest = Math.max(whole, ...heads.map((head) => head.seq));
  let named = 0;
  for (let seq = 1; seq <= highest && named < MOST_NAMED; seq += 1) {
    if (here.has(seq)) continue;
    named += 1;
    say(`household ${household} link ${seq}`, "missing", seq > whole ? "cut_off" : "gap");
  }
}

function checkDevices(lines, say) {
  const places = new Map();
  let before = null;
  for (const line of lines.device) {
    const same = before?.device === line.device ? before : null;
    const name = `${line.device} ${line.seq}`;
    for (let gone = (same?.seq ?? line.seq) + 1; gone < Math.min(line.seq, (same?.seq ?? 0) + MOST_NAMED); gone += 1) {
      say(`phone ${line.device} number ${gone}`, "missing", "gap");
    }
    let fault = null;
    if ((same && same.seq >= line.seq) || places.has(name)) fault = ["out_of_order", "position"];
    else if (same && same.seq + 1 === line.seq && line.prev_hash === null) fault = ["intact", "began_anew"];
    else if (same && same.seq + 1 === line.seq && line.prev_hash !== same.hash) fault = ["changed", "successor"];
    say(`phone ${line.device} number ${line.seq}`, ...(fault ?? ["intact"]));
    places.set(name, line);
    before = line;
  }
  for (const link of lines.link.filter((one) => one.kind === "event")) {
    const facts = parse(link.facts);
    if (!facts?.device || !Number.isInteger(facts.device_seq)) continue;
    const line = places.get(`${facts.device} ${facts.device_seq}`);
    const what = `phone ${facts.device} number ${facts.device_seq} of link ${link.household} ${link.seq}`;
    if (!line) say(what, "missing", "gap");
    else if (line.hash !== link.record_hash || line.prev_hash !== facts.device_prev_hash) say(what, "changed", "record");
  }
}

/** The published text: digests as a map from "district day", the server's keys by their numbers. */
export function readPublished(text) {
  const lines = text.split("\n").filter((line) => line !== "");
  const rows = lines.filter((line) => !line.startsWith("#")).map((line) => line.split(" "));
  const keys = lines.flatMap((line) => { const found = /^# receipt key (\d+) ([0-9a-f]+)$/.exec(line); return found ? [found] : []; });
  return {
    digests: new Map(rows.map((row) => [`${row[0]} ${row[1]}`, row[6]])),
    keys: new Map(keys.map(([, no, key]) => [Number(no), key])),
  };
}

function main(words) {
  const option = (name) => (words.includes(name) ? words[words.indexOf(name) + 1] : null);
  const [path] = words.filter((word, at) => !word.startsWith("--") && words[at - 1] !== "--digests");
  if (!path) {
    console.error("usage: node verify-evidence.mjs FILE [--digests PUBLISHED] [--all] [--open]");
    return 2;
  }
  const digests = option("--digests");
  const { report, links } = verify(readFileSync(path), digests && readPublished(readFileSync(digests, "utf8")));
  const faults = report.filter((line) => line.verdict !== "intact");
  const noted = report.filter((line) => line.verdict !== "intact" || ["not_covered", "began_anew"].includes(line.reason));
  for (const line of words.includes("--all") ? report : noted) {
    console.log(`${line.verdict} ${line.what}${line.reason === "nothing" ? "" : ` (${line.reason})`}`);
  }
  if (words.includes("--open")) {
    for (const link of links.filter((one) => one.kind !== "blob")) {
      const plain = open(link);
      const text = plain && (link.kind === "event" ? bodyIn(plain) : plain.toString("utf8"));
      console.log(`household ${link.household} link ${link.seq} ${link.facts}${text === null ? "" : ` ${text}`}`);
    }
  }
  const count = (verdict) => report.filter((line) => line.verdict === verdict).length;
  console.log(["intact", "changed", "missing", "out_of_order"].map((verdict) => `${verdict} ${count(verdict)}`).join(", "));
  const later = report.filter((line) => line.reason === "not_covered").length;
  if (later > 0) console.log(`${later} of the intact are not yet covered by a daily digest`);
  if (!digests) console.log("the digests and the server's keys were not compared with published ones: use --digests");
  if (later === links.length) console.log("nothing in this file is covered by a daily digest: all of it could be made up");
  return faults.length === 0 && later !== links.length ? 0 : 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = main(process.argv.slice(2));
