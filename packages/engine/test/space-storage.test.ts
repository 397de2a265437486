import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { startEngine } from './engine-fixture.ts'

const WRITE = `
  import { readFileSync, writeFileSync } from 'node:fs'
  export const handler = async ({ write }) => {
    if (write !== undefined) writeFileSync('/mnt/space/note', write)
    return readFileSync('/mnt/space/note', 'utf8')
  }
`

test('functions of a space share files, across versions, restarts of the engine and instances started ahead', async () => {
  const spaceId = randomUUID()
  await using first = await startEngine({ sandbox: 'oci', prewarm: 0 })
  const writer = await first.deploy({ 'index.mjs': WRITE }, { spaceId })
  expect((await writer.run({ write: 'hello' })).value).toBe('hello')
  const reader = await first.deploy({ 'index.mjs': `${WRITE}// another` }, { spaceId })
  expect((await reader.run()).value).toBe('hello')
  const stranger = await first.deploy({ 'index.mjs': WRITE })
  expect((await stranger.run()).report).toMatchObject({
    status: 'functionError',
    error: { message: expect.stringContaining('ENOENT') },
  })
  await first.engine.close()

  await using second = await startEngine({ sandbox: 'oci', home: first.home, prewarm: 1 })
  const later = await second.deploy({ 'index.mjs': WRITE }, { spaceId })
  expect((await later.run()).value).toBe('hello')
  expect(second.engine.storageMb(spaceId)).toBeGreaterThan(0)
})
