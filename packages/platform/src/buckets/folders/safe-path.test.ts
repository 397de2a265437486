import { expect, test } from 'vitest'
import { safePaths } from './safe-path.ts'

test.each([
  ['as they are', ['a.txt', 'b/c.txt', 'ü/😀'], ['a.txt', 'b/c.txt', 'ü/😀']],
  ['below the folder', ['/etc/passwd', '..\\..\\x', 'C:\\x', 'a//b'], ['_/etc/passwd', '.._.._x', 'C__x', 'a/_/b']],
  ['once', ['a\\b', 'a_b', 'a:b'], ['a_b', 'a_b (2)', 'a_b (3)']],
  ['a file beside a folder', ['a', 'a/b', 'a/c', 'x/y', 'x'], ['a', 'a (2)/b', 'a (2)/c', 'x/y', 'x (2)']],
])('keys become paths %s', (_, keys, paths) => {
  expect(keys.map(safePaths())).toEqual(paths)
})
