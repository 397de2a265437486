import { expect, test } from 'vitest'
import { createFormat } from './format.ts'

const en = createFormat('en')
const zh = createFormat('zh-CN')

test.each([
  [0, '0', ''],
  [9_999, '9,999', ''],
  [1_284_000, '1.28', 'M'],
])('compact(%i) is %s%s', (value, text, unit) => {
  expect(en.compact(value)).toEqual({ value: text, unit })
})

test('compact() counts in ten thousands in Chinese', () => {
  expect(zh.compact(1_284_000)).toEqual({ value: '128', unit: '万' })
})

test.each([
  [0.42, '0.42 ms'],
  [3, '3 ms'],
  [3.46, '3.5 ms'],
  [412.6, '413 ms'],
  [12_340, '12.3 s'],
  [125_000, '2 min 5 s'],
  [3_720_000, '1 h 2 min'],
  [900_000, '15 min'],
  [47 * 3_600_000, '47 h'],
  [863_880_000, '9 d 23 h'],
  [864_000_000, '10 d'],
])('duration(%d) is %s', (ms, text) => {
  expect(en.duration(ms)).toBe(text)
})

test.each([
  [0, '0 s'],
  [7_940, '7 s'],
  [59_999, '59 s'],
  [125_000, '2 min 5 s'],
])('span(%d) is %s', (ms, text) => {
  expect(en.span(ms)).toBe(text)
})

test.each([
  [412, '412 B'],
  [2_458, '2.4 KB'],
  [43_000, '42 KB'],
  [3_355_443, '3.2 MB'],
  [1_073_733_632, '1.0 GB'],
])('bytes(%i) is %s', (bytes, text) => {
  expect(en.bytes(bytes)).toBe(text)
})

test('ago() sets a space between a number and a Chinese word', () => {
  const now = Date.parse('2026-11-21T10:00:00.000Z')
  expect(zh.ago('2026-11-21T09:58:00.000Z', now)).toBe('2 分钟前')
  expect(en.ago('2026-11-21T09:58:00.000Z', now)).toBe('2 min ago')
  expect(en.ago('2026-11-21T01:00:00.000Z', now)).toBe('9 h ago')
  expect(en.ago('2026-11-18T01:00:00.000Z', now)).toBe('3 d ago')
})
