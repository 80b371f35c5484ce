import { expect, test } from 'vitest';
import { shortCppName } from './cppName.ts';

test.each([
  ['std::vector<shop::Line, std::allocator<shop::Line> >::push_back(shop::Line&&)', 'std::vector::push_back', 'std::vector<shop::Line, std::allocator<shop::Line> >::push_back'],
  ['(anonymous namespace)::compare(int, char (*)(int))', '::compare', '::compare'],
  ['operator new(unsigned long)', 'operator new(unsigned long)', 'operator new(unsigned long)'],
  ['Map<K>::find(K', 'Map::find(K', 'Map<K>::find(K'],
  ['Map<K>::operator>(K)', 'Map::operator>', 'Map<K>::operator>'],
  ['main.work', 'main.work', 'main.work'],
  ['shop.(*Cart[...]).Add', 'shop.(*Cart[...]).Add', 'shop.(*Cart[...]).Add'],
  ['java.util.List.<init>(I)', 'java.util.List.<init>(I)', 'java.util.List.<init>(I)'],
  ['_ZN4shop5priceEv', '_ZN4shop5priceEv', '_ZN4shop5priceEv'],
])('%s is %s, and %s with template arguments', (name, short, withTemplates) => {
  expect(shortCppName(name, 'default')).toBe(short);
  expect(shortCppName(name, 'templates')).toBe(withTemplates);
  expect(shortCppName(name, 'full')).toBe(name);
  expect(shortCppName(name, 'none')).toBe(name);
});
