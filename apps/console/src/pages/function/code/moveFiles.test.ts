import { expect, test } from 'vitest'
import { moveFiles, movedPath, undoChange } from './moveFiles.ts'

const files = { 'index.ts': 'a', 'lib/price.ts': 'b', 'lib/tax/vat.ts': 'c', 'library.ts': 'd' }

test('a folder moves with all below it, and nothing that only begins like it', () => {
  expect(moveFiles(files, 'lib', 'src/lib')).toEqual({
    'index.ts': 'a',
    'library.ts': 'd',
    'src/lib/price.ts': 'b',
    'src/lib/tax/vat.ts': 'c',
  })
  expect(movedPath('library.ts', 'lib', 'src')).toBe('library.ts')
})

test('nothing moves onto another file', () => {
  expect(moveFiles(files, 'index.ts', 'library.ts')).toBeNull()
  expect(moveFiles({ ...files, 'src/price.ts': 'e' }, 'lib', 'src')).toBeNull()
})

test('undo brings back what a change took, and keeps edits made since', () => {
  const after = moveFiles(files, 'lib/price.ts', 'price.ts')!
  expect(undoChange({ ...after, 'index.ts': 'edited' }, files, after)).toEqual({ ...files, 'index.ts': 'edited' })
})
