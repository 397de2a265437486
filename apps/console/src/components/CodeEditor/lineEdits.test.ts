import { expect, test } from 'vitest'
import { lineEdits } from './lineEdits.ts'

/** As an editor applies them: all at once, by the positions before. */
function applied(before: string, edits: ReturnType<typeof lineEdits>): string {
  const starts = before.split('\n').reduce<number[]>((all, line) => [...all, all.at(-1)! + line.length + 1], [0])
  const offset = ({ line, column }: { line: number; column: number }) => starts[line - 1]! + column - 1
  return edits.reduceRight(
    (text, { from, to, text: put }) => text.slice(0, offset(from)) + put + text.slice(offset(to)),
    before,
  )
}

test.each([
  ['a\nb\nc', 'a\nB\nc'],
  ['a\nb\nc', 'x\na\nb\nc\ny'],
  ['a\nb\nc', 'a'],
  ['a\nb\nc', ''],
  ['', 'a\nb'],
  ['a\nb\n', 'a\nb'],
  ['a', 'b'],
  ['1\n2\n3\n4\n5', '1\nII\n3\n5\n6'],
])('%j becomes %j', (before, after) => {
  expect(applied(before, lineEdits(before, after))).toBe(after)
})

test('lines that stay are not touched', () => {
  expect(lineEdits('1\n2\n3\n4\n5', '1\nII\n3\n4\nV')).toEqual([
    { from: { line: 2, column: 1 }, to: { line: 3, column: 1 }, text: 'II\n' },
    { from: { line: 4, column: 2 }, to: { line: 5, column: 2 }, text: '\nV' },
  ])
})
