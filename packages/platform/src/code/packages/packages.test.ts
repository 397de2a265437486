import { randomBytes } from 'node:crypto'
import { LIMITS } from '@alcove/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rawZip, type RawEntry } from '../../../test/zip.ts'
import { archiveOf } from './archive-of.ts'
import { filesOf } from './files-of.ts'
import { filesFromJson, filesToJson } from './package-files.ts'
import { starterFor } from './starter.ts'

const refusal = (archive: Uint8Array) =>
  filesOf(archive).then(
    () => 'accepted',
    ({ code, message }: { code: string; message: string }) => `${code}: ${message}`,
  )

/** The signature of an entry in a zip's central directory. */
const DIRECTORY_ENTRY = Buffer.from([0x50, 0x4b, 0x01, 0x02])
const SYMLINK = 0o120777
const DEVICE = 0o060600

describe('filesOf() refuses', () => {
  const hostile: [string, RawEntry[], RegExp][] = [
    ['a path that climbs out', [{ name: '../evil.js' }], /"\.\.\/evil\.js", which is not allowed/],
    ['a path that climbs out in the middle', [{ name: 'a/../../evil.js' }], /not allowed/],
    ['an absolute path', [{ name: '/etc/passwd' }], /"\/etc\/passwd", which is not allowed/],
    ['a drive letter', [{ name: 'C:/windows/x' }], /not allowed/],
    ['backslashes', [{ name: '..\\evil.js' }], /not allowed/],
    ['a NUL in a name', [{ name: 'index.js\0.txt' }], /not allowed/],
    ['an empty name', [{ name: '' }], /holds no files/],
    ['a name of 300 characters', [{ name: 'a'.repeat(300) }], /not allowed/],
    [
      'a symbolic link out of the archive',
      [{ name: 'link', content: Buffer.from('/etc/passwd'), mode: SYMLINK }],
      /"link" is a symbolic link to "\/etc\/passwd", which is outside/,
    ],
    ['a device', [{ name: 'sda', mode: DEVICE }], /not a plain file/],
    ['an encrypted file', [{ name: 'index.js', flags: 0x801 }], /encrypted/],
    ['another compression', [{ name: 'index.js', method: 12 }], /compressed in a way/],
    ['names that differ in case only', [{ name: 'index.js' }, { name: 'Index.js' }], /same name, ignoring case/],
    ['the same name twice', [{ name: 'index.js' }, { name: 'index.js' }], /same name/],
    ['a file where a folder must be', [{ name: 'lib' }, { name: 'lib/a.js' }], /needs it to be a folder/],
    [
      'a file where a folder must be, among others',
      [{ name: 'lib/a.js' }, { name: 'lib.js' }, { name: 'lib-2/a.js' }, { name: 'LIB' }],
      /"LIB" is a file, and "lib\/a.js" needs it to be a folder/,
    ],
    ['a folder where a file is', [{ name: 'lib' }, { name: 'lib/' }], /needs it to be a folder/],
    [
      'a size that is a lie',
      [{ name: 'index.js', content: Buffer.alloc(5_000), claimedSize: 10 }],
      /cannot be unpacked/,
    ],
    ['a checksum that does not match', [{ name: 'index.js', claimedCrc: 1 }], /checksum/],
    ['a bomb by ratio', [{ name: 'bomb', content: Buffer.alloc(40_000_000) }], /more than 200 times/],
    ['a bomb by total', [{ name: 'bomb', claimedSize: LIMITS.packageUnpackedBytes + 1 }], /larger than 250 MB/],
    ['the name of every object’s prototype', [{ name: '__proto__' }], /not allowed/],
    ['no files', [], /holds no files/],
    ['only folders', [{ name: 'lib/' }], /holds no files/],
    [
      'too many files',
      Array.from({ length: LIMITS.packageFiles + 1 }, (_, n) => ({ name: `f${n}` })),
      /more than 10000 files/,
    ],
  ]
  test.for(hostile)('%s', async ([, entries, reason]) => {
    const answer = await refusal(rawZip(entries))
    expect(answer).toMatch(/^InvalidPackage: /)
    expect(answer).toMatch(reason)
  })

  test('files that are the same bytes of the archive, each of which would have to be inflated', async () => {
    const zip = rawZip([{ name: 'a.js', content: randomBytes(1000) }, { name: 'b.js' }])
    const first = zip.indexOf(DIRECTORY_ENTRY)
    const second = zip.indexOf(DIRECTORY_ENTRY, first + 1)
    zip.copy(zip, second + 16, first + 16, first + 28)
    zip.copy(zip, second + 42, first + 42, first + 46)
    expect(await refusal(zip)).toMatch(/files overlap/)
  })

  test('copies in place of links that make it larger than an upload may be', async () => {
    const data = Buffer.alloc(LIMITS.packageBytes)
    const copy = { path: 'copy', bytes: data.length, executable: false, data, crc: 0, method: 0 }
    await expect(archiveOf(new Map(), [copy])).rejects.toThrow('The archive is larger than 50 MB')
  })

  test('what is not a zip, and a zip cut off at any byte', async () => {
    expect(await refusal(Buffer.from('not a zip'))).toMatch(/^InvalidPackage: The package is not a zip archive/)
    expect(await refusal(new Uint8Array())).toMatch(/^InvalidPackage/)
    const whole = rawZip([{ name: 'index.js', content: Buffer.from('export const a = 1') }])
    for (let length = 1; length < whole.length; length++) {
      expect(await refusal(whole.subarray(0, length))).toMatch(/^InvalidPackage/)
    }
  })

  test('noise in the middle of a zip, or reads the original contents: never another error', async () => {
    const whole = rawZip([
      { name: 'a.js', content: randomBytes(200) },
      { name: 'b/c.js', content: Buffer.from('x') },
    ])
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const damaged = Buffer.from(whole)
        damaged[at]! ^= flip
        expect(await refusal(damaged)).toMatch(/^(accepted|InvalidPackage: )/)
      }),
      { numRuns: 300 },
    )
  })
})

