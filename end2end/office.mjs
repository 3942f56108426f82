// A desk in an office: the console with scripts off, as it must work there.
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
    await this.go('/console/login');
    await this.page.locator('input[name="login"]').fill(login);
    await this.page.locator('input[name="password"]').fill(this.server.demo.password);
    await this.page.locator('main form button').first().click();
    await this.page.waitForURL((url) => url.pathname.startsWith('/console') && !url.pathname.endsWith('/login'));
  }

  /** Uploads a roster, looks at the preview, confirms. Returns what the preview said and what was done. */
  async importRoster(bytes) {
    await this.go('/console/imports');
    await this.page.locator('input[name="file"]').setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer: bytes });
    await this.page.locator('form[action="/console/imports"] button').click();
    const preview = await this.page.locator('main').innerText();
    await this.page.locator('form[action$="/apply"] button').click();
    await this.page.waitForLoadState();
    return { preview, done: await this.page.locator('main').innerText() };
  }

  /** The manager gives the task at this place to one of the staff. */
  async assignTask(place, name) {
    await this.go('/console/tasks');
    await this.page.locator('tr', { hasText: place }).first().locator('a').first().click();
    const form = this.page.locator('form[action$="/assign"]');
    const choice = form.locator(`option:has-text("${name}"), label:has-text("${name}")`).first();
    if (await form.locator('select').count()) await form.locator('select').selectOption({ label: (await choice.innerText()).trim() });
    else await choice.click();
    await form.locator('button').click();
    await this.page.waitForLoadState();
  }

  /** Opens the task at this place, wherever it stands in the list, and confirms that it is done. */
  async confirmTask(place) {
    await this.go('/console/tasks');
    const row = this.page.locator('tr', { hasText: place }).first();
    await row.locator('a').first().click();
    await this.page.locator('form:has(input[name="action"][value="confirm"]) button').click();
    await this.page.waitForLoadState();
    return this.page.locator('main').innerText();
  }

  /** The coverage row of a compound, found by going from street to community to compound. */
  async coverageOf(compound) {
    const waiting = ['/console/coverage'];
    for (let pages = 0; waiting.length > 0 && pages < 80; pages += 1) {
      await this.go(waiting.shift());
      const row = this.page.locator('tr', { hasText: compound }).first();
      if (await row.count()) return row.locator('td, th').allInnerTexts();
      for (const link of await this.page.locator('main a[href*="/console/coverage?"]').all()) waiting.push(await link.getAttribute('href'));
    }
    return [];
  }
}
