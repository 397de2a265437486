import { expect, test } from 'vitest'
import { QueueFull, FairQueue } from './fair-queue.ts'

/** Each letter of the script asks for a slot; `begun` records who got one, and `end` releases the oldest of a space. */
function start({ atATime = 1, perSpace = 1, maxWaiting = 10 } = {}) {
  const queue = new FairQueue({ atATime, perSpace, maxWaiting })
  const begun: string[] = []
  const taken: { space: string; turn: Disposable }[] = []
  const ask = async (space: string, signal?: AbortSignal) => {
    const turn = await queue.take(space, signal)
    begun.push(space)
    taken.push({ space, turn })
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  return {
    begun,
    ask,
    async askAll(spaces: string) {
      for (const space of spaces) void ask(space)
      await settled()
    },
    async end(space: string) {
      const at = taken.findIndex((one) => one.space === space)
      taken.splice(at, 1)[0]!.turn[Symbol.dispose]()
      await settled()
    },
  }
}

test('spaces take turns, even if one of them asks for many', async () => {
  const { begun, askAll, end } = start()
  await askAll('aaaabc')
  for (const space of ['a', 'a', 'b', 'c', 'a']) await end(space)
  expect(begun.join('')).toBe('aabcaa')
})

test('a space at its own limit leaves the rest to others', async () => {
  const { begun, askAll, end } = start({ atATime: 2 })
  await askAll('aa')
  expect(begun).toEqual(['a'])
  await askAll('b')
  expect(begun).toEqual(['a', 'b'])
  await end('b')
  expect(begun).toEqual(['a', 'b'])
  await end('a')
  expect(begun).toEqual(['a', 'b', 'a'])
})

test('a caller that gives up waiting is skipped', async () => {
  const { begun, ask, askAll, end } = start()
  await askAll('a')
  const aborted = new AbortController()
  const asking = ask('b', aborted.signal)
  await askAll('c')
  aborted.abort(new Error('not needed any more'))
  await expect(asking).rejects.toThrow('not needed any more')
  await end('a')
  expect(begun).toEqual(['a', 'c'])
  await end('c')
  await expect(ask('d', AbortSignal.abort(new Error('never needed')))).rejects.toThrow('never needed')
  await askAll('e')
  expect(begun).toEqual(['a', 'c', 'e'])
})

test('a space is refused when too many of its own wait, and others are not', async () => {
  const { begun, ask, askAll, end } = start({ maxWaiting: 1 })
  await askAll('aab')
  await expect(ask('a')).rejects.toThrow(QueueFull)
  await end('a')
  await end('a')
  expect(begun).toEqual(['a', 'a', 'b'])
})
