import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync, type ZipOptions } from 'fflate'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PackageError } from '../package-error.ts'
import { unpack } from './unpack.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alcove-unpack-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** How each entry of a zip's directory begins. */
const DIRECTORY_ENTRY = Buffer.from([0x50, 0x4b, 0x01, 0x02])
const text = (content: string) => Buffer.from(content)
/** Unix mode in the high half, as zip programs on Unix write it. */
const withMode = (content: string, mode: number): [Buffer, ZipOptions] => [
  text(content),
  { os: 3, attrs: (mode << 16) >>> 0 },
]
const unpackThese = (entries: Parameters<typeof zipSync>[0]) =>
  unpack(Buffer.from(zipSync(entries, { level: 6 })), folder)

test('writes files and folders, readable by all, executable where they were', async () => {
  const { files, bytes } = await unpackThese({
    'index.mjs': text('1'),
    'lib/deep/a.mjs': text('2'),
    'bin/tool': withMode('3', 0o100755),
  })
  expect(bytes).toBe(3)
  expect(files.toSorted()).toEqual(['bin/tool', 'index.mjs', 'lib/deep/a.mjs'])
  expect(readFileSync(join(folder, 'lib/deep/a.mjs'), 'utf8')).toBe('2')
  expect(statSync(join(folder, 'index.mjs')).mode & 0o777).toBe(0o644)
  expect(statSync(join(folder, 'bin/tool')).mode & 0o777).toBe(0o755)
})

test('takes names as macOS, Windows and tar write them, without what macOS adds', async () => {
  const zip = Buffer.from(
    zipSync({
      './index.mjs': text('1'),
      'lib\\win.mjs': text('2'),
      '数据.txt': text('3'),
      'a/./b.txt': text('4'),
      'cafe\u0301.txt': text('5'),
    }),
  )
  // fflate marks names that are not ASCII as UTF-8 (bit 11 of the flags). macOS does not.
  for (let at = zip.indexOf(DIRECTORY_ENTRY); at >= 0; at = zip.indexOf(DIRECTORY_ENTRY, at + 4)) {
    zip.writeUInt16LE(zip.readUInt16LE(at + 8) & ~0x800, at + 8)
  }
  const { files } = await unpack(zip, folder)
  expect(files.toSorted()).toEqual(['a/b.txt', 'caf\u00E9.txt', 'index.mjs', 'lib/win.mjs', '数据.txt'])
  const added = { 'Handler.java': text('1'), '__MACOSX/._Handler.java': text('2'), 'lib/.DS_Store': text('3') }
  const again = await unpack(Buffer.from(zipSync(added)), mkdtempSync(join(folder, 'mac-')))
  expect(again.files).toEqual(['Handler.java'])
})

test('a bootstrap at the top can be executed even when it was written in an editor', async () => {
  await unpackThese({ bootstrap: text('#!/bin/sh'), 'lib/bootstrap': text('') })
  expect(statSync(join(folder, 'bootstrap')).mode & 0o777).toBe(0o755)
  expect(statSync(join(folder, 'lib/bootstrap')).mode & 0o777).toBe(0o644)
})

test.for([
  ['a path that climbs out', '../evil.mjs'],
  ['a path that climbs out from within', 'lib/../../evil.mjs'],
  ['an absolute path', '/etc/cron.d/evil'],
  ['a drive', 'C:/evil.mjs'],
  ['backslashes that climb out', 'lib\\..\\..\\evil.mjs'],
  ['a drive with backslashes', 'C:\\evil.mjs'],
  ['a NUL', 'evil\0.mjs'],
  ['a line break', 'evil\n-ü.mjs'],
  ['a name too long for a file system', 'x'.repeat(300)],
])('refuses %s and writes nothing', async ([, path]) => {
  await expect(unpackThese({ 'a.mjs': text('1'), [path!]: text('2') })).rejects.toThrow(PackageError)
  expect(readdirSync(folder)).toEqual([])
})

