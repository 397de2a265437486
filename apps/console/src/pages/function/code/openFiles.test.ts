import { expect, test } from 'vitest'
import { followFiles } from './openFiles.ts'

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
