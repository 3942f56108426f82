// A Postgres of one's own, to be killed: only processes that this one started are ended, by their numbers.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort } from '../server.mjs';

const ROOT = process.getuid() === 0;
const USER = ROOT && spawnSync('id', ['postgres']).status === 0 ? 'postgres' : 'nobody';

export class Postgres {
  /** A new cluster that writes to disk before it answers. `wal`: another folder for its log. */
  static async make(bin, folder, { wal } = {}) {
    const postgres = new Postgres();
    Object.assign(postgres, { bin, folder, port: await freePort() });
    execFileSync('mkdir', ['-p', folder, ...(wal ? [wal] : [])]);
    // The user that Postgres runs as has to get there.
    chmodSync(dirname(folder), 0o755);
    if (ROOT) execFileSync('chown', [USER, folder, ...(wal ? [wal] : [])]);
    const more = wal ? ['-X', join(wal, 'wal')] : [];
    postgres.run('initdb', '-D', join(folder, 'cluster'), '-U', 'doorstep', '--auth=trust', '--encoding=UTF8', '--locale=C', ...more);
    postgres.start();
    postgres.run('createdb', '-h', '127.0.0.1', '-p', `${postgres.port}`, '-U', 'doorstep', 'doorstep');
    postgres.url = `postgres://doorstep@127.0.0.1:${postgres.port}/doorstep`;
    return postgres;
  }

  run(program, ...words) {
    const command = [join(this.bin, program), ...words];
    const [first, ...rest] = ROOT ? ['runuser', '-u', USER, '--', ...command] : command;
    return execFileSync(first, rest, { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  }

  start() {
    const options = `-p ${this.port} -k ${this.folder} -c listen_addresses=127.0.0.1 -c fsync=on -c max_connections=50`;
    this.run('pg_ctl', '-D', join(this.folder, 'cluster'), '-w', '-t', '60', '-l', join(this.folder, 'server.log'), '-o', options, 'start');
  }

  /** The number of the main process, if it runs. */
  get pid() {
    const file = join(this.folder, 'cluster/postmaster.pid');
    const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
    return pid && existsSync(`/proc/${pid}`) ? pid : 0;
  }

  /** What a power cut does to its processes: all are gone at once, nothing is tidied up. */
  async kill() {
    const main = this.pid;
    if (!main) return;
    const parent = (pid) => {
      try { return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1]); } catch { return 0; }
    };
    const all = [main, ...readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => parent(pid) === main)];
    const end = (pid) => { try { process.kill(pid, 'SIGKILL'); } catch { /* gone already */ } };
    all.forEach(end);
    for (let tries = 0; tries < 200 && all.some((pid) => existsSync(`/proc/${pid}`) && parent(pid)); tries++) {
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  stop(how = 'fast') {
    if (this.pid) this.run('pg_ctl', '-D', join(this.folder, 'cluster'), '-m', how, 'stop');
  }
}
