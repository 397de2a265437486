import { zipSync, type Zippable } from 'fflate'
import { expect, test } from 'vitest'
import { openZip } from './open-zip.ts'

const LIMITS = { name: 'The package', unpackedBytes: 2 ** 20, files: 200 }
const text = (content: string) => Buffer.from(content)
const link = (target: string): Zippable[string] => [text(target), { os: 3, attrs: (0o120777 << 16) >>> 0 }]
const packed = (entries: Zippable) => Buffer.from(zipSync(entries))

async function contents(zip: Buffer): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for (const [path, file] of await openZip(zip, LIMITS)) files[path] = (await file.content()).toString()
  return files
}

test('a link becomes a copy of the file it leads to, which can be executed where that can', async () => {
  const zip = packed({
    'node_modules/.bin/tool': link('../tool/cli.js'),
    'node_modules/tool/cli.js': [text('cli'), { os: 3, attrs: (0o100755 << 16) >>> 0 }],
    'first.js': link('second.js'),
    'second.js': link('./node_modules/.bin/../tool//cli.js'),
  })
  expect(await contents(zip)).toEqual({
    'node_modules/.bin/tool': 'cli',
    'node_modules/tool/cli.js': 'cli',
    'first.js': 'cli',
    'second.js': 'cli',
  })
  expect((await openZip(zip, LIMITS)).get('node_modules/.bin/tool')).toMatchObject({ executable: true, bytes: 3 })
})

test('a link to a folder becomes a copy of the folder, with the links in it', async () => {
  const zip = packed({
    'node_modules/a': link('.pnpm/a@1/node_modules/a'),
    'node_modules/.pnpm/a@1/node_modules/a/index.js': text('a'),
    'node_modules/.pnpm/a@1/node_modules/a/b': link('../../../b@1'),
    'node_modules/.pnpm/b@1/index.js': text('b'),
    'through.js': link('node_modules/a/b/index.js'),
    // Up from where a link leads, as a file system reads it.
    'up.js': link('node_modules/a/b/../b@1/index.js'),
    'empty/': new Uint8Array(),
    nothing: link('empty'),
  })
  expect(await contents(zip)).toEqual({
    'node_modules/a/index.js': 'a',
    'node_modules/a/b/index.js': 'b',
    'node_modules/.pnpm/a@1/node_modules/a/index.js': 'a',
    'node_modules/.pnpm/a@1/node_modules/a/b/index.js': 'b',
    'node_modules/.pnpm/b@1/index.js': 'b',
    'through.js': 'b',
    'up.js': 'b',
  })
})

test('files come in the order of the archive', async () => {
  const zip = packed({ 'b.js': text('b'), 'c.js': link('a.js'), 'a.js': text('a') })
  expect([...(await openZip(zip, LIMITS)).keys()]).toEqual(['b.js', 'c.js', 'a.js'])
})

const chain = (length: number) =>
  Object.fromEntries(Array.from({ length }, (_, n) => [`l${n}`, link(n === length - 1 ? 'a.js' : `l${n + 1}`)]))

