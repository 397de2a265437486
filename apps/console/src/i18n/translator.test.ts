import { describe, expect, it } from 'vitest'
import en from './en/index.ts'
import enSpace from './en/space.ts'
import { textsIn, translator } from './translator.ts'
import zh from './zh-CN/index.ts'
import zhSpace from './zh-CN/space.ts'

const english = new Map([...textsIn(en), ...textsIn(enSpace)])
const chinese = new Map([...textsIn(zh), ...textsIn(zhSpace)])

describe('translator()', () => {
  it('fills in what it is given', () =>
    expect(translator('en', english)('common.typeName', { name: 'shop' })).toBe('Type shop to confirm'))

  it('uses the form that a number takes in the language', () => {
    const t = translator('en', english)
    expect([0, 1, 2].map((count) => t('shell.spaceCount', { count }))).toEqual(['0 spaces', '1 space', '2 spaces'])
    expect(translator('zh-CN', chinese)('shell.spaceCount', { count: 1 })).toBe('1 个空间')
  })
})

it('the two languages fill in the same names', () => {
  const names = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).toSorted()
  const unlike = [...chinese].filter(([key, text]) => String(names(text)) !== String(names(english.get(key)!)))
  expect(unlike).toEqual([])
})
