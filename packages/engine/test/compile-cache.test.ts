import { setTimeout as sleep } from 'node:timers/promises'
import type { Runtime } from '@alcove/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEngine, type EngineFixture } from './engine-fixture.ts'
import { zipOf } from './zip.ts'

const MINUTE = 60_000

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

/** As large as a bundle of a few packages, and not only data. */
const large = Array.from({ length: 6000 }, (_, n) => `export const f${n} = (a, b) => a * ${n} + b * ${n + 1}\n`).join(
  '',
)
const index = (print: string) => `
  import { readdirSync } from 'node:fs'
  import { getCompileCacheDir } from 'node:module'
  import * as large from './large.mjs'
  ${print}
  export const handler = async () => {
    const folder = getCompileCacheDir()
    return { folder, files: folder ? readdirSync(folder).length : 0, sum: large.f1(1, 1) }
  }`

const runtimes = ['nodejs22', 'nodejs24', 'nodejs26'] as const satisfies readonly Runtime[]

test.for(runtimes)('what V8 made of a large package is there for its next instances: %s', async (runtime) => {
  const zip = zipOf({ 'index.mjs': index(''), 'large.mjs': large, runtime })
  const first = await fixture.deploy(zip, { runtime })
  expect((await first.run()).value).toMatchObject({ files: 0, sum: 3 })

  // The same code in another function, which gets an instance of its own.
  const next = async () => (await (await fixture.deploy(zip, { runtime })).run()).value as { files: number }
  const end = Date.now() + MINUTE / 2
  let value = await next()
  while (value.files === 0 && Date.now() < end) {
    await sleep(500)
    value = await next()
  }
  expect(value.files).toBeGreaterThan(0)
  expect(value).toMatchObject({ folder: expect.stringContaining('/var/task/.alcove/cache/v'), sum: 3 })
})

test('code of a layer does not get into the shared compile cache', async () => {
  const layer = await fixture.deploy({
    'nodejs/node_modules/optional/index.js': 'if (!process.env.THERE) process.exit(1)',
  })
  const zip = zipOf({ 'index.mjs': index(`await import('optional').catch(() => {})`), 'large.mjs': large })
  const layers = [{ name: 'optional', version: 1, codeHash: layer.revision.codeHash }]
  const run = async () =>
    (await (await fixture.deploy(zip, { layers, environment: { THERE: 'yes' } })).run()).value as { files: number }
  expect(await run()).toMatchObject({ files: 0 })
  await expect.poll(async () => (await run()).files, { timeout: MINUTE / 2, interval: 500 }).toBeGreaterThan(0)
})

test('code that prints, throws or never ends while it loads does no harm', async () => {
  const print = `console.log('x'.repeat(100000)); process.stdout.write('\\n'); if (!process.env.THERE) throw new Error('no environment')`
  const zip = zipOf({ 'index.mjs': index(print), 'large.mjs': large })
  const { run } = await fixture.deploy(zip, { environment: { THERE: 'yes' } })
  expect((await run()).value).toMatchObject({ sum: 3 })
  await sleep(4000)
  expect((await run()).value).toMatchObject({ sum: 3 })
})
