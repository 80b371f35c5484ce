import { useLayoutEffect, useRef } from 'react';
import { visibleText } from '#model/visibleText.ts';
import styles from './FlameGraph.module.css';

interface FlameTipProps {
  readonly name: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

const DISTANCE = 16;

/** What the box under the pointer has no room for; beside the pointer, inside the picture. */
export function FlameTip({ name, text, x, y }: FlameTipProps) {
  const tip = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = tip.current;
    const room = box?.parentElement;
    if (!box || !room) return;
    const left = x + DISTANCE + box.offsetWidth > room.clientWidth ? Math.max(4, x - box.offsetWidth - 8) : x + DISTANCE;
    const top = y + DISTANCE + box.offsetHeight > room.clientHeight ? Math.max(4, y - box.offsetHeight - 8) : y + DISTANCE;
    box.style.transform = `translate(${left}px, ${top}px)`;
  });
  return (
    <div ref={tip} className={styles.tip} aria-hidden="true">
      <span className={styles.tipName}>{visibleText(name)}</span>
      <span className={styles.tipText}>{text}</span>
    </div>
  );
}
