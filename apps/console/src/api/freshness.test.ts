import { expect, test } from 'vitest'
import { forgetFreshness, noteFreshness, onFreshness, readsBehind } from './freshness.ts'

const STALE = new Headers({ 'X-Alcove-Stale': 'records' })
const FRESH = new Headers()

test('reads are behind until every stale address has answered with the latest records, or another page opens', () => {
  const seen: boolean[] = []
  const stop = onFreshness(() => seen.push(readsBehind()))
  noteFreshness('/api/v1/me', FRESH)
  expect(seen).toEqual([])

  noteFreshness('/api/v1/spaces/shop/invocations?limit=200', STALE)
  noteFreshness('/api/v1/spaces/shop/metrics', STALE)
  noteFreshness('/api/v1/me', FRESH)
  expect(seen).toEqual([true])
  noteFreshness('/api/v1/spaces/shop/invocations?limit=200&cursor=a', FRESH)
  expect(readsBehind()).toBe(true)
  noteFreshness('/api/v1/spaces/shop/metrics', FRESH)
  expect(seen).toEqual([true, false])

  noteFreshness('/api/v1/overview', STALE)
  forgetFreshness()
  expect(seen).toEqual([true, false, true, false])
  stop()
  noteFreshness('/api/v1/overview', STALE)
  expect(seen).toHaveLength(4)
  forgetFreshness()
})
