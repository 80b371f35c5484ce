import { expect, test } from '@playwright/test';
import { entriesIn } from './entries.ts';
import { openProfile, pathOf, proflens, rowsOf, total } from './profiles.ts';

for (const [file, query, flags] of [
  ['corners/plain.pb.gz', '', []],
  ['corners/inlined.three_deep.pb.gz', '?g=lines', ['-lines']],
  ['recorded/cpu.service.pb.gz', '?sort=cum', ['-cum']],
  ['recorded/heap.service.pb.gz', '?si=alloc_space&n=30&f=json', ['-sample_index=alloc_space', '-nodecount=30', '-focus=json']],
] as const) {
  test(`Tree of ${file}${query} has the numbers that the command prints`, async ({ page }) => {
    const printed = proflens('-tree', ...flags, pathOf(`testdata/${file}`));
    await openProfile(page, file, `#/tree${query}`);
    const rows = await rowsOf(page, 'Tree');
    expect(rows.length).toBeGreaterThan(4);
    expect(rows).toEqual(entriesIn(printed).slice(0, rows.length));
    await expect(page.getByRole('grid', { name: 'Tree' })).toHaveAttribute('aria-rowcount', String(entriesIn(printed).length + 1));
    await expect(total(page)).toHaveText(printed.split('\n').find((line) => line.startsWith('Showing nodes')) ?? '');
  });
}

test('a line is selected by a press, and Enter peeks at it', async ({ page }) => {
  await openProfile(page, 'recorded/cpu.service.pb.gz', '#/tree');
  await page.getByRole('grid', { name: 'Tree' }).getByRole('row', { name: /Syscall6/ }).click();
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('Syscall6');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('grid', { name: 'Peek' })).toContainText('Syscall6');
  await expect(page).toHaveURL(/#\/peek/);
});
