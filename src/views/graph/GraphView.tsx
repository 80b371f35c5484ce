import { useEffect, useMemo, useState } from 'react';
import { CallGraph } from '#components/CallGraph.tsx';
import { Legend } from '#components/Legend.tsx';
import { MAX_NODES } from '#layout/callgraph.ts';
import { counted } from '#model/count.ts';
import { percentage } from '#model/units.ts';
import { visibleText } from '#model/visibleText.ts';
import type { CallGraphReport } from '#reports/callgraph.ts';
import { useReport } from '#state/answers.ts';
import { point } from '#state/pointed.ts';
import { selectFunctions, useSession } from '#state/session.ts';
import { useTheme } from '#state/theme.ts';
import { setFound, useViewActions } from '#state/viewActions.ts';
import { FunctionMenu } from '#views/FunctionMenu.tsx';
import { useMatcher } from '#views/useMatcher.ts';
import { ViewFrame } from '#views/ViewFrame.tsx';
import { useGraphLayout, type LaidOutGraph } from './useGraphLayout.ts';
import styles from './GraphView.module.css';

/** Who calls whom, and what it costs. */
export function GraphView() {
  const { answer, pending, failure } = useReport('callgraph');
  const { laidOut, pending: isLayingOut, problem } = useGraphLayout(answer?.callgraph);
  const shownFailure = failure ?? (problem === '' ? undefined : { cause: 'time' as const, message: problem });
  const count = Math.min(MAX_NODES, answer?.callgraph.nodes.length ?? 0);
  return (
    <div className={styles.whole}>
      <ViewFrame report="callgraph" pending={pending || isLayingOut} failure={shownFailure}>
        {laidOut !== undefined && <Graph {...laidOut} signed={answer?.summary.signed === true} />}
      </ViewFrame>
      {isLayingOut && (
        <p role="status" aria-label="Layout" className={styles.progress}>
          Laying out {counted(count, 'node')} …
        </p>
      )}
    </div>
  );
}

function Graph({ report, drawing, isDraft, signed }: LaidOutGraph & { readonly signed: boolean }) {
  const selected = useSession((session) => session.selected);
  const find = useSession((session) => session.find);
  const dark = useTheme((theme) => theme.dark);
  const [menu, setMenu] = useState<{ x: number; y: number }>();
  const { matches, error } = useMatcher(find);
  const nodes = drawing.nodes.length;
  const found = useMemo(
    () => matches && new Set(Array.from({ length: nodes }, (_, node) => node).filter((node) => matches(report.nodes[node].name) || matches(report.nodes[node].file))),
    // `matches` is made anew from `find` and what that compiled to.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [report, nodes, find, matches === undefined],
  );
  const [reveal, setReveal] = useState(() => revealed(report.nodes.findIndex((node, row) => row < nodes && selected.has(node.fn || node.name))));
  useEffect(() => {
    setFound(error !== '' ? 'not a pattern' : found === undefined ? '' : `${found.size} of ${nodes}`);
    return () => setFound('');
  }, [error, found, nodes]);
  useViewActions({
    step: (by) => {
      const list = [...(found ?? [])];
      const at = list.indexOf(reveal?.node ?? -1);
      if (list.length > 0) setReveal({ node: list[(at < 0 ? (by === 1 ? 0 : list.length - 1) : at + by + list.length) % list.length] });
    },
  });

  const onSelect = (name: string, how: 'replace' | 'toggle') => {
    if (how === 'replace') selectFunctions([name]);
    else selectFunctions(selected.has(name) ? [...selected].filter((other) => other !== name) : [...selected, name]);
  };
  const left = report.nodes.length - nodes;
  return (
    <div className={styles.view}>
      <CallGraph
        report={report}
        drawing={drawing}
        isDraft={isDraft}
        dark={dark}
        signed={signed}
        selected={selected}
        found={found}
        reveal={reveal}
        onSelect={onSelect}
        onClear={() => selectFunctions([])}
        onPoint={(node) => point(node === undefined ? undefined : pointedAt(report, node))}
        onMenu={(node, at) => {
          const name = report.nodes[node].fn || report.nodes[node].name;
          if (!selected.has(name)) selectFunctions([name]);
          setMenu(at);
        }}
      />
      {nodes === 0 && <p className={styles.nothing}>{report.total === 0 ? 'This sample type has no values. Others may have: choose one above.' : 'The refinements leave nothing.'}</p>}
      <div className={styles.notes}>
        <Legend lines={report.legend.map((line) => visibleText(line.trim()))} />
        {left > 0 && <p className={styles.note}>{`The ${MAX_NODES} heaviest of ${counted(report.nodes.length, 'node')} are drawn: more would take minutes to lay out.`}</p>}
      </div>
      {menu !== undefined && <FunctionMenu functions={[...selected]} at={menu} onClose={() => setMenu(undefined)} />}
    </div>
  );
}

function revealed(node: number): { node: number } | undefined {
  return node < 0 ? undefined : { node };
}

function pointedAt(report: CallGraphReport, node: number) {
  const { name, fn, file, flat, flatText, cum, cumText } = report.nodes[node];
  const cost = (title: string, text: string, value: number) => `${title} ${text}, ${percentage(value, report.total).trim()}`;
  return { callers: [], name: fn || name, place: file, facts: [cost('flat', flatText, flat), cost('cum', cumText, cum)] };
}
