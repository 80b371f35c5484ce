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

  proflens [-http=host:port] [-no_browser] [source …]    opens the page, with the sources
  proflens -top [options] source …                       prints a report
  proflens shell [options] source …                      reads commands, such as top 5 or list main; help lists them

  A source is a file or the address of a running program: http://host:6060/debug/pprof/heap, host:6060,
  https://user:password@host/x, https+insecure://host/x for any certificate. What is fetched is kept in $PPROF_TMPDIR
  or ~/pprof. Several sources are merged; a program may stand before them. The page opens the newest profile of a
  folder, and offers what appears there later.

  Reports:
${FORMAT_LINES}

  Page:
    -http=host:port          Address to serve on, on this machine; by default $PROFLENS_HTTP, or any free port. port+ is
                             that one or the next that is free. With it several sources are one, as in pprof; without
                             it each stands by itself
    -web                     Begin with the call graph
    -no_browser              Do not open a browser
    -idle_exit=30m           Ends when nothing was asked for so long; an open capture or monitor asks

  Options:
    -output=f                Writes the report to a file
    -flat, -cum              Sort by own, or by cumulative weight
    -functions, -filefunctions, -files, -lines, -addresses
                             What an entry is
    -inuse_space, -inuse_objects, -alloc_space, -alloc_objects, -total_delay, -contentions, -mean_delay
                             The same as -sample_index=…
${LISTED}
    -base=source             An earlier profile of the same program, to be subtracted
    -diff_base=source        Another profile to compare with: shares are of it
    -add_comment=text        Added to the profile's comments
    -tools=folder,…          Where objdump, nm and the like are, for -disasm and -weblist; also $PPROF_TOOLS
    -buildid=id              The build ID of the program, where the profile has none
    -all_frames              Keep frames that the profile calls uninteresting (drop_frames)
    -symbolize=none          Read of text profiles only what pprof reads: no symbols in comments, and ask no program for names
    -symbolize=local, remote, force
                             Do not ask, or ask, programs for the names of their addresses; also of those that have one

  Addresses:
    -seconds=n               How long a program gathers before it answers
    -timeout=n               Seconds to wait for it; by default half as long again as it gathers, or 60
    -header='Name: value'    Is sent to the addresses named here, and nowhere else; may be given several times
    -header_file=f           A file of such lines, which no list of processes shows
    -allow_targets=host,…    Hosts that are not asked otherwise: metadata services of clouds, and what is no single host
    -tls_ca=f                Authorities that sign the servers' certificates, in place of the known ones
    -tls_cert=f, -tls_key=f  A certificate and its key, to show to servers
    $HTTP_PROXY, $HTTPS_PROXY, $NO_PROXY
                             By which proxy they are asked, as Go's programs take them

  -version, -help

  Ends with 0; with 2 where something is wrong with the command, a file or an address; with 4 where the page cannot be
  served at -http; with 130 where it is interrupted a second time before all was closed.
`;
