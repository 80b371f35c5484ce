import { OPTIONS } from '#model/options.ts';
import { FORMATS, FORMAT_FLAGS, type Format } from '#cli/formats.ts';
import { choicesOf, PAGE, SETTINGS, type SettingField } from './settings.ts';

/**
 * What can be typed, or what one command or option is for.
 * @param subject empty for all
 * @returns undefined for what is neither
 */
export function helpText(subject: string): string | undefined {
  if (subject === '') return ALL;
  const format = FORMAT_FLAGS.get(subject);
  if (format !== undefined) return [format.help, '  Usage:', ...usageOf(subject, format).map((line) => `    ${line}`)].join('\n');
  if (subject === PAGE) return [PAGE_HELP, '  Usage:', `    ${PAGE} ${NARROWING}`].join('\n');
  const setting = SETTINGS.get(subject);
  if (setting === undefined) return undefined;
  return `${optionHelp(setting.field)}\n  ${subject}=${setting.choice === undefined ? valuesOf(setting.field) : 'true'}`;
}

const NARROWING = '[n] [focus_regexp]* [-ignore_regexp]*';
const PAGE_HELP = 'Opens the page with the profile, narrowed as here, until the shell is left';
const OUTPUT_HELP = 'The file that reports are written to; empty for the terminal';

function usageOf(name: string, { takesRegexp = false }: Format): string[] {
  if (name === 'tags') return ['tags [label_regexp]* [-ignore_regexp]* [>file]', 'Labels that match, without those to ignore'];
  return [
    `${name} ${takesRegexp ? 'regexp ' : ''}${NARROWING} [-cum] [>file]`,
    'At most n entries; of samples that go through focus_regexp, without those through ignore_regexp',
    '-cum sorts by cumulative weight; >file writes to a file',
  ];
}

function optionHelp(field: SettingField): string {
  return field === 'output' ? OUTPUT_HELP : (OPTIONS.find((option) => option.field === field)?.help ?? '');
}

function valuesOf(field: SettingField): string {
  return choicesOf(field).join('|') || 'value';
}

const line = (name: string, text: string) => `    ${name.padEnd(22)} ${text}`;

const ALL = [
  '  Commands:',
  ...(FORMATS as readonly Format[]).map(({ name, aliases = [], takesRegexp, help }) => line(`${[name, ...aliases].join(', ')}${takesRegexp === true ? ' regexp' : ''}`, help)),
  line(PAGE, PAGE_HELP),
  line('o, options', 'Lists the options and what they are set to'),
  line('q, quit, exit, ^D', 'Leaves the shell'),
  '',
  '  Options, set by name=value:',
  line('output', OUTPUT_HELP),
  ...OPTIONS.map(({ name, field, help }) => line(name, choicesOf(field).length === 0 ? help : `${help}: ${valuesOf(field)}`)),
  '',
  '  Shortcuts:',
  line(':', 'Clears focus, ignore, hide, tagfocus and tagignore'),
  line('TYPE', 'Selects a sample type by name; total_TYPE and mean_TYPE also set mean'),
  '',
  '  help NAME says more of a command or an option.',
].join('\n');
