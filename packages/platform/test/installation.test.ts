import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderMark } from '@alcove/storage'
import { expect, onTestFinished, test } from 'vitest'
import { joinInstallation, strongestIsolation } from '../src/index.ts'
import { openTestPlatform } from '../src/testing/index.ts'

async function open() {
  const platform = await openTestPlatform()
  const folder = await mkdtemp(join(tmpdir(), 'alcove-installation-'))
  onTestFinished(async () => {
    await platform.close()
    await rm(folder, { recursive: true })
  })
  const files = { blobs: join(folder, 'blobs/installation'), secrets: join(folder, 'secrets/installation') }
  const marks = { blobs: folderMark(join(folder, 'blobs')), secrets: folderMark(join(folder, 'secrets')) }
  const joinAgain = () => joinInstallation({ databaseUrl: platform.databaseUrl, ...marks })
  return { platform, files, join: joinAgain, pool: platform.pool }
}

const idIn = async (file: string) => (await readFile(file, 'utf8')).trim()

test('ten servers that start at once found one installation', async () => {
  const { join, files, pool } = await open()
  await Promise.all(Array.from({ length: 10 }, join))
  const { rows } = await pool.query('select id, settled from installation')
  expect(rows).toEqual([{ id: await idIn(files.blobs), settled: true }])
  expect(await idIn(files.secrets)).toBe(rows[0].id)
})

test.each(['blobs', 'secrets'] as const)(
  'a first start that was killed before it marked the %s is finished',
  async (name) => {
    const { join, files, pool } = await open()
    await join()
    const id = await idIn(files[name])
    await pool.query('update installation set settled = false')
    await rm(files[name])
    await join()
    expect(await idIn(files[name])).toBe(id)
  },
)

test('folders without the id are refused until somebody writes it into them', async () => {
  const { join, files } = await open()
  await join()
  const id = await idIn(files.secrets)
  await rm(files.secrets)
  await expect(join()).rejects.toThrow(`write the id into ${files.secrets}`)
  await writeFile(files.secrets, id)
  await join()
})

test('any other id is refused', async () => {
  const { join, files } = await open()
  await join()
  await writeFile(files.blobs, 'an id\nof more lines')
  await expect(join()).rejects.toThrow('The blobs folder belongs to installation an id')
  await writeFile(files.blobs, '')
  await expect(join()).rejects.toThrow('The blobs folder')
})

test('an installation from before ids existed knows from its instances that it has run containers', async () => {
  const { join, platform, pool } = await open()
  await pool.query(
    `insert into instances (id, space_id, function_id, revision, runtime, isolation, phases, invocations, memory_mb,
       started_at, ended_at, "end", timeline)
     select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'r', 'nodejs24', isolation, '{}', 1, 128, now(), now(), '{}', '[]'
     from unnest(array['process', 'oci', 'process']) isolation`,
  )
  await join()
  expect(await strongestIsolation(platform)).toBe('oci')
})
