import { readFileSync } from 'node:fs';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { DEFAULTS } from '#model/options.ts';
import { percentage, signedPercentage } from '#model/units.ts';
import { load } from '#parsers/load.ts';
import { flameTree, flameWindow } from '#reports/flame.ts';
import { formatValue, measureOf } from '#reports/subject.ts';
import { openProfile, pathOf, proflens, total } from './profiles.ts';

const ROW = 18;

const picture = (page: Page) => page.getByRole('img', { name: 'Flame graph' });
const frames = (page: Page) => page.getByRole('tree', { name: 'Flame graph frames' });
const callers = (page: Page) => page.getByRole('navigation', { name: 'Callers' });
const hoverLine = (page: Page) => page.getByRole('contentinfo');
const find = (page: Page) => page.getByRole('searchbox', { name: 'Find' });

async function open(page: Page, file: string, address = '#/flame'): Promise<void> {
  await openProfile(page, file, address);
  await expect(picture(page)).toBeVisible();
}

/** The point of a row, by its share of the width. */
async function at(page: Page, row: number, share: number): Promise<{ x: number; y: number }> {
  const box = await picture(page).boundingBox();
  return { x: share * (box?.width ?? 0), y: row * ROW + ROW / 2 };
}

async function clickAt(page: Page, row: number, share: number, options = {}): Promise<void> {
  await picture(page).click({ position: await at(page, row, share), ...options });
}

/** The frame that the keyboard is on. */
async function focused(page: Page): Promise<Locator> {
  const id = await frames(page).getAttribute('aria-activedescendant');
  return page.locator(`[id="${id}"]`);
}

const nameIn = (text: string | null) => text?.split(', ')[0];

/** The texts of the tree, each behind those of its callers. */
function pathsIn(tree: Locator): Promise<string[]> {
  return tree.getByRole('treeitem').evaluateAll((items) => {
    const path: string[] = [];
    return items.map((item) => {
      path.length = Number(item.getAttribute('aria-level')) - 1;
      path.push(item.textContent ?? '');
      return path.join('\n');
    });
  });
}

for (const [file, type] of [
  ['recorded/cpu.service.pb.gz', 'cpu'],
  ['recorded/cpu.service.pb.gz', 'samples'],
  ['recorded/heap.service.pb.gz', 'inuse_space'],
  ['recorded/mutex.service.pb.gz', 'delay'],
  ['recorded/goroutine.night.pb.gz', 'goroutine'],
  ['corners/values.negative.pb.gz', ''],
]) {
  test(`the flame graph of ${file}, ${type || 'its default'}, has the report’s numbers`, async ({ page }) => {
    const options = { ...DEFAULTS, sampleIndex: type };
    const profile = await load(new Blob([readFileSync(pathOf(`testdata/${file}`))]), { symbols: true });
    const report = flameWindow(flameTree({ profile, measure: measureOf(profile, options) }, options), { root: 0, minShare: 0, find: '' });
    const { nodes } = report;
    const path: string[] = [];
    // Where some are negative, all have their sign.
    const share = nodes.total.some((value) => value < 0) ? signedPercentage : percentage;
    const expected = new Set(
      Array.from(nodes.id.keys(), (node) => {
        const { name, inlined } = report.frames[nodes.frame[node]];
        const cost = (title: string, value: number) => `${title} ${formatValue(report, value, report.unit)}, ${share(value, report.total).trim()}`;
        path.length = nodes.depth[node];
        path.push(`${name}, ${inlined ? 'inlined, ' : ''}${cost('flat', nodes.self[node])}, ${cost('cum', nodes.total[node])}`);
        return path.join('\n');
      }),
    );
    await open(page, file, `#/flame?si=${type}`);
    const shown = await pathsIn(frames(page));
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.filter((text) => !expected.has(text))).toEqual([]);
    await expect(total(page)).toHaveText(report.sentence);
  });
}

test('a click zooms, the callers stay in reach, Escape and Backspace go back', async ({ page }) => {
  await open(page, 'recorded/cpu.service.pb.gz');
  await clickAt(page, 1, 0.1);
  const steps = callers(page).getByRole('listitem');
  await expect(steps).toHaveCount(2);
  await page.waitForTimeout(400);
  await clickAt(page, 2, 0.1);
  await expect(steps).toHaveCount(4);
  await page.keyboard.press('Backspace');
  await expect(steps).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(callers(page)).toHaveCount(0);
  await page.waitForTimeout(400);
  await clickAt(page, 3, 0.1);
  await expect(steps).toHaveCount(4);
  await callers(page).getByRole('button', { name: 'root' }).click();
  await expect(callers(page)).toHaveCount(0);
});

