import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { namesIn, openProfile, pathOf, proflens, total } from './profiles.ts';

const CPU = 'recorded/cpu.service.pb.gz';
const open = (page: Page) => page.getByRole('button', { name: /^Config/ }).click();
const list = (page: Page) => page.getByRole('dialog', { name: 'Config' }).getByRole('list', { name: 'Configs' });

test('“My code” leaves what is the program’s own', async ({ page }) => {
  await openProfile(page, CPU);
  const before = await total(page).textContent();
  await open(page);
  await list(page).getByRole('button', { name: /^My code/ }).click();
  await expect(page.getByRole('button', { name: 'Config: My code' })).toBeVisible();
  await expect.poll(async () => (await namesIn(page)).every((name) => /^(main|parcels\.example\/.*)\./.test(name))).toBe(true);
  expect((await namesIn(page)).length).toBeGreaterThan(5);
  const hide = new URL(page.url()).hash.match(/[?&]h=([^&]*)/)?.[1] ?? '';
  const printed = proflens('-top', '-nodefraction=0', `-hide=${decodeURIComponent(hide)}`, pathOf(`testdata/${CPU}`));
  await expect(total(page)).toHaveText(printed.split('\n').find((line) => line.startsWith('Showing nodes')) ?? '');
  await page.keyboard.press('Escape');
  await open(page);
  await list(page).getByRole('button', { name: /^Default/ }).click();
  await expect(total(page)).toHaveText(before ?? '');
});

test('“Runtime tax” is about the runtime alone', async ({ page }) => {
  await openProfile(page, CPU);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill('config runtime');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await namesIn(page)).every((name) => /^(runtime|internal\/runtime\/.*)\./.test(name))).toBe(true);
  await expect(total(page)).not.toContainText('100% of');
});

test('options are saved under a name, outlast the page, and are deleted', async ({ page }) => {
  await openProfile(page, CPU, '#/top?f=json&n=7&si=samples');
  await open(page);
  const name = page.getByRole('textbox', { name: 'Save as' });
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await name.fill('json <b>');
  await page.keyboard.press('Enter');
  await expect(list(page).getByRole('button', { name: 'json <b>', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  await openProfile(page, CPU, '#/top?si=samples');
  await open(page);
  await list(page).getByRole('button', { name: 'json <b>', exact: true }).click();
  await expect(page).toHaveURL(/#\/top\?f=json&n=7&si=samples$/);
  await list(page).getByRole('button', { name: 'Delete json <b>' }).click();
  await expect(list(page).getByRole('button', { name: 'json <b>', exact: true })).toHaveCount(0);
});

test('configs are exported as pprof has them, and imported', async ({ page }) => {
  await openProfile(page, CPU, '#/top?f=json');
  await open(page);
  await page.getByRole('textbox', { name: 'Save as' }).fill('json');
  await page.keyboard.press('Enter');
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).last().click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('settings.json');
  expect(JSON.parse(readFileSync(await download.path(), 'utf8'))).toEqual({
    configs: [{ name: 'json', focus: 'json', sort: 'flat', nodecount: -1, nodefraction: 0.005, edgefraction: 0.001, trim: true, unit: 'minimum' }],
  });
  const other = { configs: [{ name: 'from pprof', hide: 'runtime', sort: 'cum', nodecount: 5, trim: true, unit: 'ms' }, { name: 'bad', nodecount: 'x' }] };
  await page.getByLabel('Import configs').setInputFiles({ name: 'settings.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(other)) });
  await expect(page.getByRole('status', { name: 'Configs' })).toHaveText(/Imported from pprof, bad\. bad: nodecount cannot be "x"/);
  await list(page).getByRole('button', { name: 'from pprof', exact: true }).click();
  await expect(page).toHaveURL(/ef=0&h=runtime&n=5&nf=0&sort=cum&unit=ms/);
});
