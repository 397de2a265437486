import { expect, test } from 'vitest'
import { folderName, shownName } from './folder-names.ts'

test.each([
  ['a/mug.jpg', 'mug.jpg'],
  ['a/👩‍👧 ü', '👩‍👧 ü'],
  ['\u202egpj.exe', '\\u202egpj.exe'],
  ['mug\u200b.jpg', 'mug\\u200b.jpg'],
  [' ', '" "'],
  ['a/', 'a/'],
])('the name of %j is shown as %s', (key, name) => {
  expect(shownName(key)).toBe(name)
})

test('a folder is shown by a name that is seen', () => {
  expect(['a/b/', '/', 'a/ /', 'a/\u200f/'].map(folderName)).toEqual(['b', '/', '" "', '\\u200f'])
})
