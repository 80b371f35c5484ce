import { plus, quotient, type Int64 } from '#model/int64.ts';
import type { Options } from '#model/options.ts';
import { NONE } from '#model/profile.ts';
import { profileLines, shownSentence } from './legend.ts';
import { outputUnit, type Subject } from './subject.ts';

/** What is said of samples that are shown as they are, without a graph: that all their nodes are shown. */
export function wholeLegend(subject: Subject, options: Options): { readonly unit: string; readonly sentence: string; readonly legend: readonly string[] } {
  const { profile, measure } = subject;
  const { stack, values } = profile.samples;
  let sum: Int64 = 0;
  let divisor: Int64 = 0;
  for (let sample = 0; sample < profile.samples.count; sample++) {
    if (stack[sample] === NONE) continue;
    sum = plus(sum, values[measure.column][sample]);
    if (measure.divisor !== undefined) divisor = plus(divisor, values[measure.divisor][sample]);
  }
  const shown = quotient(sum, divisor);
  const unit = options.unit === 'minimum' ? outputUnit(measure, shown, false) : options.unit;
  const sentence = shownSentence(measure, shown, unit);
  return { unit, sentence, legend: [...profileLines(subject, unit), sentence] };
}
