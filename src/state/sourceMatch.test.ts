import { expect, test } from 'vitest';
import { pathIndex } from './sourceMatch.ts';

const shop = pathIndex(['shop-main/main.go', 'shop-main/cart/cart.go', 'shop-main/cmd/admin/main.go', 'shop-main/vendor/example.com/tax/cart/cart.go']);

test('the path that agrees in most parts is meant', () => {
  expect(shop.find('/home/ci/shop/cart/cart.go')).toBe('shop-main/cart/cart.go');
  expect(shop.find('/go/pkg/mod/example.com/tax@v1.2.0/cart/cart.go')).toBe('shop-main/vendor/example.com/tax/cart/cart.go');
  expect(shop.find('/home/ci/shop/cmd/admin/main.go')).toBe('shop-main/cmd/admin/main.go');
});

test('the name alone will do only right in the folder', () => {
  expect(shop.find('/home/ci/shop/main.go')).toBe('shop-main/main.go');
  expect(pathIndex(['shop/cmd/admin/main.go']).find('/home/ci/other/main.go')).toBeUndefined();
  expect(pathIndex(['main.go']).find('/home/ci/other/main.go')).toBe('main.go');
});

test('what is not there is not found', () => expect(shop.find('/home/ci/shop/cart/Cart.go')).toBeUndefined());
