import type { ReactNode } from 'react';
import type { Facts } from '#engine/protocol.ts';
import { counted } from '#model/count.ts';
import { label } from '#model/units.ts';
import { visibleText } from '#model/visibleText.ts';
import styles from './FactsPanel.module.css';

/** What the profile says of itself. Text from the file is shown, never followed, but for its checked address. */
export function FactsPanel({ facts }: { readonly facts: Facts }) {
  return (
    <div className={styles.facts}>
      <h2 className={styles.name}>{visibleText(facts.name)}</h2>
      <dl className={styles.list}>
        <Fact title="Format">{facts.format}</Fact>
        <Fact title="Size">{label(facts.size, 'B', 'auto')}</Fact>
        {facts.time !== 0 && <Fact title="Time">{new Date(facts.time).toLocaleString()}</Fact>}
        {facts.durationNanos !== 0 && <Fact title="Duration">{label(facts.durationNanos, 'ns', 'auto')}</Fact>}
        {facts.period !== '' && <Fact title="Period">{visibleText(facts.period)}</Fact>}
        <Fact title="Measured">
          {facts.sampleTypes.map(({ type, unit }, column) => (
            <p key={column}>{visibleText(`${type} · ${unit}`) + (column === facts.defaultColumn ? ' (default)' : '')}</p>
          ))}
        </Fact>
        <Fact title="Holds">
          {counted(facts.samples, 'sample')}, {counted(facts.functions, 'function')}, {counted(facts.locations, 'location')}
        </Fact>
        {facts.docUrl !== '' && (
          <Fact title="Documentation">
            <a href={facts.docUrl} target="_blank" rel="noopener noreferrer">
              {visibleText(facts.docUrl)}
            </a>
          </Fact>
        )}
        {facts.comments.length > 0 && (
          <Fact title="Comments">
            {facts.comments.map((comment, row) => (
              <p key={row} className={styles.comment}>
                {visibleText(comment)}
              </p>
            ))}
          </Fact>
        )}
        {facts.mappings.length > 0 && (
          <Fact title="Binaries">
            {facts.mappings.map(({ file, buildId }, row) => (
              <p key={row} className={styles.code} title={buildId === '' ? undefined : `Build ID ${visibleText(buildId)}`}>
                {visibleText(file) || '(unnamed)'}
              </p>
            ))}
          </Fact>
        )}
        {facts.labelKeys.length > 0 && (
          <Fact title="Labels">
            {facts.labelKeys.map(({ key, samples }) => (
              <p key={key}>
                <span className={styles.code}>{visibleText(key)}</span> in {counted(samples, 'sample')}
              </p>
            ))}
          </Fact>
        )}
        {facts.notes.length > 0 && (
          <Fact title="Notes">
            {facts.notes.map((note, row) => (
              <p key={row}>{visibleText(note)}</p>
            ))}
          </Fact>
        )}
      </dl>
    </div>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt className={styles.title}>{title}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}
