// The way to the server in the browser's own words: `fetch`, with JSON packed where the browser can.

// A call that takes longer is given up: half a megabyte on a slow line takes half a minute.
const PATIENCE_MS = 90_000;
// Smaller bodies are not worth packing.
const PACK_FROM_CHARS = 1024;

/** Status, media type without parameters, bytes. Throws without an answer. */
export async function ask(method, path, sent) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE_MS);
  const headers = { accept: 'application/json' };
  let body = sent;
  if (typeof sent === 'string') {
    headers['content-type'] = 'application/json';
    if (sent.length >= PACK_FROM_CHARS && globalThis.CompressionStream) {
      body = await new Response(new Blob([sent]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
      headers['content-encoding'] = 'gzip';
    }
  } else if (sent) {
    headers['content-type'] = 'application/octet-stream';
  }
  try {
    // Our server never redirects a call; a captive portal does.
    const answer = await fetch(path, { method, body, headers, cache: 'no-store', redirect: 'error', signal: abort.signal });
    const type = (answer.headers.get('content-type') ?? '').split(';')[0].trim().toLowerCase();
    return [answer.status, type, new Uint8Array(await answer.arrayBuffer())];
  } finally {
    clearTimeout(timer);
  }
}
