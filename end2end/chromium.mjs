// One way to start the browser, for everything in this folder.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

// The last group keeps the browser from calling home: the tests speak to 127.0.0.1 only.
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-domain-reliability',
];

function executablePath() {
  for (const name of [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']) {
    if (name && existsSync(name)) return name;
  }
  return execFileSync('sh', ['-c', 'command -v chromium || command -v google-chrome']).toString().trim();
}

/** A browser whose windows forget everything when they close. */
export function launch() {
  return chromium.launch({ executablePath: executablePath(), args: FLAGS });
}

/** A browser with a profile on disk: it can be killed and opened again, as a phone's is. `flags`: more words for its command line. */
export function launchProfile(folder, { flags = [], ...options } = {}) {
  return chromium.launchPersistentContext(folder, { executablePath: executablePath(), args: [...FLAGS, ...flags], ...options });
}