test.for<[string, Zippable, string]>([
  ['that leads nowhere', { l: link('b.js') }, '"l" is a symbolic link to "b.js", which is not in the archive'],
  ['below a file', { l: link('a.js/b') }, '"l" is a symbolic link to "a.js/b", which is not in the archive'],
  ['to an absolute path', { l: link('/etc/passwd') }, '"l" is a symbolic link to "/etc/passwd", which is outside'],
  ['out of the archive', { 'd/l': link('../../x') }, '"d/l" is a symbolic link to "../../x", which is outside'],
  ['out and back in', { l: link('../a.js') }, 'which is outside of the archive'],
  ['out through another', { 'd/l': link('up/../x'), 'd/up': link('..') }, 'which is outside of the archive'],
  ['to itself', { l: link('l') }, '"l" is a symbolic link to "l", which leads in a circle'],
  ['to another that leads back', { l: link('m'), m: link('l') }, 'which leads in a circle'],
  ['to its own folder', { 'd/l': link('.') }, '"d/l" is a symbolic link to ".", which leads in a circle'],
  ['to the top', { 'd/l': link('..') }, '"d/l" is a symbolic link to "..", which leads in a circle'],
  ['to a folder that leads back', { 'd/l': link('../e'), 'e/l': link('../d') }, 'which leads in a circle'],
  ['through too many', chain(41), 'which leads in a circle'],
  ['with nothing in it', { l: link('') }, 'which leads in a circle'],
  ['with a NUL', { l: link('a.js\0') }, 'which is not in the archive'],
  ['with a file in it', { l: link('..'), 'l/x': text('1') }, '"l" is a file, and "l/x" needs it to be a folder'],
  ['with a file in it, by case', { l: link('d'), 'L/x': text('1'), 'd/x': text('2') }, 'needs it to be a folder'],
  ['with the name of a file', { './A.js': link('b.js'), 'b.js': text('1') }, 'have the same name'],
  ['longer than a path', { l: link('./'.repeat(600)) }, 'The package holds symbolic links that are too long'],
  [
    'to a path that is too long',
    { ['d/'.repeat(400) + 'x']: text('1'), ['e/'.repeat(300) + 'l']: link(`${'../'.repeat(300)}d`) },
    'not allowed',
  ],
])('a link %s is refused', async ([, entries, reason]) => {
  await expect(openZip(packed({ 'a.js': text('a'), ...entries }), LIMITS)).rejects.toThrow(reason)
})

test('as many links in a row as Linux follows', async () => {
  expect((await contents(packed({ 'a.js': text('a'), ...chain(40) }))).l0).toBe('a')
})

/** Ten links in each folder to the next: a billion copies. */
const bomb = (last: Zippable) => {
  const entries: Zippable = { ...last }
  for (let depth = 0; depth < 9; depth++) {
    for (let n = 0; n < 10; n++) entries[`d${depth}/l${n}`] = link(`../d${depth + 1}`)
  }
  return packed(entries)
}

test('bombs of links are refused: by number, without a single file, and by size', async () => {
  await expect(openZip(bomb({ 'd9/x': text('x') }), LIMITS)).rejects.toThrow('more than 200 files')
  await expect(openZip(bomb({ 'd9/': new Uint8Array() }), LIMITS)).rejects.toThrow('more than 200 files')
  const copies = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`l${n}`, link('x')]))
  const zip = packed({ ...copies, x: Buffer.alloc(100_000) })
  await expect(openZip(zip, LIMITS)).rejects.toThrow('larger than 1 MB when unpacked')
})

test('two slashes are one', async () => {
  expect(await contents(packed({ 'lib//a.js': text('a'), './/b.js': text('b') }))).toEqual({
    'lib/a.js': 'a',
    'b.js': 'b',
  })
  await expect(openZip(packed({ 'lib//a': text('1'), 'lib/a': text('2') }), LIMITS)).rejects.toThrow('same name')
  await expect(openZip(packed({ '//etc/passwd': text('1') }), LIMITS)).rejects.toThrow('not allowed')
})

test('a program before the zip, and zero bytes after it', async () => {
  const zip = packed({ 'a.js': text('a'), 'b.js': text('b') })
  const program = Buffer.concat([text('#!/bin/sh\nexec unzip "$0"\n'), Buffer.alloc(70_000)])
  const files = { 'a.js': 'a', 'b.js': 'b' }
  expect(await contents(Buffer.concat([program, zip]))).toEqual(files)
  expect(await contents(Buffer.concat([zip, Buffer.alloc(70_000)]))).toEqual(files)
  expect(await contents(Buffer.concat([program, zip, Buffer.alloc(1)]))).toEqual(files)
  await expect(openZip(Buffer.concat([zip, text('more')]), LIMITS)).rejects.toThrow('not a zip archive')
})

test('two directories are refused, of which programs would read different ones', async () => {
  const seen = packed({ 'seen.js': text('1') })
  const hidden = packed({ 'evil.js': text('1') })
  await expect(openZip(Buffer.concat([seen, hidden]), LIMITS)).rejects.toThrow('it has two directories')
})
