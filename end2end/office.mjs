// A desk in an office: the console with scripts off, as it must work there.
export class Office {
  static async open(browser, server) {
    const office = new Office();
    office.server = server;
    office.context = await browser.newContext({ viewport: { width: 1280, height: 800 }, javaScriptEnabled: false, locale: 'zh-CN' });
    office.context.setDefaultTimeout(15_000);
    office.page = await office.context.newPage();
    return office;
  }

  close() { return this.context.close(); }
  go(path) { return this.page.goto(this.server.url + path); }
}
