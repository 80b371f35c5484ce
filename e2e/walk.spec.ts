import { expect, test, type Locator, type Page } from '@playwright/test';
import { openProfile, total } from './profiles.ts';

/** Another walk: PROFLENS_SEED=7 npx playwright test walk. */
const SEED = Number(process.env['PROFLENS_SEED'] ?? 1);
const ACTIONS = 50;

const PROFILES = [
  'recorded/cpu.service.pb.gz',
  'recorded/cpu.labels.pb.gz',
  'recorded/heap.service.pb.gz',
  'recorded/mutex.service.pb.gz',
  'recorded/goroutine.night.pb.gz',
  'recorded/goroutine.evening.labels.debug2.txt',
  'corners/values.negative.pb.gz',
  'corners/names.odd.pb.gz',
  'corners/stacks.deep.pb.gz',
  'foreign/shop.speedscope.json',
];

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '/', 'n', 'N', '?', 'Escape', 'f', 'i', 'h', 's', 'r', 'z', 'b', 't', 'p', 'd', 'v', 'x', 'c', '+', '-', '0', 'Control+k', 'Control+a'];
const MOVES = ['Tab', 'Shift+Tab', 'Enter', 'Space', 'Backspace', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown', 'Delete'];
const TEXTS = ['runtime', 'main', '^.*$', '(', 're:a+', 'x'.repeat(300), '‮<b>', '0', '-1', 'key=a,b', '100kb:'];

/** Numbers from 0 to below 1, the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    // xorshift32
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Not the one for an address: a browser complains in the console of what it may not ask. */
const TEXT_FIELDS = ':is(input[type=text], input[type=search], input:not([type])):not([aria-label=Address])';

class Walk {
  readonly #page: Page;
  readonly #random: () => number;
  readonly #steps: string[] = [];

  constructor(page: Page, seed: number) {
    this.#page = page;
    this.#random = generator(seed);
  }

  /** What was done so far, to be told where it fails. */
  get steps(): readonly string[] {
    return this.#steps;
  }

  async step(): Promise<void> {
    const acts = [this.#key, this.#key, this.#move, this.#press, this.#press, this.#press, this.#menu, this.#choose, this.#type, this.#picture, this.#history];
    await this.#one(acts).call(this);
  }

  #one<T>(all: readonly T[]): T {
    return all[Math.floor(this.#random() * all.length)];
  }

  async #key(): Promise<void> {
    const key = this.#one(KEYS);
    this.#steps.push(`key ${key}`);
    await this.#page.keyboard.press(key);
  }

  async #move(): Promise<void> {
    const key = this.#one(MOVES);
    const times = 1 + Math.floor(this.#random() * 5);
    this.#steps.push(`${times} × ${key}`);
    for (let time = 0; time < times; time++) await this.#page.keyboard.press(key);
  }

  #press(): Promise<void> {
    return this.#act('press', this.#page.locator('button, [role=tab], [role=row], [role=treeitem], [role=option], [role=menuitem], [role=columnheader], summary'), (it) => it.click({ timeout: 500 }));
  }

  async #menu(): Promise<void> {
    await this.#act('right press', this.#page.locator('[role=row], [role=treeitem], [role=img]'), (it) => it.click({ button: 'right', timeout: 500 }));
    await this.#act('pick', this.#page.getByRole('menuitem'), (it) => it.click({ timeout: 500 }));
  }

  async #choose(): Promise<void> {
    if (this.#random() < 0.5) return this.#act('check', this.#page.locator('input[type=checkbox], input[type=radio]'), (it) => it.click({ timeout: 500 }));
    const nth = Math.floor(this.#random() * 8);
    return this.#act('choose', this.#page.locator('select'), async (it) => {
      const values = await it.locator('option').evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
      if (values.length > 0) await it.selectOption(values[nth % values.length], { timeout: 500 });
    });
  }

  #type(): Promise<void> {
    const text = this.#one(TEXTS);
    return this.#act(`type ${text.slice(0, 20)} into`, this.#page.locator(TEXT_FIELDS), async (it) => {
      await it.fill(text, { timeout: 500 });
      if (text.length % 2 === 0) await it.press('Enter', { timeout: 500 });
    });
  }

  async #picture(): Promise<void> {
    const [x, y] = [this.#random() * 1400, 80 + this.#random() * 800];
    const how = this.#one(['move', 'wheel', 'drag']);
    this.#steps.push(`${how} at ${Math.round(x)} ${Math.round(y)}`);
    await this.#page.mouse.move(x, y);
    if (how === 'wheel') await this.#page.mouse.wheel(0, (this.#random() - 0.5) * 2000);
    if (how !== 'drag') return;
    await this.#page.mouse.down();
    await this.#page.mouse.move(this.#random() * 1400, 80 + this.#random() * 800, { steps: 4 });
    await this.#page.mouse.up();
  }

  async #history(): Promise<void> {
    const back = this.#random() < 0.7;
    this.#steps.push(back ? 'back' : 'forward');
    // Within the page alone: what lies before it is not among these.
    await this.#page.evaluate((isBack) => {
      const { canGoBack, canGoForward } = (globalThis as unknown as { navigation: { canGoBack: boolean; canGoForward: boolean } }).navigation;
      if (isBack ? canGoBack : canGoForward) history.go(isBack ? -1 : 1);
    }, back);
  }

  /** Acts on any of them that can be seen. What is gone or covered by then is left alone: so would a user find it. */
  async #act(what: string, all: Locator, act: (it: Locator) => Promise<void>): Promise<void> {
    const seen = all.filter({ visible: true });
    const count = await seen.count();
    if (count === 0) return;
    const it = seen.nth(Math.floor(this.#random() * Math.min(count, 200)));
    const name = await it.evaluate((element) => element.getAttribute('aria-label') ?? element.textContent, undefined, { timeout: 500 }).catch(() => undefined);
    if (name === undefined) return;
    this.#steps.push(`${what} ${name.slice(0, 40)}`);
    await act(it).catch((error: Error) => {
      if (error.name !== 'TimeoutError' && !/not attached|not an <|not editable|not enabled|did not find some options/.test(error.message)) throw error;
    });
  }
}

for (const [index, file] of PROFILES.entries()) {
  test(`${ACTIONS} steps at random through ${file} end on a page that answers`, async ({ page, context }) => {
    test.setTimeout(120_000);
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
    page.on('dialog', (dialog) => void dialog.dismiss());
    // A file chooser is left as it is, and a page that a link opens is closed.
    page.on('filechooser', () => undefined);
    context.on('page', (other) => void other.close());
    await openProfile(page, file, '#/flame');
    const walk = new Walk(page, SEED * 1000 + index);
    for (let action = 0; action < ACTIONS; action++) {
      await walk.step();
      expect(complaints, walk.steps.join('\n')).toEqual([]);
    }
    await page.keyboard.press('Escape');
    await openProfile(page, file, '#/top');
    await expect(page.getByRole('grid', { name: 'Top' }).getByRole('row').nth(1), walk.steps.join('\n')).toBeVisible();
    await expect(total(page)).toContainText('Showing nodes accounting for');
    expect(complaints, walk.steps.join('\n')).toEqual([]);
  });
}
