import { ProfileBuilder } from '#model/builder.ts';
import { truncate, type Int64 } from '#model/int64.ts';
import type { Options } from '#model/options.ts';
import type { Profile } from '#model/profile.ts';
import { scale } from '#model/units.ts';
import { cumValue, flatValue, graphSource, unitOf } from './graph.ts';
import { nodesOf } from './nodes.ts';
import type { Subject } from './subject.ts';
import { askedOf, trimmedGraph } from './trim.ts';

/**
 * The rows of top as a profile of its own: a sample and a location for each, with cum and flat in the unit of the report,
 * cut to whole numbers.
 *
 * Source: internal/report/report.go (printTopProto).
 */
export function topProfile(subject: Subject, options: Options): Profile {
  const { profile, measure } = subject;
  const asked = askedOf(options, 0);
  const { nodes } = trimmedGraph(graphSource(subject, nodesOf(profile, options), options, false), asked, { visual: false, tree: false }).graph;
  const unit = unitOf(measure, asked, nodes, false);
  const whole = (value: Int64) => truncate(scale(value, measure.type.unit, unit).value);
  const builder = new ProfileBuilder('top', [
    { type: 'cum', unit },
    { type: 'flat', unit },
  ]);
  for (const node of nodes) {
    const { name, file, startLine, line, column, address } = node.info;
    const location = builder.location({ address, lines: [{ fn: builder.fn({ name, systemName: '', file, startLine }), line, column }] });
    builder.sample([location], [whole(cumValue(node)), whole(flatValue(node))]);
  }
  const { timeNanos, durationNanos, periodType, period } = profile;
  return builder.finish({ timeNanos, durationNanos, periodType, period });
}
