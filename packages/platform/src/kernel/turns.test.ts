import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

/** Takes a turn and notes it. */
function taker(turns: Turns) {
  const begun: string[] = []
  const take = (key: string, name: string, signal?: AbortSignal) => {
    const turn = turns.of(key)
    const taken = turn.take(signal).then(() => void begun.push(name))
    return { turn, taken }
  }
  return { begun, take }
}

test('each key has its own places, and those who wait get them in order', async () => {
  const { begun, take } = taker(new Turns({ atATime: 2 }))
  const [first, second, third, fourth, other] = [
    take('a', 'first'),
    take('a', 'second'),
    take('a', 'third'),
    take('a', 'fourth'),
    take('b', 'other'),
  ]
  await Promise.all([first.taken, second.taken, other.taken])
  expect(begun).toEqual(['first', 'second', 'other'])
  second.turn.give()
  // Giving a turn back twice gives nobody else's.
  second.turn.give()
  await third.taken
  expect(begun).toHaveLength(4)
  first.turn[Symbol.dispose]()
  await fourth.taken
  expect(begun.slice(3)).toEqual(['third', 'fourth'])
})

test('whoever gives up leaves the line, and no more wait than may', async () => {
  const turns = new Turns({ atATime: 1, waiting: 1, refusal: () => new Error('Too many wait') })
  const { begun, take } = taker(turns)
  const first = take('a', 'first')
  await first.taken
  const leaving = new AbortController()
  const second = take('a', 'second', leaving.signal)
  await expect(turns.of('a').take()).rejects.toThrow('Too many wait')
  leaving.abort(new Error('gone'))
  await expect(second.taken).rejects.toThrow('gone')
  const third = take('a', 'third')
  first.turn.give()
  await third.taken
  expect(begun).toEqual(['first', 'third'])
})
