import { expect, test } from 'vitest'
import { copyName, moveFiles, movedPath, takenName, undoChange } from './moveFiles.ts'

const files = { 'index.ts': 'a', 'lib/price.ts': 'b', 'lib/tax/vat.ts': 'c', 'library.ts': 'd' }
const paths = Object.keys(files)

test('a folder moves with all below it, and nothing that only begins like it', () => {
  expect(moveFiles(files, 'lib', 'src/lib')).toEqual({
    'index.ts': 'a',
    'library.ts': 'd',
    'src/lib/price.ts': 'b',
    'src/lib/tax/vat.ts': 'c',
  })
  expect(movedPath('library.ts', 'lib', 'src')).toBe('library.ts')
})

test.each([
  ['a file that is there', 'index.ts', 'library.ts', 'library.ts'],
  ['a folder of that name', 'index.ts', 'lib', 'lib'],
  ['a file where a folder would have to be', 'lib', 'index.ts/lib', 'index.ts'],
  ['the same, for a new file', undefined, 'library.ts/new.ts', 'library.ts'],
  ['a folder, for a new file', undefined, 'lib/tax', 'lib/tax'],
  ['nothing: the file goes into a folder with its own name', 'index.ts', 'index.ts/index.ts', null],
  ['nothing: the folder goes into one below it', 'lib', 'lib/old', null],
])('in the way is %s', (_, from, to, name) => expect(takenName(paths, to, from)).toBe(name))

test('a folder does not move onto a file of another one', () =>
  expect(takenName([...paths, 'src/price.ts'], 'src', 'lib')).toBe('src/price.ts'))

test('undo brings back what a change took, and keeps edits made since', () => {
  const { 'lib/price.ts': _, ...after } = files
  expect(undoChange({ ...after, 'index.ts': 'edited' }, files, after)).toEqual({ ...files, 'index.ts': 'edited' })
})

test('undo of a replacement keeps the other lines that were typed since, and added files that were edited', () => {
  const before = { 'a.ts': 'one\ntwo\nthree' }
  const after = { 'a.ts': 'ONE\ntwo\nthree', 'new.ts': '' }
  const now = { 'a.ts': 'ONE!\ntwo\nthree\nfour', 'new.ts': 'typed' }
  expect(undoChange(now, before, after)).toEqual({ 'a.ts': 'one\ntwo\nthree\nfour', 'new.ts': 'typed' })
})

test.each([
  ['index.ts', 'index-2.ts'],
  ['lib/price.ts', 'lib/price-3.ts'],
  ['lib/price-2.ts', 'lib/price-3.ts'],
  ['lib/data.test.json', 'lib/data.test-2.json'],
  ['lib/.env', 'lib/.env-2'],
  ['a/b', 'a/b-2'],
  ['Makefile', 'Makefile-2'],
])('a copy of %s is %s', (path, copy) => expect(copyName(path, [...paths, 'lib/price-2.ts'])).toBe(copy))
