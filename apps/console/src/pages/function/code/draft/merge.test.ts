import { expect, test } from 'vitest'
import { mergeFiles, regionsOf, resolved } from './merge.ts'

const BASE = { 'a.ts': 'one\ntwo\nthree\nfour\n', 'b.ts': 'b', 'c.bin': { base64: 'AA==' } }

test.each([
  ['of different files', { 'a.ts': 'A' }, { 'b.ts': 'B' }, { 'a.ts': 'A', 'b.ts': 'B' }],
  [
    'of different lines',
    { 'a.ts': 'ONE\ntwo\nthree\nfour\n' },
    { 'a.ts': 'one\ntwo\nthree\nFOUR\nfive\n' },
    { 'a.ts': 'ONE\ntwo\nthree\nFOUR\nfive\n' },
  ],
  ['that are the same', { 'a.ts': 'same' }, { 'a.ts': 'same' }, { 'a.ts': 'same' }],
  ['that add files', { 'new.ts': '1' }, { 'other.ts': '2' }, { 'new.ts': '1', 'other.ts': '2' }],
  [
    'of a file that every object seems to have',
    { constructor: 'mine' },
    { toString: 'theirs' },
    { constructor: 'mine', toString: 'theirs' },
  ],
  [
    'of a file that the other renamed',
    { 'a.ts': undefined, 'lib/a.ts': BASE['a.ts'], 'b.ts': 'B' },
    { 'a.ts': 'one\ntwo\nthree\nFOUR\n', 'b.ts': undefined, 'c.ts': 'b' },
    { 'a.ts': undefined, 'lib/a.ts': 'one\ntwo\nthree\nFOUR\n', 'b.ts': undefined, 'c.ts': 'B' },
  ],
  [
    'of a file that both renamed, which has both names then',
    { 'b.ts': undefined, 'mine.ts': 'b' },
    { 'b.ts': undefined, 'theirs.ts': 'B' },
    { 'b.ts': undefined, 'mine.ts': 'b', 'theirs.ts': 'B' },
  ],
  ['that add files of any name', { ['__proto__']: '1' }, { 'new.ts': '2' }, { ['__proto__']: '1', 'new.ts': '2' }],
  ['that delete what the other left', { 'b.ts': undefined }, { 'a.ts': 'A' }, { 'a.ts': 'A', 'b.ts': undefined }],
])('merges edits %s', (_, mine, theirs, merged) => {
  const of = (changes: object) => JSON.parse(JSON.stringify({ ...BASE, ...changes }))
  expect(mergeFiles(BASE, of(mine), of(theirs))).toEqual({ files: of(merged), conflicts: [] })
})

test.each([
  ['the same line', { 'a.ts': 'one\nTWO\nthree\nfour\n' }, { 'a.ts': 'one\n2\nthree\nfour\n' }, 'a.ts'],
  ['a file that the other deleted', { 'b.ts': 'B' }, { 'b.ts': undefined }, 'b.ts'],
  ['bytes on both sides', { 'c.bin': { base64: 'AQ==' } }, { 'c.bin': { base64: 'Ag==' } }, 'c.bin'],
  ['two new files of one name', { 'n.ts': '1' }, { 'n.ts': '2' }, 'n.ts'],
])('leaves %s to the author, with mine in the files', (_, mine, theirs, path) => {
  const of = (changes: object) => JSON.parse(JSON.stringify({ ...BASE, ...changes }))
  const { files, conflicts } = mergeFiles(BASE, of(mine), of(theirs))
  expect(conflicts.map((each) => each.path)).toEqual([path])
  expect(files).toEqual(of(mine))
})

test('a choice for each place that both changed makes the text, the rest merges', () => {
  const regions = regionsOf('a\nb\nc\nd\ne', 'A\nb\nmine\nd\ne', 'a\nb\ntheirs\nd\nE')
  expect(regions.filter(({ kind }) => kind === 'both')).toEqual([
    {
      kind: 'both',
      mine: { line: 3, lines: ['mine'] },
      base: { line: 3, lines: ['c'] },
      theirs: { line: 3, lines: ['theirs'] },
    },
  ])
  expect(resolved(regions, [])).toBe('A\nb\nmine\nd\nE')
  expect(resolved(regions, ['theirs'])).toBe('A\nb\ntheirs\nd\nE')
  expect(resolved(regions, ['both'])).toBe('A\nb\nmine\ntheirs\nd\nE')
})
