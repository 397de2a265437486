import type { Firing } from '@alcove/contract'
import { expect, test } from 'vitest'
import { foldFirings } from './foldFirings.ts'

const firing = (over: object) =>
  ({ cause: 'source', reason: null, detail: null, task: null, ticks: 1, ...over }) as Firing
const many = (count: number, over: object) => Array.from({ length: count }, () => firing(over))
const skipped = (reason: string) => ({ reason })
const success = { task: { state: 'succeeded', attempts: 1 } }
const shown = (firings: Firing[]) =>
  foldFirings(firings).map((run) => `${run[0]!.reason ?? run[0]!.task?.state} ×${run.length}`)

test('a long run of ticks that were skipped for one reason is one row', () => {
  expect(shown([firing(success), ...many(6, skipped('overlap')), firing(skipped('paused')), firing(success)])).toEqual([
    'succeeded ×1',
    'overlap ×6',
    'paused ×1',
    'succeeded ×1',
  ])
})

test('a long run of equal successes is one row', () => {
  expect(shown(many(5, success))).toEqual(['succeeded ×5'])
  expect(shown([...many(5, { ...success, detail: '1 line' }), ...many(5, { ...success, detail: '2 lines' })])).toEqual([
    'succeeded ×5',
    'succeeded ×5',
  ])
})

test('a short run, and what failed, is under way, took two attempts or was started otherwise, is listed one by one', () => {
  expect(shown(many(4, success))).toHaveLength(4)
  expect(shown(many(9, { task: { state: 'dead', attempts: 1 } }))).toHaveLength(9)
  expect(shown(many(9, { task: { state: 'running', attempts: 1 } }))).toHaveLength(9)
  expect(shown(many(9, { task: { state: 'succeeded', attempts: 2 } }))).toHaveLength(9)
  expect(shown([...many(4, success), ...many(4, { ...success, cause: 'manual' })])).toHaveLength(8)
})