test('a double click does what its first click does', async ({ page }) => {
  await open(page, 'recorded/cpu.service.pb.gz');
  await picture(page).dblclick({ position: await at(page, 2, 0.1) });
  await expect(callers(page).getByRole('listitem')).toHaveCount(3);
  await page.waitForTimeout(400);
  await expect(callers(page).getByRole('listitem')).toHaveCount(3);
});

test('the pointer’s frame is named with its costs, of the total and of what one has zoomed to', async ({ page }) => {
  await open(page, 'recorded/cpu.service.pb.gz');
  await picture(page).hover({ position: await at(page, 2, 0.05) });
  await expect(hoverLine(page)).toContainText(/flat \S+, \S+%.*cum \S+, \S+%/);
  await expect(hoverLine(page)).not.toContainText('zoomed');
  await clickAt(page, 1, 0.05);
  await expect(callers(page)).toBeVisible();
  await page.waitForTimeout(400);
  await picture(page).hover({ position: await at(page, 2, 0.05) });
  await expect(hoverLine(page)).toContainText(/% of what is zoomed to/);
});

test('the keyboard walks the frames, zooms and opens the menu', async ({ page }) => {
  await open(page, 'recorded/cpu.service.pb.gz');
  await frames(page).focus();
  expect(nameIn(await (await focused(page)).textContent())).toBe('root');
  await page.keyboard.press('ArrowDown');
  const first = await focused(page);
  await expect(first).toHaveAttribute('aria-level', '2');
  await expect(first).toHaveAttribute('aria-posinset', '1');
  await expect(hoverLine(page)).toContainText(nameIn(await first.textContent()) ?? '');
  await page.keyboard.press('ArrowRight');
  await expect(await focused(page)).toHaveAttribute('aria-posinset', '2');
  await page.keyboard.press('End');
  const last = await focused(page);
  expect(await last.getAttribute('aria-posinset')).toBe(await last.getAttribute('aria-setsize'));
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await expect(await focused(page)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  expect(nameIn(await (await focused(page)).textContent())).toBe('root');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(callers(page)).toBeVisible();
  await page.keyboard.press('x');
  await expect(page.getByRole('menuitem', { name: 'Focus' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
});

test('the tree has each frame on the way to the focused one, and its callees', async ({ page }) => {
  await open(page, 'recorded/cpu.service.pb.gz');
  await frames(page).focus();
  for (let depth = 2; depth < 12; depth++) {
    await page.keyboard.press('ArrowDown');
    await expect(await focused(page)).toHaveAttribute('aria-level', String(depth));
  }
  expect(await frames(page).getByRole('treeitem').count()).toBeLessThan(400);
});

test('Find outlines what it finds, says how many and what share, steps through them, and Escape gives up', async ({ page }) => {
  await open(page, 'recorded/cpu.service.pb.gz');
  await page.keyboard.press('/');
  await page.keyboard.type('json');
  const found = page.getByRole('search').getByRole('status');
  await expect(found).toHaveText(/^[\d,]+ · \S+%$/);
  await expect(frames(page)).toHaveAttribute('aria-activedescendant', /frame0$/);
  await expect(async () => {
    await page.keyboard.press('Enter');
    expect(await (await focused(page)).textContent()).toMatch(/json/i);
  }).toPass();
  const first = await (await focused(page)).textContent();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await focused(page)).textContent()).not.toBe(first);
  await find(page).fill('re:(');
  await expect(found).toHaveText('not a pattern');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(find(page)).toHaveValue('');
});

test('a sample is found once, however often the search meets it', async ({ page }) => {
  await open(page, 'corners/recursion.direct.pb.gz');
  const [root] = await frames(page).getByRole('treeitem').allTextContents();
  await find(page).fill('re:.');
  expect(root).toContain('100%');
  await expect(page.getByRole('search').getByRole('status')).toHaveText(/ · 100%$/);
});

test('what is selected is selected in Top too, Ctrl adds', async ({ page }) => {
  await open(page, 'recorded/cpu.service.pb.gz');
  await clickAt(page, 2, 0.05);
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('Selected');
  await page.waitForTimeout(400);
  await clickAt(page, 1, 0.05, { modifiers: ['Control'] });
  await expect(inspector).toContainText('2 selected');
  await page.getByRole('tab', { name: 'Top' }).click();
  await expect(page.getByRole('grid', { name: 'Top' }).getByRole('row', { selected: true }).first()).toBeVisible();
  await expect(inspector).toContainText('2 selected');
});

test('the root turns from top to bottom, and stays where it was put', async ({ page }) => {
  await open(page, 'recorded/cpu.service.pb.gz');
  const turn = page.getByRole('button', { name: 'Root at the bottom' });
  await turn.click();
  await expect(turn).toHaveAttribute('aria-pressed', 'true');
  const box = await picture(page).boundingBox();
  await picture(page).hover({ position: { x: 40, y: (box?.height ?? 0) - ROW / 2 } });
  await expect(hoverLine(page)).toContainText('root');
  await page.reload();
  await page.getByLabel('Open files').setInputFiles(pathOf('testdata/corners/plain.pb.gz'));
  await expect(turn).toHaveAttribute('aria-pressed', 'true');
});

test('Ctrl and the wheel stretch around the pointer, a drag moves along, Escape shows the whole', async ({ page }) => {
  await open(page, 'recorded/cpu.service.pb.gz');
  const start = await at(page, 1, 0.5);
  const box = await picture(page).boundingBox();
  await picture(page).hover({ position: start });
  const name = await hoverLine(page).textContent();
  await page.keyboard.down('Control');
  for (let i = 0; i < 8; i++) await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
  await page.waitForTimeout(300);
  await picture(page).hover({ position: { x: start.x + 1, y: start.y } });
  expect(await hoverLine(page).textContent()).toBe(name);
  await page.mouse.move((box?.x ?? 0) + 500, (box?.y ?? 0) + 27);
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) + 700, (box?.y ?? 0) + 27, { steps: 5 });
  await page.mouse.up();
  await expect(callers(page)).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.waitForTimeout(400);
  await picture(page).hover({ position: start });
  expect(await hoverLine(page).textContent()).toBe(name);
});

