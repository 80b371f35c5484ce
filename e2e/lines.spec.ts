import { expect, test, type Page } from '@playwright/test';
import { openProfile, pathOf, proflens } from './profiles.ts';

/** The lines that are drawn, by their number. */
function linesIn(page: Page, region: string): Promise<[number, string][]> {
  return page.getByRole('region', { name: region }).evaluate((element) => [...element.querySelectorAll<HTMLElement>('[data-line]')].map((line) => [Number(line.dataset['line']), line.textContent ?? '']));
}

/** What is drawn is what stands at its place in the text. */
async function expectLines(page: Page, region: string, wanted: readonly string[], last: boolean): Promise<void> {
  await expect.poll(async () => (await linesIn(page, region)).some(([at, text]) => at === (last ? wanted.length - 1 : 0) && text !== '')).toBe(true);
  const lines = await linesIn(page, region);
  expect(lines.length).toBeGreaterThan(Math.min(20, wanted.length - 1));
  for (const [at, text] of lines) expect(`${at} ${text}`.replace(/\s/g, '')).toBe(`${at} ${wanted[at]}`.replace(/\s/g, ''));
}

const printedLines = (...args: string[]) => proflens(...args).split('\n').slice(0, -1);
/** Of `-traces`: without what heads the report and the rules between traces. */
const tracesIn = (lines: readonly string[]) => lines.slice(lines.findIndex((line) => line.startsWith('---'))).filter((line) => !line.startsWith('---'));

for (const [file, query, flags] of [
  ['recorded/cpu.labels.pb.gz', '', []],
  ['recorded/heap.service.pb.gz', '?si=alloc_objects&g=lines&f=json', ['-sample_index=alloc_objects', '-lines', '-focus=json']],
  ['corners/inlined.three_deep.pb.gz', '?noinlines=t', ['-noinlines']],
] as const) {
  test(`Raw and Traces of ${file}${query} are what the command prints, from the first line to the last`, async ({ page }) => {
    const path = pathOf(`testdata/${file}`);
    await openProfile(page, file, `#/raw${query}`);
    const raw = printedLines('-raw', ...flags, path);
    await expectLines(page, 'Raw', raw, false);
    await page.getByRole('region', { name: 'Raw' }).focus();
    await page.keyboard.press('End');
    await expectLines(page, 'Raw', raw, true);
    await page.getByRole('tab', { name: 'Traces' }).click();
    const traces = tracesIn(printedLines('-traces', ...flags, path));
    await expectLines(page, 'Traces', traces, false);
    await page.getByRole('region', { name: 'Traces' }).focus();
    await page.keyboard.press('End');
    await expectLines(page, 'Traces', traces, true);
  });
}

test('comments are what the command prints; a profile without says so', async ({ page }) => {
  await openProfile(page, 'corners/header.comments_and_doc.pb.gz', '#/comments');
  await expectLines(page, 'Comments', printedLines('-comments', pathOf('testdata/corners/header.comments_and_doc.pb.gz')), false);
  await openProfile(page, 'corners/plain.pb.gz', '#/comments');
  await expect(page.getByText('The profile has no comments.')).toBeVisible();
});

test('all of a text can be copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openProfile(page, 'recorded/cpu.labels.pb.gz', '#/raw');
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByText('Copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(proflens('-raw', pathOf('testdata/recorded/cpu.labels.pb.gz')));
});

test('the greatest trace may come first; its frame is selected by a press, and its menu refines', async ({ page }) => {
  await openProfile(page, 'recorded/heap.service.pb.gz', '#/traces?si=alloc_space');
  const traces = page.getByRole('region', { name: 'Traces' });
  await page.getByLabel('Order').selectOption('value');
  await expect(traces.locator('[data-line="0"]')).toContainText('bytes: ');
  await traces.getByRole('button').first().click();
  const name = await traces.getByRole('button', { pressed: true }).first().textContent();
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText(name?.replace(/ \(inline\)$/, '') ?? '');
  await traces.getByRole('button').first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Focus' }).click();
  await expect(page).toHaveURL(/f=/);
});
