// What lies on a phone is sealed behind a PIN: nothing personal can be read there, each worker has the own key, and nothing is lost by forgetting.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { PIN, Phone } from '../phone.mjs';
import { Server } from '../server.mjs';

let server, phone, worker, other;
before(async () => {
  server = await Server.start();
  const workers = server.demo.accounts.filter((one) => one.role === 'grid_worker');
  worker = workers[0];
  other = server.demo.accounts.find((one) => one.role === 'company_staff');
  phone = await Phone.buy(server);
});
after(async () => {
  await phone?.throwAway();
  await server?.stop();
});

const pin = () => phone.page.locator('form.pin');
const said = (text) => pin().locator('.notice', { hasText: text }).waitFor();
const board = () => phone.page.locator('a[href^="/field/compounds/"]').first();

/** Everything in the app's database as `table/key` → text, or the bytes as they lie there. */
function rows() {
  return phone.page.evaluate(async () => {
    const answer = (request) => new Promise((done, fail) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
    const database = await answer(indexedDB.open('doorstep'));
    const found = [];
    for (const table of database.objectStoreNames) {
      const store = database.transaction(table).objectStore(table);
      const [keys, values] = await Promise.all([answer(store.getAllKeys()), answer(store.getAll())]);
      keys.forEach((key, at) => found.push([`${table}/${key}`, typeof values[at] === 'string' ? values[at] : [...values[at]]]));
    }
    database.close();
    return found;
  });
}

/** The page before this one has left no key: what hours without the app do. */
const forget = () => phone.page.evaluate(() => new Promise((done) => {
  const opening = indexedDB.open('doorstep-keys');
  opening.onsuccess = () => {
    const transaction = opening.result.transaction('keys', 'readwrite');
    transaction.objectStore('keys').delete('open');
    transaction.oncomplete = () => { opening.result.close(); done(); };
  };
}));

test('after the first login a PIN is chosen, and easy ones are refused', async () => {
  await phone.open('/field/login');
  await phone.page.getByLabel('登录名').fill(worker.login);
  await phone.page.getByLabel('密码').fill(server.demo.password);
  await phone.page.getByRole('button', { name: '登录' }).click();
  await pin().waitFor();
  const choose = async (first, again) => {
    await pin().locator('input[name="pin"]').fill(first);
    await pin().locator('input[name="again"]').fill(again);
    await phone.button('设好了').click();
  };
  await choose('000000', '000000');
  await said('太容易猜');
  await choose('123456', '123456');
  await said('太容易猜');
  await choose('24680', '24680');
  await said('6 位');
  await choose(PIN, '246803');
  await said('不一样');
  assert.equal(await pin().locator('input[name="pin"]').getAttribute('inputmode'), 'numeric');
  await choose(PIN, PIN);
  await board().waitFor();
  await phone.upToDate();
});

/** Opens the first door that nobody visited and begins; says where. */
async function begin() {
  await phone.open(`/field/compounds/${server.demo.compound_id}`);
  await phone.page.locator('a.door[aria-label*="没去过"]').first().click();
  await phone.button('开始走访').click();
  await phone.page.getByRole('button', { name: /继续|同意|愿意|可以/ }).first().click();
  await phone.page.locator('.ask[data-q]').first().waitFor();
  return phone.page.url();
}

test('nothing of a person can be read in the database', async () => {
  await phone.loseNetwork();
  await begin();
  const found = await rows();
  const mark = [0, 68, 83, 1];
  const isSealed = (value) => Array.isArray(value) && mark.every((byte, at) => value[at] === byte);
  const tables = new Set(found.filter(([, value]) => isSealed(value)).map(([key]) => key.split('/')[0]));
  assert.deepEqual([...tables].sort(), ['drafts', 'entities', 'meta']);
  for (const [key, value] of found) {
    const isPersonal = !key.startsWith('meta/') || key.startsWith('meta/session/');
    assert.equal(isSealed(value), isPersonal, key);
    assert.ok(!key.includes(worker.login), key);
  }
});

test('a page that is loaded again goes on in the same form', async () => {
  const address = phone.page.url();
  await phone.page.reload();
  await phone.page.locator('.ask[data-q]').first().waitFor();
  assert.equal(phone.page.url(), address);
});

test('without a network the PIN opens what hours have locked, and a wrong one does not', async () => {
  const address = phone.page.url();
  await forget();
  await phone.page.reload();
  await pin().waitFor();
  await pin().locator('input').fill('111111');
  await said('还可以试 9 次');
  await pin().locator('input').fill(PIN);
  await phone.page.locator('.ask[data-q]').first().waitFor();
  assert.equal(phone.page.url(), address, 'back in the form');
});

test('a button locks at once', async () => {
  await phone.open('/field/settings');
  await phone.button('锁上').click();
  await pin().waitFor();
  await phone.page.reload();
  await pin().waitFor();
  await phone.passPin();
});

test('another worker of the same phone sees nothing of the first one', async () => {
  await phone.findNetwork();
  await phone.open('/field/settings');
  await phone.button('锁上').click();
  await phone.link('忘了 PIN 码，或者换人：用密码登录').click();
  await phone.page.getByLabel('登录名').fill(other.login);
  assert.equal(await phone.page.getByLabel('登录名').inputValue(), other.login);
  await phone.page.getByLabel('密码').fill(server.demo.password);
  await phone.page.getByRole('button', { name: '登录' }).click();
  await phone.passPin('135791');
  await phone.page.getByText('任务').first().waitFor();
  assert.equal(await board().count(), 0);
  await phone.open('/field/');
  assert.equal(await phone.page.getByText('没填完的').count(), 0);
  await phone.logIn(worker.login, server.demo.password);
  await phone.page.getByText('没填完的').waitFor();
});

test('ten wrong tries take the key away; a login brings it back, and nothing is lost', async () => {
  await phone.open('/field/settings');
  await phone.button('锁上').click();
  for (let tries = 1; tries < 5; tries += 1) {
    await pin().locator('input').fill('111111');
    await said(`还可以试 ${10 - tries} 次`);
  }
  // From the fifth on it waits: the story turns the clock.
  for (let tries = 5; tries <= 10; tries += 1) {
    await phone.page.evaluate(() => {
      const { now } = Date;
      Date.now = () => now() + 3_600_000;
    });
    await pin().locator('input').fill('111111');
    await said(tries === 10 ? '钥匙已从本机删去' : `还可以试 ${10 - tries} 次`);
    if (tries < 10) {
      await pin().locator('input').fill(PIN);
      await said('分钟再试');
    }
  }
  await phone.page.reload();
  await phone.page.getByLabel('登录名').waitFor();
  await phone.logIn(worker.login, server.demo.password);
  await phone.page.getByText('没填完的').waitFor();
  assert.deepEqual(phone.complaints, []);
});