test.for([
  ['a symbolic link out of the archive', 0o120777, '"link" is a symbolic link to "/etc/shadow", which is outside'],
  ['a block device', 0o060666, '"link" is not a plain file'],
  ['a character device', 0o020666, '"link" is not a plain file'],
  ['a named pipe', 0o010666, '"link" is not a plain file'],
  ['a socket', 0o140666, '"link" is not a plain file'],
  ['a file that says it is a folder', 0o040755, '"link" is not a plain file'],
] as const)('refuses %s and writes nothing', async ([, mode, reason]) => {
  const entries = { 'a.mjs': text('1'), link: withMode('/etc/shadow', mode) }
  await expect(unpackThese(entries)).rejects.toThrow(reason)
  expect(readdirSync(folder)).toEqual([])
})

test('refuses names that differ in letter case only', async () => {
  await expect(unpackThese({ 'Index.mjs': text('1'), 'index.MJS': text('2') })).rejects.toThrow(
    /same name, ignoring case/,
  )
})

test('refuses a name that is a file and a folder', async () => {
  await expect(unpackThese({ lib: text('1'), 'LIB/a.mjs': text('2') })).rejects.toThrow(
    '"lib" is a file, and "LIB/a.mjs" needs it to be a folder',
  )
})

test('refuses a file that inflates out of all proportion', async () => {
  await expect(unpackThese({ 'bomb.txt': Buffer.alloc(50 << 20) })).rejects.toThrow(
    '"bomb.txt" unpacks to more than 200 times its size',
  )
})

test('refuses more bytes in total than a package may have', async () => {
  // One percent of noise keeps each file within the ratio, while all of them exceed the total.
  const block = Buffer.concat([randomBytes(1024), Buffer.alloc(100 * 1024)])
  const file = Buffer.concat(Array.from({ length: 160 }, () => block))
  const part = zipSync({ a: file }, { level: 1 })
  expect(part.length).toBeGreaterThan(file.length / 200)
  const entries = Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`f${i}.txt`, file]))
  await expect(unpack(Buffer.from(zipSync(entries, { level: 1 })), folder)).rejects.toThrow(
    /larger than 250 MB when unpacked/,
  )
})

test.for([
  ['files', 10_001, ''],
  ['folders', 20_001, '/'],
] as const)('refuses more %s than a package may have', async ([, length, ending]) => {
  const entries = Object.fromEntries(Array.from({ length }, (_, i) => [`f${i}${ending}`, text('')]))
  await expect(unpack(Buffer.from(zipSync(entries, { level: 0 })), folder)).rejects.toThrow('more than 10000 files')
  expect(readdirSync(folder)).toEqual([])
})

test('refuses files that are the same bytes of the archive, each of which would have to be inflated', async () => {
  const zip = Buffer.from(zipSync({ 'a.mjs': randomBytes(1000), 'b.mjs': text('1') }))
  const first = zip.indexOf(DIRECTORY_ENTRY)
  const second = zip.indexOf(DIRECTORY_ENTRY, first + 1)
  // Checksum and sizes, and where it lies.
  zip.copy(zip, second + 16, first + 16, first + 28)
  zip.copy(zip, second + 42, first + 42, first + 46)
  await expect(unpack(zip, folder)).rejects.toThrow('its files overlap')
  expect(readdirSync(folder)).toEqual([])
})

test('refuses what is encrypted', async () => {
  const zip = Buffer.from(zipSync({ 'a.mjs': text('1') }))
  zip[zip.indexOf(DIRECTORY_ENTRY) + 8]! |= 1
  await expect(unpack(zip, folder)).rejects.toThrow('"a.mjs" is encrypted')
})

test('counts what comes out, not what the archive claims', async () => {
  const zip = Buffer.from(zipSync({ 'a.txt': Buffer.alloc(4096, 'a') }, { level: 6 }))
  const directory = zip.indexOf(DIRECTORY_ENTRY)
  zip.writeUInt32LE(1, directory + 24)
  await expect(unpack(zip, folder)).rejects.toThrow(/"a\.txt" cannot be unpacked/)
})

test.for([
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('hello')],
  ['half a zip', Buffer.from(zipSync({ 'a.mjs': text('1') })).subarray(0, 40)],
] as const)('refuses %s as no zip archive', async ([, bytes]) => {
  await expect(unpack(bytes, folder)).rejects.toThrow(/The package is not a zip archive/)
})
