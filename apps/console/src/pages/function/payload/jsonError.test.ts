import i18next from 'i18next'
import { expect, test } from 'vitest'
import en from '../../../i18n/en/json.ts'
import { TEXT_OPTIONS } from '../../../i18n/options.ts'
import zh from '../../../i18n/zh-CN/json.ts'
import { jsonError } from './jsonError.ts'

async function speak(lng: 'en' | 'zh-CN') {
  await i18next.init({
    ...TEXT_OPTIONS,
    lng,
    resources: { [lng]: { translation: { json: { en, 'zh-CN': zh }[lng] } } },
  })
}

test('jsonError() says where and what in our words', async () => {
  await speak('en')
  for (const [text, said] of [
    ['{"a":1}', null],
    ['"\\ud800"', null],
    ['', 'Line 1, column 1: a value is missing'],
    ['{\n  "a": 1,\n}', 'Line 3, column 1: a name in double quotes belongs here'],
    ['{"a" 1}', 'Line 1, column 6: a colon is missing'],
    ['{"a":1 "b":2}', 'Line 1, column 8: a comma is missing'],
    ['{"a":1', 'Line 1, column 7: a closing } is missing'],
    ['[1', 'Line 1, column 3: a closing ] is missing'],
    ['{a:1}', 'Line 1, column 2: text needs double quotes around it'],
    ['{"a":"x\ny"}', 'Line 1, column 6: the closing double quote is missing'],
    ['{} // x', 'Line 1, column 4: JSON has no comments'],
    ['1 2', 'Line 1, column 3: nothing may follow the value'],
    ['['.repeat(150_000), 'This is not JSON'],
  ] as const) {
    expect({ text: text.slice(0, 20), said: jsonError(text) }).toEqual({ text: text.slice(0, 20), said })
  }
  await speak('zh-CN')
  expect(jsonError('{"a":1,}')).toBe('第 1 行第 8 列：此处应为带双引号的名称')
})
