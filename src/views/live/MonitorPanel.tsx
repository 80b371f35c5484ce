import { Button } from '#components/Button.tsx';
import { RuleForm, type RuleColumn } from '#components/RuleForm.tsx';
import { clock } from '#model/clock.ts';
import type { FetchFailure, Offered, Service } from '#model/live.ts';
import { label } from '#model/units.ts';
import { visibleText } from '#model/visibleText.ts';
import { addRule, INTERVALS, removeRule, setPausesHidden, setPollInterval, setSource, SOURCE_IDS, startMonitor, stopMonitor, useMonitor, type Source, type SourceId } from '#state/live/monitor.ts';
import { choicesOf } from '#state/live/plans.ts';
import { chartsOf, columnTitle } from '#state/live/readings.ts';
import { MOST_ACTS, ruleText } from '#state/live/rules.ts';
import { Charts } from './Charts.tsx';
import styles from './MonitorPanel.module.css';

/** How the program does, while one looks and while one does not. */
export function MonitorPanel({ service }: { readonly service: Service }) {
  const isRunning = useMonitor((monitor) => monitor.isRunning && monitor.service === service.url);
  const isKnown = useMonitor((monitor) => monitor.service === service.url);
  return (
    <section aria-label="Monitor" className={styles.panel}>
      <MonitorBar service={service.url} isRunning={isRunning} />
      {isKnown ? (
        <>
          <Sources />
          <Rules captures={offeredNow(service.profiles)} />
          <Charts captures={offeredNow(service.profiles)} />
        </>
      ) : (
        <p className={styles.fact}>
          Asks for the index page every second and draws what it counts: goroutines, threads, the program’s own profiles. That is some kilobytes, and stops nothing. Memory and
          more can be switched on.
        </p>
      )}
    </section>
  );
}

function MonitorBar({ service, isRunning }: { readonly service: string; readonly isRunning: boolean }) {
  const interval = useMonitor((monitor) => monitor.interval);
  const pausesHidden = useMonitor((monitor) => monitor.pausesHidden);
  return (
    <div className={styles.bar}>
      <h2>Monitor</h2>
      <Button kind={isRunning ? 'plain' : 'main'} onClick={() => (isRunning ? stopMonitor() : startMonitor(service))}>
        {isRunning ? 'Stop watching' : 'Watch'}
      </Button>
      <label className={styles.choice}>
        every
        <select className={styles.select} aria-label="Interval" value={interval} onChange={(event) => setPollInterval(Number(event.target.value))}>
          {INTERVALS.map((seconds) => (
            <option key={seconds} value={seconds}>
              {seconds} s
            </option>
          ))}
        </select>
      </label>
      <label className={styles.choice}>
        <input type="checkbox" checked={pausesHidden} onChange={(event) => setPausesHidden(event.target.checked)} />
        Pause while this tab is hidden
      </label>
    </div>
  );
}

const ABOUT: Readonly<Record<SourceId, { readonly title: string; readonly cost: string }>> = {
  counts: { title: 'Counts', cost: 'The index page: cheap, and stops nothing.' },
  memory: { title: 'Memory', cost: 'heap?debug=1: costs more. It stops the program for a moment (ReadMemStats), and the program writes its whole heap profile as text.' },
  vars: { title: 'expvar', cost: 'Where the program publishes variables. It stops the program for a moment too (ReadMemStats).' },
  charts: { title: 'Charts feed', cost: 'Where the program serves /debug/charts; it gathers by itself, so that an answer is cheap.' },
};

/** What is asked, and what that costs the program. */
function Sources() {
  const sources = useMonitor((monitor) => monitor.sources);
  return (
    <div className={styles.sources} role="group" aria-label="Asked for">
      {SOURCE_IDS.map((id) => (
        <SourceChoice key={id} id={id} source={sources[id]} />
      ))}
    </div>
  );
}

