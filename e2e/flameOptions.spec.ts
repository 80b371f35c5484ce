import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { DEFAULTS } from '#model/options.ts';
import { load } from '#parsers/load.ts';
import { flameTree, flameWindow, type FlameShape, type Window } from '#reports/flame.ts';
import { measureOf } from '#reports/subject.ts';
import { openProfile, pathOf } from './profiles.ts';

const CPU = 'recorded/cpu.service.pb.gz';

const frames = (page: Page) => page.getByRole('tree', { name: 'Flame graph frames' });
const form = (page: Page) => page.getByRole('dialog', { name: 'Flame graph options' });
const nameIn = (text: string) => text.split(', ')[0];

/** The names of the first row, as a report has them. */
async function firstRow(file: string, asked: Partial<Window> & FlameShape): Promise<string[]> {
  const profile = await load(new Blob([readFileSync(pathOf(`testdata/${file}`))]), { symbols: true });
  const tree = flameTree({ profile, measure: measureOf(profile, DEFAULTS) }, DEFAULTS, asked);
  const { nodes, frames: rows } = flameWindow(tree, { root: 0, minShare: 0, find: '', ...asked });
  return Array.from(nodes.id.keys()).filter((node) => nodes.depth[node] === 1).map((node) => rows[nodes.frame[node]].name);
}

/** Those that the page shows. */
async function shownRow(page: Page): Promise<string[]> {
  const texts = await frames(page).locator('[role=treeitem][aria-level="2"]').allTextContents();
  return texts.map(nameIn);
}

async function openForm(page: Page): Promise<void> {
  await page.keyboard.press('m');
  await expect(form(page)).toBeVisible();
}

test('frames are grouped by package, file and binary, and the address says so', async ({ page }) => {
  await openProfile(page, CPU, '#/flame');
  await openForm(page);
  for (const [title, group] of [['package', 'package'], ['file', 'file'], ['binary', 'mapping']] as const) {
    await form(page).getByRole('combobox', { name: 'Group by' }).selectOption({ label: title });
    await expect(page).toHaveURL(new RegExp(`[?&]group=${group}`));
    const expected = await firstRow(CPU, { group });
    // The tree has the widest of them.
    const isShown = async () => {
      const shown = await shownRow(page);
      return shown.length > 0 && shown.every((name, i) => name === expected[i]);
    };
    await expect.poll(isShown).toBe(true);
  }
  await form(page).getByRole('button', { name: 'Reset these' }).click();
  await expect(page).not.toHaveURL(/group=/);
});

test('a group has a menu of its own: it is no function, but it can be in the middle', async ({ page }) => {
  await openProfile(page, CPU, '#/flame?group=package');
  await frames(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('x');
  await expect(page.getByRole('menuitem', { name: 'Focus' })).toHaveCount(0);
  await page.getByRole('menuitem', { name: 'Pivot' }).click();
  await expect(page.getByRole('status', { name: 'Pivot' })).toContainText('Pivot');
});

test('neighbours come by name, recursion is one frame', async ({ page }) => {
  await openProfile(page, CPU, '#/flame?order=name');
  await expect.poll(async () => (await shownRow(page)).length).toBeGreaterThan(2);
  const row = await shownRow(page);
  expect(row).toEqual(row.toSorted());
  await openProfile(page, 'corners/recursion.direct.pb.gz', '#/flame');
  await expect(frames(page).getByRole('treeitem').nth(1)).toBeAttached();
  const before = await frames(page).getByRole('treeitem').count();
  await openForm(page);
  await form(page).getByRole('checkbox', { name: 'Fold recursion' }).check();
  await expect.poll(() => frames(page).getByRole('treeitem').count()).toBeLessThan(before);
  const texts = await frames(page).getByRole('treeitem').allTextContents();
  expect(texts.some((text, i) => i > 0 && nameIn(text) === nameIn(texts[i - 1]))).toBe(false);
});

test('a label splits the graph: its values come first', async ({ page }) => {
  await openProfile(page, 'corners/labels.words.pb.gz', '#/flame');
  await openForm(page);
  const split = form(page).getByRole('combobox', { name: 'Split by label' });
  const key = (await split.getByRole('option').allTextContents())[1];
  await split.selectOption(key);
  await expect(page).toHaveURL(new RegExp(`tagroot=${key}`));
  await expect(page.getByRole('list', { name: 'Refinements' })).toContainText(key);
});

test('no frame is narrower than one wants, and how many are is said', async ({ page }) => {
  await openProfile(page, CPU, '#/flame');
  await openForm(page);
  await form(page).getByRole('textbox', { name: 'Least width, px' }).fill('20');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/[?&]least=20/);
  await expect(page.getByText(/^[\d,]+ frames below 20 px are not drawn$/)).toBeVisible();
  await form(page).getByRole('textbox', { name: 'Least width, px' }).fill('1000');
  await page.keyboard.press('Enter');
  await expect(form(page).getByText('cannot be')).toBeVisible();
});

test('colours say packages, binaries, own costs or the outermost frame', async ({ page }) => {
  await openProfile(page, CPU, '#/flame');
  const seen = new Set([await colors(page)]);
  await openForm(page);
  for (const title of ['own cost', 'binary', 'outermost frame']) {
    await form(page).getByRole('combobox', { name: 'Colour by' }).selectOption({ label: title });
    await expect.poll(async () => seen.has(await colors(page))).toBe(false);
    seen.add(await colors(page));
  }
  await expect(page).toHaveURL(/color=root/);
});

/** The colours along some rows. */
function colors(page: Page): Promise<string> {
  return page.getByRole('img', { name: 'Flame graph' }).evaluate((canvas: HTMLCanvasElement) => {
    const context = canvas.getContext('2d', { alpha: false });
    return [3, 8, 13].map((row) => Array.from(context?.getImageData(0, row * 18 + 4, canvas.width, 1).data ?? []).join()).join('\n');
  });
}

test('a comparison is as wide as base, new or the change of both', async ({ page }) => {
  await openProfile(page, 'recorded/heap.leak.t2.pb.gz', '#/flame?width=new');
  await page.getByRole('button', { name: /^Compare/ }).click();
  await page.getByLabel('Open a base').setInputFiles(pathOf('testdata/recorded/heap.leak.t0.pb.gz'));
  await expect(page.getByRole('combobox', { name: 'Base' })).toHaveValue(/\d+/);
  await page.keyboard.press('Escape');
  await openForm(page);
  const width = form(page).getByRole('combobox', { name: 'Width by' });
  await expect(width).toHaveValue('new');
  const pictures = new Set<string>();
  for (const title of ['base', 'change', 'base and new', 'new']) {
    await width.selectOption({ label: title });
    await expect.poll(async () => pictures.has(await colors(page))).toBe(false);
    pictures.add(await colors(page));
  }
});
