import { expect, test, type Page } from '@playwright/test';
import { entriesIn } from './entries.ts';
import { openProfile, pathOf, proflens, rowsOf, total } from './profiles.ts';

const SERVICE = 'recorded/cpu.service.pb.gz';
const LABELS = 'recorded/cpu.labels.pb.gz';
const HEAP = 'recorded/heap.service.pb.gz';

/** How a control takes a value: text in a field of the form that a key opens, one of several, or on and off. */
type Control = readonly [key: 't' | 'p', how: 'fill' | 'select' | 'check', label: string, value: string];

interface Parameter {
  readonly file: string;
  /** As it stands in the address. */
  readonly query: string;
  /** What else is asked, so that it makes a difference. */
  readonly beside?: string;
  readonly flags: readonly string[];
  readonly control: Control;
}

/** Every parameter of pprof's web interface that a report hangs on, and what it has flags alone for. */
const PARAMETERS: readonly Parameter[] = [
  { file: SERVICE, query: 'f=json', flags: ['-focus=json'], control: ['t', 'fill', 'Focus', 'json'] },
  { file: SERVICE, query: 'i=json', flags: ['-ignore=json'], control: ['t', 'fill', 'Ignore', 'json'] },
  { file: SERVICE, query: 'h=%5Eruntime', flags: ['-hide=^runtime'], control: ['t', 'fill', 'Hide', '^runtime'] },
  { file: SERVICE, query: 's=json', flags: ['-show=json'], control: ['t', 'fill', 'Show', 'json'] },
  { file: SERVICE, query: 'sf=json', flags: ['-show_from=json'], control: ['t', 'fill', 'Show from', 'json'] },
  { file: SERVICE, query: 'prunefrom=json', flags: ['-prune_from=json'], control: ['t', 'fill', 'Prune from', 'json'] },
  { file: LABELS, query: 'tf=van', flags: ['-tagfocus=van'], control: ['t', 'fill', 'Tag focus', 'van'] },
  { file: LABELS, query: 'ti=van', flags: ['-tagignore=van'], control: ['t', 'fill', 'Tag ignore', 'van'] },
  { file: LABELS, query: 'ts=insured', beside: 'tagroot=carrier', flags: ['-tagroot=carrier', '-tagshow=insured'], control: ['t', 'fill', 'Tag show', 'insured'] },
  { file: LABELS, query: 'th=carrier', beside: 'tagroot=carrier', flags: ['-tagroot=carrier', '-taghide=carrier'], control: ['t', 'fill', 'Tag hide', 'carrier'] },
  { file: LABELS, query: 'tagroot=carrier', flags: ['-tagroot=carrier'], control: ['p', 'fill', 'At the root', 'carrier'] },
  { file: LABELS, query: 'tagleaf=carrier', flags: ['-tagleaf=carrier'], control: ['p', 'fill', 'At the leaf', 'carrier'] },
  { file: SERVICE, query: 'g=lines', flags: ['-lines'], control: ['p', 'select', 'Granularity', 'lines'] },
  { file: SERVICE, query: 'noinlines=t', flags: ['-noinlines'], control: ['p', 'check', 'No inlined calls', ''] },
  { file: 'corners/lines.columns.pb.gz', query: 'showcolumns=t', beside: 'g=lines', flags: ['-lines', '-showcolumns'], control: ['p', 'check', 'Column numbers', ''] },
  { file: SERVICE, query: 'sort=cum', flags: ['-cum'], control: ['p', 'select', 'Sort by', 'cum'] },
  { file: SERVICE, query: 'n=7', flags: ['-nodecount=7'], control: ['p', 'fill', 'Most nodes', '7'] },
  { file: SERVICE, query: 'nf=0.1', flags: ['-nodefraction=0.1'], control: ['p', 'fill', 'Least node share', '0.1'] },
  { file: SERVICE, query: 'ef=0.1', flags: ['-edgefraction=0.1'], control: ['p', 'fill', 'Least edge share', '0.1'] },
  { file: SERVICE, query: 'trim=f', flags: ['-trim=false'], control: ['p', 'check', 'Trim', ''] },
  { file: 'corners/values.negative.pb.gz', query: 'dropneg=t', flags: ['-drop_negative'], control: ['p', 'check', 'Growth only', ''] },
  { file: SERVICE, query: 'calltree=t', beside: 'f=json', flags: ['-call_tree', '-focus=json'], control: ['p', 'check', 'Call tree', ''] },
  { file: SERVICE, query: 'rel=t', beside: 'f=json', flags: ['-relative_percentages', '-focus=json'], control: ['p', 'check', 'Shares of shown', ''] },
  { file: SERVICE, query: 'unit=hours', flags: ['-unit=hours'], control: ['p', 'select', 'Unit', 'hrs'] },
  { file: SERVICE, query: 'compact=t', flags: ['-compact_labels'], control: ['p', 'check', 'Short header', ''] },
  { file: SERVICE, query: 'intel=t', flags: ['-intel_syntax'], control: ['p', 'check', 'Intel syntax', ''] },
  { file: HEAP, query: 'mean=t', beside: 'si=inuse_space', flags: ['-mean', '-sample_index=inuse_space'], control: ['p', 'check', 'Mean per event', ''] },
  { file: SERVICE, query: 'divide_by=3', flags: ['-divide_by=3'], control: ['p', 'fill', 'Divide by', '3'] },
];

/** Shares without their sign, which stands on the screen alone. */
function unsigned(cells: readonly string[]): string[] {
  return cells.map((cell) => cell.replace(/^[+-](?=.*%$)/, ''));
}

async function expectPrinted(page: Page, { file, flags }: Pick<Parameter, 'file' | 'flags'>): Promise<void> {
  const printed = proflens('-tree', ...flags, pathOf(`testdata/${file}`));
  const entries = entriesIn(printed);
  await expect(total(page)).toHaveText(printed.split('\n').find((line) => line.startsWith('Showing nodes')) ?? '');
  await expect.poll(async () => (await rowsOf(page, 'Tree')).slice(0, 12).map(unsigned)).toEqual(entries.slice(0, 12));
  await expect(page.getByRole('grid', { name: 'Tree' })).toHaveAttribute('aria-rowcount', String(entries.length + 1));
}

for (const parameter of PARAMETERS) {
  const { file, query, beside = '', flags, control: [key, how, label, value] } = parameter;

  test(`${query} in the address is ${flags.join(' ')}`, async ({ page }) => {
    await openProfile(page, file, `#/tree?${beside}&${query}`);
    await expectPrinted(page, parameter);
  });

  test(`“${label}” on the screen is ${flags.join(' ')}`, async ({ page }) => {
    await openProfile(page, file, `#/tree?${beside}`);
    await page.keyboard.press(key);
    const form = page.getByRole('dialog', { name: key === 't' ? 'Refine' : 'Options' });
    const control = form.getByLabel(label, { exact: true });
    if (key === 't' && !(await control.isVisible())) await form.getByText('More').click();
    if (how === 'check') await control.click();
    else if (how === 'select') await control.selectOption(value);
    else {
      await control.fill(value);
      await control.press('Enter');
    }
    await expectPrinted(page, parameter);
  });
}

test('si in the address and the menu of sample types are -sample_index', async ({ page }) => {
  await openProfile(page, HEAP, '#/tree');
  await page.getByRole('combobox', { name: 'Sample type' }).selectOption('alloc_objects');
  await expect(page).toHaveURL(/si=alloc_objects/);
  await expectPrinted(page, { file: HEAP, flags: ['-sample_index=alloc_objects'] });
});
