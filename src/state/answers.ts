import { useEffect } from 'react';
import { create } from 'zustand';
import type { Answer, Failure, FlameWindow, Question } from '#engine/protocol.ts';
import { engine } from './engine.ts';
import { useAddress } from './options.ts';
import { activeFile, useSession } from './session.ts';

type Report = Question['report'];
export type AnswerTo<R extends Report> = Extract<Answer, { readonly report: R }>;

/** The newest answer, kept while the next is computed; of the active file, never of another. */
export interface Reported<R extends Report> {
  readonly answer: AnswerTo<R> | undefined;
  readonly pending: boolean;
  /** Why what is asked now has no answer; `answer` is then that of the question before. */
  readonly failure: Failure | undefined;
}

const WHOLE: FlameWindow = { root: 0, minShare: 0.0005, find: '' };

/** The report on the active file with the options of now. The window is that of a flame graph. */
export function useReport<R extends Report>(report: R, window: FlameWindow = WHOLE): Reported<R> {
  const file = useSession((session) => (activeFile(session)?.kind === 'ready' ? session.active : undefined));
  const options = useAddress((address) => address.options);
  const question = file === undefined ? undefined : ({ report, file, options, ...(report === 'flame' && { window }) } as Question);
  const key = question === undefined ? '' : JSON.stringify(question);
  const state = useAnswers((answers) => answers[`${report} of ${file}`]);
  const attempt = state?.attempt;
  useEffect(() => {
    if (key !== '') void ask(JSON.parse(key) as Question, key);
  }, [key, attempt]);
  const settled = state?.key === key;
  return {
    answer: state?.answer as AnswerTo<R> | undefined,
    pending: key !== '' && !settled,
    failure: settled ? state.failure : undefined,
  };
}

/** What a view was answered last, for who shows it too; asks nothing. */
export function useLatest<R extends Report>(report: R): Pick<Reported<R>, 'answer' | 'failure'> {
  const file = useSession((session) => session.active);
  const state = useAnswers((answers) => answers[`${report} of ${file}`]);
  return { answer: state?.answer as AnswerTo<R> | undefined, failure: state?.failure };
}

/** Asks once more what failed. */
export function askAgain(report: Report): void {
  const of = `${report} of ${useSession.getState().active}`;
  useAnswers.setState((answers) => {
    const state = answers[of];
    return state === undefined ? answers : { [of]: { ...state, key: '', failure: undefined, attempt: state.attempt + 1 } };
  });
}

interface AnswerState {
  /** The question that `answer` or `failure` settles. */
  readonly key: string;
  readonly answer: Answer | undefined;
  readonly failure: Failure | undefined;
  readonly attempt: number;
}

const useAnswers = create<Record<string, AnswerState>>(() => ({}));

/** What each slot was asked last. */
const asked = new Map<Report, string>();

async function ask(question: Question, key: string): Promise<void> {
  const of = `${question.report} of ${question.file}`;
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
