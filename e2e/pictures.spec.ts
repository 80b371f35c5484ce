import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { expect, test, type Page, type TestInfo } from '@playwright/test';
import { pathOf, proflens } from './profiles.ts';

/** Opens what the command writes, as a file; what goes wrong in it is kept. */
async function openWritten(page: Page, info: TestInfo, format: string, profile: string, ...flags: readonly string[]): Promise<string[]> {
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => !/^(file|data|blob):/.test(request.url()) && problems.push(request.url()));
  const path = info.outputPath(`written.${format === 'flamegraph' ? 'html' : format}`);
  proflens(`-${format}`, `-output=${path}`, ...flags, pathOf(`testdata/${profile}`));
  await page.goto(pathToFileURL(path).href);
  return problems;
}

const node = (page: Page, title: string) => page.locator('.node', { has: page.locator(`a[*|title^="${title} "] text`) });

test('-svg is a picture that one can move and zoom', async ({ page }, info) => {
  const problems = await openWritten(page, info, 'svg', 'recorded/cpu.service.pb.gz');
  await expect(page.locator('svg')).toBeVisible();
  const dot = proflens('-dot', pathOf('testdata/recorded/cpu.service.pb.gz'));
  // The legend is a node too.
  await expect(page.locator('.node')).toHaveCount((dot.match(/^N\w+ \[/gm) ?? []).length + 1);
  await expect(page.locator('.edge')).toHaveCount((dot.match(/^N\w+ -> /gm) ?? []).length);

  const box = async () => (await node(page, 'runtime.mallocgc').locator('polygon').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const before = await box();
  await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2);
  await page.mouse.wheel(0, -400);
  await expect.poll(async () => (await box()).width).toBeGreaterThan(before.width * 1.1);
  const zoomed = await box();
  // What is under the pointer stays there.
  expect(zoomed.x + zoomed.width / 2).toBeCloseTo(before.x + before.width / 2, 0);
  await page.mouse.down();
  await page.mouse.move(before.x + before.width / 2 + 50, before.y + before.height / 2 + 30);
  await page.mouse.up();
  await expect.poll(async () => Math.round((await box()).x - zoomed.x)).toBe(50);
  await page.keyboard.press('0');
  expect((await box()).width).toBeCloseTo(before.width);
  expect(problems).toEqual([]);
});

test('-svg of a small graph is not blown up', async ({ page }, info) => {
  await openWritten(page, info, 'svg', 'corners/plain.pb.gz');
  const { fontSize, height } = await page.locator('text').first().evaluate((text) => ({ fontSize: Number(text.getAttribute('font-size')), height: text.getBoundingClientRect().height }));
  expect(height).toBeLessThan(fontSize * 2);
});

for (const profile of ['corners/names.odd.pb.gz', 'corners/names.cpp.pb.gz', 'corners/labels.odd_text.pb.gz', 'corners/samples.none.pb.gz']) {
  test(`-svg of ${profile} is sound`, async ({ page }, info) => {
    const problems = await openWritten(page, info, 'svg', profile);
    await expect(page.locator('#viewport')).toBeVisible();
    expect(await page.locator('parsererror').count()).toBe(0);
    expect(problems).toEqual([]);
  });
}

test('-png is an image', async ({ page }, info) => {
  const problems = await openWritten(page, info, 'png', 'corners/names.odd.pb.gz');
  const image = page.locator('img');
  await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(100);
  expect(problems).toEqual([]);
});

const frame = (page: Page, name: string) => page.locator('.frame', { has: page.getByText(name, { exact: true }) }).first();
const widthOf = async (page: Page, name: string) => Number(await frame(page, name).locator('rect').getAttribute('width'));
const find = (page: Page) => page.getByRole('searchbox', { name: 'Find' });

test('-flamegraph is a page that zooms, tells and finds', async ({ page }, info) => {
  const problems = await openWritten(page, info, 'flamegraph', 'recorded/cpu.service.pb.gz');
  await expect(page.getByRole('status', { name: 'Total' })).toHaveText('Showing nodes accounting for 2.61s, 100% of 2.61s total');
  const serve = 'net/http.(*conn).serve';
  const whole = await widthOf(page, 'root');
  const before = await widthOf(page, serve);
  expect(before / whole).toBeCloseTo(1.82 / 2.61, 2);

  await frame(page, serve).hover();
  await expect(page.locator('footer')).toContainText('cum 1.82s, 69.73%');
  await frame(page, serve).click();
  await expect.poll(() => widthOf(page, serve)).toBeCloseTo(whole, 0);
  await page.getByRole('button', { name: 'Reset zoom' }).click();
  await expect.poll(() => widthOf(page, serve)).toBeCloseTo(before, 0);

  await page.keyboard.press('/');
  await find(page).fill('ServeHTTP');
  await expect(page.getByRole('status', { name: 'Found' })).toHaveText('3 · 65.1%');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('status', { name: 'Found' })).toHaveText('');
  expect(problems).toEqual([]);
});

for (const profile of ['corners/names.odd.pb.gz', 'corners/stacks.deep.pb.gz', 'corners/samples.none.pb.gz', 'corners/values.negative.pb.gz', 'corners/values.beyond_2_53.pb.gz']) {
  test(`-flamegraph of ${profile} is sound`, async ({ page }, info) => {
    const problems = await openWritten(page, info, 'flamegraph', profile);
    await expect(frame(page, 'root')).toBeVisible();
    expect(problems).toEqual([]);
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('-flamegraph has no barriers', async ({ page }, info) => {
      await openWritten(page, info, 'flamegraph', 'recorded/cpu.service.pb.gz');
      // The page runs nothing but its own script; what the driver evaluates is outside its policy.
      await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
        return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
      });
      expect(violations).toEqual([]);
    });
  });
}
