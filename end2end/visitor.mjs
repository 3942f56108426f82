// A worker who goes on with a visit from whatever stands on the screen: after a kill the same visit is taken up where it was.

/** What stands on the screen, in one look. */
function look() {
  const has = (selector) => document.querySelector(selector) !== null;
  const buttons = [...document.querySelectorAll('main button:not([disabled]), main a.button')].map((one) => one.innerText.trim());
  const says = (text) => buttons.includes(text);
  if (document.querySelector('main')?.innerText.includes('已保存在手机里') && !says('保存走访')) return 'saved';
  if (says('保存走访')) return 'outcome';
  if (says('我愿意交费')) return 'fee';
  if (says('改主意了，重新来')) return 'decided';
  if (says('知道了')) return 'trial';
  if (has('input[name="place"]')) return 'need';
  if (has('.ask[data-q="Q00"]')) return 'notice';
  if (has('.ask[data-q]')) return 'ask';
  if (says('接着写')) return 'open';
  if (says('开始走访')) return 'closed';
  return 'elsewhere';
}

/**
 * Does what the screen asks for and says which screen it was.
 *
 * `plan`: `words` to be typed (they carry the visit's tag), `needs` told of, `photos` of each, `signs` with `papers` photographed,
 * `quick` (nobody at home: one tap).
 * `hear` is told the screen before anything is done on it.
 */
export async function goOn(phone, plan, hear = () => {}) {
  for (let tries = 0; ; tries += 1) {
    const screen = await phone.page.evaluate(look);
    hear(screen);
    try {
      await doWhatIsAsked(screen, phone, plan);
      return screen;
    } catch (error) {
      // A screen that changes under the worker's finger is looked at again; one that never answers is a fault.
      if (error.name !== 'TimeoutError' || tries === 3) throw error;
    }
  }
}

async function doWhatIsAsked(screen, phone, plan) {
  const { page } = phone;
  switch (screen) {
    case 'closed':
      await phone.button(plan.quick ? '没人在家' : '开始走访').first().click();
      break;
    case 'open': await phone.link('接着写').click(); break;
    case 'notice': await page.getByRole('button', { name: /继续|同意|愿意|可以/ }).first().click(); break;
    case 'ask':
      await answerAll(page, plan.needs ?? ['power']);
      await phone.next();
      break;
    case 'need': await tellNeed(phone, plan); break;
    case 'trial': await phone.button('知道了').click(); break;
    case 'decided': await phone.next(); break;
    case 'fee': await decide(phone, plan); break;
    case 'outcome': await finish(phone, plan); break;
    default: await page.waitForTimeout(20);
  }
}

/** Answers what is not answered yet, from the document that the phone renders. */
async function answerAll(page, needs) {
  for (const ask of await page.locator('.ask[data-q]').all()) {
    if (await ask.locator('input:checked').count() > 0) continue;
    const code = await ask.getAttribute('data-q');
    const tile = (value) => ask.locator(`input[value="${value}"]`).locator('xpath=ancestor::label[1]');
    if (code === 'Q08') for (const need of needs) await tile(need).click();
    else if (code === 'Q01') await tile('owner').click();
    else if (code === 'Q10') await ask.locator('label').last().click();
    else if (await ask.locator('input[type=radio], input[type=checkbox]').count()) await ask.locator('label:has(input)').first().click();
  }
}

/** Types what is still missing of a text, key by key; what is there must be the beginning of it. */
export async function typeOn(field, words) {
  const there = await field.inputValue();
  if (!words.startsWith(there)) throw new Mangled(`${JSON.stringify(there)} is no beginning of ${JSON.stringify(words)}`);
  if (there === words) return;
  await field.focus();
  await field.press('End');
  await field.pressSequentially(words.slice(there.length), { delay: 4 });
}

/** A draft came back with other words than were typed. */
export class Mangled extends Error {}

async function tellNeed(phone, plan) {
  const { page } = phone;
  // A lamp of the yard is the company's to mend; no power at all would be the power company's.
  const tiles = page.locator('input[name^="code-"]');
  const lamp = page.locator('input[name^="code-"][value="ELE-02"]');
  const tile = await lamp.count() ? lamp : tiles.first();
  if (!await tile.isChecked()) await tile.locator('xpath=ancestor::label[1]').click();
  await typeOn(page.locator('input[name="place"]'), '楼门前的路灯');
  await typeOn(page.locator('textarea').first(), plan.words);
  await takeUpTo(phone, plan.photos);
  await phone.next();
}

async function takeUpTo(phone, wanted) {
  const photos = phone.page.locator('.photos img');
  for (let have = await photos.count(); have < wanted; have += 1) {
    await phone.takePhoto();
    await photos.nth(have).waitFor();
  }
}

async function decide(phone, plan) {
  const { page } = phone;
  if (!plan.signs) return phone.button('先不签').click();
  const seconds = Number(/\d+/.exec(await page.locator('[role=timer]').innerText())[0]);
  if (!await page.locator('input[name="may_decide"][value="true"]').isChecked()) await phone.choose('may_decide', 'true');
  if (!await page.locator('input[name="relation"][value="owner"]').isChecked()) await phone.choose('relation', 'owner');
  await typeOn(page.locator('input[name="signer_name"]'), '柏听雨');
  if (!await page.locator('input[name="seen"][value="myself"]').isChecked()) await phone.choose('seen', 'myself');
  const willing = page.locator('input[name="willing"]');
  if (!await willing.isChecked()) await page.locator('label:has(input[name="willing"])').click();
  if (await phone.button('重新签').isDisabled()) await phone.sign();
  await takeUpTo(phone, plan.papers ?? 0);
  // The text has to stand on the screen for a while before anybody can have read it.
  if (seconds < 20) return page.waitForTimeout(250);
  await phone.button('我愿意交费').click();
  await page.waitForTimeout(200);
  // Killed in the middle of signing: one stroke alone is no signature.
  if (!await phone.button('我愿意交费').isVisible()) return;
  await phone.button('重新签').click();
  await phone.sign();
}

async function finish(phone, plan) {
  const { page } = phone;
  const outcome = page.locator('input[name="outcome"][value="completed"]');
  if (!plan.quick && await outcome.count() && !await outcome.isChecked()) await phone.choose('outcome', 'completed');
  await typeOn(page.locator('textarea').first(), plan.words);
  await phone.button('保存走访').click();
  await page.waitForTimeout(30);
}
