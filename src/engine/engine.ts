import { alone, opened } from '#filters/opened.ts';
import type { Options } from '#model/options.ts';
import type { Profile } from '#model/profile.ts';
import { QuestionError } from '#model/questionError.ts';
import { callGraphReport } from '#reports/callgraph.ts';
import { flameTree, flameWindow, type FlameTree } from '#reports/flame.ts';
import { measureOf, type Subject } from '#reports/subject.ts';
import { wholeTopReport } from '#reports/top.ts';
import { factsOf } from './facts.ts';
import type { Answer, Facts, Question, Summary } from './protocol.ts';
import { Recent } from './recent.ts';
import { narrow, narrowingKey, subjectIn, type Narrowed } from './subject.ts';

/** Holds open profiles by number and answers questions about them. Runs in the worker, in Node and in tests alike. */
export interface Engine {
  /** @throws QuestionError for a profile of which nothing can be asked */
  open(file: number, name: string, size: number, profile: Profile): Facts;
  /**
   * The columns of a flame graph's window are the asker's to keep. All else is shared with later answers.
   * @throws QuestionError
   */
  ask(question: Question): Answer;
  close(file: number): void;
}

export function createEngine(): Engine {
  const files = new Map<number, OpenFile>();
  return {
    open: (file, name, size, profile) => {
      const asPprofHasIt = opened(alone(profile));
      files.set(file, new OpenFile(asPprofHasIt));
      return factsOf(name, size, asPprofHasIt);
    },
    ask: (question) => {
      const file = files.get(question.file);
      if (file === undefined) throw new QuestionError('The file is not open.');
      return file.answer(question);
    },
    close: (file) => void files.delete(file),
  };
}

/**
 * A profile and the steps from it to an answer. A step is kept by the options that it reads, so that a new sort order
 * does not filter again; a few are kept of each, so that going back is free.
 */
class OpenFile {
  readonly #profile: Profile;
  readonly #narrowed = new Recent<Narrowed>(3);
  readonly #trees = new Recent<FlameTree>(2);
  readonly #answers = new Recent<Answer>(4);

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  answer(question: Question): Answer {
    const { report } = question;
    // A flame graph is as wide as sums are, which a mean would not add up to.
    const options = report === 'flame' ? { ...question.options, mean: false } : question.options;
    const narrowed = this.#narrowed.get(narrowingKey(options), () => narrow(this.#profile, options));
    const subject = subjectIn(narrowed, options);
    switch (report) {
      case 'top':
        return this.#answers.get(keyOf(report, options), () => {
          const top = wholeTopReport(subject, options);
          return { report, summary: summaryOf(narrowed, subject, options, top), top };
        });
      case 'callgraph':
        return this.#answers.get(keyOf(report, options), () => {
          const callgraph = callGraphReport(subject, options);
          return { report, summary: summaryOf(narrowed, subject, options, callgraph), callgraph };
        });
      case 'flame': {
        const tree = this.#trees.get(keyOf(report, withoutTrimming(options)), () => flameTree(subject, options));
        const flame = flameWindow(tree, question.window);
        return { report, summary: summaryOf(narrowed, subject, options, flame), flame };
      }
    }
  }
}

interface Reported {
  readonly unit: string;
  readonly sentence: string;
  readonly legend: readonly string[];
}

function summaryOf({ after, notes }: Narrowed, { measure }: Subject, options: Options, { unit, sentence, legend }: Reported): Summary {
  return { type: measure.type, unit, sentence, legend, total: Number(measure.total), shown: Number(measureOf(after, options).total), notes };
}

function keyOf(report: string, options: Options): string {
  return JSON.stringify([report, options]);
}

/** A flame graph shows all nodes in an order of its own. */
function withoutTrimming(options: Options): Options {
  return { ...options, sort: 'flat', nodeCount: 0, nodeFraction: 0, edgeFraction: 0, trim: false, callTree: true };
}
