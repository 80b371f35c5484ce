import { Button } from '#components/Button.tsx';
import { Chips } from '#components/Chips.tsx';
import { Popover } from '#components/Popover.tsx';
import { RefineForm, type RefineField } from '#components/RefineForm.tsx';
import { Totals } from '#components/Totals.tsx';
import type { ViewReport } from '#engine/protocol.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import { useLatest } from '#state/answers.ts';
import { infoOf, resetOptions, setOptions, undo, useOptions, type RefinementField } from '#state/options.ts';
import { forget, park, unpark, useParked } from '#state/parked.ts';
import { ConfigMenu } from './ConfigMenu.tsx';
import { chipsOf, edited } from './chips.ts';
import { checkPattern } from './checkPattern.ts';
import { problemsOf } from './problems.ts';
import styles from './RefineBar.module.css';

const FIELDS: readonly (readonly [field: RefinementField, title: string])[] = [
  ['focus', 'Focus'],
  ['ignore', 'Ignore'],
  ['hide', 'Hide'],
  ['show', 'Show'],
  ['showFrom', 'Show from'],
];
const MORE: readonly (readonly [field: RefinementField, title: string])[] = [
  ['pruneFrom', 'Prune from'],
  ['tagFocus', 'Tag focus'],
  ['tagIgnore', 'Tag ignore'],
  ['tagShow', 'Tag show'],
  ['tagHide', 'Tag hide'],
];

/** What narrows the profile, and what of the whole is then shown. */
export function RefineBar({ report }: { readonly report: ViewReport }) {
  const options = useOptions((all) => all);
  const { answer, failure } = useLatest(report);
  const { problems } = problemsOf(options, failure, answer?.summary.notes ?? []);
  const parked = useParked((state) => state.parked);
  const chips = chipsOf(options, parked).map((chip) => ({ ...chip, problem: problems[chip.id] }));
  const summary = answer?.summary;
  return (
    <section aria-label="What is shown" className={styles.bar}>
      <Popover
        label="Refine"
        button={({ open, onClick }) => (
          <Button icon="add" title="Refine (t)" data-key="t" aria-expanded={open} onClick={onClick}>
            Refine
          </Button>
        )}
      >
        {(close) => (
          <RefineForm
            fields={fieldsOf(FIELDS, options)}
            more={fieldsOf(MORE, options)}
            check={(id, text) => checkPattern(infoOf(id as RefinementField).name, text)}
            onApply={(values) => {
              setOptions(values as Partial<Options>);
              close();
            }}
            onReset={() => {
              resetOptions();
              close();
            }}
          />
        )}
      </Popover>
      <ConfigMenu />
      <Chips
        chips={chips}
        onEdit={(id, text) => setOptions(edited(options, id, text))}
        onRemove={(id) => {
          forget(id as keyof Options);
          setOptions({ [id]: DEFAULTS[id as keyof Options] });
        }}
        onSwitch={(id, on) => (on ? unpark(id as keyof Options) : park(id as keyof Options, DEFAULTS[id as keyof Options]))}
      />
      {chips.length > 0 && <Button icon="undo" aria-label="Undo" title="One step back (z)" onClick={undo} />}
      <span className={styles.gap} />
      <Totals sentence={summary?.sentence ?? ''} share={summary === undefined || summary.total === 0 ? 0 : summary.shown / summary.total} />
    </section>
  );
}

function fieldsOf(list: typeof FIELDS, options: Options): RefineField[] {
  return list.map(([id, title]) => ({ id, title, help: infoOf(id).help, value: options[id] }));
}
