import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test as base, expect, type Browser, type LaunchOptions, type Page } from '@playwright/test';
import { pathOf } from './profiles.ts';

/** Names that end at this machine, as those of an attacker do once his name server has answered a second time. */
const NAMES = '--host-resolver-rules=MAP evil.example 127.0.0.1, MAP rebound.example 127.0.0.1';
const test = base.extend<object, { launchOptions: LaunchOptions }>({
  launchOptions: [async ({ launchOptions }, use) => use({ ...launchOptions, args: [...(launchOptions.args ?? []), NAMES] }), { scope: 'worker' }],
});

/** What other sites, shown by the same browser, get of the companion and make it do: nothing. */
let companion: ChildProcess;
let port: number;
let other: Server;
/** What the other site was asked for; the companion must not ask it for anything. */
const asked: string[] = [];

test.beforeAll(async () => {
  companion = spawn(process.execPath, [pathOf('dist/cli/proflens.js'), '-http=127.0.0.1:', '-no_browser', pathOf('testdata/recorded/cpu.service.pb.gz')], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (companion.stdout === null) throw new TypeError('no output');
  const [printed] = (await once(companion.stdout, 'data')) as [Buffer];
  port = Number(/127\.0\.0\.1:(\d+)/.exec(printed.toString())?.[1]);
  other = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>other</title>');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
});

test.afterAll(() => {
  companion.kill();
  other.close();
});

async function otherPage(browser: Browser, host: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`http://${host}:${(other.address() as AddressInfo).port}/`);
  return page;
}

const companionOrigin = () => `http://127.0.0.1:${port}`;

test('a name that comes to stand for this machine shows nothing', async ({ browser }) => {
  for (const path of ['/', '/index.html', '/api/files', '/healthz', '/nothing']) {
    const page = await browser.newPage();
    const answered = page.waitForResponse((response) => response.url().endsWith(path));
    // A browser calls an empty refusal a failure.
    await page.goto(`http://rebound.example:${port}${path}`).catch(() => undefined);
    expect([path, (await answered).status()]).toEqual([path, 421]);
    await expect(page.locator('html')).not.toContainText('Proflens');
    await page.close();
  }
});

// Of another site, and of another port of this one.
for (const host of ['evil.example', '127.0.0.1']) {
  test(`a page of ${host} reads nothing`, async ({ browser }) => {
    const page = await otherPage(browser, host);
    const outcomes = await page.evaluate(async (origin) => {
      const headers = { 'Content-Type': 'application/json', 'X-Proflens-Token': 'x' };
      const tries: [string, RequestInit][] = [
        ['/', {}],
        ['/healthz', { mode: 'no-cors' }],
        ['/api/files', { headers }],
        ['/api/session', { method: 'POST', headers, body: '{"code":"x"}' }],
        ['/api/session', { method: 'POST', mode: 'no-cors', body: '{"code":"x"}' }],
        ['/api/fetch', { method: 'POST', mode: 'no-cors', body: JSON.stringify({ url: location.href, kind: 'profile' }) }],
        ['/api/fetch', { method: 'POST', headers, body: JSON.stringify({ url: location.href, kind: 'profile' }) }],
      ];
      const outcomes: string[] = [];
      for (const [path, init] of tries) {
        const outcome = await fetch(origin + path, init).then(async (response) => `${response.type} ${response.status} ${(await response.text()).length}`, () => 'refused');
        outcomes.push(outcome);
      }
      return outcomes;
    }, companionOrigin());
    for (const outcome of outcomes) expect(['refused', 'opaque 0 0']).toContain(outcome);
    expect(asked.filter((url) => url !== '/' && url !== '/favicon.ico')).toEqual([]);
    await page.close();
  });

  test(`a page of ${host} embeds nothing`, async ({ browser }) => {
    const page = await otherPage(browser, host);
    const built = await (await fetch(companionOrigin())).text();
    const [script, style] = [/"\.?(\/assets\/[^"]+\.js)"/.exec(built)?.[1] ?? '', /"\.?(\/assets\/[^"]+\.css)"/.exec(built)?.[1] ?? ''];
    for (const path of [script, style, '/icon.svg']) expect([path, (await fetch(companionOrigin() + path)).status]).toEqual([path, 200]);
    const loaded = await page.evaluate(async ([origin, scriptPath, stylePath]) => {
      const attempt = (tag: 'script' | 'img' | 'iframe' | 'link' | 'object', path: string) =>
        new Promise<string>((resolve) => {
          const element = document.createElement(tag);
          element.addEventListener('load', () => resolve(`${tag} loaded`));
          element.addEventListener('error', () => resolve('refused'));
          if (element instanceof HTMLLinkElement) Object.assign(element, { rel: 'stylesheet', href: origin + path });
          else if (element instanceof HTMLObjectElement) element.data = origin + path;
          else element.src = origin + path;
          document.body.append(element);
        });
      const [script, image, style] = [await attempt('script', scriptPath), await attempt('img', '/icon.svg'), await attempt('link', stylePath)];
      const frame = document.createElement('iframe');
      const framed = new Promise((resolve) => frame.addEventListener('load', resolve));
      frame.src = `${origin}/`;
      document.body.append(frame);
      await framed;
      // What was refused is an error page of another origin, and says nothing; nor does one that was not.
      const inner = frame.contentDocument === null ? 'refused' : 'read';
      const socket = await new Promise<string>((resolve) => {
        const opened = new WebSocket(`${origin.replace('http', 'ws')}/api/fetch`);
        opened.addEventListener('open', () => resolve('open'));
        opened.addEventListener('error', () => resolve('refused'));
      });
      const events = await new Promise<string>((resolve) => {
        const source = new EventSource(`${origin}/healthz`);
        source.addEventListener('open', () => resolve('open'));
        source.addEventListener('error', () => resolve('refused'));
      });
      return [script, image, style, inner, socket, events];
    }, [companionOrigin(), script, style]);
    expect(loaded).toEqual(Array(6).fill('refused'));
    for (const frame of page.frames().slice(1)) expect(await frame.content()).not.toContain('Proflens');
    await page.close();
  });

  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    test(`a form of ${host} in ${type} does nothing`, async ({ browser }) => {
      const page = await otherPage(browser, host);
      const answered = page.waitForResponse((response) => response.url().endsWith('/api/fetch'));
      await page.evaluate(
        ([action, enctype]) => {
          const form = document.createElement('form');
          Object.assign(form, { method: 'POST', action, enctype });
          const field = document.createElement('input');
          field.name = '{"kind":"profile","url":"';
          field.value = `${location.href}form"}`;
          form.append(field);
          document.body.append(form);
          form.submit();
        },
        [`${companionOrigin()}/api/fetch`, type],
      );
      expect((await answered).status()).toBe(403);
      expect(asked.filter((url) => url.includes('form'))).toEqual([]);
      await page.close();
    });
  }
}

test('a link from another site opens the page, without what the command line named', async ({ browser }) => {
  const page = await otherPage(browser, 'evil.example');
  await page.evaluate((origin) => void (location.href = `${origin}/ui/top`), companionOrigin());
  await expect(page).toHaveURL(/127\.0\.0\.1:\d+\/#\/top/);
  await expect(page.getByRole('tablist', { name: 'Files' }).getByRole('tab')).toHaveCount(0);
  await page.close();
});
