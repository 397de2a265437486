import { expect, test } from 'vitest'
import { circleOf } from './circle-of.ts'

const edges = (...pairs: string[]) => pairs.map((pair) => ({ from: pair[0]!, to: pair[1]! }))

test.each([
  ['aa', [], 'aa'],
  ['ab', ['bc'], null],
  ['ab', ['bc', 'ca'], 'abca'],
  ['ab', ['bc', 'cb'], null],
  ['ab', ['bx', 'by', 'yz', 'za'], 'abyza'],
])('%s beside %j', (added, others, circle) => {
  expect(circleOf(edges(added)[0]!, edges(added, ...others))?.join('') ?? null).toBe(circle)
})
