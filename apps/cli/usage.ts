import { OPTIONS } from '#model/options.ts';
import { FORMATS, type Format } from './formats.ts';

const LISTED = OPTIONS.filter(({ field }) => field !== 'sort' && field !== 'granularity')
  .map(({ name, help }) => `    -${name.padEnd(22)} ${help}`)
  .join('\n');

const FORMAT_LINES = (FORMATS as readonly Format[])
  .map(({ name, aliases = [], takesRegexp, help }) => `    ${[name, ...aliases].map((flag) => `-${flag}`).join(', ')}${takesRegexp === true ? '=re' : ''}`.padEnd(29) + help)
  .join('\n');

export const USAGE = `Opens profiles that Go and other programs write, in the browser or as text.

Usage:

  proflens [-http=host:port] [-no_browser] [file …]      opens the page, with the files
  proflens -top [options] file                           prints a report
  proflens shell [options] file                          reads commands, such as top 5 or list main; help lists them

  Reports:
${FORMAT_LINES}

  Page:
    -http=host:port          Address to serve on, on this machine; any free port by default
    -web                     Begin with the call graph
    -no_browser              Do not open a browser

  Options:
    -output=f                Writes the report to a file
    -flat, -cum              Sort by own, or by cumulative weight
    -functions, -filefunctions, -files, -lines, -addresses
                             What an entry is
    -inuse_space, -inuse_objects, -alloc_space, -alloc_objects, -total_delay, -contentions, -mean_delay
                             The same as -sample_index=…
${LISTED}
    -base=f                  An earlier profile of the same program, to be subtracted
    -diff_base=f             Another profile to compare with: shares are of it
    -add_comment=text        Added to the profile's comments
    -tools=folder,…          Where objdump, nm and the like are, for -disasm and -weblist; also $PPROF_TOOLS
    -buildid=id              The build ID of the program, where the profile has none
    -all_frames              Keep frames that the profile calls uninteresting (drop_frames)
    -symbolize=none          Read of text profiles only what pprof reads: no symbols in comments
    -version, -help
`;
