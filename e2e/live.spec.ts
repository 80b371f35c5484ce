import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { readFileSync } from 'node:fs';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { addressTarget, type AddressTarget, type Telling } from './addressTarget.ts';
import { headersFile, POLICY_IN_PAGE } from '#server/headers.ts';
import { authority, certificate } from '#target/certificates.ts';
import { hasGo, realTarget, recordedBytes, recordedTarget, type LiveTarget, type RecordedTarget } from './liveTarget.ts';
import { pathOf, total } from './profiles.ts';

const commands: ChildProcess[] = [];
const targets: Pick<LiveTarget, 'close'>[] = [];

test.afterEach(() => {
  for (const command of commands.splice(0)) command.kill('SIGINT');
  for (const target of targets.splice(0)) target.close();
});

/** Starts the command and returns the address that it prints. */
async function start(...args: readonly string[]): Promise<string> {
  const command = spawn(process.execPath, [pathOf('dist/cli/proflens.js'), '-no_browser', ...args]);
  commands.push(command);
  return new Promise((resolve, reject) => {
    command.stdout.on('data', (text: Buffer) => resolve(text.toString().trim()));
    command.on('exit', (status) => reject(new Error(`the command ended with ${status}`)));
  });
}

async function startRecorded(): Promise<RecordedTarget> {
  const target = await recordedTarget();
  targets.push(target);
  return target;
}

/** The page with a companion, at an address that was typed into it. */
async function openTyped(page: Page, address: string): Promise<void> {
  await page.goto(await start());
  await page.getByRole('textbox', { name: 'Address' }).fill(address);
  await page.keyboard.press('Enter');
}

const files = (page: Page) => page.getByRole('tablist', { name: 'Files' }).getByRole('tab');
const captures = (page: Page) => page.getByRole('list', { name: 'Captures' }).getByRole('listitem');
const profiles = (page: Page) => page.getByRole('table', { name: 'Profiles' });
const toLive = (page: Page) => page.getByTitle('A running program (a)');

async function captureIt(page: Page, name: string): Promise<void> {
  await profiles(page).getByRole('button', { name: `Capture ${name}`, exact: true }).click();
}

/** The number behind a profile's name. */
function countOf(page: Page, name: string): Locator {
  return profiles(page).getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) }).getByRole('cell').first();
}

function watch(page: Page): Promise<void> {
  return page.getByRole('button', { name: 'Watch', exact: true }).click();
}