function SourceChoice({ id, source }: { readonly id: SourceId; readonly source: Source }) {
  const { title, cost } = ABOUT[id];
  const { isOn, url, failure } = source;
  return (
    <div className={styles.source}>
      <input id={`source-${id}`} type="checkbox" checked={isOn} onChange={(event) => setSource(id, { isOn: event.target.checked })} />
      <div>
        <label htmlFor={`source-${id}`} className={styles.name}>
          {title}
        </label>
        <p className={styles.cost}>
          {cost} {isOn && source.cost !== undefined && <span>Last: {costText(source.cost)}.</span>}
        </p>
        {isOn && (id === 'vars' || id === 'charts') && <input key={url} className={styles.where} aria-label={`Address of ${title}`} spellCheck={false} defaultValue={url} onBlur={(event) => change(id, url, event.target.value)} />}
        {failure !== undefined && (
          <p role="alert" className={styles.problem}>
            {problemText(id, failure)}
          </p>
        )}
      </div>
    </div>
  );
}

/** Advice for a profile is none for what a program need not have at all. */
function problemText(id: SourceId, { code, message, next }: FetchFailure): string {
  if (code === 'not-found-404' && (id === 'vars' || id === 'charts')) return 'The program has nothing at this address (404). Give another, or switch this off.';
  return visibleText(`${message.charAt(0).toUpperCase()}${message.slice(1).replace(/\.$/, '')}. ${next}`);
}

function change(id: SourceId, before: string, typed: string): void {
  if (typed !== before && URL.canParse(typed)) setSource(id, { url: typed });
}

function costText({ bytes, time }: NonNullable<Source['cost']>): string {
  return [...(bytes === undefined ? [] : [label(bytes, 'B', 'auto')]), `${Math.round(time)} ms`].join(' in ');
}

/** Rules that take profiles by themselves. */
function Rules({ captures }: { readonly captures: readonly { readonly name: string; readonly title: string }[] }) {
  const rules = useMonitor((monitor) => monitor.rules);
  const histories = useMonitor((monitor) => monitor.histories);
  // Columns come with the answers, which this counts.
  useMonitor((monitor) => monitor.rows);
  const columns = chartsOf(SOURCE_IDS.flatMap((id) => [...histories[id].columns.keys()])).flatMap(({ lines, unit }) => lines.map(({ column }) => columnOf(column, unit)));
  return (
    <section aria-label="Rules" className={styles.rules}>
      <h3>Capture by itself</h3>
      {rules.length > 0 && (
        <ul aria-label="Rules">
          {rules.map((rule) => (
            <li key={rule.id} className={styles.rule}>
              <span>
                {visibleText(ruleText(rule))} → {rule.captures.map((name) => choicesOf({ name, description: '' }).title).join(', ')}
              </span>
              <span className={styles.fact}>{rule.acted.length === 0 ? 'waiting' : `captured ${rule.acted.length} of at most ${MOST_ACTS}, last at ${clock(rule.acted.at(-1) ?? 0)}`}</span>
              <Button onClick={() => removeRule(rule.id)} aria-label={`Remove the rule ${visibleText(ruleText(rule))}`} title="">
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
      <RuleForm columns={columns} captures={captures} onAdd={addRule} />
    </section>
  );
}

/** Numbers of a form are in units that people think in. */
function columnOf(column: string, unit: string): RuleColumn {
  const about = { column, title: columnTitle(column) };
  if (unit === 'bytes' || unit === 'bytes/s') return { ...about, unit: unit === 'bytes' ? 'MB' : 'MB/s', factor: 2 ** 20 };
  if (unit === 'ns') return { ...about, unit: 'ms', factor: 1e6 };
  if (unit === 'share') return { ...about, unit: '%', factor: 0.01 };
  return { ...about, unit: unit === 'per minute' ? '/min' : '', factor: 1 };
}

/** What of a program can be captured by one press: what it has, and its CPU time. */
function offeredNow(profiles: readonly Offered[]) {
  const wanted = ['goroutine', 'heap', 'profile'];
  return profiles
    .map((offered) => ({ name: offered.name, title: offered.name === 'profile' ? 'CPU, 10 s' : choicesOf(offered).title }))
    .sort((a, b) => rank(wanted, a.name) - rank(wanted, b.name));
}

function rank(wanted: readonly string[], name: string): number {
  return wanted.includes(name) ? wanted.indexOf(name) : wanted.length;
}
