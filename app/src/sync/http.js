// The way to the server in the browser's own words: `fetch`, with JSON packed where the browser can.

// A call that takes longer is given up: half a megabyte on a slow line takes half a minute.
const PATIENCE_MS = 90_000;
// Smaller bodies are not worth packing.
const PACK_FROM_CHARS = 1024;

/** A text as it goes over the line: bytes, or as it is where packing is not worth it or not possible. */
export async function pack(text) {
  if (text.length < PACK_FROM_CHARS || !globalThis.CompressionStream) return text;
  return new Uint8Array(await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer());
}

/** Status, media type without parameters, bytes. Throws without an answer. JSON may come as text or packed. */
export async function ask(method, path, sent, isJson) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE_MS);
  const headers = { accept: 'application/json' };
  const body = typeof sent === 'string' ? await pack(sent) : sent;
  if (sent) headers['content-type'] = isJson ? 'application/json' : 'application/octet-stream';
  if (isJson && typeof body !== 'string') headers['content-encoding'] = 'gzip';
  try {
    // Our server never redirects a call; a captive portal does.
    const answer = await fetch(path, { method, body, headers, cache: 'no-store', redirect: 'error', signal: abort.signal });
    const type = (answer.headers.get('content-type') ?? '').split(';')[0].trim().toLowerCase();
    return [answer.status, type, new Uint8Array(await answer.arrayBuffer())];
  } finally {
    clearTimeout(timer);
  }
}
