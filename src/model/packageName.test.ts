import { expect, test } from 'vitest';
import { packageName, scriptPackage } from './packageName.ts';

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

test.each([
  ['/app/node_modules/lodash/_baseGet.js', 'lodash'],
  ['/app/node_modules/a/node_modules/@babel/core/lib/index.mjs', '@babel/core'],
  ['webpack://shop/./node_modules/react-dom/cjs/react-dom.development.js?1a2b', 'react-dom'],
  ['node:fs', 'node:fs'],
  ['node:internal/modules/cjs/loader', 'node:internal'],
  ['internal/timers.js', 'node:internal'],
  ['/app/src/routes/user.ts', '/app/src/routes/user.ts'],
  ['https://a.example/static/main.js?v=3#x', 'https://a.example/static/main.js'],
  ['https://a.example/', 'https://a.example/'],
  ['/src/main.go', undefined],
  ['/usr/lib/python3/json/decoder.py', undefined],
  ['/node_modules/native/src/addon.cc', undefined],
  ['', undefined],
])('the package of a function in %j is %j', (file, expected) => expect(scriptPackage(file)).toBe(expected));
