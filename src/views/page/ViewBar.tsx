import { Button } from '#components/Button.tsx';
import { FactsPanel } from '#components/FactsPanel.tsx';
import { Popover } from '#components/Popover.tsx';
import { SampleTypeMenu } from '#components/SampleTypeMenu.tsx';
import { ViewTabs } from '#components/ViewTabs.tsx';
import type { Facts } from '#engine/protocol.ts';
import { setOptions, setView, useOptions } from '#state/options.ts';
import { toggleInspector, usePanels } from '#state/panels.ts';
import { activeFile, useSession } from '#state/session.ts';
import { viewsFor, type View } from '#views/views.ts';
import { CompareMenu } from './CompareMenu.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { OptionsMenu } from './OptionsMenu.tsx';
import styles from './ViewBar.module.css';

/** How one looks, and at what measure. */
export function ViewBar({ panel, view }: { readonly panel: string; readonly view: View }) {
  const facts = useSession((session) => {
    const file = activeFile(session);
    return file?.kind === 'ready' ? file.facts : undefined;
  });
  const index = useOptions((options) => options.sampleIndex);
  const inspector = usePanels((panels) => panels.inspector);
  const views = viewsFor(facts, view.id);
  const onSelect = (id: string) => {
    const chosen = views.find((known) => known.id === id);
    if (chosen !== undefined) setView(chosen.id);
  };
  return (
    <nav className={styles.bar} aria-label="View">
      <ViewTabs views={views} selected={view.id} panel={panel} onSelect={onSelect} />
      <span className={styles.gap} />
      {facts !== undefined && (
        <div className={styles.tools}>
          <SampleType facts={facts} />
          <CompareMenu />
          <OptionsMenu unit={facts.sampleTypes[columnOf(facts, index)]?.unit ?? ''} />
          <ExportMenu />
          <Popover label="Facts" align="end" button={({ open, onClick }) => <Button icon="facts" aria-label="Facts" title="The profile's own facts (d)" data-key="d" aria-expanded={open} onClick={onClick} />}>
            {() => <FactsPanel facts={facts} />}
          </Popover>
          <Button icon="inspector" aria-label="Inspector" title="Inspector (b)" aria-pressed={inspector} onClick={toggleInspector} />
        </div>
      )}
    </nav>
  );
}

function SampleType({ facts }: { readonly facts: Facts }) {
  const index = useOptions((options) => options.sampleIndex);
  const onSelect = (column: number) => {
    const { type } = facts.sampleTypes[column];
    const unique = facts.sampleTypes.findIndex((known) => known.type === type) === column;
    const name = unique ? type : String(column);
    setOptions({ sampleIndex: column === facts.defaultColumn ? '' : name });
  };
  return <SampleTypeMenu types={facts.sampleTypes} selected={columnOf(facts, index)} onSelect={onSelect} />;
}

/** As pprof reads a sample index: a type's name, also without "inuse_", or a column. */
function columnOf({ sampleTypes, defaultColumn }: Facts, index: string): number {
  if (index === '') return defaultColumn;
  const legacy = index.replace(/^inuse_/, '');
  const column = sampleTypes.findIndex(({ type }) => type === index || type === legacy);
  return column >= 0 ? column : Number(index);
}
