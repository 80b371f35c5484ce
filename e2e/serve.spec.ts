import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { pathOf, proflens, total } from './profiles.ts';

const commands: ChildProcess[] = [];

test.afterEach(() => {
  for (const command of commands.splice(0)) command.kill('SIGINT');
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

const files = (page: Page) => page.getByRole('tablist', { name: 'Files' }).getByRole('tab');
const cpu = pathOf('testdata/recorded/cpu.service.pb.gz');
const heap = pathOf('testdata/recorded/heap.service.pb.gz');

test('the address of the command opens the files named on it, and again after a reload', async ({ page }) => {
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await page.goto(await start(cpu, heap));
  await expect(files(page)).toHaveText(['cpu.service.pb.gz', 'heap.service.pb.gz']);
  await expect(total(page)).toContainText('Showing nodes accounting for');
  // No other page shares its process.
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(page.url()).not.toContain('c=');
  await page.reload();
  await expect(files(page)).toHaveText(['cpu.service.pb.gz', 'heap.service.pb.gz']);
  expect(problems).toEqual([]);
});

test('with -http several sources are one, beside each by itself, also against a base and after a reload', async ({ page }) => {
  const [t0, t1, t2] = [0, 1, 2].map((time) => pathOf(`testdata/recorded/heap.leak.t${time}.pb.gz`));
  await page.goto(await start('-http=localhost:', `-base=${t0}`, '-unit=kB', t1, t2));
  await page.getByRole('tab', { name: 'Top', exact: true }).click();
  const together = ['heap.leak.t1.pb.gz', 'heap.leak.t2.pb.gz', 'heap.leak.t0.pb.gz', 'heap.leak.t1.pb.gz + heap.leak.t2.pb.gz'];
  const sentence = proflens('-top', '-nodefraction=0', `-base=${t0}`, '-unit=kB', t1, t2).split('\n').find((line) => line.startsWith('Showing nodes')) ?? '';
  for (const step of [() => page.reload(), () => Promise.resolve()]) {
    await expect(files(page)).toHaveText(together);
    await expect(files(page).last()).toHaveAttribute('aria-selected', 'true');
    await expect(total(page)).toHaveText(sentence);
    await step();
  }
});

test('with -http sources that do not fit together are told, and stand by themselves', async ({ page }) => {
  await page.goto(await start('-http=localhost:', cpu, heap));
  await expect(files(page)).toHaveCount(3);
  await expect(page.getByRole('alert')).toBeVisible();
  await files(page).first().click();
  await expect(total(page)).toContainText('Showing nodes accounting for');
});

test('it opens once; who comes second is told what to do', async ({ page, context }) => {
  const address = await start(cpu);
  await page.goto(address);
  await expect(files(page)).toHaveCount(1);
  const second = await context.newPage();
  await second.goto(address);
  await expect(second.getByText('This address was opened before, or too late.')).toBeVisible();
  await expect(files(second)).toHaveCount(0);
});

test('options beside -http are what the page starts with', async ({ page }) => {
  await page.goto(await start('-focus=json', '-sample_index=samples', cpu));
  await expect(page.getByRole('list', { name: 'Refinements' })).toContainText('json');
  await expect(page.getByRole('combobox', { name: 'Sample type' })).toHaveValue('samples');
});

test("pprof's address of a page shows that page", async ({ page }) => {
  const address = await start(cpu);
  await page.goto(address);
  await expect(files(page)).toHaveCount(1);
  await page.goto(new URL('/ui/top?f=json&n=5', address).href);
  await expect(page).toHaveURL(new URL('/#/top?f=json&n=5', address).href);
  await expect(page.getByRole('grid', { name: 'Top' })).toBeVisible();
  await expect(files(page)).toHaveText(['cpu.service.pb.gz']);
});

test('sources that the profiles name are read from this machine, and no others', async ({ page }) => {
  const profile = pathOf('testdata/corners/plain.pb.gz');
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(await start(`-source_path=${pathOf('testdata/src')}`, profile));
  await expect(files(page)).toHaveCount(1);
  await page.keyboard.press('5');
  await expect(page.getByRole('status', { name: 'Source text' })).toContainText('this machine');
  await page.getByRole('textbox', { name: 'List' }).fill('^shop\\.price$');
  await expect(page.getByRole('treegrid', { name: 'Source' }).getByRole('row').filter({ hasText: 'func price(order Order) float64 {' })).toBeVisible();
  const statuses = await page.evaluate(async () => {
    const headers = { 'X-Proflens-Token': sessionStorage.getItem('proflens.token') ?? '', 'Content-Type': 'application/json' };
    const ask = async (path: string) => (await fetch('/api/source', { method: 'POST', headers, body: JSON.stringify({ path }) })).status;
    return [await ask('shop/price.go'), await ask('shop/../shop/price.go'), await ask('../make.sh'), await ask('/etc/passwd')];
  });
  expect(statuses).toEqual([200, 404, 404, 404]);
  expect(problems).toEqual([]);
});

test('a source file outside of the folders of the command says with what to start, and that helps', async ({ page }) => {
  const profile = pathOf('testdata/corners/plain.pb.gz');
  const open = async (sourcePath: string) => {
    await page.goto('about:blank');
    await page.goto((await start(`-source_path=${sourcePath}`, profile)).replace(/(#c=[\w-]+).*/, '$1/source?unit=ms'));
    await page.getByRole('textbox', { name: 'List' }).fill('^shop\\.price$');
  };
  const rows = page.getByRole('treegrid', { name: 'Source' }).getByRole('row');
  // pprof looks in the folders above too.
  await open('testdata/src/parcels');
  await expect(rows.filter({ hasText: 'text not read' })).toContainText(`start with -source_path=testdata/src/parcels:${pathOf('testdata/src/shop')}`);
  // However little room there is, all of it can be read.
  await expect(page.getByTitle(new RegExp(`Start with -source_path=testdata/src/parcels:${pathOf('testdata/src/shop')}$`))).toBeVisible();
  await expect(rows.filter({ hasText: 'func price(order Order)' })).toHaveCount(0);
  await open(`testdata/src/parcels:${pathOf('testdata/src/shop')}`);
  await expect(rows.filter({ hasText: 'func price(order Order)' })).toBeVisible();
  await expect(rows.filter({ hasText: 'text not read' })).toHaveCount(0);
});

test('with the program the instructions are those that the command prints', async ({ page }, info) => {
  test.skip(!['go', 'objdump', 'nm'].every(isInstalled), 'needs Go and binutils');
  // The first build of Go's own packages takes a while.
  test.setTimeout(300_000);
  const program = info.outputPath('parcels');
  execFileSync('go', ['build', '-o', program, '.'], { cwd: pathOf('testdata/src/parcels'), env: { ...process.env, CGO_ENABLED: '0' } });
  execFileSync(program, ['-out', info.outputDir, 'tiny']);
  const profile = info.outputPath('cpu.tiny.pb.gz');
  await page.goto((await start(program, profile)).replace(/(#c=[\w-]+).*/, '$1/disasm?unit=ms'));
  const listing = page.getByRole('treegrid', { name: 'Disassembly' });
  await expect(page.getByText('A profile holds addresses')).toHaveCount(0);
  const printed = proflens('-disasm=.', '-unit=ms', program, profile).split('\n').filter((line) => /^ +\S+ +\S+ +[\da-f]+: /.test(line));
  const hot = printed.filter((line) => /^ +\d/.test(line)).map((line) => /^ +(\S+) +(\S+) +([\da-f]+): +(\w+)/.exec(line)?.slice(1).join(' '));
  expect(hot.length).toBeGreaterThan(0);
  await expect(listing.getByRole('row').nth(1).getByRole('gridcell').nth(3)).not.toHaveText('', { timeout: 60_000 });
  await listing.focus();
  await page.keyboard.press('j');
  await expect(page.getByText(/^Hot address 1 of \d+$/)).toBeVisible();
  const [flat, cum, address, text] = await listing.locator('[data-active] [role=gridcell]').allTextContents();
  expect(hot).toContain([flat, cum, address, /\w+/.exec(text)?.[0]].join(' '));
});

test('a profile that appears in a folder of the command line is offered, and so is one that is written anew', async ({ page }, info) => {
  const [folder, watched] = [info.outputPath('profiles'), info.outputPath('cpu.prof')];
  mkdirSync(folder);
  copyFileSync(cpu, watched);
  copyFileSync(heap, `${folder}/heap.1.pb.gz`);
  writeFileSync(`${folder}/notes.md`, 'no profile');
  await page.goto(await start(watched, folder));
  await expect(files(page)).toHaveText(['cpu.prof', 'heap.1.pb.gz']);
  const offers = page.getByRole('status', { name: 'New profile' });
  const looked = page.waitForResponse((response) => response.url().endsWith('/api/watched'));
  await looked;
  copyFileSync(heap, `${folder}/heap.2.pb.gz`);
  await expect(offers).toContainText('heap.2.pb.gz appeared', { timeout: 30_000 });
  await offers.getByRole('button', { name: 'Open' }).click();
  await expect(files(page)).toHaveText(['cpu.prof', 'heap.1.pb.gz', 'heap.2.pb.gz']);
  await expect(files(page).nth(2)).toHaveAttribute('aria-selected', 'true');
  await expect(offers).toHaveCount(0);
  copyFileSync(pathOf('testdata/recorded/cpu.labels.pb.gz'), watched);
  await expect(offers).toContainText('cpu.prof was written anew', { timeout: 30_000 });
  await offers.getByRole('button', { name: 'Not cpu.prof' }).click();
  await expect(offers).toHaveCount(0);
  await expect(files(page)).toHaveCount(3);
});

function isInstalled(tool: string): boolean {
  try {
    execFileSync(tool, tool === 'go' ? ['version'] : ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
