// Opens the page that the bundler made from a test module, prints what the tests say, and exits as they did.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { launch } from './chromium.mjs';

const folder = process.argv[2];
const limitMs = Number(process.env.WASM_TEST_LIMIT_MS ?? 180_000);
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.wasm': 'application/wasm' };

const server = createServer(async (request, response) => {
  const path = normalize(new URL(request.url, 'http://localhost').pathname);
  try {
    const bytes = await readFile(join(folder, path === '/' ? 'index.html' : path));
    response.writeHead(200, { 'content-type': types[extname(path) || '.html'] ?? 'application/octet-stream' }).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));

const browser = await launch();
const page = await browser.newPage();
page.on('pageerror', (error) => console.error(`page: ${error.message}`));
let outcome = 'did not finish';
try {
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => window.outcome, null, { timeout: limitMs });
  outcome = await page.evaluate(() => window.outcome);
} catch (error) {
  console.error(String(error));
}
console.log(await page.evaluate(() => document.getElementById('output').textContent));
if (outcome !== 'passed') console.log(await page.evaluate(() => document.getElementById('console_output').textContent));
await browser.close();
server.close();
process.exitCode = outcome === 'passed' ? 0 : 1;
