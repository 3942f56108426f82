// The accessibility checker over one page, as findings that can be read in a failing test.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds on the page: one line a finding, empty when all is well. */
export async function findings(page) {
  await layBarsDown(page);
  // Through the debugger, not through a <script>: the content security policy refuses inline script, as it should.
  await page.evaluate(axe);
  const report = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: 'tag', values: tags } }), RULES);
  return report.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}): ${node.target.join(' ')}${contrastOf(node)}`));
}

/**
 * Puts the bar that stays at the bottom of the screen where it stands in the page. What it covers at one moment is uncovered by
 * scrolling, but axe measures only the strip of a button that shows beside it.
 */
function layBarsDown(page) {
  return page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.action-bar { position: static !important }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
}

function contrastOf(node) {
  const data = node.any?.find((check) => check.id === 'color-contrast')?.data;
  return data?.contrastRatio ? `: ${data.contrastRatio}:1, ${data.fgColor} on ${data.bgColor}` : '';
}

/** Whether the page can be scrolled sideways, which on a phone always means that something is cut off. */
export function isTooWide(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
}

/** Links and buttons smaller than a fingertip (24 CSS px, WCAG 2.2), except inside running text. */
export function tooSmall(page) {
  return page.evaluate(() => [...document.querySelectorAll('a[href], button, input, select, summary')]
    .filter((element) => element.checkVisibility?.() && !element.closest('p, li, td, dd, label'))
    .map((element) => [element, element.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.height < 24 || box.width < 24))
    .map(([element, box]) => `${element.outerHTML.slice(0, 80)} is ${Math.round(box.width)}×${Math.round(box.height)}`));
}

/** Buttons lower than a thumb needs on a phone (48 CSS px). */
export function tooLow(page) {
  return page.evaluate(() => [...document.querySelectorAll('button, .button')]
    .filter((element) => element.checkVisibility?.())
    .map((element) => [element, element.getBoundingClientRect()])
    .filter(([, box]) => box.height > 0 && box.height < 47.5)
    .map(([element, box]) => `${element.outerHTML.slice(0, 80)} is ${Math.round(box.height)} high`));
}
