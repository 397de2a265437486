import { createInstance } from 'i18next'
import { expect, it } from 'vitest'
import en from './en/index.ts'
import enPlatform from './en/platform.ts'
import enSpace from './en/space.ts'
import { TEXT_OPTIONS } from './options.ts'
import zh from './zh-CN/index.ts'
import zhPlatform from './zh-CN/platform.ts'
import zhSpace from './zh-CN/space.ts'

const english = new Map([...textsIn(en), ...textsIn(enPlatform), ...textsIn(enSpace)])
const chinese = new Map([...textsIn(zh), ...textsIn(zhPlatform), ...textsIn(zhSpace)])

const i18n = createInstance()
void i18n.init({ ...TEXT_OPTIONS, resources: { en: { translation: en }, 'zh-CN': { translation: zh } } })

it('the texts have the plural forms that i18next asks for in each language', () => {
  const inEnglish = [0, 1, 2].map((count) => i18n.t('shell.spaceCount', { count, lng: 'en' }))
  expect(inEnglish).toEqual(['0 spaces', '1 space', '2 spaces'])
  expect(i18n.t('shell.spaceCount', { count: 1, lng: 'zh-CN' })).toBe('1 个空间')
})

it('long counts have their digits grouped', () => {
  expect(i18n.t('shell.spaceCount', { count: 1_234_567, lng: 'en' })).toBe('1,234,567 spaces')
  const plain = [...english, ...chinese].filter(([key, text]) => /_\w+$/.test(key) && text.includes('{{count}}'))
  expect(plain).toEqual([])
})

it('a name is shown as it is written, whatever i18next or HTML would read in it', () => {
  const name = "<b>$t(common.cancel)</b> {{name}} & 'x'"
  expect(i18n.t('common.typeName', { name, lng: 'en' })).toBe(`Type ${name} to confirm`)
})

it('the two languages fill in the same names', () => {
  const names = (text: string) => [...text.matchAll(/\{\{(\w+)(?:, number)?\}\}/g)].map(([, name]) => name).toSorted()
  const unlike = [...chinese].filter(([key, text]) => String(names(text)) !== String(names(english.get(key)!)))
  expect(unlike).toEqual([])
})

/** All texts by key. */
function* textsIn(tree: object, prefix = ''): Generator<[key: string, text: string]> {
  for (const [name, value] of Object.entries(tree) as [string, string | object][]) {
    if (typeof value === 'string') yield [prefix + name, value]
    else yield* textsIn(value, `${prefix}${name}.`)
  }
}
