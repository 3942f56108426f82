// A worker with so many doors, each with a history, so that a household weighs some 600 bytes on the phone, as the documents of
// other engines do in the same comparison.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Server } from '../server.mjs';

const LOGIN = 'bench';
const PASSWORD = 'count-to-ten-thousand';
const WORDS = ['gate', 'blue', 'mill', 'stairs', 'bell', 'twice', 'dog', 'friendly', 'key', 'neighbour', 'shop', 'floor', 'ask', 'morning', 'lamp', 'leaks', 'roof', 'quiet', 'again', 'Sunday', 'yard', 'left', 'door', 'behind'];

/** Numbers that are the same in every run. */
function dice(state) {
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

/** Words of a given length, like what people write. */
export function prose(length, roll) {
  let text = '';
  while (text.length < length) text += `${WORDS[roll(WORDS.length)]}${roll(9) === 0 ? ` ${roll(300)}. ` : ' '}`;
  return text.slice(0, length).trimEnd().padEnd(length, 'x');
}

/** A server on which one worker's grid has so many doors, 500 in a compound. */
export async function world(doors, note = 72) {
  const server = await Server.start();
  await server.down();
  const roll = dice(doors);
  const rows = [['社区代码', '网格', '小区', '楼栋号', '单元', '室号', '建筑面积', '姓名']];
  for (let at = 0; at < doors; at += 1) {
    const inside = at % 500;
    rows.push([server.demo.community_code, '第8网格', `示范苑${1 + Math.floor(at / 500)}区`, `${1 + Math.floor(inside / 100)}号楼`,
      `${1 + Math.floor(inside / 50) % 2}单元`, `${1 + Math.floor((inside % 50) / 4)}0${1 + inside % 4}`, `${50 + roll(90)}.${roll(10)}${1 + roll(9)}`, '柏听雨']);
  }
  const roster = join(server.folder, 'roster.csv');
  writeFileSync(roster, `\uFEFF${rows.map((row) => row.join(',')).join('\r\n')}\r\n`);
  server.run('import-roster', roster, '--yes');
  const database = join(server.folder, 'data/doorstep.db');
  const ask = (sql) => JSON.parse(execFileSync('sqlite3', ['-json', database, sql], { maxBuffer: 1 << 28 }).toString() || '[]');
  const [{ grid }] = ask("select lower(hex(id)) grid from grids where name = '第8网格'");
  const [{ account }] = ask('select lower(hex(id)) account from accounts limit 1');
  const households = ask(`select lower(hex(id)) id, lower(hex(compound_id)) compound from households where grid_id = x'${grid}' order by id`);
  const visits = households.map(({ id, compound }, at) => {
    const began = Date.UTC(2026, 9, 10 + at % 18, 1, at % 60);
    const content = JSON.stringify({ household: dashed(id), outcome: 'no_answer', channel: 'door', started_at_ms: began, ended_at_ms: began + 60_000, note: prose(note, roll) });
    return `insert into visits (id, household_id, compound_id, account_id, outcome, channel, content, started_at_ms, ended_at_ms, received_at_ms)
      values (x'${randomUUID().replaceAll('-', '')}', x'${id}', x'${compound}', x'${account}', 'no_answer', 'door', '${content}', ${began}, ${began + 60_000}, ${began + 60_000});`;
  });
  execFileSync('sqlite3', [database], { input: `begin; ${visits.join('\n')} commit;`, maxBuffer: 1 << 26 });
  const binary = process.env.DOORSTEP_SERVER;
  execFileSync(binary, ['user', 'add', LOGIN, '钟', '--role', 'grid_worker', '--scope', `grid:${dashed(grid)}`], { env: server.env, input: 'first-of-many\n', stdio: ['pipe', 'ignore', 'inherit'] });
  await server.up();
  await changePassword(server);
  return { server, login: LOGIN, password: PASSWORD, households: households.map(({ id }) => dashed(id)), compound: dashed(households[0].compound) };
}

const dashed = (hex) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** A session at the server, as its cookie and its account. */
export async function session(server, login = LOGIN, password = PASSWORD) {
  const answer = await fetch(`${server.url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login, password }) });
  if (!answer.ok) throw new Error(`no session: ${answer.status}`);
  return { cookie: answer.headers.get('set-cookie').split(';')[0], account: (await answer.json()).account };
}

async function changePassword(server) {
  const { cookie } = await session(server, LOGIN, 'first-of-many');
  const body = JSON.stringify({ old_password: 'first-of-many', new_password: PASSWORD });
  await fetch(`${server.url}/api/v1/session/password`, { method: 'PUT', headers: { cookie, 'content-type': 'application/json' }, body });
}

/** Every household as the server gives it to a phone: the documents of the comparison. */
export async function documents(server) {
  const { cookie } = await session(server);
  const all = [];
  let after = 0;
  let scope = '';
  for (;;) {
    const answer = await (await fetch(`${server.url}/api/v1/sync/changes?after=${after}&scope=${scope}`, { headers: { cookie } })).json();
    all.push(...answer.changes.filter((change) => change.kind === 'household').map((change) => ({ ...change.body, _id: `hh:${change.id}` })));
    ({ next: after, scope } = answer);
    if (!answer.more) return all;
  }
}

/** A record of 2 kB about a household. */
export function survey(household, number) {
  const roll = dice(number + 7);
  const at = Date.UTC(2026, 10, 22, 1, number % 60);
  const body = { household, outcome: 'no_answer', channel: 'door', started_at_ms: at, ended_at_ms: at + 840_000, answers: '' };
  body.answers = prose(2000 - JSON.stringify(body).length, roll);
  return JSON.stringify(body);
}
