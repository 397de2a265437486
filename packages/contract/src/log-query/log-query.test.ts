import { expect, test } from 'vitest'
import { lineMatcher, parseLogQuery } from './index.ts'
import { indexedWords, searchableText, wordsToFind } from './words.ts'

const line = (message: string, rest: object = {}) => ({
  level: 'info' as const,
  function: 'checkout',
  version: 7,
  invocationId: '01990000-0000-7000-8000-000000000001',
  message,
  ...rest,
})
const json = JSON.stringify({ order: 'o-88241', total: 14900, card: { code: 'GC-7K2M' }, ms: '122', tags: ['a', 'b'] })

test.each<[query: string, matches: object[], others: object[]]>([
  ['', [line('anything')], []],
  [
    'time',
    [line('time is up'), line('TimeoutError: late'), line('a-time'), line('readTimeout')],
    [line('runtime'), line('tim')],
  ],
  ['"time"', [line('the time, please')], [line('timeout')]],
  ['"no balance"', [line('no balance for card')], [line('balance no'), line('no balances')]],
  ['*out*', [line('timeout')], [line('tim')]],
  ['out error', [line('error: out of stock')], [line('out'), line('error')]],
  ['error or warn', [line('error'), line('warn')], [line('info')]],
  ['a (b or c) -d', [line('a c'), line('a b')], [line('a'), line('a b d')]],
  ['-level:info', [line('x', { level: 'error' })], [line('x')]],
  ['level:error,WARN', [line('x', { level: 'warn' })], [line('x')]],
  ['function:checkout version:v7', [line('x')], [line('x', { version: null }), line('x', { function: 'other' })]],
  ['version:draft', [line('x', { version: null })], [line('x')]],
  ['order:o-88241', [line(json)], [line('order:o-88242'), line('{"order":"o-882411"}'), line('{"order"')]],
  ['order:o-*,x', [line(json), line('{"order":"X"}')], [line('{"order":"p-1"}')]],
  ['card.code:gc-7k2m', [line(json)], [line('{"code":"GC-7K2M"}')]],
  ['total>14000 ms<=122', [line(json)], [line('{"total":14000,"ms":1}'), line('{"total":"x","ms":1}')]],
  ['tags:b', [line(json)], []],
  ['missing:*', [], [line(json)]],
  ['订单', [line('您的订单已支付'), line(String.raw`{"m":"\u8ba2\u5355"}`)], [line('订货单')]],
  ['red', [line('\x1b[31mred\x1b[0m alert')], []],
  ['a:b:c', [line('{"a":"b:c"}')], []],
  ['http://host/x', [line('GET http://host/x 200')], [line('http://host')]],
  ['__proto__:x constructor:*', [], [line('{}'), line(json)]],
])('%s finds what it says', (query, matches, others) => {
  const { filter, error } = parseLogQuery(query)
  expect(error).toBeNull()
  const test = lineMatcher(filter!)
  expect([...matches, ...others].filter((each) => test(each as never))).toEqual(matches)
})

test.each<[string, string, number, number]>([
  ['find "this', 'unclosedQuote', 5, 10],
  ['a\0b', 'nul', 1, 2],
  ['a (b', 'unclosedGroup', 2, 3],
  ['a) b', 'unopenedGroup', 1, 2],
  ['()', 'emptyGroup', 1, 2],
  ['a or', 'emptyOr', 2, 4],
  ['or a', 'emptyOr', 0, 2],
  ['level:', 'emptyValue', 0, 6],
  ['x level:loud', 'unknownLevel', 2, 12],
  ['version:old', 'unknownVersion', 0, 11],
  ['invocation:1', 'badInvocation', 0, 12],
  ['ms>slow', 'notANumber', 0, 7],
  ['-or a', 'emptyNot', 0, 1],
  ['('.repeat(30) + 'a' + ')'.repeat(30), 'tooDeep', 20, 21],
  ['x '.repeat(60), 'tooLong', 100, 101],
])('%s: %s', (query, problem, at, end) => {
  expect(parseLogQuery(query)).toEqual({ filter: null, error: { problem, at, end } })
})

test('hostile queries end soon', () => {
  for (const query of ['-'.repeat(900), '"\\'.repeat(400), '\0* "" (*) :>', `${'a,'.repeat(400)}`, '\ud800 *\udc00*']) {
    const { filter, error } = parseLogQuery(query)
    expect(filter === null ? error.problem : lineMatcher(filter)(line('x'))).toBeDefined()
  }
})

test('the index has every word that a search looks up', () => {
  const texts = [
    'TypeError: Cannot read 订单已支付 o-88241',
    'getUserById of ÄgirMail',
    'naïve Ünïcode_x',
    '支付 完成。ok',
    'x'.repeat(100),
  ]
  for (const text of texts) {
    const words = new Set(indexedWords(searchableText(text)))
    for (let from = 0; from < text.length; from += 3) {
      for (const match of ['part', 'start', 'phrase'] as const) {
        const sought = text.slice(from, from + 9)
        if (!lineMatcher({ kind: 'text', text: sought, match })(line(text))) continue
        for (const { word, start } of wordsToFind(sought, match)) {
          const found = start ? [...words].some((each) => each.startsWith(word)) : words.has(word)
          expect({ sought, match, word, found }).toEqual({ sought, match, word, found: true })
        }
      }
    }
  }
})
