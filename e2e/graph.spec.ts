import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { DEFAULTS } from '#model/options.ts';
import { load } from '#parsers/load.ts';
import { callGraphReport } from '#reports/callgraph.ts';
import { measureOf } from '#reports/subject.ts';
import { openProfile, pathOf, total } from './profiles.ts';

const picture = (page: Page) => page.getByRole('img', { name: 'Call graph' });
const nodes = (page: Page) => page.getByRole('tree', { name: 'Call graph nodes' });
const find = (page: Page) => page.getByRole('searchbox', { name: 'Find' });

async function open(page: Page, file: string, address = '#/graph'): Promise<void> {
  await openProfile(page, file, address);
  await expect(picture(page)).toBeVisible();
}

/** Where a node's box is, and how large. */
async function boxOf(page: Page, name: string): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await picture(page)
    .locator('[data-node]', { has: page.locator('title', { hasText: new RegExp(`^${name.replace(/[.*()[\]]/g, '\\$&')} `) }) })
    .locator('rect')
    .first()
    .boundingBox();
  if (box === null) throw new Error(`${name} is not drawn`);
  return box;
}

const middle = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) => ({ x: x + width / 2, y: y + height / 2 });

for (const [file, type] of [
  ['recorded/cpu.service.pb.gz', 'cpu'],
  ['recorded/cpu.labels.pb.gz', 'cpu'],
  ['recorded/heap.service.pb.gz', 'alloc_space'],
  ['recorded/mutex.service.pb.gz', 'contentions'],
  ['recorded/goroutine.night.pb.gz', 'goroutine'],
]) {
  test(`the graph of ${file}, ${type}, has the report’s nodes, calls, labels and numbers`, async ({ page }) => {
    const options = { ...DEFAULTS, sampleIndex: type };
    const profile = await load(new Blob([readFileSync(pathOf(`testdata/${file}`))]), { symbols: true });
    const report = callGraphReport({ profile, measure: measureOf(profile, options) }, options);
    await open(page, file, `#/graph?si=${type}`);
    await expect(total(page)).toHaveText(report.sentence);
    await expect(nodes(page).getByRole('treeitem')).toHaveCount(report.nodes.length);
    const boxes = await picture(page)
      .locator('[data-node]')
      .evaluateAll((groups) => groups.map((group) => ({ title: group.querySelector('title')?.textContent, lines: [...group.querySelectorAll('tspan')].map((line) => line.textContent), size: group.querySelector('text')?.getAttribute('font-size') })));
    expect(boxes).toEqual(report.nodes.map(({ tooltip, nameLines, valueLines, fontSize }) => ({ title: tooltip, lines: [...nameLines, ...valueLines], size: String(fontSize) })));
    const titles = await picture(page).locator('title').allTextContents();
    expect(titles).toEqual(expect.arrayContaining(report.edges.filter(({ from, to }) => from >= 0 && to >= 0).map(({ tooltip }) => tooltip)));
    expect(titles).toEqual(expect.arrayContaining(report.nodes.flatMap(({ tags }) => tags.map(({ text, value }) => `${text} (${value})`))));
  });
}

test('the whole picture is in sight at first, and after Fit', async ({ page }) => {
  await open(page, 'recorded/cpu.service.pb.gz');
  const inSight = async () => {
    const [outer, inner] = [await picture(page).boundingBox(), await picture(page).locator('g').first().boundingBox()];
    return outer !== null && inner !== null && inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
  };
  expect(await inSight()).toBe(true);
  for (let i = 0; i < 4; i++) await page.getByRole('button', { name: 'Zoom in' }).click({ delay: 180 });
  await expect.poll(inSight).toBe(false);
  await page.getByRole('button', { name: 'Fit' }).click();
  await expect.poll(inSight).toBe(true);
});

