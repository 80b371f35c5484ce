import { expect, test } from 'vitest';
import { curlLine } from './curlLine.ts';

test('a path of its own names the file', () => expect(curlLine('http://h:6060/debug/pprof/heap')).toBe("curl -fsS -o heap.pb.gz 'http://h:6060/debug/pprof/heap'"));
test('without a scheme it is http', () => expect(curlLine('h:6060/debug/pprof/goroutine?debug=2')).toBe("curl -fsS -o goroutine.txt 'http://h:6060/debug/pprof/goroutine?debug=2'"));
test('a server alone means its CPU profile', () => expect(curlLine('h:6060')).toBe("curl -fsS -o profile.pb.gz 'http://h:6060/debug/pprof/profile?seconds=10'"));
test('a quote cannot end the argument', () => expect(curlLine("http://h/a'; rm -rf ~ #")).toBe("curl -fsS -o profile.pb.gz 'http://h/a'\\''; rm -rf ~ #'"));
test('a user is asked for the password', () => expect(curlLine('http://h/debug/pprof/heap', true)).toBe("curl -fsS -u USER -o heap.pb.gz 'http://h/debug/pprof/heap'"));
