import { expect, test } from 'vitest'
import { findEntry } from './entry.ts'

test.for([
  ['index.handler', ['index.mjs'], { file: 'index.mjs', exportName: 'handler', bundle: false }],
  ['index.default', ['index.ts', 'lib/a.ts'], { file: 'index.ts', exportName: 'default', bundle: true }],
  ['index.handler', ['index.ts', 'index.js'], { file: 'index.js', exportName: 'handler', bundle: false }],
  ['src/api/users.list', ['src/api/users.cjs'], { file: 'src/api/users.cjs', exportName: 'list', bundle: false }],
  ['index.ts.handler', ['index.ts', 'index.js'], { file: 'index.ts', exportName: 'handler', bundle: true }],
] as const)('%s among %j', ([handler, files, entry]) => {
  expect(findEntry(handler, files)).toEqual(entry)
})

test('a handler whose file is not there names what is', () => {
  expect(() => findEntry('app.handler', ['index.mjs', 'lib/a.mjs'])).toThrow(
    "The handler 'app.handler' names the file 'app', as app.mjs, .js, .cjs or .ts, but there is none: the package holds index.mjs",
  )
})
