import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { openProfile, pathOf, total } from './profiles.ts';

const files = (page: Page) => page.getByRole('tablist', { name: 'Files' }).getByRole('tab');

test('several files open in tabs of their own; Delete closes one', async ({ page }) => {
  await page.goto('/#/top');
  await page.getByLabel('Open files').setInputFiles(['testdata/corners/plain.pb.gz', 'testdata/recorded/heap.service.pb.gz'].map(pathOf));
  await expect(files(page)).toHaveText(['plain.pb.gz', 'heap.service.pb.gz']);
  await expect(files(page).first()).toHaveAttribute('aria-selected', 'true');
  await files(page).nth(1).click();
  await expect(page.getByRole('combobox', { name: 'Sample type' }).getByRole('option')).toHaveCount(4);
  await page.keyboard.press('Delete');
  await expect(files(page)).toHaveText(['plain.pb.gz']);
  await page.keyboard.press('Delete');
  await expect(page.getByRole('heading', { name: 'Drop a profile anywhere on this page.' })).toBeVisible();
});

test('a file dropped anywhere opens', async ({ page }) => {
  await page.goto('/#/top');
  const bytes = readFileSync(pathOf('testdata/corners/plain.pb.gz')).toString('base64');
  const transfer = await page.evaluateHandle(async (base64) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], 'dropped.pb.gz'));
    return data;
  }, bytes);
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await expect(page.getByText('Drop to open')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await expect(page.getByText('Drop to open')).toBeHidden();
  await expect(files(page)).toHaveText(['dropped.pb.gz']);
  await expect(total(page)).toContainText('of 1000ms total');
});

test('pasted text opens: folded stacks, a goroutine dump', async ({ page }) => {
  await page.goto('/#/top');
  const paste = (text: string) =>
    page.evaluate((pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    }, text);
  await paste('main;work;sort 10\nmain;idle 5\n');
  await expect(files(page)).toHaveText(['pasted text']);
  await expect(page.getByRole('row', { name: /sort/ })).toContainText('66.67%');
  await paste(readFileSync(pathOf('testdata/recorded/goroutine.night.debug2.txt'), 'utf8'));
  await expect(files(page)).toHaveCount(2);
  await expect(total(page)).toContainText('Showing nodes');
});

test('profiles of other tools open, and show what they measured', async ({ page }) => {
  await page.goto('/#/top');
  for (const [file, type, types, row] of [
    ['shop.cpuprofile', 'cpu', 2, /shortestRoute/],
    ['shop.heapprofile', 'space', 2, /compileForInternalLoader/],
    ['burn.perf.txt', 'cpu-clock_event', 4, /read_zero/],
    ['shop.speedscope.json', 'time', 1, /30ms.*render/],
  ] as const) {
    await page.getByLabel('Open files').setInputFiles(pathOf(`testdata/foreign/${file}`));
    await expect(files(page).last()).toHaveText(file);
    await expect(page.getByRole('row', { name: row }).first()).toBeVisible();
    const select = page.getByRole('combobox', { name: 'Sample type' });
    if (types > 1) await expect(select).toHaveValue(type);
    if (types > 1) await expect(select.getByRole('option')).toHaveCount(types);
  }
});

test('an example opens with one press', async ({ page }) => {
  await page.goto('/#/top');
  await expect(page.getByRole('region', { name: 'Examples' }).getByRole('button')).toHaveCount(3);
  await page.getByRole('button', { name: /heap/ }).click();
  await expect(page.getByRole('grid', { name: 'Top' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Sample type' })).toHaveValue('inuse_space');
});

test('a file on its way can be cancelled', async ({ page }) => {
  await page.goto('/');
  await page.route('**/examples/*.pb.gz', () => {});
  await page.getByRole('region', { name: 'Examples' }).getByRole('button').first().click();
  await expect(page.getByRole('progressbar', { name: /^Reading/ })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: 'Drop a profile anywhere on this page.' })).toBeVisible();
});

test('a broken file says what is wrong; the others go on', async ({ page }) => {
  await openProfile(page, 'corners/plain.pb.gz');
  await page.getByLabel('Open files').setInputFiles({ name: 'broken.pb', mimeType: '', buffer: Buffer.from('\n\x7fnonsense') });
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await files(page).first().click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(total(page)).toContainText('of 1000ms total');
});

test('an address is answered with the command that saves it', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('textbox', { name: 'Address' }).fill('localhost:6060/debug/pprof/heap');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByText("curl -fsS -o heap.pb.gz 'http://localhost:6060/debug/pprof/heap'")).toBeVisible();
});

test('the sample type is chosen by name, and stands in the address', async ({ page }) => {
  await openProfile(page, 'recorded/heap.service.pb.gz');
  const menu = page.getByRole('combobox', { name: 'Sample type' });
  await expect(menu).toHaveValue('inuse_space');
  await expect(menu.getByRole('option', { name: 'alloc_objects', exact: true })).toHaveText('alloc_objects · count');
  await menu.selectOption('alloc_objects');
  await expect(page).toHaveURL(/si=alloc_objects/);
  await page.goBack();
  await expect(menu).toHaveValue('inuse_space');
});

test('the profile’s own facts are one press away', async ({ page }) => {
  await openProfile(page, 'corners/header.comments_and_doc.pb.gz');
  await page.getByRole('button', { name: 'Facts' }).click();
  const facts = page.getByRole('dialog', { name: 'Facts' });
  await expect(facts.getByRole('link')).toHaveAttribute('rel', 'noopener noreferrer');
  await expect(facts).toContainText('Comments');
  await page.keyboard.press('Escape');
  await expect(facts).toBeHidden();
});

test('the theme is the system’s until one is chosen, and that is remembered', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/');
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const dark = await ground();
  await page.getByRole('button', { name: 'Theme: system' }).click();
  const light = await ground();
  expect(light).not.toBe(dark);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Theme: light' })).toBeVisible();
  expect(await ground()).toBe(light);
});

test('? lists the keys', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading')).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Undo the last step');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();
});
