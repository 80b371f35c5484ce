import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import { openAnother, openProfile, pathOf, total } from './profiles.ts';

/** The worker that holds the files, and its own; the one that lays out graphs comes and goes by itself. */
const fileWorkers = (page: Page) => page.workers().filter((worker) => !worker.url().includes('graphviz'));

/** Ends the worker that holds the files, as a browser short of memory does: without a word. */
async function endWorker(page: Page): Promise<void> {
  const ended = fileWorkers(page);
  for (const worker of ended) void worker.evaluate(() => self.close()).catch(() => {});
  // The page may have started another since.
  await expect.poll(() => fileWorkers(page).filter((worker) => ended.includes(worker))).toEqual([]);
}

const alert = (page: Page) => page.getByRole('alert');

test('a worker that ended while nobody asked is not missed', async ({ page }) => {
  await openProfile(page, 'recorded/cpu.service.pb.gz');
  const before = await total(page).textContent();
  await endWorker(page);
  await page.getByRole('columnheader', { name: 'Cum', exact: true }).click();
  await page.evaluate(() => (location.hash = '#/top?f=json'));
  await expect(total(page)).not.toHaveText(before ?? '');
  await expect(alert(page)).toHaveCount(0);
});

/** Drops a profile that takes its time: its samples come again and again, which to protobuf is one long list. */
async function dropLargeFile(page: Page): Promise<void> {
  const small = gunzipSync(readFileSync(pathOf('testdata/corners/plain.pb.gz')));
  const samples = Buffer.concat(fieldsOf(small, 2));
  const dropped = await page.evaluateHandle(
    ([head, again, times]) => {
      const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytesOf(head), ...new Array<Uint8Array<ArrayBuffer>>(times).fill(bytesOf(again))], 'large.pb'));
      return transfer;
    },
    [small.toString('base64'), samples.toString('base64'), Math.ceil(60e6 / samples.length)] as const,
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: dropped });
  await expect(page.getByRole('progressbar')).toBeVisible();
}

/** The message's fields of one number, with their tags. */
function fieldsOf(message: Buffer, number: number): Buffer[] {
  const fields: Buffer[] = [];
  for (let at = 0; at < message.length; ) {
    const begin = at;
    const [tag, afterTag] = varint(message, at);
    const [value, after] = varint(message, afterTag);
    at = tag % 8 === 2 ? after + value : after;
    if (tag >> 3 === number) fields.push(message.subarray(begin, at));
  }
  return fields;
}

function varint(bytes: Buffer, at: number): [number, number] {
  let value = 0;
  for (let shift = 1; ; shift *= 128) {
    const byte = bytes[at++];
    value += (byte % 128) * shift;
    if (byte < 128) return [value, at];
  }
}

test('a worker that ended while it loaded is a message and a second try', async ({ page }) => {
  await page.goto('/#/top');
  await dropLargeFile(page);
  await expect.poll(() => fileWorkers(page).length).toBe(1);
  await endWorker(page);
  await expect(alert(page)).toContainText('The worker ended', { timeout: 1000 });
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(total(page)).toContainText('Showing nodes accounting for', { timeout: 30_000 });
});

test('other files are as they were', async ({ page }) => {
  await openProfile(page, 'recorded/cpu.service.pb.gz');
  await openAnother(page, 'recorded/heap.service.pb.gz');
  const files = page.getByRole('tablist', { name: 'Files' }).getByRole('tab');
  await endWorker(page);
  for (const file of [0, 1]) {
    await files.nth(file).click();
    await expect(total(page)).toContainText('Showing nodes accounting for');
  }
  await expect(alert(page)).toHaveCount(0);
});

test('a file that loads is given up at once', async ({ page }) => {
  await page.goto('/#/top');
  await dropLargeFile(page);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('progressbar')).toHaveCount(0, { timeout: 200 });
  await expect(page.getByRole('tablist', { name: 'Files' }).getByRole('tab')).toHaveCount(0);
});
