/** The blocks of `-tree` and `-peek` as rows of the page's table: an entry has seven numbers' places, calls the last two. */
export function entriesIn(printed: string): string[][] {
  const blocks = printed.split(/^-{58}\+-+\n/m).slice(2);
  return blocks.flatMap((block) => {
    let kind = 'called by';
    return block.split('\n').flatMap((line) => {
      const [, numbers = '', name] = /^([^|]*)\| {1,3}(.*)$/.exec(line) ?? [];
      const cells = numbers.trim().split(/\s+/);
      if (name === undefined) return [];
      if (cells.length === 2) return [['', '', '', '', '', ...cells, `${kind} ${name}`]];
      kind = 'calls';
      return [[...cells, '', '', name]];
    });
  });
}
