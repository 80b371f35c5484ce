import { expect, test } from '@playwright/test';
import { openAnother, openProfile, pathOf, proflens, total } from './profiles.ts';

test('everything is found by its name, and picked by keyboard', async ({ page }) => {
  await openProfile(page, 'recorded/heap.service.pb.gz');
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: 'Command' });
  await expect(box).toBeFocused();
  await box.fill('flame');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Flame graph', exact: true })).toHaveAttribute('aria-selected', 'true');

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill('sample alloc_objects');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/si=alloc_objects/);

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill('function bufio');
  await expect(page.getByRole('listbox', { name: 'What fits' }).getByRole('option').first()).toContainText('bufio');
  const first = await page.getByRole('listbox', { name: 'What fits' }).getByRole('option').first().innerText();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText(first.split('\n')[0].split('.').at(-1) ?? '');
});

test('Escape leaves, and what fits nothing says so', async ({ page }) => {
  await openProfile(page, 'corners/plain.pb.gz');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill('no such thing anywhere');
  await expect(page.getByText('Nothing has all of these words')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Commands' })).toHaveCount(0);
});

test('open files become one', async ({ page }) => {
  await openProfile(page, 'recorded/heap.leak.t0.pb.gz', '#/top?unit=kB');
  await openAnother(page, 'recorded/heap.leak.t2.pb.gz');
  await expect(total(page)).toContainText('5787.76kB total');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill('merge all');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'heap.leak.t0.pb.gz + heap.leak.t2.pb.gz' })).toHaveAttribute('aria-selected', 'true');
  await expect(total(page)).toContainText('7680.22kB total');
});

test('one file is merged with another, and what came of it with a third', async ({ page }) => {
  await openProfile(page, 'recorded/heap.leak.t0.pb.gz', '#/top?unit=kB');
  for (const file of ['heap.leak.t1.pb.gz', 'heap.leak.t2.pb.gz']) await openAnother(page, `recorded/${file}`);
  await expect(total(page)).toContainText('5787.76kB total');
  for (const [words, name] of [
    ['merge with t0', 'heap.leak.t2.pb.gz + heap.leak.t0.pb.gz'],
    ['merge with t1', 'heap.leak.t2.pb.gz + heap.leak.t0.pb.gz + heap.leak.t1.pb.gz'],
  ]) {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command' }).fill(words);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');
  }
  const printed = proflens('-top', '-unit=kB', '-nodefraction=0', ...['t0', 't1', 't2'].map((time) => pathOf(`testdata/recorded/heap.leak.${time}.pb.gz`)));
  await expect(total(page)).toHaveText(printed.split('\n').find((line) => line.startsWith('Showing nodes')) ?? '');
});