/** What happens to a program from finding it to its leak; the same for one that runs and for one that was recorded. */
function tour(name: string, startTarget: () => Promise<LiveTarget>, seconds: string): void {
  test(`${name}: it is found, each profile is captured and opened, two heaps are compared`, async ({ page }) => {
    test.setTimeout(300_000);
    const target = await startTarget();
    targets.push(target);
    const problems: string[] = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await openTyped(page, target.host);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(target.host);
    await expect(page).toHaveURL(/#\/live\?url=http%3A%2F%2F127\.0\.0\.1%3A\d+%2Fdebug%2Fpprof%2F$/);
    await expect(page.getByText(/\/parcels live/)).toBeVisible();
    await expect(countOf(page, 'goroutine')).toHaveText(/^\d+$/);
    await expect(profiles(page)).toContainText('Memory in use and allocated');
    await expect(countOf(page, 'parcels.open_shops')).toHaveText('3');

    for (const [kind, view] of [
      ['heap', 'Top'],
      ['allocs', 'Graph'],
      ['goroutine', 'Goroutines'],
      ['block', 'Flame graph'],
      ['mutex', 'Tree'],
      ['threadcreate', 'Raw'],
      ['parcels.open_shops', 'Peek'],
    ]) {
      await captureIt(page, kind);
      await expect(files(page).and(page.getByRole('tab', { selected: true }))).toHaveText(new RegExp(`^127\\.0\\.0\\.1:\\d+ ${kind.replace('.', '\\.')} \\d\\d:\\d\\d:\\d\\d$`));
      await expect(total(page)).toContainText('Showing nodes accounting for');
      await page.getByRole('tab', { name: view, exact: true }).click();
      await expect(page.getByRole('tabpanel', { name: view, exact: true })).toBeVisible();
      await expect(page.getByRole('alert')).toHaveCount(0);
      await toLive(page).click();
    }
    await page.getByRole('checkbox', { name: 'GC first for heap' }).check();
    await captureIt(page, 'heap');
    await expect(total(page)).toContainText('Showing nodes accounting for');
    await toLive(page).click();
    await page.getByRole('checkbox', { name: 'full dump for goroutine' }).check();
    await captureIt(page, 'goroutine');
    await expect(files(page).last()).toHaveText(/goroutine dump/);
    await page.getByRole('tab', { name: 'Goroutines' }).click();
    await expect(page.getByRole('treegrid', { name: 'Goroutines' })).toBeVisible();
    await toLive(page).click();

    await page.getByRole('checkbox', { name: 'Show when done' }).uncheck();
    // At once: the processor, a trace, and what is added to a profile meanwhile.
    await page.getByRole('spinbutton', { name: 'Seconds of CPU' }).fill(seconds);
    await page.getByRole('spinbutton', { name: 'Seconds of Execution trace' }).fill('1');
    await page.getByRole('spinbutton', { name: 'Seconds of mutex' }).fill('1');
    await captureIt(page, 'CPU');
    await captureIt(page, 'Execution trace');
    await captureIt(page, 'mutex');
    await expect(files(page).filter({ hasText: ' cpu ' })).toHaveCount(1);
    await expect(files(page).filter({ hasText: 'mutex over 1 s' })).toHaveCount(1);
    await page.getByRole('checkbox', { name: 'Show when done' }).check();
    await expect(captures(page).filter({ hasText: 'trace' })).toContainText('The trace view is still to come');

    await target.forget(20_000);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(countOf(page, 'goroutine')).toHaveText(/^2\d,\d{3}$/);
    await page.getByRole('checkbox', { name: 'GC first for heap' }).uncheck();
    await captureIt(page, 'heap');
    await expect(total(page)).toContainText('Showing nodes accounting for');
    await toLive(page).click();
    await captures(page).first().getByRole('button', { name: 'Compare with last' }).click();
    await expect(page.getByRole('button', { name: /^vs 127/ })).toBeVisible();
    await page.getByRole('tab', { name: 'Top', exact: true }).click();
    await expect(page.getByRole('grid', { name: 'Top' })).toContainText('tracking');
    expect(problems).toEqual([]);
  });

  test(`${name}: it is watched, and a leak is captured by a rule`, async ({ page }) => {
    test.setTimeout(300_000);
    const target = await startTarget();
    targets.push(target);
    await openTyped(page, target.host);
    await watch(page);
    await page.getByRole('checkbox', { name: 'Memory' }).check();
    await page.getByRole('checkbox', { name: 'expvar' }).check();
    for (const chart of ['Goroutines', 'Heap', 'Allocation rate', 'Collections', 'GC CPU', 'Threads created', 'parcels.open_shops', 'parcels.open_shops (expvar)', 'parcels.forgotten']) {
      await expect(page.getByRole('figure', { name: chart, exact: true })).toBeVisible();
    }
    const goroutines = page.getByRole('figure', { name: 'Goroutines', exact: true });
    await expect(goroutines.getByRole('table', { name: 'Goroutines' }).getByRole('cell').first()).toHaveText(/^\d+( – \d+)?$/);
    // A row is an eighth of the minute: six of them were watched for half a minute.
    await page.getByRole('button', { name: '1 min', exact: true }).click();
    await expect.poll(() => goroutines.getByRole('table', { name: 'Goroutines' }).getByRole('rowheader').count(), { timeout: 120_000 }).toBeGreaterThanOrEqual(6);
    await page.getByRole('combobox', { name: 'What' }).selectOption('goroutines');
    await page.getByRole('spinbutton', { name: 'Value' }).fill('10000');
    await page.getByRole('combobox', { name: 'Profile' }).selectOption('goroutine');
    await page.getByRole('button', { name: 'Add rule' }).click();
    const rule = page.getByRole('list', { name: 'Rules' }).getByRole('listitem');
    await expect(rule).toContainText('goroutines > 10,000 → goroutine');
    await expect(rule).toContainText('waiting');
    await expect(captures(page)).toHaveCount(0);
    await target.forget(20_000);
    await expect(rule).toContainText('captured 1 of at most 10');
    await expect(captures(page)).toContainText('goroutines > 10,000');
    await expect(files(page)).toHaveText(/goroutine \d\d:\d\d:\d\d$/);
    await expect(goroutines.getByRole('table', { name: 'Goroutines' })).toContainText(/goroutine \d\d:\d\d:\d\d/);
    // Whoever watches is not taken away from it; the capture is one press away.
    await expect(page).toHaveURL(/#\/live/);
    await page.getByRole('button', { name: 'Open goroutine' }).click();
    await page.getByRole('tab', { name: 'Goroutines' }).click();
    await expect(page.getByRole('treegrid', { name: 'Goroutines' })).toContainText('forget');
  });
}

tour('a recorded program', () => recordedTarget(), '1');

test.describe('a program that runs', () => {
  test.skip(!hasGo, 'Go is not here to build it');
  tour('a real program', realTarget, '2');
});

test('a capture is saved as the program sent it, byte for byte', async ({ page }) => {
  const target = await startRecorded();
  await openTyped(page, `${target.host}/debug/pprof/`);
  await captureIt(page, 'heap');
  await expect(files(page)).toHaveCount(1);
  await toLive(page).click();
  const saved = page.waitForEvent('download');
  await captures(page).getByRole('button', { name: 'Save heap' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(/^127\.0\.0\.1-\d+\.heap\.\d{8}-\d{6}\.pb\.gz$/);
  expect((await readFile(await download.path())).equals(recordedBytes('/debug/pprof/heap'))).toBe(true);
});

test('below a prefix it is found as well', async ({ page }) => {
  const target = await startRecorded();
  await openTyped(page, `${target.host}/shop/debug/pprof/`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${target.host}/shop`);
  await captureIt(page, 'heap');
  await expect(files(page)).toHaveText(/\/shop heap /);
  expect(target.asked).toContain('/shop/debug/pprof/heap');
});

test('an address of one profile is captured at once, and its program is one press away', async ({ page }) => {
  const target = await startRecorded();
  await openTyped(page, `${target.url}/debug/pprof/heap?gc=1`);
  await expect(files(page)).toHaveText(/heap after GC /);
  await expect(total(page)).toContainText('Showing nodes accounting for');
  expect(target.asked).toEqual(['/debug/pprof/heap?gc=1']);
  await page.goBack();
  await expect(page.getByRole('button', { name: 'See all that this program offers' })).toBeVisible();
  expect(target.asked).toHaveLength(1);
  await page.getByRole('button', { name: 'See all that this program offers' }).click();
  await expect(countOf(page, 'goroutine')).toHaveText(/^\d+$/);
});

test.describe('a password', () => {
  /** All places that outlast a view, or that others may see. */
  const seen = (page: Page) =>
    page.evaluate(async () => {
      const stored = await Promise.all((await indexedDB.databases()).map(({ name }) => name ?? ''));
      return [location.href, document.title, document.body.innerText, JSON.stringify(history.state), JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), ...stored].join('\n');
    });

  test('is asked for, lets one in, and stays in memory', async ({ page }) => {
    const target = await startRecorded();
    await openTyped(page, `${target.host}/office/debug/pprof/`);
    await expect(page.getByRole('alert')).toContainText('401');
    await page.getByRole('textbox', { name: 'User' }).fill('clerk');
    await page.getByLabel('Password', { exact: true }).fill('parcels');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(countOf(page, 'goroutine')).toHaveText(/^\d+$/);
    await captureIt(page, 'heap');
    await expect(total(page)).toContainText('Showing nodes accounting for');
    expect(await seen(page)).not.toMatch(/clerk|Basic /);
    await page.reload();
    await toLive(page).or(page.getByRole('textbox', { name: 'Address' })).first().waitFor();
    expect(await seen(page)).not.toMatch(/clerk|Basic /);
  });

  test('in an address is used and not shown', async ({ page }) => {
    const target = await startRecorded();
    await openTyped(page, `http://clerk:parcels@${target.host}/office/debug/pprof/?token=CANARY`);
    await expect(countOf(page, 'goroutine')).toHaveText(/^\d+$/);
    await captureIt(page, 'heap');
    await expect(total(page)).toContainText('Showing nodes accounting for');
    expect(target.asked).toContain('/office/debug/pprof/?token=CANARY');
    expect(await seen(page)).not.toMatch(/clerk|CANARY/);
    await toLive(page).click();
    await expect(page.getByRole('textbox', { name: 'Address' })).toHaveValue(`${target.url}/office/debug/pprof/`);
    expect(await seen(page)).not.toMatch(/clerk|CANARY/);
  });
});

test.describe('a link', () => {
  test('asks nobody before one has clicked', async ({ page }) => {
    const target = await startRecorded();
    const address = new URL(await start());
    await page.goto(address.href);
    await expect(page.getByRole('textbox', { name: 'Address' })).toBeVisible();
    await page.goto(`${address.origin}/#/live?url=${encodeURIComponent(`${target.url}/debug/pprof/`)}`);
    const card = page.getByRole('region', { name: 'Address from a link' });
    await expect(card).toContainText(`${target.url}/debug/pprof/`);
    expect(target.asked).toEqual([]);
    await card.getByRole('button', { name: `Ask ${target.host}` }).click();
    await expect(countOf(page, 'goroutine')).toHaveText(/^\d+$/);
    expect(target.asked[0]).toBe('/debug/pprof/');
  });

  test('with a password in it is cleaned, and signs nobody in', async ({ page }) => {
    const target = await startRecorded();
    await page.goto(`/#/live?url=${encodeURIComponent(`http://clerk:CANARY@${target.host}/office/debug/pprof/?token=CANARY`)}`);
    await expect(page.getByText('The password or token in the link was left out.')).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`url=${encodeURIComponent(`${target.url}/office/debug/pprof/`)}$`));
    expect(await page.content()).not.toContain('CANARY');
    expect(target.asked).toEqual([]);
  });
});

test.describe('an endpoint', () => {
  test('that is slow can be given up, and is let go of', async ({ page }) => {
    const target = await startRecorded();
    await openTyped(page, `${target.host}/slow/debug/pprof/`);
    await captureIt(page, 'heap');
    await captureIt(page, 'CPU');
    await expect.poll(() => target.waiting.size).toBe(3); // with its command line, which it does not tell either
    await expect(page.getByRole('progressbar', { name: 'Capturing cpu' })).toHaveAttribute('aria-valuetext', /\d+ s left|waiting/);
    await page.getByRole('button', { name: 'Cancel heap' }).click();
    await page.getByRole('button', { name: 'Cancel cpu' }).click();
    await expect(captures(page).filter({ hasText: 'cancelled' })).toHaveCount(2);
    await expect.poll(() => [...target.waiting].filter((url) => !url.endsWith('cmdline'))).toEqual([]);
    await expect(files(page)).toHaveCount(0);
  });

  test('that ends in the midst gives no half profile', async ({ page }) => {
    const target = await startRecorded();
    await openTyped(page, `${target.host}/broken/debug/pprof/`);
    await captureIt(page, 'heap');
    await expect(captures(page).getByRole('alert')).toContainText(/too early|before it was whole/);
    await expect(captures(page)).toContainText(`curl -fsS -o heap.pb.gz '${target.url}/broken/debug/pprof/heap'`);
    await expect(files(page)).toHaveCount(0);
    await expect(captures(page).getByRole('button', { name: 'Repeat heap' })).toBeVisible();
  });

  test('that is hostile draws nothing, leads nowhere and opens nothing', async ({ page }) => {
    const target = await startRecorded();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await openTyped(page, `${target.host}/hostile/debug/pprof/`);
    await expect(profiles(page).getByRole('button', { name: /^Capture (heap|goroutine|mutex)$/ })).toHaveCount(3);
    await captureIt(page, 'heap');
    await captureIt(page, 'goroutine');
    await expect(captures(page).getByRole('alert')).toHaveCount(2);
    await expect(captures(page).last()).toContainText(/no profile|not a profile|HTML/);
    await expect(captures(page).first()).toContainText(/redirect|elsewhere/);
    await expect(files(page)).toHaveCount(0);
    expect(await page.title()).toContain('127.0.0.1');
    expect(requests.filter((url) => url.includes('evil'))).toEqual([]);
  });

  test('that is not there, or has no such profile, is told apart', async ({ page }) => {
    const target = await startRecorded();
    const gone = await recordedTarget();
    gone.close();
    await openTyped(page, gone.host);
    await expect(page.getByRole('alert')).toContainText('refused');
    await page.getByRole('textbox', { name: 'Address' }).fill(`${target.host}/debug/pprof/nothing`);
    await page.keyboard.press('Enter');
    await expect(captures(page)).toContainText('404');
  });
});

test('with files open, another program is opened from where files are; a reload asks it again', async ({ page }) => {
  const target = await startRecorded();
  await page.goto(await start(pathOf('testdata/recorded/cpu.tiny.pb.gz')));
  await expect(files(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Open another' }).click();
  const menu = page.getByRole('dialog', { name: 'Open' });
  await expect(menu.getByRole('button', { name: 'Choose files' })).toBeVisible();
  await menu.getByRole('textbox', { name: 'Address' }).fill(target.host);
  await page.keyboard.press('Enter');
  await expect(menu).toHaveCount(0);
  await expect(countOf(page, 'goroutine')).toHaveText(/^\d+$/);
  await page.keyboard.press('a');
  await expect(page.getByRole('tabpanel')).toBeVisible();
  await page.keyboard.press('a');
  await expect(countOf(page, 'goroutine')).toHaveText(/^\d+$/);
  await page.reload();
  await expect(countOf(page, 'goroutine')).toHaveText(/^\d+$/);
});

test('a profile of a program named on the command line opens in a tab; one that fails says why', async ({ page }) => {
  const target = await startRecorded();
  await page.goto(await start(`${target.url}/debug/pprof/heap`, `${target.url}/office/debug/pprof/heap`));
  await expect(files(page)).toHaveCount(2);
  await files(page).first().click();
  await expect(total(page)).toContainText('Showing nodes accounting for');
  await files(page).last().click();
  await expect(page.getByRole('alert')).toContainText('401');
});

test('with -http profiles of programs are one, beside each by itself', async ({ page }) => {
  const target = await startRecorded();
  await page.goto(await start('-http=localhost:', `${target.url}/debug/pprof/heap`, `${target.url}/shop/debug/pprof/heap`));
  await expect(files(page)).toHaveText([`${target.host} heap`, `${target.host}/shop heap`, `${target.host} heap + ${target.host}/shop heap`]);
  await expect(files(page).last()).toHaveAttribute('aria-selected', 'true');
  await expect(total(page)).toContainText('Showing nodes accounting for');
});

test('several programs named on the command line stand beside each other', async ({ page }) => {
  const target = await startRecorded();
  await page.goto(await start(`${target.url}/debug/pprof/`, `${target.url}/shop/debug/pprof/`));
  const programs = page.getByRole('navigation', { name: 'Programs' });
  await expect(programs.getByRole('button')).toHaveText([target.host, `${target.host}/shop`]);
  await programs.getByRole('button').last().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${target.host}/shop`);
  await expect(countOf(page, 'goroutine')).toHaveText(/^\d+$/);
});

test('an address that is none is answered in place', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('textbox', { name: 'Address' }).fill('file:///etc/passwd');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('no address of a running program');
  await expect(page).not.toHaveURL(/live/);
});

test('a program named on the command line is asked at once, again after a reload', async ({ page }) => {
  const target = await startRecorded();
  await page.goto(await start(`${target.url}/debug/pprof/`));
  await expect(countOf(page, 'goroutine')).toHaveText(/^\d+$/);
  await page.reload();
  await expect(countOf(page, 'goroutine')).toHaveText(/^\d+$/);
});

test('over TLS it is found where one names the authority, and else told why not', async ({ page }, info) => {
  const ours = authority('parcels');
  const target = await recordedTarget(certificate(ours, { addresses: ['127.0.0.1'] }));
  targets.push(target);
  const file = info.outputPath('authority.pem');
  await writeFile(file, ours.cert);
  await page.goto(await start(`-tls_ca=${file}`, target.url));
  await captureIt(page, 'heap');
  await expect(total(page)).toContainText('Showing nodes accounting for');
  await page.goto(await start(target.url));
  await expect(page.getByRole('alert')).toContainText('-tls_ca');
  expect(target.asked.filter((path) => path.endsWith('/heap'))).toHaveLength(1);
});

/** A program whose profiles hold no names. */
async function startUnnamed(telling: Telling, cors = false): Promise<AddressTarget> {
  const target = await addressTarget(telling, cors);
  targets.push(target);
  return target;
}

const cell = (page: Page, name: string) => page.getByRole('grid', { name: 'Top' }).getByRole('gridcell', { name, exact: true });

/** What Top shows of the profile that `addressTarget` serves. */
async function expectNames(page: Page): Promise<void> {
  await expect(total(page)).toContainText('Showing nodes accounting for');
  await page.getByRole('tab', { name: 'Top', exact: true }).click();
  for (const name of ['shop.price', 'shop.checkout', 'shop.main']) await expect(cell(page, name)).toBeVisible();
}

async function expectNoNames(page: Page, why: RegExp): Promise<void> {
  await expect(total(page)).toContainText('Showing nodes accounting for');
  await page.getByRole('tab', { name: 'Top', exact: true }).click();
  await expect(page.getByRole('grid', { name: 'Top' })).toContainText('shop');
  await expect(page.getByRole('grid', { name: 'Top' })).not.toContainText('shop.price');
  await page.getByRole('button', { name: 'Facts' }).click();
  await expect(page.getByText(why)).toBeVisible();
}

test.describe('a program whose profiles hold addresses alone', () => {
  for (const telling of ['post', 'get'] as const) {
    test(`names them when it is asked (${telling}); what is saved is what it sent`, async ({ page }) => {
      const target = await startUnnamed(telling);
      await openTyped(page, `${target.host}/debug/pprof/profile?seconds=1`);
      await expectNames(page);
      expect(target.asked).toEqual(['GET /debug/pprof/profile', 'POST /debug/pprof/symbol', ...(telling === 'get' ? ['GET /debug/pprof/symbol'] : [])]);
      await toLive(page).click();
      const saved = page.waitForEvent('download');
      await captures(page).getByRole('button', { name: 'Save cpu' }).click();
      expect((await readFile(await (await saved).path())).equals(target.profile)).toBe(true);
      await captures(page).getByRole('button', { name: 'Repeat cpu' }).click();
      await expect(files(page)).toHaveCount(2);
      await toLive(page).click();
      await captures(page).first().getByRole('button', { name: 'Compare with last' }).click();
      await page.getByRole('tab', { name: 'Top', exact: true }).click();
      await expect(cell(page, 'shop.price')).toBeVisible();
    });
  }

  test('names them too where the command line names the profile', async ({ page }) => {
    const target = await startUnnamed('post');
    await page.goto(await start(`http://${target.host}/debug/pprof/profile?seconds=1`));
    await expectNames(page);
  });

  test('is asked for no names where the command line says so', async ({ page }) => {
    const target = await startUnnamed('post');
    await page.goto(await start('-symbolize=none', `http://${target.host}/debug/pprof/profile?seconds=1`));
    await expect(total(page)).toContainText('Showing nodes accounting for');
    expect(target.asked).toEqual(['GET /debug/pprof/profile']);
  });

  test('has its profile opened all the same where it tells none, with a note', async ({ page }) => {
    const target = await startUnnamed('error');
    await openTyped(page, `${target.host}/debug/pprof/profile?seconds=1`);
    await expectNoNames(page, new RegExp(`No names of addresses from http://${target.host}/debug/pprof/symbol: server response: 500`));
  });

  test('has it opened where a page answers for it', async ({ page }) => {
    const target = await startUnnamed('page');
    await openTyped(page, `${target.host}/debug/pprof/profile?seconds=1`);
    await expectNoNames(page, /No names of addresses from .*\/symbol: the answer is no list of names of addresses/);
  });
});

test.describe('charts', () => {
  test('pan, zoom and capture by keyboard and pointer', async ({ page }) => {
    const target = await startRecorded();
    await openTyped(page, target.host);
    await watch(page);
    const chart = page.getByRole('application', { name: 'Goroutines over time' });
    await chart.focus();
    await page.keyboard.press('+');
    await page.keyboard.press('Shift+ArrowLeft');
    await expect(page.getByRole('button', { name: 'Back to now' })).toBeVisible();
    await page.keyboard.press('End');
    await expect(page.getByRole('button', { name: 'Back to now' })).toHaveCount(0);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    const menu = page.getByRole('menu', { name: /capture now/ });
    await expect(menu.getByRole('menuitem').first()).toHaveText('Capture now: goroutine');
    await page.keyboard.press('Enter');
    await expect(captures(page)).toContainText('goroutine');
    await expect(page).toHaveURL(/#\/live/);
    await expect(chart).toBeFocused();
    await expect(page.locator('[data-mark]').first()).toBeVisible();
    await chart.click({ position: { x: 100, y: 60 } });
    await menu.getByRole('menuitem', { name: 'Capture now: heap' }).click();
    await expect(files(page)).toHaveCount(2);
  });

  test('have a table that says the same', async ({ page }) => {
    const target = await startRecorded();
    await openTyped(page, target.host);
    await watch(page);
    await page.getByRole('checkbox', { name: 'Tables' }).check();
    const table = page.getByRole('region', { name: 'Goroutines, table' }).getByRole('table');
    await expect(table.getByRole('columnheader')).toHaveText(['From', 'Goroutines', 'Captures']);
    await expect(table.getByRole('rowheader').first()).toHaveText(/^\d\d:\d\d:\d\d$/);
  });

  test('of the program’s own feed begin before one looked', async ({ page }) => {
    const target = await startRecorded();
    await openTyped(page, target.host);
    await watch(page);
    await page.getByRole('checkbox', { name: 'Charts feed' }).check();
    await expect(page.getByRole('figure', { name: 'CPUUsage.User', exact: true })).toBeVisible();
    const bytes = page.getByRole('figure', { name: 'BytesAllocated', exact: true }).getByRole('table');
    // A minute of it, in stretches.
    await expect(bytes.getByRole('row')).toHaveCount(9);
    await page.getByRole('checkbox', { name: 'expvar' }).check();
    await page.getByRole('textbox', { name: 'Address of expvar' }).fill(`${target.url}/debug/nothing/vars`);
    await page.getByRole('textbox', { name: 'Address of expvar' }).blur();
    await expect(page.getByRole('group', { name: 'Asked for' }).getByRole('alert')).toContainText('nothing at this address (404)');
  });

  test('stop when one says so, and go on', async ({ page }) => {
    const target = await startRecorded();
    await openTyped(page, target.host);
    await watch(page);
    await expect.poll(() => target.asked.filter((path) => path === '/debug/pprof/').length).toBeGreaterThan(2);
    await page.getByRole('button', { name: 'Stop watching' }).click();
    await expect(page.getByRole('button', { name: 'Watch', exact: true })).toBeVisible();
    await expect(page.getByRole('figure', { name: 'Goroutines' })).toBeVisible();
    expect(target.asked.filter((path) => path.includes('heap') || path.includes('vars'))).toEqual([]);
  });
});

test.describe('without a companion', () => {
  let site: Server;
  let siteUrl: string;

  /** The built page as any file server hands it out: no header but the type. */
  test.beforeAll(async () => {
    const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' };
    site = createServer((request, response) => {
      const path = (request.url ?? '/').split('?', 1)[0];
      readFile(pathOf(`dist/web${path === '/' ? '/index.html' : path}`)).then(
        (bytes) => response.writeHead(200, { 'Content-Type': types[extname(path === '/' ? '.html' : path)] ?? types[path === '/' ? '.html' : ''] ?? 'application/octet-stream' }).end(bytes),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const address = site.address();
    siteUrl = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/` : '';
  });

  test.afterAll(() => void site.close());

  /** A program that lets pages read it, and one that does not. */
  async function program(cors: boolean): Promise<{ readonly host: string; readonly asked: string[]; close(): void }> {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      const path = (request.url ?? '').replace(/^\/shop(?=\/debug\/)/, '');
      asked.push(path);
      // Many a server gives leave only where it knows the address.
      if (cors && path !== '/shop/') response.setHeader('Access-Control-Allow-Origin', '*');
      if (path.endsWith('/login')) return void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Sign in</html>');
      if (path.includes('/profile')) return void response.writeHead(500, { 'Content-Type': 'text/plain' }).end(recordedBytes('/debug/pprof/heap').length > 0 ? readFileSync(pathOf('testdata/live/profile.busy.txt')) : '');
      if (path === '/debug/pprof/') return void response.writeHead(200, { 'Content-Type': 'text/html' }).end(recordedBytes('/debug/pprof/'));
      if (path === '/debug/pprof/cmdline') return void response.writeHead(200, { 'Content-Type': 'text/plain' }).end(recordedBytes('/debug/pprof/cmdline'));
      if (path.startsWith('/debug/pprof/heap')) return void response.writeHead(200).end(recordedBytes('/debug/pprof/heap'));
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const host = typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
    const close = () => {
      server.closeAllConnections();
      server.close();
    };
    targets.push({ close });
    return { host, asked, close };
  }

  async function type(page: Page, address: string): Promise<void> {
    await page.getByRole('textbox', { name: 'Address' }).fill(address);
    await page.keyboard.press('Enter');
  }

  test('the page keeps to its policy all the same, and lies beside what a server should send', async ({ page }) => {
    await page.goto(siteUrl);
    expect(await page.locator('head > meta').first().getAttribute('content')).toBe(POLICY_IN_PAGE);
    const refused = page.evaluate(() => new Promise((resolve) => document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective))));
    await page.evaluate(() => document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: 'http://evil.example/x.css' })));
    expect(await refused).toBe('style-src-elem');
    expect(readFileSync(pathOf('dist/web/_headers'), 'utf8')).toBe(headersFile());
  });

  test('a program that lets the page is opened all the same', async ({ page }) => {
    const { host } = await program(true);
    await page.goto(siteUrl);
    await type(page, host);
    await expect(countOf(page, 'goroutine')).toHaveText(/^\d+$/);
    await captureIt(page, 'heap');
    await expect(total(page)).toContainText('Showing nodes accounting for');
  });

  test('its list is found below the address that is typed, as the companion finds it', async ({ page }) => {
    const { host } = await program(true);
    await page.goto(siteUrl);
    await type(page, `${host}/shop/`);
    await expect(countOf(page, 'goroutine')).toHaveText(/^\d+$/);
    await captureIt(page, 'heap');
    await expect(total(page)).toContainText('Showing nodes accounting for');
  });

  test('one that does not is told from one that is not there, with the command that saves the file', async ({ page }) => {
    const { host } = await program(false);
    await page.goto(siteUrl);
    await type(page, host);
    await expect(page.getByRole('alert')).toContainText('does not let pages of other servers read it (CORS)');
    await expect(page.getByRole('alert')).toContainText(`curl -fsS -o profile.pb.gz 'http://${host}/debug/pprof/profile?seconds=10'`);
    await expect(page.getByRole('alert')).toContainText('drop the file here');
    const gone = await program(false);
    gone.close();
    await type(page, gone.host);
    await expect(page.getByRole('alert')).toContainText('Nothing that a browser may speak to answers there');
  });

  for (const telling of ['post', 'get'] as const) {
    test(`a program whose profiles hold addresses alone is asked for their names (${telling})`, async ({ page }) => {
      const target = await startUnnamed(telling, true);
      await page.goto(siteUrl);
      await type(page, `${target.host}/debug/pprof/profile?seconds=1`);
      await expectNames(page);
      expect(target.asked).toEqual(['GET /debug/pprof/profile', 'POST /debug/pprof/symbol', ...(telling === 'get' ? ['GET /debug/pprof/symbol'] : [])]);
    });
  }

  test('one that tells no names has its profile opened all the same, with a note', async ({ page }) => {
    const target = await startUnnamed('error', true);
    await page.goto(siteUrl);
    await type(page, `${target.host}/debug/pprof/profile?seconds=1`);
    await expectNoNames(page, /No names of addresses from .*\/symbol: The program answered 500/);
  });

  test('a busy profiler, a page to sign in and what is missing are told apart', async ({ page }) => {
    const { host } = await program(true);
    await page.goto(siteUrl);
    await type(page, `${host}/debug/pprof/profile?seconds=1`);
    await expect(captures(page).first()).toContainText('already being profiled');
    await type(page, `${host}/login`);
    await expect(captures(page).first()).toContainText('HTML page');
    await type(page, `${host}/debug/pprof/nothing`);
    await expect(captures(page).first()).toContainText('404');
  });
});

test.describe('the page of a program', () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`has no barriers, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      const target = await startRecorded();
      await openTyped(page, target.host);
      await watch(page);
      await page.getByRole('checkbox', { name: 'Memory' }).check();
      await captureIt(page, 'heap');
      await expect(files(page)).toHaveCount(1);
      await toLive(page).click();
      await expect(page.getByRole('figure', { name: 'Heap', exact: true })).toBeVisible();
      await page.getByRole('checkbox', { name: 'Tables' }).check();
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        const run = (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe;
        return (await run.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
      });
      expect(found).toEqual([]);
    });
  }

  test('is no wider than a window of 320 pixels', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    const target = await startRecorded();
    await openTyped(page, target.host);
    await watch(page);
    await expect(page.getByRole('figure', { name: 'Goroutines' })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    expect(await page.locator('main').evaluate((main) => [...main.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !element.closest('[class*=unseen]')).length)).toBe(0);
  });

  test('moves nothing by itself where one wants no motion', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const target = await startRecorded();
    await openTyped(page, target.host);
    await watch(page);
    await expect(page.getByRole('figure', { name: 'Goroutines' })).toBeVisible();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});
