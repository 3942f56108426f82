// Proves the independent check: every single byte of a file is changed, once as it is and once with the file closed anew by a forger
// who knows the format, and every change must be found. `node verify-evidence-flips.mjs FILE` prints how many were tried.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { verify } from "./verify-evidence.mjs";

const bytes = readFileSync(process.argv[2]);
const isClean = (file) => verify(file).report.every((line) => line.verdict === "intact");

/** Counts and hashes the file again, as a forger would. */
function closed(file) {
  const cut = file.lastIndexOf(10, file.length - 2);
  const before = file.subarray(0, cut + 1);
  const lines = before.filter((byte) => byte === 10).length;
  const sha256 = createHash("sha256").update(before).digest("hex");
  return Buffer.concat([before, Buffer.from(`${JSON.stringify({ line: "end", lines, sha256 })}\n`)]);
}

if (!isClean(bytes)) throw new Error("the file is not clean to begin with");
let tried = 0;
const missed = [];
const bodyStart = bytes.indexOf(10) + 1;
const bodyEnd = bytes.lastIndexOf(10, bytes.length - 2);
const forgeable = (at) => {
  const start = bytes.lastIndexOf(10, at - 1) + 1;
  return at >= bodyStart && at < bodyEnd && !bytes.subarray(start, start + 16).toString().startsWith('{"line":"device"');
};
for (let at = 0; at < bytes.length; at += 1) {
  const changed = Buffer.from(bytes);
  changed[at] ^= 1 << (at % 8);
  tried += 1;
  if (isClean(changed)) missed.push(at);
  if (forgeable(at)) {
    tried += 1;
    if (isClean(closed(changed))) missed.push(`${at} forged`);
  }
}
console.log(`tried ${tried}, missed ${missed.length}`);
if (missed.length > 0) {
  console.error(missed.slice(0, 20).join("\n"));
  process.exitCode = 1;
}
