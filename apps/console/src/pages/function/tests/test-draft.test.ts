import type { FunctionDetail, Test } from '@alcove/contract'
import { expect, test } from 'vitest'
import { newDraft } from './test-draft.ts'

const eventOf = (tests: { eventText: string }[], details: Pick<FunctionDetail, 'parameters' | 'handler'>) =>
  JSON.parse(newDraft(tests as Test[], details as FunctionDetail).event) as unknown

test('a new test begins with an event that the function takes', () => {
  const parameters = { type: 'object', properties: { reason: { default: 'late' }, id: {} } }
  const plain = { parameters: null, handler: 'index.handler' }
  expect(eventOf([{ eventText: '{"id":1}' }], { ...plain, parameters })).toEqual({ id: 1 })
  expect(eventOf([], { ...plain, parameters })).toEqual({ reason: 'late' })
  expect(eventOf([], plain)).toEqual({ name: 'Ada' })
  expect(eventOf([], { ...plain, handler: 'index.default' })).toMatchObject({ version: '2.0' })
})

test('a secret value of another test is not copied into a new one', () => {
  const parameters = { type: 'object', properties: { token: { type: 'string', writeOnly: true }, id: {} } }
  const details = { parameters, handler: 'index.handler' }
  expect(eventOf([{ eventText: '{"token":"s3cret","id":1}' }], details)).toEqual({ id: 1 })
})
