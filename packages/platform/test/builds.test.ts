import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  BUILD_JOB,
  endBuild,
  getBuild,
  putDraft,
  retryBuild,
  startBuild,
  updateSpace,
  type SpaceCtx,
  type StartedBuild,
} from '../src/index.ts'
import { change } from '../src/kernel/change.ts'
import { claimJobs, deleteJob } from '../src/jobs/leases.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { fn, space } from './scene.ts'

let platform: TestPlatform
let now = Date.now()
let here: SpaceCtx
let there: SpaceCtx
beforeAll(async () => {
  platform = await openTestPlatform({ clock: { now: () => (now += 1000) } })
  here = await space(platform, 'here')
  there = await space(platform, 'there')
})
afterAll(() => platform.close())

let count = 0
const wants = (dependencies: object) => ({ 'index.mjs': '', 'package.json': JSON.stringify({ dependencies }) })
const save = (ctx: SpaceCtx, name: string, dependencies: object) =>
  putDraft({ ctx, input: { fn: name, files: wants(dependencies) } })
async function create(ctx: SpaceCtx, dependencies: object): Promise<string> {
  const name = `f${++count}`
  await fn(ctx, name)
  await save(ctx, name, dependencies)
  return name
}
const buildOf = async (ctx: SpaceCtx, name: string) => (await getBuild({ ctx, input: { fn: name } })).build!
const OWNER = 'the test'
const end = ({ key }: { key: string }, error: string | null) =>
  change(here, async (ctx) => {
    await deleteJob(ctx.db, { kind: BUILD_JOB, key, payload: {}, attempt: 1 }, OWNER)
    await endBuild(ctx, { key, output: null, outputBytes: null, packages: [], diagnostics: [], error })
  })
/** Takes the next build as a server does; null when there is none. */
async function claimBuild(): Promise<StartedBuild | null> {
  for (;;) {
    const [job] = await claimJobs(platform.db, { kind: BUILD_JOB, owner: OWNER, limit: 1, leaseMs: 60_000 })
    if (!job) return null
    const started = await startBuild(platform, job.key)
    if (started !== null && !('error' in started)) return started
    await end(job, started?.error ?? null)
  }
}
const claim = async () => (await claimBuild())!

test('spaces take turns, however much one of them has queued', async () => {
  for (const version of ['1', '2', '3']) await create(here, { a: version })
  await create(there, { b: '1' })
  await create(there, { b: '2' })
  const claimed: StartedBuild[] = []
  for (let n = 0; n < 5; n++) claimed.push(await claim())
  expect(claimed.map(({ spaceId }) => (spaceId === here.space.id ? 'here' : 'there'))).toEqual([
    'here',
    'there',
    'here',
    'there',
    'here',
  ])
  expect(await claimBuild()).toBeNull()
  for (const one of claimed) await end(one, 'over')
})

test('a build is claimed with the space it is for, what it may reach, and the files that go in', async () => {
  const name = await create(here, { c: '1' })
  const claimed = await claim()
  expect(claimed).toMatchObject({
    kind: 'npm',
    spaceId: here.space.id,
    egress: { mode: 'internet', allow: [] },
    inputs: ['package.json'],
    layers: [],
  })
  await end(claimed, 'no such package')
  expect(await buildOf(here, name)).toMatchObject({ status: 'failed', error: 'no such package' })
})

test('a build that failed for one space is tried for another, but not again for each save', async () => {
  const first = await create(here, { d: '1' })
  await end(await claim(), 'no route')
  await save(here, first, { d: '1' })
  expect(await claimBuild()).toBeNull()
  const second = await create(there, { d: '1' })
  expect(await buildOf(there, second)).toMatchObject({ status: 'queued', error: null })
  await end(await claim(), 'no route either')
  expect(await buildOf(here, first)).toMatchObject({ error: 'no route either' })
})

test('a space with another network policy has builds of its own', async () => {
  const first = await create(here, { e: '1' })
  const second = await create(there, { e: '1' })
  const { key } = await buildOf(here, first)
  expect((await buildOf(there, second)).key).toBe(key)
  await updateSpace({ ctx: there, input: { egress: { mode: 'none', allow: [] } } })
  // Two have it: take the one that still proves it.
  const claimed = await claim()
  expect(claimed).toMatchObject({ key, spaceId: here.space.id, egress: { mode: 'internet' } })
  await end(claimed, 'no route')

  await retryBuild({ ctx: there, input: { fn: second } })
  const own = await claim()
  expect(own).toMatchObject({ spaceId: there.space.id, egress: { mode: 'none' } })
  expect(own.key).not.toBe(key)
  expect((await buildOf(there, second)).key).toBe(own.key)
  await end(own, 'over')
})

test('a build whose inputs do not match its key is not run, and can be requested again', async () => {
  const name = await create(here, { f: '1' })
  const { key } = await buildOf(here, name)
  await updateSpace({ ctx: here, input: { egress: { mode: 'allow', allow: ['registry.example.org'] } } })
  expect(await claimBuild()).toBeNull()
  expect(await buildOf(here, name)).toMatchObject({
    key,
    status: 'failed',
    error: expect.stringContaining('build again'),
  })
  await retryBuild({ ctx: here, input: { fn: name } })
  expect(await claim()).toMatchObject({ egress: { mode: 'allow' }, spaceId: here.space.id })
})
