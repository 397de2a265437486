import { expect, test } from 'vitest'
import { shareOut, type Queue } from './share-out.ts'

const queue = (name: string, running: number, max: number): Queue => ({
  spaceId: name[0]!,
  functionId: name,
  running,
  max,
})

test.each<[string, Queue[], number, Record<string, number>]>([
  ['nothing when nothing is due', [], 5, {}],
  ['a function no more than its maximum', [queue('a1', 3, 5)], 100, { a1: 2 }],
  ['functions of a space in turn', [queue('a1', 0, 9), queue('a2', 0, 9)], 4, { a1: 2, a2: 2 }],
  ['most to the function that runs least', [queue('a1', 3, 9), queue('a2', 0, 9)], 3, { a2: 3 }],
  [
    'spaces in turn, however many functions each has',
    [queue('a1', 0, 9), queue('a2', 0, 9), queue('b1', 0, 9)],
    4,
    { a1: 1, a2: 1, b1: 2 },
  ],
  ['what one space cannot use to the others', [queue('a1', 9, 9), queue('b1', 0, 9)], 3, { b1: 3 }],
])('gives %s', (_, queues, free, shares) => {
  expect(Object.fromEntries(shareOut(queues, free))).toEqual(shares)
})
