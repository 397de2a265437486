import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { pack, readZip } from './readPackage.ts'

const text = (content: string) => new TextEncoder().encode(content)
const zipOf = (files: Record<string, string>) =>
  new Blob([zipSync(Object.fromEntries(Object.entries(files).map(([path, content]) => [path, text(content)])))])

test('a zip as GitHub and macOS make it: the top folder goes, and what no function needs', async () => {
  const read = await readZip(
    zipOf({
      'shop-main/index.mjs': 'export const handler = 1',
      'shop-main\\lib\\money.mjs': '2',
      'shop-main/.env': 'SECRET=1',
      'shop-main/node_modules/koa/index.js': '3',
      '__MACOSX/shop-main/._index.mjs': '4',
      'shop-main/.git/HEAD': '5',
    }),
  )
  expect([...read.files.keys()]).toEqual(['index.mjs', 'lib/money.mjs'])
  expect(read).toMatchObject({ topFolder: 'shop-main', dotenv: ['SECRET=1'], leftOut: { count: 4 } })
  const again = await readZip(await pack(read.files))
  expect(new TextDecoder().decode(again.files.get('lib/money.mjs'))).toBe('2')
})

test('a folder of code is not taken for a wrapping', async () => {
  expect((await readZip(zipOf({ 'src/index.mjs': '1' }))).topFolder).toBeNull()
})

test('a function that reads an alcove.json is no archive of a space', async () => {
  expect((await readZip(zipOf({ 'alcove.json': '{}', 'index.mjs': '1' }))).files.size).toBe(2)
})

test.each([
  ['notZip', new Blob(['PK nonsense'])],
  ['empty', zipOf({ 'a/node_modules/b/c.js': '1' })],
  ['ofSpace', zipOf({ 'alcove.json': '{}', 'functions/checkout/code/index.mjs': '1' })],
])('%s is said', async (problem, archive) => {
  await expect(readZip(archive)).rejects.toMatchObject({ problem })
})
