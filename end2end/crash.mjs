// The real server as a process, killed with SIGKILL at random moments of pushes and photos, started again and asked again. After
// each round: every record with a receipt is there with the same hash, every photo that counts as arrived has its bytes, nothing is
// there twice. Ends by itself; prints figures, one a line.
// node end2end/crash.mjs SERVER_BINARY DATABASE_URL_OR_sqlite ROUNDS
import { spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [binary, where = 'sqlite', rounds = '6'] = process.argv.slice(2)
const folder = mkdtempSync(join(process.env.CRASH_FOLDER ?? tmpdir(), 'doorstep-crash-'))
const database = where === 'sqlite' ? `sqlite://${folder}/crash.db` : where
const port = await new Promise((say) => {
  const socket = createServer().listen(0, '127.0.0.1', () => {
    const { port } = socket.address()
    socket.close(() => say(port))
  })
})
const base = `http://127.0.0.1:${port}`
const environment = { ...process.env, DATABASE_URL: database, DOORSTEP_DATA: join(folder, 'data'), DOORSTEP_ADDR: `127.0.0.1:${port}` }
const CHUNK = 262144
const sleep = (ms) => new Promise((done) => setTimeout(done, ms))
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
const figures = { rounds: 0, kills: 0, made: 0, acknowledged: 0, blobs_arrived: 0, lost: 0, doubled: 0, half_blobs: 0 }
let server
let cookie = ''
let account = ''

async function start() {
  server = spawn(binary, ['serve'], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  server.stderr.on('data', (text) => { said = (said + text).slice(-4000) })
  for (let tries = 0; tries < 600; tries++) {
    try {
      await fetch(`${base}/api/v1/session`)
      return
    } catch {
      if (server.exitCode !== null) throw new Error(`the server does not start: ${said}`)
      await sleep(50)
    }
  }
  throw new Error(`the server does not answer: ${said}`)
}

async function kill() {
  const gone = new Promise((done) => server.once('exit', done))
  server.kill('SIGKILL')
  await gone
  figures.kills++
}

async function call(method, path, body, type = 'application/json') {
  const headers = { cookie, 'content-type': type }
  const reply = await fetch(base + path, { method, headers: body === undefined ? { cookie } : headers, body })
  const text = await reply.text()
  if (reply.status === 401) throw new Error('logged out')
  if (!reply.ok) throw new Error(`${reply.status} ${text}`)
  return [JSON.parse(text), reply]
}

async function logIn(password) {
  const body = JSON.stringify({ login: 'crash', password })
  const [session, reply] = await call('POST', '/api/v1/session', body)
  cookie = reply.headers.get('set-cookie').split(';')[0]
  account = session.account
}

// The record as `domain::sync::record` hashes it: each part with its length before it.
function hashOf(record) {
  const number = (value) => { const bytes = Buffer.alloc(8); bytes.writeBigInt64BE(BigInt(value)); return bytes }
  const id = (text) => Buffer.from(text.replaceAll('-', ''), 'hex')
  const parts = [Buffer.from('doorstep record 1'), id(record.id), Buffer.from(record.kind), id(record.device), number(record.seq),
    id(record.author), number(record.recorded_at_ms), Buffer.alloc(0), Buffer.from(record.prev_hash ?? '', 'hex'), Buffer.from(record.body)]
  return sha256(Buffer.concat(parts.flatMap((part) => [number(part.length), part])))
}

const device = randomUUID()
const records = []
let prev = null
function make() {
  const photo = Buffer.concat([Buffer.from([0xff, 0xd8]), randomBytes(1000 + Math.floor(Math.random() * 600000))])
  const body = JSON.stringify({ household: randomUUID(), compound: randomUUID(), code: 'CLN-01', place_text: '楼道', photos: [sha256(photo)] })
  const record = { id: randomUUID(), kind: 'need', device, seq: records.length + 1, author: account, recorded_at_ms: Date.now(), body }
  if (prev) record.prev_hash = prev
  prev = hashOf(record)
  records.push({ record, hash: prev, photo, acknowledged: false, arrived: false })
  figures.made++
}

async function push(some) {
  const request = { protocol: 1, device, app: 'crash', device_time_ms: Date.now(),
    announcement: { highest_seq: records.length, unsent_count: some.length }, records: some.map((one) => one.record) }
  const [answer] = await call('POST', '/api/v1/sync/push', JSON.stringify(request))
  for (const receipt of answer.receipts) {
    const one = some.find((one) => one.record.id === receipt.id)
    if (receipt.hash !== one.hash) throw new Error(`another hash for ${receipt.id}`)
    one.acknowledged = true
  }
}

async function sendPhoto(one) {
  const hash = sha256(one.photo)
  const [state] = await call('GET', `/api/v1/blobs/${hash}/state`)
  for (let index = 0; !state.arrived && index * CHUNK < one.photo.length; index++) {
    if (state.chunks.includes(index)) continue
    const chunk = one.photo.subarray(index * CHUNK, (index + 1) * CHUNK)
    await call('PUT', `/api/v1/blobs/${hash}/chunks/${index}?size=${one.photo.length}&kind=photo`, chunk, 'application/octet-stream')
  }
  const [after] = await call('GET', `/api/v1/blobs/${hash}/state`)
  one.arrived = after.arrived
}

async function work() {
  await push(records.filter((one) => !one.acknowledged))
  await Promise.all(records.filter((one) => one.acknowledged && !one.arrived).map(sendPhoto))
}

async function check() {
  for (let at = 0; at < records.length; at += 100) {
    const some = records.slice(at, at + 100)
    const [answer] = await call('POST', '/api/v1/sync/receipts', JSON.stringify({ ids: some.map((one) => one.record.id) }))
    for (const one of some) {
      const receipts = answer.receipts.filter((receipt) => receipt.id === one.record.id)
      if (receipts.length > 1) figures.doubled++
      const good = receipts.length === 1 && receipts[0].hash === one.hash
      if (one.acknowledged && !good) figures.lost++
      const hash = sha256(one.photo)
      const path = join(folder, 'data/objects/blobs', hash.slice(0, 2), hash)
      const whole = existsSync(path) && sha256(readFileSync(path)) === hash
      const complete = good && receipts[0].missing_blobs.length === 0
      if ((one.arrived || complete) && !whole) figures.half_blobs++
      if (one.arrived && !complete) figures.lost++
    }
  }
}


try {
  spawnSync(binary, ['migrate'], { env: environment })
  const made = spawnSync(binary, ['user', 'add', 'crash', '崔', '--role', 'grid_worker', '--scope', `grid:${randomUUID()}`], { env: environment, input: 'first-of-many\n' })
  if (made.status !== 0) throw new Error(`no user: ${made.stderr}`)
  await start()
  await logIn('first-of-many')
  const words = { old_password: 'first-of-many', new_password: 'count-to-eight' }
  await call('PUT', '/api/v1/session/password', JSON.stringify(words)).catch(() => {})
  await logIn('count-to-eight')
  for (let round = 0; round < Number(rounds); round++) {
    for (let n = 0; n < 8; n++) make()
    let working = true
    const busy = work().catch(() => {}).finally(() => { working = false })
    await sleep(Math.random() * 400)
    if (!working) make()
    await kill()
    await busy
    await start()
    await check()
    figures.rounds++
  }
  // Undisturbed at last: everything arrives.
  for (let tries = 0; tries < 3; tries++) await work()
  await check()
  figures.acknowledged = records.filter((one) => one.acknowledged).length
  figures.blobs_arrived = records.filter((one) => one.arrived).length
} finally {
  server?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}
for (const [name, value] of Object.entries(figures)) console.log(`crash_${where === 'sqlite' ? 'sqlite' : 'postgres'}_${name} ${value}`)
const stuck = figures.made - figures.blobs_arrived + figures.made - figures.acknowledged
if (stuck) console.error(`${stuck} records or photos never arrived`)
process.exit(figures.lost + figures.doubled + figures.half_blobs + stuck > 0 ? 1 : 0)
