import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, type Locator, type Page } from '@playwright/test';

const root = new URL('../', import.meta.url);

/** A file of ours, by its path in the repository. */
export function pathOf(file: string): string {
  return fileURLToPath(new URL(file, root));
}

/** Opens a file of `testdata/` at a view; returns once the view shows it. */
export async function openProfile(page: Page, file: string, address = '#/top'): Promise<void> {
  await page.goto(`/${address}`);
  await page.getByLabel('Open files').setInputFiles(pathOf(`testdata/${file}`));
  await isShown(page);
}

/** Opens one more file of `testdata/` beside those that are open; returns once the view shows it. */
export async function openAnother(page: Page, file: string): Promise<void> {
  await page.getByLabel('Open files').setInputFiles(pathOf(`testdata/${file}`));
  await expect(page.getByRole('tab', { name: file.slice(file.lastIndexOf('/') + 1), exact: true })).toHaveAttribute('aria-selected', 'true');
  await isShown(page);
}

/** Waits for the total, and for the picture that it is of. */
async function isShown(page: Page): Promise<void> {
  await expect(total(page)).toContainText('Showing nodes accounting for');
  await expect(page.getByRole('tabpanel').locator('[aria-busy=true]')).toHaveCount(0);
  await expect.poll(() => isPainted(page)).toBe(true);
}

/** Whether the flame graph, where there is one, is painted from top to bottom: a canvas is black before. */
async function isPainted(page: Page): Promise<boolean> {
  const [painted] = await page.getByRole('img', { name: 'Flame graph', exact: true }).evaluateAll((canvases) =>
    canvases.map((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement) || canvas.height === 0) return false;
      const { data } = canvas.getContext('2d', { alpha: false })?.getImageData(2, 0, 1, canvas.height) ?? { data: [] };
      return Array.from({ length: data.length / 4 }, (_, row) => data[4 * row] + data[4 * row + 1] + data[4 * row + 2]).every((light) => light > 0);
    }),
  );
  return painted ?? true;
}

export function total(page: Page): Locator {
  return page.getByRole('status', { name: 'Total' });
}

/** Rows of a table that are drawn, each as the texts of its cells. */
export function rowsOf(page: Page, table: string, role: 'grid' | 'treegrid' = 'grid'): Promise<string[][]> {
  return page.getByRole(role, { name: table }).evaluate((grid) =>
    [...grid.querySelectorAll('[role=row][aria-selected]')]
      .sort((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')))
      .map((row) => [...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent)),
  );
}

/** Names that Top shows, in their order, without the mark of inlined ones. */
export async function namesIn(page: Page): Promise<string[]> {
  return (await rowsOf(page, 'Top')).map((cells) => cells[5].replace(/ \((partial-)?inline\)$/, ''));
}

/** What the command prints. */
export function proflens(...args: readonly string[]): string {
  return execFileSync(process.execPath, [pathOf('dist/cli/proflens.js'), ...args], { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } });
}
