import { expect, test } from 'vitest'
import { languageOf } from './language-of.ts'

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['zh', 'zh-CN'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
  ['ZH-Hant-TW', 'zh-CN'],
  ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
  ['zh;q=0.1,en;q=0.5', 'en'],
  ['de-DE,de;q=0.9,zh;q=0.8,en;q=0.7', 'zh-CN'],
  ['zh;q=0', 'en'],
  ['*', 'en'],
  ['zho', 'en'],
  [`${'zh,'.repeat(1000)}zh`, 'en'],
] as const)('languageOf(%j) is %s', (header, language) => {
  expect(languageOf(header)).toBe(language)
})
