import { expect, test } from 'vitest'
import { followFiles, moveTab } from './openFiles.ts'

const BEFORE = { 'a.ts': 'a', 'b.ts': 'b', 'c.ts': 'c' }
const tabs = (...paths: string[]) => ({ tabs: paths, active: paths[0]! })

test.each([
  ['stay with their files', tabs('a.ts', 'b.ts'), { ...BEFORE, 'a.ts': 'A' }, tabs('a.ts', 'b.ts')],
  ['follow a file to its new name', tabs('a.ts', 'b.ts'), { 'lib/a.ts': 'a', 'b.ts': 'b' }, tabs('lib/a.ts', 'b.ts')],
  ['close with a deleted file', tabs('a.ts', 'b.ts'), { 'b.ts': 'b', 'c.ts': 'c' }, tabs('b.ts')],
  ['of a version stay', tabs('only-in-v1.ts'), { 'b.ts': 'b' }, tabs('only-in-v1.ts')],
])('tabs %s', (_, open, after, expected) => {
  expect(followFiles(open, BEFORE, after)).toEqual(expected)
})

test.each([
  ['to the right', tabs('a.ts', 'b.ts', 'c.ts'), 'a.ts', 'c.ts', ['b.ts', 'c.ts', 'a.ts']],
  ['to the left', tabs('a.ts', 'b.ts', 'c.ts'), 'c.ts', 'a.ts', ['c.ts', 'a.ts', 'b.ts']],
  ['from another window, which is ignored', tabs('a.ts', 'b.ts'), 'other.ts', 'b.ts', ['a.ts', 'b.ts']],
])('a tab is dragged %s', (_, open, path, to, expected) => {
  expect(moveTab(open, path, to)).toEqual({ tabs: expected, active: 'a.ts' })
})
