import { ignoring } from '@alcove/contract'
import { expect, test } from 'vitest'
import { keptDiffs } from './kept-diffs.ts'

const kept = (paths: string[], ignored: string[] = []) => {
  const ignores = ignoring(ignored)
  const diffs = keptDiffs(paths.map((path) => ({ path, message: 'Another value' })))
  return diffs.map(({ path }) => path).filter((path) => !ignores(path))
}
const ids = Array.from({ length: 500 }, (_, at) => `output.items.${at}.id`)
const names = Array.from({ length: 500 }, (_, at) => `output.by.n${at}.at`)

test('differences of a long list hide no other one', () => {
  expect(kept([...ids, 'output.total'])).toEqual([...ids.slice(0, 5), 'output.items.*.id', 'output.total'])
  expect(kept([...ids, 'output.total'], ['output.items.*.id'])).toEqual(['output.total'])
  expect(kept(ids, ['output.items.0', 'output.items.1', 'output.items.2', 'output.items.3', 'output.items.4'])).toEqual(
    ['output.items.*.id'],
  )
})

test('what stands for the others is left out only with all of them', () => {
  expect(kept(names)).toHaveLength(21)
  expect(kept(names).at(-1)).toBe('output.by.*.at')
  for (const all of ['output', 'output.by', 'output.by.*', 'output.by.*.at']) expect(kept(names, [all])).toEqual([])
  expect(kept(names, ['output.by.n499', 'output.by.n3'])).toHaveLength(20)
  expect(kept([...names, 'output.total'], ['output.by'])).toEqual(['output.*'])
})