describe('filesOf()', () => {
  test('reads plain files in folders, with the folder they share', async () => {
    const files = await filesOf(
      rawZip([
        { name: 'app/', mode: 0o040755, content: Buffer.alloc(0) },
        { name: 'app/index.js', mode: 0o100644, content: Buffer.from('1') },
        { name: 'app/stored.bin', method: 0, content: Buffer.from([0, 1]) },
      ]),
    )
    expect([...files.keys()]).toEqual(['app/index.js', 'app/stored.bin'])
    expect(files.get('app/stored.bin')).toEqual(Buffer.from([0, 1]))
  })
})

const path = fc
  .array(fc.stringMatching(/^[a-z0-9_-]{1,8}$/), { minLength: 1, maxLength: 3 })
  .map((parts) => `${parts.join('/')}.x`)
const packages = fc.dictionary(
  path,
  fc.oneof(
    fc.string(),
    fc.uint8Array().map((bytes) => ({ base64: Buffer.from(bytes).toString('base64') })),
  ),
  { minKeys: 1 },
)

test('an archive depends only on names and contents, and returns both', async () => {
  await fc.assert(
    fc.asyncProperty(packages, async (json) => {
      const files = filesFromJson(json)
      const shuffled = new Map([...files].toReversed())
      const archive = await archiveOf(files)
      expect(Buffer.from(await archiveOf(shuffled)).equals(archive)).toBe(true)
      const read = await filesOf(archive)
      expect(filesFromJson(filesToJson(read)).size).toBe(files.size)
      for (const [name, bytes] of files) expect(Buffer.from(read.get(name)!).equals(bytes)).toBe(true)
    }),
    { numRuns: 100 },
  )
})

test('an archive does not depend on the time zone', async () => {
  const files = filesFromJson({ 'index.mjs': 'export const handler = 1' })
  const zone = process.env.TZ
  const hashes = new Set<string>()
  for (const tz of ['UTC', 'Asia/Shanghai', 'America/New_York']) {
    process.env.TZ = tz
    hashes.add(Buffer.from(await archiveOf(files)).toString('base64'))
  }
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
  expect(hashes.size).toBe(1)
})

test('the starter defines the named handler, in the chosen language', async () => {
  expect(Object.keys(starterFor('nodejs24', 'index.handler'))).toEqual(['index.mjs'])
  expect(starterFor('nodejs26', 'lib/main.run')['lib/main.mjs']).toContain('export const run = async')
  expect(starterFor('nodejs22', 'index.default')['index.mjs']).toContain('export default {')
  expect(starterFor('python3', 'app.main.run')['app/main.py']).toContain('def run(event, context):')
  expect(starterFor('java17', 'Handler.handle')['Handler.java']).toMatch(/^import [^]*public Object handle\(/)
  expect(starterFor('java17', 'com.acme.Api.call')['com/acme/Api.java']).toMatch(
    /^package com.acme;[^]*public class Api /,
  )
  expect(starterFor('custom', 'anything.goes')['bootstrap']).toMatch(/^#!\/bin\/sh\n/)
})
