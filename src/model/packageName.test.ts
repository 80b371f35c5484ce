import { expect, test } from 'vitest';
import { packageName } from './packageName.ts';

test.each([
  ['main.main', 'main'],
  ['net/http.(*conn).serve', 'net/http'],
  ['github.com/a/b/v2.(*T).f.func1', 'github.com/a/b/v2'],
  ['example.com/shop/cart.Add[go.shape.int]', 'example.com/shop/cart'],
  ['encoding/json.(*structEncoder).(encoding/json.encode)-fm', 'encoding/json'],
  ['std::vector<ns::T>::push_back', 'std'],
  ['(anonymous namespace)::ns::f', 'ns'],
  ['java.util.concurrent.ThreadPoolExecutor$Worker.run', 'java.util.concurrent'],
  ['memmove', ''],
  ['<unknown>', ''],
  ['[kernel.kallsyms]', ''],
  ['.hidden', ''],
  ['', ''],
])('the package of %j is %j', (name, expected) => expect(packageName(name)).toBe(expected));
