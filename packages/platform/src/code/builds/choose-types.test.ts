import { expect, test } from 'vitest'
import { chooseTypes } from './choose-types.ts'

const files = new Map(
  Object.entries({
    'node_modules/hono/package.json': '{ "types": "dist/index.d.ts", "dependencies": { "tiny": "1" } }',
    'node_modules/hono/dist/index.d.ts': 'export declare const hono: 1',
    'node_modules/hono/dist/index.js': 'x'.repeat(500),
    'node_modules/hono/node_modules/tiny/index.d.ts': 'of another version',
    'node_modules/tiny/package.json': '[]',
    'node_modules/tiny/index.d.mts': 'export {}',
    'node_modules/express/package.json': 'no JSON',
    'node_modules/@types/express/index.d.ts': 'export {}',
    'node_modules/@scope/plain/package.json': '{}',
    'node_modules/@types/scope__plain/index.d.ts': 'export {}',
    'node_modules/@types/node/index.d.ts': 'export {}',
    'node_modules/large/index.d.ts': 'y'.repeat(5_000),
  }).map(([path, text]) => [path, { bytes: text.length, content: async () => Buffer.from(text) }]),
)
const paths = async (wanted?: string[]) => {
  const { files: chosen, leftOut } = await chooseTypes(files, wanted, { bytes: 1_000, files: 100 })
  return { paths: chosen.map(({ path }) => path.replace('node_modules/', '')), leftOut }
}

test('declarations of a package come with those of what it needs', async () => {
  expect(await paths(['hono'])).toEqual({
    paths: ['hono/package.json', 'hono/dist/index.d.ts', 'tiny/package.json', 'tiny/index.d.mts'],
    leftOut: [],
  })
})

test('a package without declarations has those that stand for it', async () => {
  expect((await paths(['express', '@scope/plain'])).paths).toEqual([
    '@types/express/index.d.ts',
    '@types/scope__plain/index.d.ts',
  ])
})

test('without names all are chosen, except those of Node.js; what does not fit is left out whole, and named', async () => {
  const { paths: all, leftOut } = await paths()
  expect(all).toHaveLength(6)
  expect(leftOut).toEqual(['large'])
  expect(await paths(['@types/node', '__proto__', 'absent'])).toEqual({ paths: [], leftOut: [] })
})
