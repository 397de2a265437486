import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lookUp } from './look-up.ts'

test('names of the hosts file need no resolver, and others that nobody knows fail with a sentence', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'alcove-hosts-'))
  const hosts = join(folder, 'hosts')
  await writeFile(
    hosts,
    '# 192.0.2.9 commented\n192.0.2.7\tkeys.example Other # 192.0.2.8\n::1 keys.example\n192.0.2.6 keys.example\n',
  )
  expect(await lookUp('KEYS.example', 3_000, hosts)).toEqual(['192.0.2.7', '192.0.2.6'])
  expect(await lookUp('other', 3_000, hosts)).toEqual(['192.0.2.7'])
  await expect(lookUp('nowhere.invalid', 3_000, hosts)).rejects.toThrow('nowhere.invalid cannot be looked up')
  await rm(folder, { recursive: true })
})
