// Makes a second version of a built site, as a new release would: other content, so other names, another build.
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Copies `site` with a new name for its style, a mark in its shell and a new build id. */
export function newerSite(site, mark) {
  const folder = join(mkdtempSync(join(tmpdir(), 'doorstep-newer-')), 'site');
  cpSync(site, folder, { recursive: true });
  const list = JSON.parse(readFileSync(join(folder, 'site.json'), 'utf8'));
  const before = list['field.css'].file;
  const after = before.replace(/\.[0-9a-f]{12}\.css$/, `.${mark.padEnd(12, '0').slice(0, 12)}.css`);
  renameSync(join(folder, before), join(folder, after));
  if (existsSync(join(folder, `${before}.br`))) renameSync(join(folder, `${before}.br`), join(folder, `${after}.br`));
  const build = mark.padEnd(12, '0');
  for (const file of ['site.json', 'field.html', 'sw.js']) {
    const path = join(folder, file);
    let text = readFileSync(path, 'utf8').replaceAll(before, after).replaceAll(list.build, build);
    if (file === 'field.html') text = text.replace('<html', `<html data-version="${mark}"`);
    // The packed twin is of the old text.
    rmSync(`${path}.br`, { force: true });
    writeFileSync(path, file === 'site.json' ? withoutTwin(text) : text);
  }
  return folder;
}

function withoutTwin(text) {
  const list = JSON.parse(text);
  for (const name of ['field.html', 'sw.js']) list[name].brotli_bytes = null;
  return JSON.stringify(list);
}
