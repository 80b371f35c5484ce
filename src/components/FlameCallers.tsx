import { useLayoutEffect, useRef } from 'react';
import { shortName } from '#model/names.ts';
import { visibleText } from '#model/visibleText.ts';
import styles from './FlameCallers.module.css';

export interface FlameCrumb {
  readonly id: number;
  readonly name: string;
}

interface FlameCallersProps {
  /** "Callers", or what else the steps are. */
  readonly label?: string;
  readonly callers: readonly FlameCrumb[];
  readonly current: FlameCrumb;
  readonly onZoom: (id: number) => void;
}

/** The way from the root of the whole graph to what fills the picture; each step is one click away. The end stays in sight. */
export function FlameCallers({ label = 'Callers', callers, current, onZoom }: FlameCallersProps) {
  const strip = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    strip.current?.scrollTo({ left: strip.current.scrollWidth });
  }, [callers]);
  return (
    <nav ref={strip} aria-label={label} className={styles.callers}>
      <ol className={styles.steps}>
        {callers.map((caller) => (
          <li key={caller.id}>
            <button type="button" className={styles.step} title={visibleText(caller.name)} onClick={() => onZoom(caller.id)}>
              {visibleText(shortName(caller.name))}
            </button>
          </li>
        ))}
        <li aria-current="location" title={visibleText(current.name)}>
          <span className={styles.current}>{visibleText(shortName(current.name))}</span>
        </li>
      </ol>
    </nav>
  );
}
