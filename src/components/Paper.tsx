import type { Shape } from '#picture/shapes.ts';
import type { Titled } from '#picture/shapesSvg.ts';
import styles from './Paper.module.css';

interface PaperProps {
  readonly width: number;
  readonly height: number;
  readonly groups: readonly Titled[];
}

/** A picture of boxes and texts as it goes to a printer: sharp, as wide as the sheet, and seen nowhere else. */
export function Paper({ width, height, groups }: PaperProps) {
  return (
    <svg className={styles.paper} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {groups.flatMap(({ shapes }, group) => shapes.map((shape, i) => <Drawn key={`${group} ${i}`} shape={shape} />))}
    </svg>
  );
}

function Drawn({ shape }: { readonly shape: Shape }) {
  if (shape.kind === 'text') {
    return (
      <text x={shape.at[0]} y={shape.at[1]} fontSize={shape.size} fill={shape.color} textAnchor={shape.align}>
        {shape.text}
      </text>
    );
  }
  return <polygon points={shape.points.map(([x, y]) => `${x},${y}`).join(' ')} fill={shape.kind === 'area' ? shape.fill : 'none'} stroke={shape.pen?.color} strokeWidth={shape.pen?.width} />;
}
