import { expect, test } from 'vitest'
import { expectedBy } from './etag.ts'

test.each([
  ['nothing', {}, undefined],
  ['a tag', { 'if-match': '"a"' }, ['a']],
  ['tags, with a comma and W/ inside of one', { 'if-match': '"a", "b,W/" ,"c"' }, ['a', 'b,W/', 'c']],
  ['a weak tag, which matches nothing', { 'if-match': 'W/"a", "b"' }, ['b']],
  ['only weak tags', { 'if-match': 'W/"a"' }, []],
  ['anything that exists', { 'if-match': '*' }, 'any'],
  ['nothing that exists', { 'if-none-match': '*' }, 'none'],
  ['both, which nothing fulfils', { 'if-match': '"a"', 'if-none-match': '*' }, []],
])('expects %s', (_, headers, expected) => {
  expect(expectedBy(new Headers(headers as Record<string, string>))).toEqual(expected)
})

test.each([
  { 'if-match': '' },
  { 'if-match': 'a' },
  { 'if-match': '"a" "b"' },
  { 'if-match': '*, "a"' },
  { 'if-none-match': '"a"' },
])('refuses %o', (headers) => {
  expect(() => expectedBy(new Headers(headers as unknown as Record<string, string>))).toThrow(/If-/)
})
