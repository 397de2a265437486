import { expect, test } from 'vitest'
import { countLines } from './count-lines.ts'

test.each([
  ['nothing', 'a\nb\n', 'a\nb\n', 0, 0],
  ['a first text', '', 'a\nb\n', 2, 0],
  ['everything gone', 'a\nb', '', 0, 2],
  ['a changed line', 'a\nb\nc\n', 'a\nB\nc\n', 1, 1],
  ['a line twice', 'a\n', 'a\na\n', 1, 0],
  ['a moved line', 'a\nb\nc\n', 'c\na\nb\n', 0, 0],
  ['no newline at the end any more', 'a\nb\n', 'a\nb', 0, 0],
  ['names of properties of every object', 'constructor\n', '__proto__\n', 1, 1],
])('counts lines: %s', (_what, before, after, added, removed) => {
  expect(countLines(before, after)).toEqual({ added, removed })
})