test('the wheel scrolls, Ctrl and the wheel zoom around the pointer, a drag pans', async ({ page }) => {
  await open(page, 'corners/plain.pb.gz');
  const name = 'main.main';
  const before = await boxOf(page, name);
  await page.mouse.move(middle(before).x, middle(before).y);
  await page.mouse.wheel(0, 60);
  await expect.poll(async () => Math.round((await boxOf(page, name)).y - before.y)).toBe(-60);
  const scrolled = await boxOf(page, name);
  await page.mouse.move(middle(scrolled).x, middle(scrolled).y);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -120);
  await page.keyboard.up('Control');
  await expect.poll(async () => (await boxOf(page, name)).width / scrolled.width).toBeGreaterThan(1.2);
  const zoomed = await boxOf(page, name);
  expect(Math.abs(middle(zoomed).x - middle(scrolled).x)).toBeLessThan(2);
  const outer = await picture(page).boundingBox();
  const [x, y] = [(outer?.x ?? 0) + 20, (outer?.y ?? 0) + (outer?.height ?? 0) - 40];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 50, y + 30, { steps: 4 });
  await page.mouse.up();
  const dragged = await boxOf(page, name);
  expect([Math.round(dragged.x - zoomed.x), Math.round(dragged.y - zoomed.y)]).toEqual([50, 30]);
});

test('a click selects, Ctrl adds, beside the boxes nothing is selected; Top has the same', async ({ page }) => {
  await open(page, 'corners/plain.pb.gz');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  const [first, second] = await nodes(page).getByRole('treeitem').allTextContents();
  const place = async (text: string) => middle(await boxOf(page, text.split(', ')[0]));
  const at = await place(first);
  await page.mouse.click(at.x, at.y);
  await expect(nodes(page).getByRole('treeitem', { selected: true })).toHaveCount(1);
  await expect(inspector).toContainText(first.split(', ')[0]);
  const other = await place(second);
  await page.keyboard.down('Control');
  await page.mouse.click(other.x, other.y);
  await page.keyboard.up('Control');
  await expect(inspector).toContainText('2 selected');
  await page.getByRole('tab', { name: 'Top' }).click();
  await expect(page.getByRole('grid', { name: 'Top' }).getByRole('row', { selected: true })).toHaveCount(2);
  await page.getByRole('tab', { name: 'Graph', exact: true }).click();
  await expect(nodes(page).getByRole('treeitem', { selected: true })).toHaveCount(2);
  const box = await picture(page).boundingBox();
  await page.mouse.click((box?.x ?? 0) + 20, (box?.y ?? 0) + (box?.height ?? 0) - 20);
  await expect(nodes(page).getByRole('treeitem', { selected: true })).toHaveCount(0);
});

test('Find says how many, and brings one after the other to the middle', async ({ page }) => {
  await open(page, 'recorded/cpu.service.pb.gz');
  await page.keyboard.press('/');
  await page.keyboard.type('json');
  const found = page.getByRole('search').getByRole('status');
  await expect(found).toHaveText(/^\d+ of \d+$/);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(400);
  const outer = await picture(page).boundingBox();
  const id = await nodes(page).getAttribute('aria-activedescendant');
  const name = (await page.locator(`[id="${id}"]`).textContent())?.split(', ')[0] ?? '';
  expect(name.toLowerCase()).toContain('json');
  const at = middle(await boxOf(page, name));
  expect(Math.abs(at.x - (outer?.x ?? 0) - (outer?.width ?? 0) / 2)).toBeLessThan(3);
  expect(Math.abs(at.y - (outer?.y ?? 0) - (outer?.height ?? 0) / 2)).toBeLessThan(3);
  await page.keyboard.press('Enter');
  await expect.poll(() => nodes(page).getAttribute('aria-activedescendant')).not.toBe(id);
  await find(page).fill('nothing has this in its name');
  await expect(found).toHaveText(/^0 of \d+$/);
});

