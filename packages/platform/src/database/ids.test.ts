import { Uuid } from '@alcove/contract'
import { expect, test } from 'vitest'
import { firstIdAt, newId } from './ids.ts'

test('ids are UUIDs, distinct, and each is greater than the one before, also within a millisecond', () => {
  const ids = Array.from({ length: 50_000 }, () => newId())
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(ids)
  for (const id of ids.slice(0, 1_000)) expect(Uuid.safeParse(id).success).toBe(true)
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('a clock that goes back does not make ids go back', () => {
  const later = newId(Date.now() + 5_000)
  expect(newId(Date.now()) > later).toBe(true)
})

test('an id lies between the bounds of its millisecond', () => {
  const time = Date.now() + 60_000
  const id = newId(time)
  expect(id > firstIdAt(time)).toBe(true)
  expect(id < firstIdAt(time + 1)).toBe(true)
})
