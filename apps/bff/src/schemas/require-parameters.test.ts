import { AlcoveError } from '@alcove/contract'
import { inChinese } from '@alcove/contract/zh-CN'
import { expect, test } from 'vitest'
import { requireParameters } from './require-parameters.ts'

function refusalOf(properties: object, more: object = {}): AlcoveError {
  try {
    requireParameters({ type: 'object', properties, ...more })
  } catch (error) {
    return error as AlcoveError
  }
  throw new Error('They were accepted')
}

test.each<[parameter: object, path: string, english: string, chinese: string]>([
  [{ type: 'integer', default: 'x' }, '.default', 'Must be a whole number', '须为整数'],
  [{ $ref: '#/$defs/size', default: 'XL' }, '.default', 'Must be one of "S", "M"', '须为以下之一："S", "M"'],
  [{ items: { type: 'string' }, default: ['a', 1] }, '.default.1', 'Must be text', '须为文本'],
  [{ required: ['b'], type: 'object', default: {} }, '.default.b', 'Is missing', '缺少此项'],
  [{ minimum: '1' }, '.minimum', 'Must be a number', '须为数字'],
  [{ items: { required: 'a' } }, '.items.required', 'Must be a list', '须为列表'],
  [{ enum: [] }, '', 'An "enum" needs at least one value', '“enum”至少需要一个值'],
  [{ requierd: true }, '', 'Unknown keyword "requierd"', '未知关键字 "requierd"'],
  [{ format: 'colour' }, '', 'Unknown format "colour"', '未知格式 "colour"'],
  [{ $ref: '#/$defs/no' }, '', 'The reference #/$defs/no leads nowhere', '引用 #/$defs/no 没有目标'],
])('%j is refused at its field', (parameter, within, english, chinese) => {
  const refusal = refusalOf({ ok: { type: 'string' }, 'a/b %': parameter }, { $defs: { size: { enum: ['S', 'M'] } } })
  const path = `parameters.properties.a/b %${within}`
  expect(refusal.extras.errors).toEqual([{ path, message: english }])
  expect(refusal.message).toBe(`${path}: ${english}`)
  expect(inChinese(refusal.message)).toBe(`${path}：${chinese}`)
})

test('a wrong type is said once, with the types that there are', () => {
  const types = 'Must be one of "array", "boolean", "integer", "null", "number", "object", "string"'
  expect(refusalOf({ a: { type: 'strin' } }).extras.errors).toEqual([
    { path: 'parameters.properties.a.type', message: types },
  ])
})

test('what is wrong with the whole is said of the whole', () => {
  expect(refusalOf({ a: {} }, { requierd: ['a'] }).extras.errors).toEqual([
    { path: 'parameters', message: 'The schema cannot be used: Unknown keyword "requierd"' },
  ])
})

test('a default need only match its own parameter', () => {
  const properties = { mode: { type: 'string' }, size: { type: 'integer', default: 1 }, none: { default: null } }
  const large = { if: { required: ['mode'] }, else: { properties: { size: { minimum: 5 } } } }
  expect(() => requireParameters({ type: 'object', properties, required: ['mode'], ...large })).not.toThrow()
})
