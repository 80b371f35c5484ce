import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import type { Reply } from '#engine/client.ts';
import type { About, Answer, Failure, Question, ViewReport } from '#engine/protocol.ts';
import type { Options } from '#model/options.ts';
import { engine } from './engine.ts';
import { useAddress } from './options.ts';
import { aboutOf } from './compare.ts';
import { useSession } from './session.ts';

export type AnswerTo<R extends ViewReport> = Extract<Answer, { readonly report: R }>;

/** The newest answer, kept while the next is computed; of the active file, never of another. */
export interface Reported<R extends ViewReport> {
  readonly answer: AnswerTo<R> | undefined;
  readonly pending: boolean;
  /** Why what is asked now has no answer; `answer` is then that of the question before. */
  readonly failure: Failure | undefined;
}

type AnyReport = Exclude<Question['report'], 'facts'>;

/** What a report is asked besides a file and options. */
type Wish<R extends AnyReport> = Omit<Extract<Question, { readonly report: R }>, 'report' | 'options' | keyof About>;

/** The report on the active file with the options of now, and what else the report is asked. */
export function useReport<R extends ViewReport>(report: R, ...[wish]: keyof Wish<R> extends never ? [] : [wish: Wish<R>]): Reported<R> {
  const active = useSession((session) => session.active);
  const about = useAbout();
  const options = useAddress((address) => address.options);
  const question = about === undefined ? undefined : ({ report, ...about, options, ...wish } as Question);
  const key = question === undefined ? '' : JSON.stringify(question);
  const state = useAnswers((answers) => answers[slotOf(report, active)]);
  const attempt = state?.attempt;
  useEffect(() => {
    if (key !== '') void ask(JSON.parse(key) as Question, key, slotOf(report, active));
  }, [key, attempt, report, active]);
  const settled = state?.key === key;
  return {
    answer: state?.answer as AnswerTo<R> | undefined,
    pending: key !== '' && !settled,
    failure: settled ? state.failure : undefined,
  };
}

/** What a view was answered last, for who shows it too; asks nothing. */
export function useLatest<R extends ViewReport>(report: R): Pick<Reported<R>, 'answer' | 'failure'> {
  const file = useSession((session) => session.active);
  const state = useAnswers((answers) => answers[slotOf(report, file)]);
  return { answer: state?.answer as AnswerTo<R> | undefined, failure: state?.failure };
}

/** The answer that a view would be given now, so that it is there when one goes there. */
export async function foresee<R extends ViewReport>(report: keyof Wish<R> extends never ? R : never): Promise<AnswerTo<R> | undefined> {
  const { files, active } = useSession.getState();
  const { base, options } = useAddress.getState();
  const about = aboutOf(files, active, base);
  if (about === undefined) return undefined;
  const key = JSON.stringify({ report, ...about, options });
  const of = slotOf(report, active);
  await ask(JSON.parse(key) as Question, key, of);
  const state = useAnswers.getState()[of];
  return state?.key === key && state.failure === undefined ? (state.answer as AnswerTo<R>) : undefined;
}

/** Asks once more what failed. */
export function askAgain(report: ViewReport): void {
  const of = slotOf(report, useSession.getState().active);
  useAnswers.setState((answers) => {
    const state = answers[of];
    return state === undefined ? answers : { [of]: { ...state, key: '', failure: undefined, attempt: state.attempt + 1 } };
  });
}

function slotOf(report: ViewReport, tab: number | undefined): string {
  return `${report} of ${tab}`;
}

/** What the active tab shows, compared with its base; undefined until all of it is open. */
function useAbout(): About | undefined {
  const files = useSession((session) => session.files);
  const active = useSession((session) => session.active);
  const base = useAddress((address) => address.base);
  return useMemo(() => aboutOf(files, active, base), [files, active, base]);
}

interface AnswerState {
  /** The question that `answer` or `failure` settles. */
  readonly key: string;
  readonly answer: Answer | undefined;
  readonly failure: Failure | undefined;
  readonly attempt: number;
}

const useAnswers = create<Record<string, AnswerState>>(() => ({}));

/** An answer for once, which no view shows: on what the active tab shows, with the options of now. Undefined where there is none. */
export async function askOnce<R extends AnyReport>(report: R, wish: Wish<R>): Promise<Answer | undefined> {
  const reply = await replyOnce(report, wish);
  return reply?.kind === 'answer' ? reply.answer : undefined;
}

/** The same, with why there is none; undefined where nothing is open. */
export function replyOnce<R extends AnyReport>(report: R, wish: Wish<R>, change: Partial<Options> = {}): Promise<Reply> | undefined {
  const { files, active } = useSession.getState();
  const { base, options } = useAddress.getState();
  const about = aboutOf(files, active, base);
  return about && engine.ask({ report, ...about, options: { ...options, ...change }, ...wish } as Question, `${report} once`);
}

/** What each slot was asked last. */
const asked = new Map<Question['report'], string>();

async function ask(question: Question, key: string, of: string): Promise<void> {
  const before = useAnswers.getState()[of];
  if (before?.key === key || asked.get(question.report) === key) return;
  asked.set(question.report, key);
  const reply = await engine.ask(question, question.report);
  if (asked.get(question.report) === key) asked.delete(question.report);
  if (reply.kind === 'moot') return;
  useAnswers.setState((answers) => {
    const state = answers[of];
    const attempt = state?.attempt ?? 0;
    if (reply.kind === 'failed') return { [of]: { key, answer: state?.answer, failure: reply.failure, attempt } };
    return { [of]: { key, answer: reply.answer, failure: undefined, attempt } };
  });
}

// A closed file's answers go with it.
useSession.subscribe(({ files }) => {
  const open = Object.entries(useAnswers.getState()).filter(([of]) => files.some((file) => of.endsWith(` of ${file.id}`)));
  if (open.length < Object.keys(useAnswers.getState()).length) useAnswers.setState(Object.fromEntries(open), true);
});
