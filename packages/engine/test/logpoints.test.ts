import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Logpoint, LogpointReport } from '../src/index.ts'
import { startEngine, type Deployed, type EngineFixture } from './engine-fixture.ts'

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const FILES = {
  'index.ts': `import { half } from './half.ts'

export const handler = (event: { n: number }) => {
  const token = process.env.TOKEN
  debugger
  return { half: half(event.n), token }
}
`,
  'half.ts': `export function half(n: number): number {
  const result = n / 2
  if (result < 0) throw new RangeError('negative')
  return result
}
`,
}

/** Sets the logpoints, and calls until a line of one is seen or a report says why not. */
async function logging({ revision, run }: Deployed, ...given: Partial<Logpoint>[]) {
  const reports: LogpointReport[] = []
  const points = given.map((each, at) => ({
    id: `l${at}`,
    revision: revision.id,
    file: 'half.ts',
    line: 4,
    expression: 'result',
    condition: null,
    hits: 100,
    until: Date.now() + 60_000,
    ...each,
  }))
  fixture.engine.setLogpoints(revision.functionId, points, (report) => reports.push(report))
  const until = async (done: (lines: string[], reports: LogpointReport[]) => boolean, n = 8) => {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one call after the other
      const { report, lines } = await run({ n })
      expect(report.status).toBe('success')
      const told = lines.map(({ message }) => message).filter((message) => message.startsWith('[logpoint'))
      if (done(told, reports)) return told
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  return { until, reports }
}

const hitsOf = (reports: readonly LogpointReport[], id: string) =>
  reports.reduce((sum, report) => sum + (report.id === id ? report.hits : 0), 0)

test.each(['nodejs22', 'nodejs24', 'nodejs26'] as const)(
  '%s: a logpoint writes values of running TypeScript, masked, without a pause, and is over after its hits',
  async (runtime) => {
    const fn = await fixture.deploy(FILES, { runtime, handler: 'index.handler', secrets: { TOKEN: 'sekrit-value-1' } })
    await fn.run({ n: 2 })
    const { until, reports } = await logging(
      fn,
      { hits: 3, condition: 'n > 4' },
      { file: 'index.ts', line: 6, expression: '{ n: event.n, token: process.env.TOKEN }' },
    )
    expect(await until((lines) => lines.length === 2)).toEqual([
      `[logpoint index.ts:6] { n: 8, token: '[secret TOKEN]' }`,
      '[logpoint half.ts:4] 4',
    ])
    // Its condition is not met, then it has written its three lines, and the other one goes on.
    await until((lines) => lines.length === 1, 3)
    await until((lines) => lines.length === 1 && hitsOf(reports, 'l0') === 3)
    fixture.engine.setLogpoints(fn.revision.functionId, [], () => {})
    await until((lines) => lines.length === 0)
  },
)

test('an expression that throws, never ends or has no line harms no call, and the report says so', async () => {
  const fn = await fixture.deploy(FILES, { handler: 'index.handler', timeoutMs: 2000, memoryMb: 512 })
  const { until } = await logging(
    fn,
    { expression: 'nothing.at' },
    { expression: '(() => { const end = Date.now() + 200; while (Date.now() < end); })()' },
    { file: 'half.ts', line: 900 },
  )
  await until((_, reports) => reports.some(({ problem }) => problem?.includes('nothing is not defined')))
  await until((_, reports) => reports.some(({ problem }) => problem?.includes('Removed: its expression took')))
  await until((_, reports) => reports.some(({ problem }) => problem?.includes('There is no code at half.ts:900')))
  const { report } = await fn.run({ n: 2 })
  expect(report).toMatchObject({ status: 'success', start: 'warm' })
  const told = new Promise<LogpointReport>((resolve) => {
    const point = { file: 'half.ts', line: 4, condition: null, hits: 9, until: Date.now() + 60_000 }
    const endless = { ...point, id: 'e', revision: fn.revision.id, expression: '(() => { for (;;); })()' }
    fixture.engine.setLogpoints(fn.revision.functionId, [endless], resolve)
  })
  while ((await fn.run({ n: 2 })).report.status !== 'timeout');
  expect(await told).toMatchObject({ id: 'e', over: true })
})

test('an expression that ends the process does so once', async () => {
  const fn = await fixture.deploy(FILES, { handler: 'index.handler' })
  await fn.run({ n: 2 })
  const told = Promise.withResolvers<LogpointReport>()
  const point = { file: 'half.ts', line: 4, condition: null, hits: 9, until: Date.now() + 60_000 }
  const exits = { ...point, id: 'x', revision: fn.revision.id, expression: 'process.exit(1)' }
  fixture.engine.setLogpoints(fn.revision.functionId, [exits], told.resolve)
  // Until the instance has set it, calls succeed.
  while ((await fn.run({ n: 2 })).report.status === 'success');
  const problem = 'Removed: an instance ended in a call while it was set'
  expect(await told.promise).toMatchObject({ id: 'x', over: true, problem })
})

test('a frozen instance sets its logpoints, and its calls are counted before it is frozen again', async () => {
  await using frozen = await startEngine({ pool: { freezeAfterMs: 5 } })
  const fn = await frozen.deploy(FILES, { handler: 'index.handler' })
  await fn.run({ n: 2 })
  const timesFrozen = () => frozen.engine.instances()[0]?.timeline.filter(({ state }) => state === 'frozen').length
  await expect.poll(timesFrozen).toBe(1)
  let hits = 0
  const point = { id: 'l', revision: fn.revision.id, file: 'half.ts', line: 4, condition: null, hits: 100 }
  frozen.engine.setLogpoints(
    fn.revision.functionId,
    [{ ...point, expression: 'result', until: Date.now() + 60_000 }],
    (report) => (hits += report.hits),
  )
  await expect.poll(timesFrozen).toBe(2)
  for (const n of [4, 6]) {
    // oxlint-disable-next-line no-await-in-loop -- one call after the other
    expect((await fn.run({ n })).lines.map(({ message }) => message)).toEqual([`[logpoint half.ts:4] ${n / 2}`])
  }
  expect(hits).toBe(2)
})

test('an instance that starts later has the logpoints of its revision', async () => {
  const fn = await fixture.deploy(FILES, { handler: 'index.handler' })
  const { until } = await logging(fn, {})
  expect(await until((lines) => lines.length > 0)).toEqual(['[logpoint half.ts:4] 4'])
})
