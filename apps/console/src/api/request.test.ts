import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { isApiError } from './error.ts'
import { apiUrl, request } from './request.ts'

const fetchThatHangs = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(
  (_, { signal }) => new Promise((_resolve, reject) => signal!.addEventListener('abort', () => reject(signal!.reason))),
)

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', fetchThatHangs)
  vi.stubGlobal('document', { documentElement: { lang: 'en' } })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a read that gets no answer is given up after half a minute', async () => {
  const read = request(['spaces']).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(30_000)
  const error = await read
  expect(isApiError(error, 'Unavailable')).toBe(true)
  expect(error).toMatchObject({ status: 504 })
})

test('a change is not given up, and a read that the page left rejects with its own reason', async () => {
  const settled = vi.fn<() => void>()
  void request(['spaces'], { method: 'POST', body: {} }).finally(settled)
  const left = new AbortController()
  const read = request(['spaces'], { signal: left.signal })
  await vi.advanceTimersByTimeAsync(20_000)
  left.abort(new Error('The page was left'))
  await expect(read).rejects.toThrow('The page was left')
  await vi.advanceTimersByTimeAsync(600_000)
  expect(settled).not.toHaveBeenCalled()
})

test('a name that browsers would resolve never becomes part of an address', () => {
  expect(() => apiUrl(['spaces', 'shop', 'buckets', 'photos', 'objects', '..', 'a'])).toThrow('Nothing is named ".."')
  expect(apiUrl(['spaces', '..a'])).toBe('/api/v1/spaces/..a')
})
