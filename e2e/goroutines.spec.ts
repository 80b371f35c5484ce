import { expect, test, type Page } from '@playwright/test';
import { openProfile, pathOf, proflens, rowsOf, total } from './profiles.ts';

const NIGHT = 'recorded/goroutine.night.debug2.txt';
const grid = (page: Page) => page.getByRole('treegrid', { name: 'Goroutines' });
const states = (page: Page) => page.getByRole('group', { name: 'States' });
const listed = (page: Page) => page.getByRole('status', { name: 'Listed' });

/** Of `-goroutines`, the lines on states and of each group its count, state and stack. */
function printed(...args: string[]): { states: string[]; groups: { count: string; state: string; wait: string; frames: string[] }[] } {
  const [head, ...sections] = proflens('-goroutines', ...args).split(/^-{11}\+-+\n/m);
  const groups = sections.filter(Boolean).map((section) => {
    const lines = section.split('\n').slice(0, -1);
    const first = lines.findIndex((line) => /^ *\d+ {3}/.test(line));
    const [, count] = /^ *(\d+)/.exec(lines[first]) ?? [];
    return { count, state: /^ *state: {2}(.*)$/m.exec(section)?.[1] ?? '', wait: /^ *wait: {2}(.*?)( at most)?$/m.exec(section)?.[1] ?? '', frames: lines.slice(first).map((line) => line.slice(13)) };
  });
  return { states: head.split('\n').flatMap((line) => /^ *(\d+) *(\S+%) {2}([^,]+)/.exec(line)?.slice(1).join(' ') ?? []), groups };
}

test('groups of a dump have the counts, states and stacks that the command prints', async ({ page }) => {
  const { states: ofStates, groups } = printed(pathOf(`testdata/${NIGHT}`));
  await openProfile(page, NIGHT, '#/goroutines');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(groups.length + 1));
  const rows = await rowsOf(page, 'Goroutines', 'treegrid');
  expect(rows.map(([count, , wait, state]) => `${count} ${state} ${wait}`)).toEqual(groups.map(({ count, state, wait }) => `${count} ${state} ${wait}`));
  const buttons = await states(page).getByRole('button').allTextContents();
  expect(buttons.map((text) => text.replace(/^(.*) (\d+) (\S+)$/, '$2 $3 $1'))).toEqual(ofStates);

  await grid(page).getByRole('row', { expanded: false }).first().click();
  await expect(grid(page).getByRole('row', { expanded: true })).toHaveCount(1);
  for (const frame of groups[0].frames) await expect(grid(page).getByRole('row', { level: 2 }).filter({ hasText: frame })).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(grid(page).getByRole('row', { level: 2 })).toHaveCount(0);
});

test('a press on a state leaves the goroutines in it; so can all views', async ({ page }) => {
  const { groups } = printed(pathOf(`testdata/${NIGHT}`));
  const wanted = groups.filter(({ state }) => state === 'select');
  const count = wanted.reduce((sum, group) => sum + Number(group.count), 0);
  await openProfile(page, NIGHT, '#/goroutines');
  const select = states(page).getByRole('button', { name: /^select \d/ });
  await select.click();
  await expect(select).toHaveAttribute('aria-pressed', 'true');
  await expect(listed(page)).toHaveText(`${count} goroutines in ${wanted.length} of ${groups.length} groups`);
  await page.getByRole('button', { name: 'Focus', exact: true }).click();
  await expect(total(page)).toContainText(`accounting for ${count},`);
  await expect(page).toHaveURL(/tf=state%3D/);
  await page.keyboard.press('z');
  await page.getByRole('button', { name: 'All states' }).click();
  await expect(listed(page)).toHaveText(new RegExp(`in ${groups.length} groups`));
});

/** Written here, as Go tells a wait only of goroutines that a collection found waiting. */
const WAITING = `goroutine 1 [select, 2 minutes]:
shop.choose(0x1)
	/src/shop.go:7 +0x1
created by shop.start in goroutine 9
	/src/shop.go:9 +0x1

goroutine 2 [chan receive, 90 minutes] {user: <b>bo</b>}:
shop.<img src=x>take(0x1)
	/src/shop.go:8 +0x1
created by shop.start in goroutine 9
	/src/shop.go:9 +0x1

goroutine 3 [select]:
shop.choose(0x1)
	/src/shop.go:7 +0x1
created by shop.restart in goroutine 9
	/src/shop.go:10 +0x1
`;

test('columns sort, and what is told of a group stands below it', async ({ page }) => {
  await page.goto('/#/goroutines');
  await page.getByLabel('Open files').setInputFiles({ name: 'waiting.txt', mimeType: 'text/plain', buffer: Buffer.from(WAITING) });
  const rows = () => rowsOf(page, 'Goroutines', 'treegrid');
  await expect.poll(async () => (await rows()).map(([count, , wait, state]) => `${count} ${wait} ${state}`)).toEqual(['2 2min select', '1 1h 30min chan receive']);
  await page.getByRole('columnheader', { name: 'Longest wait' }).getByRole('button').click();
  await expect.poll(async () => (await rows())[0][3]).toBe('chan receive');
  await page.getByRole('columnheader', { name: 'Goroutine' }).getByRole('button').click();
  await expect.poll(async () => (await rows())[0][4]).toContain('shop.<img src=x>take');
  await grid(page).getByRole('row').nth(1).click();
  await expect(grid(page)).toContainText('user: <b>bo</b>');
  await grid(page).getByRole('row', { name: /choose/ }).click();
  await expect(grid(page)).toContainText('created by: shop.restart (1), shop.start (1)');
  await expect(grid(page)).toContainText('goroutines: 1, 3');
});

test('a frame is selected by a press, and its menu refines; a stack is copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { groups } = printed(pathOf(`testdata/${NIGHT}`));
  await openProfile(page, NIGHT, '#/goroutines');
  await grid(page).getByRole('row', { expanded: false }).first().click();
  const courier = grid(page).getByRole('row', { level: 2 }).filter({ hasText: 'main.courier' });
  await courier.click();
  await expect(courier).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('main.courier');
  await courier.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy stack' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(groups[0].frames.join('\n'));
  await courier.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Focus', exact: false }).first().click();
  await expect(page).toHaveURL(/f=%5Emain%5C.courier%24/);
});

test('Find looks in stacks, states and creators', async ({ page }) => {
  await openProfile(page, NIGHT, '#/goroutines');
  await page.keyboard.press('/');
  await page.keyboard.type('Mutex.Lock');
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('re:^main\\.wait$');
  await expect(listed(page)).toContainText(' of ');
});

test('a profile without states says so; one of something else has no such tab', async ({ page }) => {
  const { groups } = printed(pathOf('testdata/recorded/goroutine.night.pb.gz'));
  await openProfile(page, 'recorded/goroutine.night.pb.gz', '#/top');
  await page.keyboard.press('g');
  await expect(page.getByRole('tab', { name: 'Goroutines' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('note')).toContainText('does not tell what goroutines wait for');
  expect((await rowsOf(page, 'Goroutines', 'treegrid')).map(([count]) => count)).toEqual(groups.map(({ count }) => count));
  await openProfile(page, 'recorded/cpu.service.pb.gz', '#/top');
  await expect(page.getByRole('tab', { name: 'Goroutines' })).toHaveCount(0);
});
