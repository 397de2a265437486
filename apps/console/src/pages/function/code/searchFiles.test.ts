import { expect, test } from 'vitest'
import { patternOf, replaceInFiles, searchFiles } from './searchFiles.ts'

const files = { 'a.ts': 'const price = 1\nprices(price)', 'b.ts': 'Price.of(1)', 'logo.png': { base64: 'cHJpY2U=' } }
const query = { text: 'price', matchCase: false, wholeWord: false, regex: false }

test.each([
  [{}, ['a.ts:1:7', 'a.ts:2:1', 'a.ts:2:8', 'b.ts:1:1']],
  [{ matchCase: true, wholeWord: true }, ['a.ts:1:7', 'a.ts:2:8']],
  [{ text: '.of(' }, ['b.ts:1:6']],
  [{ text: String.raw`\w+\(`, regex: true }, ['a.ts:2:1', 'b.ts:1:7']],
  [{ text: 'x*', regex: true }, []],
])('%j finds %j', (change, places) => {
  const found = searchFiles(files, patternOf({ ...query, ...change }) as RegExp)
  expect(found.map(({ path, line, column }) => `${path}:${line}:${column}`)).toEqual(places)
})

test('only an expression has groups, and one that is none says why', () => {
  const plain = patternOf({ ...query, text: '1' }) as RegExp
  expect(replaceInFiles(files, ['a.ts'], plain, '$&2', false)['a.ts']).toBe('const price = $&2\nprices(price)')
  const groups = patternOf({ ...query, text: String.raw`(\w+)\((\w+)\)`, regex: true }) as RegExp
  expect(replaceInFiles(files, ['a.ts', 'logo.png'], groups, '$2.$1', true)).toEqual({
    ...files,
    'a.ts': 'const price = 1\nprice.prices',
  })
  expect(patternOf({ ...query, text: '(', regex: true })).toContain('Unterminated group')
})

test.each([
  ['a*', 'x', 'baab ab', 'bxb xb'],
  ['(a*)(b?)', '[$2$1]', 'aab-c', '[baa]-c'],
  ['(?<=b)a*|$', '<$&>', 'baa ba', 'b<aa> b<a>'],
  ['^', '> ', 'kept', 'kept'],
])('replacing %s by %s leaves out what matches nothing, as its count does', (text, put, before, after) => {
  const pattern = patternOf({ text, matchCase: true, wholeWord: false, regex: true }) as RegExp
  expect(replaceInFiles({ 'a.ts': before }, ['a.ts'], pattern, put, true)).toEqual({ 'a.ts': after })
})

test('the end of a line is found in a file with CRLF, and replaced before it', () => {
  const crlf = { 'a.ts': 'price\r\nprices\r\nthe price\r\n' }
  const pattern = patternOf({ ...query, text: 'price$', regex: true }) as RegExp
  expect(searchFiles(crlf, pattern).map(({ line }) => line)).toEqual([1, 3])
  expect(replaceInFiles(crlf, ['a.ts'], pattern, 'cost', true)['a.ts']).toBe('cost\r\nprices\r\nthe cost\r\n')
})

test('a whole word may be Chinese', () => {
  const pattern = patternOf({ ...query, text: '价格', wholeWord: true }) as RegExp
  expect(searchFiles({ 'a.ts': '// 价格 (price)' }, pattern).map(({ column }) => column)).toEqual([4])
})
