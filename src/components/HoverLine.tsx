import { visibleText } from '#model/visibleText.ts';
import { Name } from './Name.tsx';
import styles from './HoverLine.module.css';

interface HoverLineProps {
  readonly callers: readonly string[];
  readonly name: string;
  readonly place: string;
  readonly facts: readonly string[];
}

/** No line has room for more. */
const CALLERS = 40;

/** One line of what the pointer is on: where it is called from, what it is, what it costs. */
export function HoverLine({ callers, name, place, facts }: HoverLineProps) {
  return (
    <div className={styles.line}>
      {name !== '' && (
        <>
          <span className={styles.callers}>
            <bdi dir="ltr">
              {callers.slice(-CALLERS).map((caller, i) => (
                <span key={i}>{visibleText(caller)} ▸ </span>
              ))}
            </bdi>
          </span>
          <span className={styles.name}>
            <Name name={name} />
          </span>
          {place !== '' && <span className={styles.place}>{visibleText(place)}</span>}
          <span className={styles.facts}>
            {facts.map((fact) => (
              <span key={fact}>{fact}</span>
            ))}
          </span>
        </>
      )}
    </div>
  );
}
