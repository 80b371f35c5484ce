import { expect, test, type Page } from '@playwright/test';
import { openProfile, pathOf, proflens, rowsOf, total } from './profiles.ts';

const CPU = 'recorded/cpu.labels.pb.gz';
const grid = (page: Page) => page.getByRole('grid', { name: 'Labels' });
const chips = (page: Page) => page.getByRole('list', { name: 'Refinements' }).getByRole('listitem');

/** `-tags` as rows of value, share and label; a key's label is the key alone. */
function tagsIn(printed: string): string[][] {
  return printed.split('\n').flatMap((line) => {
    const [, key, sum, share] = /^ *(.*): Total (\S+) of \S+ \( *(\S+)\)$/.exec(line) ?? [];
    if (key !== undefined) return [[sum, share, key]];
    const [, value, part, text] = /^ *(\S+) \( *(\S+)\): (.*)$/.exec(line) ?? [];
    return value === undefined ? [] : [[value, part, text]];
  });
}

for (const [file, flags] of [
  [CPU, []],
  [CPU, ['-focus=routing']],
  ['corners/labels.mixed_units.pb.gz', []],
  ['corners/labels.several_values.pb.gz', []],
  ['corners/labels.words.pb.gz', ['-sample_index=samples']],
] as const) {
  test(`Labels of ${file} ${flags.join(' ')} has the numbers that the command prints`, async ({ page }) => {
    const printed = tagsIn(proflens('-tags', ...flags, pathOf(`testdata/${file}`)));
    expect(printed.length).toBeGreaterThan(2);
    await openProfile(page, file, `#/labels?${flags.map((flag) => flag.replace('-focus', 'f').replace('-sample_index', 'si')).join('&')}`);
    const rows = (await rowsOf(page, 'Labels')).map(([value, share, label]) => [value, share, label.replace(/(FocusIgnore|By function(Split flame graph)?)$/, '').replace(/ \d+ (values?|numbers?)$/, '')]);
    expect(rows).toEqual(printed.slice(0, rows.length));
  });
}

test('a press focuses on the samples of a label, whatever stands in it, and its menu leaves them out', async ({ page }) => {
  await openProfile(page, CPU, '#/labels');
  await grid(page).getByRole('row', { name: /van, electric/ }).click();
  await expect(chips(page)).toHaveText([/tagfocus:\s*carrier=\^van\\x2c electric\$/]);
  const printed = proflens('-tags', '-tagfocus=carrier=^van\\x2c electric$', pathOf(`testdata/${CPU}`));
  await expect.poll(async () => (await rowsOf(page, 'Labels'))[0].slice(0, 2)).toEqual(tagsIn(printed)[0].slice(0, 2));
  await expect(grid(page)).not.toContainText('pigeon');
  await page.keyboard.press('z');
  await grid(page).getByRole('row', { name: /pigeon/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Ignore' }).click();
  await expect(grid(page)).not.toContainText('pigeon');
  await grid(page).getByRole('row', { name: /bicycle/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Ignore' }).click();
  await expect(chips(page)).toHaveText([/tagignore:\s*carrier=\^pigeon\$,\^bicycle\$/]);
  await expect(grid(page)).not.toContainText('bicycle');
});

test('many numbers are a histogram, a range of which can be focused on; all can be listed', async ({ page }) => {
  await openProfile(page, 'recorded/heap.service.pb.gz', '#/labels');
  const all = tagsIn(proflens('-tags', pathOf('testdata/recorded/heap.service.pb.gz')));
  await expect(grid(page)).toContainText('16B … 31B');
  await grid(page).getByRole('row', { name: /16B … 31B/ }).click();
  await expect(chips(page)).toHaveText([/tagfocus:\s*bytes=16B:31B/]);
  await expect(total(page)).not.toContainText('100% of');
  await page.keyboard.press('z');
  await grid(page).getByRole('row', { name: /one by one/ }).click();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(all.length + 1));
});

test('Find leaves labels that have it; a profile without labels says so', async ({ page }) => {
  await openProfile(page, CPU, '#/labels');
  await page.keyboard.press('/');
  await page.keyboard.type('pig');
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible();
  expect((await rowsOf(page, 'Labels')).length).toBe(2);
  await page.keyboard.press('Escape');
  await openProfile(page, 'recorded/mutex.service.pb.gz', '#/labels');
  await expect(page.getByText('No sample has a label')).toBeVisible();
});

test('of a key there is a table of functions by its values, with what the command prints of each', async ({ page }) => {
  await openProfile(page, CPU, '#/labels');
  await grid(page).getByRole('row', { name: /carrier/ }).click();
  const table = page.getByRole('grid', { name: 'Functions by carrier' });
  await expect(table).toBeVisible();
  const titles = await table.getByRole('columnheader').allTextContents();
  expect(titles.slice(0, 1).concat(titles.slice(-2))).toEqual(['Cum', 'without', 'Name']);
  const rows = await rowsOf(page, 'Functions by carrier');
  for (const value of ['bicycle', 'pigeon']) {
    const printed = proflens('-top', '-cum', '-nodefraction=0', '-unit=auto', `-tagfocus=carrier=^${value}$`, pathOf(`testdata/${CPU}`)).split('\n');
    for (const row of rows.slice(0, 15)) {
      const name = row.at(-1) ?? '';
      const line = printed.find((text) => text.endsWith(`  ${name}`) || text.endsWith(`  ${name} (inline)`) || text.endsWith(`  ${name} (partial-inline)`));
      const cum = Number.parseFloat(/^ *\S+ +\S+ +\S+ +(\S+)/.exec(line ?? '')?.[1] ?? '0');
      expect(Number.parseFloat(row[titles.indexOf(value)] || '0'), `${name} of ${value}`).toBeCloseTo(cum, 2);
    }
  }
  await page.getByLabel('Columns').selectOption('flat');
  await expect(table.getByRole('columnheader').first()).toHaveText('Flat');
  await page.keyboard.press('Escape');
  await expect(grid(page)).toBeVisible();
});

test('the flame graph is split by a key', async ({ page }) => {
  await openProfile(page, CPU, '#/labels');
  await grid(page).getByRole('row', { name: /carrier/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Split flame graph' }).click();
  await expect(page).toHaveURL(/#\/flame\?tagroot=carrier/);
  const frames = page.getByRole('tree', { name: 'Flame graph frames' });
  await expect(frames.getByRole('treeitem', { name: /^pigeon/ }).first()).toBeAttached();
});
