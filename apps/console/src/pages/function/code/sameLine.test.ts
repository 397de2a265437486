import { expect, it } from 'vitest'
import { sameLine } from './sameLine.ts'

const BEFORE = ['a {', '  return null', '}', 'b {', '  return null', '}', 'last'].join('\n')

it.each<[string, string, number, number, boolean]>([
  ['nothing changed', BEFORE, 5, 5, false],
  ['lines above it', `1\n2\n3\n4\n5\n6\n7\n${BEFORE}`, 5, 12, false],
  ['an equal line nearer by', `x {\n  return null\n}\n${BEFORE}`, 2, 5, false],
  ['lines removed above it', BEFORE.split('\n').slice(3).join('\n'), 5, 2, false],
  ['it was indented', BEFORE.replace('last', '    last'), 7, 7, false],
  ['it moved past others', `last\n${BEFORE.replace('\nlast', '')}`, 7, 1, false],
  ['it was changed', BEFORE.replace('last', 'least\nmore'), 7, 7, true],
  ['it was removed', BEFORE.replace('\nlast', ''), 7, 6, true],
  ['everything was removed', '', 5, 1, true],
  ['a line past the end', BEFORE, 99, 7, false],
])('finds a line of a version in the draft: %s', (_, now, line, expected, changed) => {
  expect(sameLine(BEFORE, now, line)).toEqual({ line: expected, changed })
})
