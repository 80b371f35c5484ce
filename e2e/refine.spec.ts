import { expect, test, type Page } from '@playwright/test';
import { namesIn, openProfile, pathOf, total } from './profiles.ts';

const CPU = 'recorded/cpu.service.pb.gz';
const chips = (page: Page) => page.getByRole('list', { name: 'Refinements' }).getByRole('listitem');

test('what is refined stands as chips, in the address and in the total; removing and Back undo it', async ({ page }) => {
  await openProfile(page, CPU);
  const whole = await total(page).textContent();
  await page.getByRole('button', { name: 'Refine' }).click();
  await page.getByRole('textbox', { name: 'Focus' }).fill('json');
  await page.getByRole('textbox', { name: 'Hide' }).fill('^runtime');
  await page.keyboard.press('Enter');
  await expect(chips(page)).toHaveText([/focus:\s*json/, /hide:\s*\^runtime/]);
  await expect(page).toHaveURL(/#\/top\?f=json&h=%5Eruntime$/);
  await expect(total(page)).not.toHaveText(whole ?? '');
  expect(await namesIn(page)).not.toContain('runtime.mallocgc');

  await chips(page).filter({ hasText: 'hide' }).getByRole('button', { name: 'Remove' }).click();
  await expect(chips(page)).toHaveText([/json/]);
  await page.goBack();
  await expect(chips(page)).toHaveCount(2);
  await page.goBack();
  await expect(chips(page)).toHaveCount(0);
  await expect(total(page)).toHaveText(whole ?? '');
});

test('a chip is edited where it stands', async ({ page }) => {
  await openProfile(page, CPU, '#/top?f=json');
  await page.getByRole('button', { name: /^focus/ }).click();
  await page.getByRole('textbox', { name: 'focus' }).fill('compress');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/f=compress/);
  await page.getByRole('button', { name: /^focus/ }).click();
  await page.getByRole('textbox', { name: 'focus' }).fill('given up');
  await page.keyboard.press('Escape');
  await expect(chips(page)).toHaveText([/compress/]);
});

test('an expression that is none is told so beside its field, and nothing is applied', async ({ page }) => {
  await openProfile(page, CPU);
  await page.keyboard.press('t');
  await page.getByRole('textbox', { name: 'Ignore' }).fill('a(b');
  await expect(page.getByText('missing closing )')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Ignore' })).toHaveAttribute('aria-invalid', 'true');
  await expect(page).toHaveURL(/#\/top$/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: 'Ignore' })).toBeHidden();
});

test('a link with a broken expression says so, and removing it mends the view', async ({ page }) => {
  await page.goto('/#/top?f=a(b');
  await page.getByLabel('Open files').setInputFiles(pathOf('testdata/corners/plain.pb.gz'));
  await expect(page.getByRole('alert')).toContainText('missing closing )');
  await chips(page).getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('grid', { name: 'Top' })).toBeVisible();
});

test('one that matches nothing is marked', async ({ page }) => {
  await openProfile(page, CPU, '#/top?i=nothing_has_this_name');
  await expect(chips(page)).toContainText(['matched no samples']);
});

test('keys refine by what is selected, z takes it back, Z takes it again', async ({ page }) => {
  await openProfile(page, CPU);
  await page.getByRole('grid', { name: 'Top' }).getByRole('row').nth(1).click();
  const [name] = await namesIn(page);
  await page.keyboard.press('h');
  await expect(chips(page)).toHaveCount(1);
  await expect.poll(() => namesIn(page)).not.toContain(name);
  await page.keyboard.press('z');
  await expect(chips(page)).toHaveCount(0);
  await page.keyboard.press('Z');
  await expect(chips(page)).toHaveText([/hide/]);
  await page.keyboard.press('z');
  await expect(chips(page)).toHaveCount(0);
  await page.keyboard.press('f');
  await expect(chips(page)).toHaveText([/focus/]);
});

test('a row’s menu does the same, with the pointer and with keys', async ({ page }) => {
  await openProfile(page, CPU);
  const row = page.getByRole('grid', { name: 'Top' }).getByRole('row').nth(2);
  await row.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Show from' }).click();
  await expect(chips(page)).toHaveText([/show_from/]);
  await page.getByRole('grid', { name: 'Top' }).focus();
  await page.keyboard.press('x');
  await expect(page.getByRole('menuitem', { name: 'Focus' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(chips(page)).toHaveText([/ignore/, /show_from/]);
});

test('a refinement is switched off and on again without losing it', async ({ page }) => {
  await openProfile(page, 'corners/plain.pb.gz', '#/top?f=price&h=round');
  const narrowed = await total(page).textContent();
  await page.getByRole('checkbox', { name: 'focus on' }).uncheck();
  await expect(total(page)).not.toHaveText(narrowed ?? '');
  await expect(page).toHaveURL(/#\/top\?h=round$/);
  await expect(chips(page)).toHaveCount(2);
  await page.getByRole('checkbox', { name: 'focus on' }).check();
  await expect(total(page)).toHaveText(narrowed ?? '');
  await page.getByRole('checkbox', { name: 'hide on' }).uncheck();
  await chips(page).filter({ hasText: 'hide' }).getByRole('button', { name: 'Remove' }).click();
  await expect(chips(page)).toHaveCount(1);
});

test('what is found can be focused on, ignored, hidden; terms may be several, or an expression', async ({ page }) => {
  await openProfile(page, CPU);
  const find = page.getByRole('searchbox', { name: 'Find' });
  await find.fill('json Dec');
  await expect(page.getByText(/^[1-9]\d* of \d+$/)).toBeVisible();
  for (const name of await namesIn(page)) expect(name).toMatch(/json.*dec|dec.*json/i);
  await find.press('Control+Enter');
  await expect(chips(page)).toHaveText([/focus:\s*\(\?i\)json\.\*dec\|dec\.\*json/]);

  await page.getByRole('button', { name: 'Regular expression' }).click();
  await expect(find).toHaveValue('re:json Dec');
  await find.fill('re:^runtime[.]');
  await page.getByRole('button', { name: 'Refine by what is found' }).click();
  await page.getByRole('menuitem', { name: 'Hide' }).click();
  await expect(chips(page)).toHaveText([/focus/, /hide:\s*\^runtime\[\.\]/]);
  await page.getByRole('button', { name: 'Regular expression' }).click();
  await find.fill('');
  await expect.poll(() => namesIn(page)).not.toContain('runtime.mallocgc');
});