test('the keyboard walks along the calls', async ({ page }) => {
  await open(page, 'corners/plain.pb.gz');
  await nodes(page).focus();
  await page.keyboard.press('Home');
  const current = async () => page.locator(`[id="${await nodes(page).getAttribute('aria-activedescendant')}"]`).textContent();
  const top = await current();
  expect(top).not.toContain('called by');
  await page.keyboard.press('ArrowDown');
  const callee = await current();
  expect(top).toContain(`calls ${callee?.split(', ')[0]} (`);
  await page.keyboard.press('Space');
  await expect(nodes(page).getByRole('treeitem', { selected: true })).toHaveCount(1);
  await page.keyboard.press('x');
  await page.getByRole('menuitem', { name: 'Focus' }).click();
  await expect(page.getByRole('list', { name: 'Refinements' }).getByRole('listitem')).toHaveCount(1);
  await expect(page).toHaveURL(/#\/graph\?f=/);
});

test('the right button opens what one can do', async ({ page }) => {
  await open(page, 'corners/plain.pb.gz');
  const { x, y } = middle(await boxOf(page, 'main.main'));
  await page.mouse.click(x, y, { button: 'right' });
  await page.getByRole('menuitem', { name: 'Hide' }).click();
  await expect(page).toHaveURL(/h=/);
  await expect(picture(page).locator('title', { hasText: /^main\.main / })).toHaveCount(0);
});

test('the legend has pprof’s lines', async ({ page }) => {
  await open(page, 'recorded/cpu.service.pb.gz');
  await page.getByText('Legend', { exact: true }).click();
  await expect(page.getByText(/^Showing top \d+ nodes out of \d+$/).first()).toBeVisible();
  await expect(page.getByText('Type: cpu', { exact: true })).toBeVisible();
});

test('more nodes than can be laid out are cut, and that is said', async ({ page }) => {
  test.setTimeout(90_000);
  await openProfile(page, 'recorded/cpu.service.pb.gz', '#/graph?n=0&nf=0&ef=0');
  await expect(page.getByText(/^The 300 heaviest of [\d,]+ nodes are drawn/)).toBeVisible({ timeout: 60_000 });
  await expect(nodes(page).getByRole('treeitem')).toHaveCount(300);
});

test('names are drawn as they are', async ({ page }) => {
  await open(page, 'corners/names.odd.pb.gz');
  await expect(picture(page).locator('b, script, img')).toHaveCount(0);
  const text = (await picture(page).textContent()) ?? '';
  expect(text).toContain('<b>');
  expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
});

test('a layout that takes long is drafted first, and where one has moved one stays', async ({ page }) => {
  await page.addInitScript(() => {
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (this: Worker, ...args: Parameters<typeof postMessage>) {
      const isWhole = typeof args[0] === 'object' && args[0] !== null && 'isDraft' in args[0] && args[0].isDraft === false;
      const send = () => postMessage.apply(this, args);
      if (isWhole) addEventListener('layout', send, { once: true });
      else send();
    } as typeof postMessage;
  });
  await openProfile(page, 'recorded/cpu.service.pb.gz', '#/top');
  await page.getByRole('tab', { name: 'Graph', exact: true }).click();
  const boxes = picture(page).locator('[data-node]');
  await expect(picture(page)).toHaveAttribute('data-draft', 'true');
  const titles = await boxes.locator('title').allTextContents();
  await expect(page.getByRole('status', { name: 'Layout' })).toHaveText(`Laying out ${titles.length} nodes …`);
  await page.getByRole('button', { name: 'Zoom in' }).click();
  const scaleOf = () => picture(page).evaluate((svg) => /scale\(([\d.]+)\)/.exec(svg.querySelector('g')?.getAttribute('transform') ?? '')?.[1]);
  const moved = await settled(scaleOf);
  await page.evaluate(() => dispatchEvent(new Event('layout')));
  await expect(picture(page)).not.toHaveAttribute('data-draft');
  await expect(page.getByRole('status', { name: 'Layout' })).toHaveCount(0);
  expect(await boxes.locator('title').allTextContents()).toEqual(titles);
  expect(await scaleOf()).toBe(moved);
});

/** What it is once it stays so. */
async function settled<T>(read: () => Promise<T>): Promise<T> {
  let last = await read();
  await expect.poll(async () => {
    const before = last;
    last = await read();
    return last === before;
  }, { intervals: [400] }).toBe(true);
  return last;
}

test('while one looks at another view the graph is laid out, once', async ({ page }) => {
  await page.addInitScript(() => {
    const { postMessage } = Worker.prototype;
    let graphs = 0;
    Worker.prototype.postMessage = function (this: Worker, ...args: Parameters<typeof postMessage>) {
      if (typeof args[0] === 'object' && args[0] !== null && 'isDraft' in args[0] && args[0].isDraft === false) document.documentElement.dataset.graphs = String(++graphs);
      postMessage.apply(this, args);
    } as typeof postMessage;
  });
  await openProfile(page, 'recorded/cpu.service.pb.gz', '#/flame');
  await expect(page.locator('html')).toHaveAttribute('data-graphs', '1');
  await page.getByRole('tab', { name: 'Graph', exact: true }).click();
  await expect(page.getByRole('img', { name: 'Call graph' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-graphs', '1');
});