test('a package of the legend is seen alone', async ({ page }) => {
  await open(page, 'recorded/cpu.service.pb.gz');
  const first = page.getByRole('list', { name: 'Packages' }).getByRole('button').first();
  const before = await colors(page);
  await first.click();
  await expect(first).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => colors(page)).not.toEqual(before);
  await page.keyboard.press('Escape');
  await expect(first).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(() => colors(page)).toEqual(before);
});

/** The colours along the third row. */
function colors(page: Page): Promise<string[]> {
  return picture(page).evaluate((canvas: HTMLCanvasElement) => {
    const scale = canvas.width / canvas.clientWidth;
    const { data } = canvas.getContext('2d', { alpha: false })?.getImageData(0, Math.round(2.2 * 18 * scale), canvas.width, 1) ?? { data: [] };
    return Array.from({ length: canvas.width }, (_, x) => data.slice(4 * x, 4 * x + 3).join());
  });
}

test('a refinement leaves the zoom, another sample type too', async ({ page }) => {
  await open(page, 'recorded/heap.service.pb.gz');
  await clickAt(page, 2, 0.05);
  await expect(callers(page)).toBeVisible();
  await page.getByRole('combobox', { name: 'Sample type' }).selectOption({ index: 1 });
  await expect(callers(page)).toHaveCount(0);
});

test('another view and back is where one was', async ({ page }) => {
  await open(page, 'recorded/cpu.service.pb.gz');
  await clickAt(page, 2, 0.05);
  await expect(callers(page).getByRole('listitem')).toHaveCount(3);
  await page.getByRole('tab', { name: 'Top' }).click();
  await page.getByRole('tab', { name: 'Flame graph' }).click();
  await expect(callers(page).getByRole('listitem')).toHaveCount(3);
  await page.keyboard.press('Escape');
  await expect(callers(page)).toHaveCount(0);
});

test('frames that are too narrow are counted', async ({ page }) => {
  await page.setViewportSize({ width: 400, height: 700 });
  await open(page, 'recorded/allocs.service.pb.gz');
  await expect(page.getByText(/^[\d,]+ frames below 1 px are not drawn$/)).toBeVisible();
});

test('nothing left is said', async ({ page }) => {
  await page.goto('/#/flame?f=nothing_has_this_name');
  await page.getByLabel('Open files').setInputFiles(pathOf('testdata/recorded/cpu.service.pb.gz'));
  await expect(page.getByText('The refinements leave nothing.')).toBeVisible();
});

test('bottom-up, what costs most of its own comes first, and its callers are below it', async ({ page }) => {
  await open(page, 'corners/plain.pb.gz');
  const printed = proflens('-top', '-nodefraction=0', pathOf('testdata/corners/plain.pb.gz')).split('\n').flatMap((line) => /^ *([\d.]+\S*) +(\S+%) +\S+% +\S+ +\S+% {2}(.*)$/.exec(line)?.slice(1, 4) ?? []);
  await page.getByRole('button', { name: 'Callers below' }).click();
  await expect(page.getByRole('button', { name: 'Callers below' })).toHaveAttribute('aria-pressed', 'true');
  const [flat, share, name] = printed;
  await expect(frames(page).getByRole('treeitem').nth(1)).toHaveText(`${name.replace(/ \((partial-)?inline\)$/, '')}, flat ${flat}, ${share}`);
});
