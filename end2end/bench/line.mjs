// What a cheap phone on a bad line is, and what a profile weighs on the disk.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The line and the processor of a profile. */
export async function throttle(page, profile) {
  const tools = await page.context().newCDPSession(page);
  await tools.send('Network.enable');
  const line = (offline) => tools.send('Network.emulateNetworkConditions', profile === 'slow'
    ? { offline, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 }
    : { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await line(false);
  if (profile === 'slow') await tools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  return { cut: () => line(true), mend: () => line(false) };
}

export function weigh(folder) {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((one) => one.isFile())
    .reduce((sum, one) => sum + statSync(join(one.parentPath ?? one.path, one.name)).size, 0);
}
