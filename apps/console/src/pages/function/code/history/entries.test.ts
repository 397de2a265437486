import type { DraftSave, Version } from '@alcove/contract'
import { expect, test } from 'vitest'
import { changedIn, type Entry, entriesOf, linesIn } from './entries.ts'

const save = (at: string, savedBy: string, path = 'a.ts', restored: string | null = null): DraftSave => ({
  id: at,
  codeHash: at,
  codeBytes: 1,
  savedAt: `2026-11-21T${at}:00.000Z`,
  savedBy,
  change: { files: [{ path, kind: 'changed' }], more: 0, restored },
})
const version = (number: number, at: string) =>
  ({ version: number, publishedAt: `2026-11-21T${at}:00.000Z`, codeHash: at }) as Version
const told = (entries: Entry[]) =>
  entries.map((entry) => (entry.kind === 'version' ? `v${entry.version}` : entry.saves.map(({ id }) => id).join(' ')))

test.each([
  ['saves of one person', [save('22:03', 'mei'), save('22:02', 'mei')], [], ['22:03 22:02']],
  ['until someone else saves', [save('22:03', 'mei'), save('22:02', 'priya')], [], ['22:03', '22:02']],
  ['until ten minutes pass', [save('22:13', 'mei'), save('22:03', 'mei')], [], ['22:13', '22:03']],
  ['a restore alone', [save('22:03', 'mei', 'a', 'x'), save('22:02', 'mei')], [], ['22:03', '22:02']],
  [
    'versions between',
    [save('22:03', 'mei'), save('22:01', 'mei')],
    [version(2, '22:02'), version(1, '21:00')],
    ['22:03', 'v2', '22:01'],
  ],
])('the history folds %s', (_, saves, versions, entries) => {
  expect(told(entriesOf(saves, versions))).toEqual(entries)
})

test('names each changed file once, and none when a save does not say', () => {
  const saves = [save('22:03', 'mei', 'a'), save('22:02', 'mei', 'b'), save('22:01', 'mei', 'a')]
  expect(changedIn(saves)).toEqual(['a', 'b'])
  expect(changedIn([...saves, { ...saves[0]!, change: null }])).toBeNull()
})

test('adds up the lines of saves, and says nothing when one does not', () => {
  const counted = (added: number, removed: number): DraftSave => ({
    ...save('22:03', 'mei'),
    change: { files: [{ path: 'a', kind: 'changed', lines: { added, removed } }], more: 0, restored: null },
  })
  expect(linesIn([counted(3, 1), counted(2, 0)])).toEqual({ added: 5, removed: 1 })
  expect(linesIn([counted(3, 1), save('22:02', 'mei')])).toBeNull()
})
