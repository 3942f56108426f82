// A desk in an office: the console with scripts off, as it must work there.
import { follow, logInAtDesk } from './pages.mjs';

export class Office {
  static async open(browser, server) {
    const office = new Office();
    office.browser = browser;
    office.server = server;
    return office;
  }

  close() { return this.context?.close(); }
  go(path) { return this.page.goto(this.server.url + path); }

  /** Sits down at a desk that knows nobody yet. */
  async logIn(login) {
    await this.close();
    this.context = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, javaScriptEnabled: false, locale: 'zh-CN' });
    this.context.setDefaultTimeout(20_000);
    this.page = await this.context.newPage();
    await logInAtDesk(this.page, this.server, login);
  }

  /** Uploads a roster, looks at the preview, confirms. Returns what the preview said and what was done. */
  async importRoster(bytes) {
    await this.go('/console/imports');
    await this.page.locator('input[name="file"]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer: bytes });
    await this.page.locator('form[action="/console/imports"] button').click();
    // A slow machine shows how far it is first; the page comes again by itself.
    await this.page.locator('form[action$="/apply"]').waitFor();
    const preview = await this.page.locator('main').innerText();
    await this.page.locator('form[action$="/apply"] button').click();
    await this.page.getByText('新增住户').waitFor();
    return { preview, done: await this.page.locator('main').innerText() };
  }

  /** The manager gives the task at this place to one of the staff. */
  async assignTask(place, name) {
    await this.openTask(place);
    const form = this.page.locator('form[action$="/assign"]');
    await form.locator('select').selectOption({ label: name });
    await follow(this.page, form.locator('button'));
    return this.page.locator('main').innerText();
  }

  /** Opens the task at this place, on whatever page of the list it stands. */
  async openTask(place) {
    await this.go('/console/tasks?size=200');
    const row = this.page.locator('tr', { hasText: place }).first();
    while (await row.count() === 0) await follow(this.page, this.page.getByRole('link', { name: '下一页' }));
    await row.locator('a').first().click();
    await this.page.waitForURL(/\/console\/tasks\/[0-9a-f-]{36}$/);
  }

  /** Confirms that the task at this place is done. */
  async confirmTask(place) {
    await this.openTask(place);
    await follow(this.page, this.page.locator('form:has(input[name="action"][value="confirm"]) button'));
    return this.page.locator('main').innerText();
  }

  /** The cells of the row that begins with this name, in the table of a page. */
  async rowOf(path, name) {
    await this.go(path);
    return this.page.locator('main tr', { hasText: name }).first().locator('th, td').allInnerTexts();
  }

  /** How many doors of a compound are in use, were met, have answered; and how often somebody knocked. */
  async coverageOf({ community_code, compound_name }) {
    const row = await this.rowOf(`/console/coverage?community=${community_code}`, compound_name);
    const [active, contacted, accepted, , , attempts] = row.slice(1).map(Number);
    return { active, contacted, accepted, attempts };
  }

  /** How many ratings of a compound count this quarter, found as the centre finds it: from the company down. */
  async ratingsOf(company, compound) {
    await this.go('/console/ratings');
    await this.page.locator('main tr', { hasText: company }).first().locator('a').first().click();
    await this.page.waitForURL(/company=/);
    const row = this.page.locator('main tr', { hasText: compound }).first();
    return Number(await row.locator('th, td').nth(1).innerText());
  }
}
