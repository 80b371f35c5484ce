import { visibleText } from '#model/visibleText.ts';
import { Button } from './Button.tsx';
import styles from './OfferLine.module.css';

interface OfferLineProps {
  readonly name: string;
  readonly isNew: boolean;
  readonly onOpen: () => void;
  readonly onDecline: () => void;
}

/** A profile that is there now and was not, in one line. */
export function OfferLine({ name, isNew, onOpen, onDecline }: OfferLineProps) {
  return (
    <div role="status" aria-label="New profile" className={styles.line}>
      <span>
        <bdi className={styles.name}>{visibleText(name)}</bdi> {isNew ? 'appeared' : 'was written anew'}
      </span>
      <Button kind="plain" onClick={onOpen}>Open</Button>
      <Button icon="close" aria-label={`Not ${visibleText(name)}`} onClick={onDecline} />
    </div>
  );
}
