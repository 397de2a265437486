import { AlcoveError } from '@alcove/contract'
import type { Platform } from '@alcove/platform'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { rightToRead } from './right-to-read.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A reader whose questions the test answers. */
function reader(until = Infinity, patient?: () => boolean) {
  const listeners = new Set<() => void>()
  const onChange = (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  const questions: PromiseWithResolvers<number>[] = []
  const lost = vi.fn<(refusal?: unknown) => void>()
  const ask = () => {
    const question = Promise.withResolvers<number>()
    questions.push(question)
    return question.promise
  }
  const right = rightToRead(
    { access: { onChange }, clock: { now: () => Date.now() } } as unknown as Platform,
    ask,
    lost,
    until,
    patient,
  )
  return { right, questions, lost, listeners, change: () => listeners.forEach((listener) => listener()) }
}

const settled = async (promise: Promise<unknown>) =>
  Promise.race([promise, vi.advanceTimersByTimeAsync(0).then(() => 'still open')])

test('without changes nothing is checked', async () => {
  const { right, questions } = reader()
  expect([await right.holds(), questions.length]).toEqual([true, 0])
  right.stop()
})

test('after a change, nothing passes until the rights are checked again', async () => {
  const { right, questions, change, lost } = reader()
  change()
  const first = right.holds()
  expect(await settled(first)).toBe('still open')
  questions[0]!.resolve(Infinity)
  expect(await first).toBe(true)

  change()
  const second = right.holds()
  questions[1]!.reject(new Error('Forbidden'))
  expect([await second, lost.mock.calls.length, await right.holds()]).toEqual([false, 1, false])
  right.stop()
})

test('a check that began before a change does not count', async () => {
  const { right, questions, change } = reader()
  change()
  change()
  change()
  const held = right.holds()
  expect(questions).toHaveLength(1)
  questions[0]!.resolve(Infinity)
  expect(await settled(held)).toBe('still open')
  expect(questions).toHaveLength(2)
  questions[1]!.reject(new Error('Forbidden'))
  expect(await held).toBe(false)
  right.stop()
})

test('rights are checked every four seconds, and a reader whose check takes longer is cut off', async () => {
  const { right, questions, lost } = reader()
  await vi.advanceTimersByTimeAsync(4_000)
  expect(questions).toHaveLength(1)
  questions[0]!.resolve(Infinity)
  await vi.advanceTimersByTimeAsync(4_000)
  expect([questions.length, lost.mock.calls.length]).toEqual([2, 0])
  await vi.advanceTimersByTimeAsync(4_000)
  expect(lost).toHaveBeenCalledOnce()
  right.stop()
})

test('a patient reader goes on without an answer, not against one', async () => {
  const { questions, lost, change } = reader(Infinity, () => true)
  change()
  questions[0]!.reject(new AlcoveError('Unavailable', 'The database is unreachable'))
  await vi.advanceTimersByTimeAsync(12_000)
  expect([questions.length, lost.mock.calls.length]).toEqual([2, 0])
  const refusal = new AlcoveError('Forbidden', 'Not any more')
  questions[1]!.reject(refusal)
  await vi.advanceTimersByTimeAsync(0)
  expect(lost.mock.calls).toEqual([[refusal]])
})

test('when a grant ends, nothing passes until the rights are checked again', async () => {
  const { right, questions, lost } = reader(Date.now() + 1_000)
  expect([await right.holds(), questions.length]).toEqual([true, 0])
  vi.setSystemTime(Date.now() + 1_000)
  const held = right.holds()
  expect(questions).toHaveLength(1)
  questions[0]!.resolve(Date.now() + 2_000)
  expect(await held).toBe(true)

  await vi.advanceTimersByTimeAsync(2_000)
  expect(questions).toHaveLength(2)
  questions[1]!.reject(new Error('Forbidden'))
  expect([await right.holds(), lost.mock.calls.length]).toEqual([false, 1])
  right.stop()
})

test('a reader that has left is not checked again', () => {
  const { right, listeners, questions } = reader()
  right.stop()
  vi.advanceTimersByTime(60_000)
  expect([listeners.size, questions.length, vi.getTimerCount()]).toEqual([0, 0, 0])
})
