import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeOnce } from './make-once.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'alcove-made-'))
  vi.stubEnv('XDG_CACHE_HOME', join(home, 'cache'))
  vi.stubEnv('TMPDIR', join(home, 'tmp'))
  await mkdir(join(home, 'tmp'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(home, { recursive: true, force: true })
})

const saying = (text: string) => async (folder: string) => {
  await mkdir(join(folder, 'inner'), { mode: 0o700 })
  writeFileSync(join(folder, 'inner/file'), text, { mode: 0o600 })
}

test('what was made of the same inputs is there the next time, and others may read it', async () => {
  const first = await makeOnce('thing', ['a', 'b'], saying('first'))
  expect(await makeOnce('thing', ['a', 'b'], saying('second'))).toBe(first)
  expect(readFileSync(join(first, 'inner/file'), 'utf8')).toBe('first')
  expect([first, join(first, 'inner')].map((path) => statSync(path).mode & 0o777)).toEqual([0o755, 0o755])
  expect(statSync(join(first, 'inner/file')).mode & 0o777).toBe(0o644)
  // Different inputs, even if their concatenation is equal.
  expect(await makeOnce('thing', ['ab'], saying('third'))).not.toBe(first)
})

test('two at once come to one folder', async () => {
  const folders = await Promise.all([1, 2, 3].map(() => makeOnce('thing', ['a'], saying('any'))))
  expect(new Set(folders).size).toBe(1)
  expect(readdirSync(join(home, 'cache/alcove'))).toHaveLength(1)
})

test('one that cannot be made leaves nothing, and says why', async () => {
  const broken = async () => {
    throw new Error('no compiler')
  }
  await expect(makeOnce('thing', ['a'], broken)).rejects.toThrow('no compiler')
  expect(readdirSync(join(home, 'cache/alcove'))).toEqual([])
})

test('where the user has no place for it, it is made where what passes lies', async () => {
  writeFileSync(join(home, 'cache'), 'no folder')
  expect(await makeOnce('thing', ['a'], saying('any'))).toContain(join(home, 'tmp/alcove-cache/thing-'))
})

test('a place that others can write to is not used', async () => {
  await mkdir(join(home, 'cache/alcove'), { recursive: true })
  await chmod(join(home, 'cache/alcove'), 0o777)
  expect(await makeOnce('thing', ['a'], saying('any'))).toContain(join(home, 'tmp/alcove-cache/thing-'))
})

test('a place that leads elsewhere is not used', async () => {
  await mkdir(join(home, 'cache'))
  await mkdir(join(home, 'elsewhere'))
  await symlink(join(home, 'elsewhere'), join(home, 'cache/alcove'))
  expect(await makeOnce('thing', ['a'], saying('any'))).toContain(join(home, 'tmp/alcove-cache/thing-'))
  expect(existsSync(join(home, 'elsewhere'))).toBe(true)
  expect(readdirSync(join(home, 'elsewhere'))).toEqual([])
})
