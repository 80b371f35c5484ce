import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { DEFAULTS } from '#model/options.ts';
import { percentage } from '#model/units.ts';
import { load } from '#parsers/load.ts';
import { flameTree, flameWindow, pivotedTree, type FlameReport } from '#reports/flame.ts';
import { formatValue, measureOf } from '#reports/subject.ts';
import { openProfile, pathOf } from './profiles.ts';

const CPU = 'recorded/cpu.service.pb.gz';
const JSON_PIVOT = String.raw`^encoding/json\.`;

const frames = (page: Page) => page.getByRole('tree', { name: 'Flame graph frames' });
const status = (page: Page) => page.getByRole('status', { name: 'Pivot' });
const picture = (page: Page) => page.getByRole('img', { name: 'Flame graph' });

async function reportOf(file: string, pattern: string): Promise<FlameReport> {
  const profile = await load(new Blob([readFileSync(pathOf(`testdata/${file}`))]), { symbols: true });
  return flameWindow(pivotedTree(flameTree({ profile, measure: measureOf(profile, DEFAULTS) }, DEFAULTS), pattern), { root: 0, minShare: 0, find: '' });
}

/** A text of the tree, as the report has it. */
function textOf(report: FlameReport, node: number): string {
  const { nodes, frames: rows, pivot, total } = report;
  const { name, inlined } = rows[nodes.frame[node]];
  const cost = (title: string, value: number) => `${title} ${formatValue(report, value, report.unit)}, ${percentage(value, total).trim()}`;
  const costs = nodes.depth[node] < 0 ? [cost('cum', nodes.total[node])] : [cost('flat', nodes.self[node]), cost('cum', nodes.total[node])];
  const share = nodes.id[node] === 0 ? [] : [`${percentage(nodes.total[node], pivot?.total ?? 0).trim()} of the pivot`];
  return [name, ...(nodes.depth[node] < 0 ? ['caller'] : []), ...(inlined ? ['inlined'] : []), ...costs, ...share].join(', ');
}

test('a link pivots as pprof’s does: callers above, callees below, with the report’s numbers', async ({ page }) => {
  const report = await reportOf(CPU, JSON_PIVOT);
  const expected = new Set(Array.from(report.nodes.id.keys(), (node) => textOf(report, node)));
  const callers = Array.from(report.nodes.id.keys()).filter((node) => report.nodes.depth[node] === -1);
  await openProfile(page, CPU, `#/flame?p=${encodeURIComponent(JSON_PIVOT)}`);
  const { pivot, total, unit } = report;
  await expect(status(page)).toContainText(`${formatValue(report, pivot?.total ?? 0, unit)}, ${percentage(pivot?.total ?? 0, total)}`);
  await expect(status(page)).toContainText(pivot?.frames === 1 ? 'Pivot' : 'more frame');
  await expect(frames(page).getByRole('treeitem').first()).toHaveText(textOf(report, 0));
  const shown = await frames(page).getByRole('treeitem').allTextContents();
  expect(shown.filter((text) => !expected.has(text))).toEqual([]);
  expect(callers.map((node) => textOf(report, node)).filter((text) => !shown.includes(text))).toEqual([]);
});

test('the menu and a key pivot, Escape and Back leave, and the address says it', async ({ page }) => {
  await openProfile(page, CPU, '#/flame');
  await frames(page).focus();
  for (let depth = 0; depth < 4; depth++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.keyboard.press('x');
  await page.getByRole('menuitem', { name: 'Pivot' }).click();
  await expect(status(page)).toContainText('Pivot');
  await expect(page).toHaveURL(/[?&]p=%5E.*%24/);
  await page.goBack();
  await expect(status(page)).toHaveCount(0);
  await page.keyboard.press('w');
  await expect(status(page)).toContainText('Pivot');
  await page.keyboard.press('Escape');
  await expect(status(page)).toHaveCount(0);
  await expect(page).not.toHaveURL(/[?&]p=/);
  await page.keyboard.press('w');
  await page.getByRole('button', { name: 'Leave the pivot' }).click();
  await expect(status(page)).toHaveCount(0);
});

test('Top pivots too: it goes to the flame graph around the row', async ({ page }) => {
  await openProfile(page, CPU, '#/top');
  await page.getByRole('grid', { name: 'Top' }).getByRole('row').nth(1).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Pivot' }).click();
  await expect(page.getByRole('tab', { name: 'Flame graph' })).toHaveAttribute('aria-selected', 'true');
  await expect(status(page)).toContainText('Pivot');
  await expect(picture(page)).toBeVisible();
});

test('the keyboard goes up to callers and down to callees, and zooms on either side', async ({ page }) => {
  const report = await reportOf(CPU, '^runtime.mallocgc$');
  const nameOf = (depth: number) => report.frames[report.nodes.frame[report.nodes.depth.indexOf(depth)]].name;
  await openProfile(page, CPU, '#/flame?p=^runtime.mallocgc$');
  const focused = async () => page.locator(`[id="${await frames(page).getAttribute('aria-activedescendant')}"]`);
  await frames(page).focus();
  await page.keyboard.press('ArrowUp');
  await expect(await focused()).toContainText(nameOf(-1));
  await page.keyboard.press('ArrowDown');
  await expect(await focused()).toContainText('runtime.mallocgc');
  await page.keyboard.press('ArrowDown');
  await expect(await focused()).toContainText(nameOf(1));
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  const callers = page.getByRole('navigation', { name: 'Callers' });
  await expect(callers.getByRole('listitem')).toHaveText(['runtime.mallocgc', nameOf(-1)]);
  await page.keyboard.press('Escape');
  await expect(callers).toHaveCount(0);
  await expect(status(page)).toBeVisible();
});

test('a pivot that nothing matches, and one that is no pattern, are said, and the graph is whole', async ({ page }) => {
  await openProfile(page, CPU, '#/flame?p=nothing_has_this_name');
  await expect(status(page)).toHaveText('No frame matches the pivot nothing_has_this_name');
  await expect(frames(page).getByRole('treeitem').first()).toContainText('root');
  await page.goto('/#/flame?p=(');
  await page.getByLabel('Open files').setInputFiles(pathOf(`testdata/${CPU}`));
  await expect(status(page)).toContainText('parsing pivot regexp');
});

test('a stack is copied with a line for each of its frames, callers first', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openProfile(page, CPU, '#/flame');
  await frames(page).focus();
  const names: string[] = [];
  for (let depth = 0; depth < 3; depth++) {
    await page.keyboard.press('ArrowDown');
    const id = await frames(page).getAttribute('aria-activedescendant');
    names.push((await page.locator(`[id="${id}"]`).textContent())?.split(', ')[0] ?? '');
  }
  await page.keyboard.press('x');
  await page.getByRole('menuitem', { name: 'Copy stack' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(names.join('\n'));
});

test('a pivot is typed among the options, and the palette leaves it', async ({ page }) => {
  await openProfile(page, CPU, '#/flame');
  await page.keyboard.press('m');
  await page.getByRole('textbox', { name: 'Pivot' }).fill('mallocgc|growslice');
  await page.keyboard.press('Enter');
  await expect(status(page)).toContainText(/Pivot .* and \d+ more frames?/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill('flame leave pivot');
  await page.keyboard.press('Enter');
  await expect(status(page)).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill('flame bottom-up');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/inverted=t/);
});
