import { expect, test } from 'vitest';
import { isGoStandard } from './goStandard.ts';

test.each([
  ['runtime.gopark', true],
  ['net/http.(*conn).serve', true],
  ['internal/poll.(*FD).Read', true],
  ['vendor/golang.org/x/net/http2/hpack.(*Decoder).Write', true],
  ['sync.(*Map).Range.func1', true],
  ['slices.SortFunc[go.shape.[]main.Parcel,go.shape.struct {}]', true],
  ['main.main', false],
  ['golang.org/x/sync/errgroup.(*Group).Go.func1', false],
  ['example.com/net/http.Serve', false],
  ['netpoll.Wait', false],
  ['memmove', false],
])('%s: %s', (name, standard) => expect(isGoStandard(name)).toBe(standard));
