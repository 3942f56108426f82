// How a technician logs in, in whatever browser.
import { PIN } from '../phone.mjs';

/** Logs in and chooses a PIN; ends when the first round of sync is over. */
export async function logIn(browser, server) {
  const technician = server.demo.accounts.find((one) => one.role === 'company_staff');
  await browser.go(`${server.url}/field/login`);
  await browser.until(() => document.querySelector('form button'));
  await browser.type('input[autocomplete="username"], form input:not([type=password])', technician.login);
  await browser.type('input[type="password"]', server.demo.password);
  await browser.tap('登录');
  await browser.until(() => document.querySelector('form.pin input[name="again"]'));
  for (const name of ['pin', 'again']) await browser.type(`form.pin input[name="${name}"]`, PIN);
  await browser.tap('设好了');
  await browser.until(() => location.pathname === '/field/' && document.querySelector('.sync-badge')?.textContent.includes('已上传'));
}
