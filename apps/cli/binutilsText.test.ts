import { expect, test } from 'vitest';
import { parseAddr2line, parseObjdump, parseSizedSymbols, parseSymbolizer, parseSymbols, symbolAt } from './binutilsText.ts';

test("GNU's objdump: the function stands above its instructions, and a line where one is known", () => {
  const text = `
shop:     file format elf64-x86-64


Disassembly of section .text:

00000000004c7220 <main.work.func1>:
main.work.func1():
/src/shop/main.go:21 (discriminator 3)
  4c7220:\tcmp    0x10(%r14),%rsp
  4c7224:\tjbe    4c727c <main.work.func1+0x5c>
/src/shop/main.go:22
  4c7226:\tpush   %rbp

00000000004c72a0 <main.pack>:
  4c72a0:\tret
`;
  const work = { fn: 'main.work.func1', file: '/src/shop/main.go' };
  expect(parseObjdump(text)).toEqual([
    { address: 0x4c7220n, text: 'cmp    0x10(%r14),%rsp', ...work, line: 21 },
    { address: 0x4c7224n, text: 'jbe    4c727c <main.work.func1+0x5c>', ...work, line: 21 },
    { address: 0x4c7226n, text: 'push   %rbp', ...work, line: 22 },
    { address: 0x4c72a0n, text: 'ret', fn: '<main.pack>', file: '', line: 0 },
  ]);
});

test("LLVM's objdump: such lines begin as comments do", () => {
  const text = `
shop:\tfile format elf64-x86-64

Disassembly of section .text:

00000000004c7220 <main.work.func1>:
; main.work.func1():
; /src/shop/main.go:21
  4c7220:      \tcmpq\t16(%r14), %rsp
`;
  expect(parseObjdump(text)).toEqual([{ address: 0x4c7220n, text: 'cmpq\t16(%r14), %rsp', fn: 'main.work.func1', file: '/src/shop/main.go', line: 21 }]);
});

const NM = `                 U abort@GLIBC_2.2.5
0000000000001310 t _ZNK4shop3BoxIiEltERKS1_.isra.0
0000000000001550 T plain
`;

test('symbols have an address; those of other files do not', () => {
  expect(parseSymbols(NM, '')).toEqual([
    { address: 0x1310n, name: '_ZNK4shop3BoxIiEltERKS1_.isra.0', readableName: '_ZNK4shop3BoxIiEltERKS1_.isra.0' },
    { address: 0x1550n, name: 'plain', readableName: 'plain' },
  ]);
});

test('a name reads as its author wrote it where nm can tell', () => {
  const readable = NM.replace('_ZNK4shop3BoxIiEltERKS1_.isra.0', 'shop::Box<int>::operator<(shop::Box<int> const&) const [clone .isra.0]');
  expect(parseSymbols(NM, readable)[0].readableName).toBe('shop::Box<int>::operator<(shop::Box<int> const&) const [clone .isra.0]');
});

test('an address belongs to the symbol before it, to data only as far as that reaches', () => {
  const symbols = parseSizedSymbols('main.work T 1000 20\nmain.table D 2000 8\nmain.end T 3000 10\ntype:.eq.[2]main item T 4000 1\nabort U\n');
  expect(symbols).toHaveLength(3);
  const names = [0xfffn, 0x1000n, 0x1fffn, 0x2007n, 0x2008n, 0x300fn, 0x3010n].map((address) => symbolAt(symbols, address)?.name);
  expect(names).toEqual([undefined, 'main.work', 'main.work', 'main.table', undefined, 'main.end', undefined]);
});

test('addr2line: frames of an address follow it, innermost first', () => {
  const text = `0x00000000004c7240
round
/src/shop/price.go:20
price
/src/shop/price.go:12 (discriminator 2)
0x0000000000000010
??
??:0
0x0000000000001010
_init
go.go:?
`;
  expect(parseAddr2line(text)).toEqual([
    [{ fn: 'round', file: '/src/shop/price.go', line: 20 }, { fn: 'price', file: '/src/shop/price.go', line: 12 }],
    [],
    [{ fn: '_init', file: 'go.go:?', line: 0 }],
  ]);
});

test('llvm-symbolizer: a line for each address', () => {
  const text = `{"Address":"0x4c7240","ModuleName":"shop","Symbol":[{"Column":0,"FileName":"/src/shop/price.go","FunctionName":"round","Line":20},{"FileName":"","FunctionName":"price","Line":0}]}
{"Address":"0x10","Error":{"Message":"no such file"},"ModuleName":"shop"}
broken
`;
  expect(parseSymbolizer(text)).toEqual([[{ fn: 'round', file: '/src/shop/price.go', line: 20 }, { fn: 'price', file: '', line: 0 }], [], undefined]);
});
