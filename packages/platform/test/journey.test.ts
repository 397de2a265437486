import { CreateFunction, CreateSpace } from '@alcove/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  authenticate,
  authorize,
  createFunction,
  createSpace,
  getFunction,
  getInvocation,
  getMetrics,
  getOverview,
  listFunctions,
  listInvocations,
  listLogs,
  newId,
  publishVersion,
  putAlias,
  putTrigger,
  resolveQualifier,
} from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { stored } from './scene.ts'

const KEY = 'alc_test_0123456789'
let platform: TestPlatform

beforeAll(async () => {
  platform = await openTestPlatform({ adminApiKey: KEY })
})
afterAll(() => platform.close())

test('the main job works from the first space to the chart of its calls', async () => {
  const actor = await authenticate(platform, new Headers({ authorization: `Bearer ${KEY}` }), '127.0.0.1')
  const ctx = { platform, db: platform.db, actor, requestId: 'test' }
  const space = await createSpace({
    ctx,
    input: CreateSpace.parse({ name: 'shop' }),
  })
  expect(space).toMatchObject({ name: 'shop', functionCount: 0, access: { role: 'admin' } })
  const inside = await authorize({ ctx, action: 'functions:write', space: 'shop' })
  const created = await createFunction({
    ctx: inside,
    input: CreateFunction.parse({
      name: 'hello',
      runtime: 'nodejs24',
      handler: 'index.handler',
      memoryMb: 128,
      timeoutSeconds: 5,
    }),
  })
  expect(created).toMatchObject({ health: 'idle', latestVersion: null, last24h: { invocations: 0 } })
  const version = await publishVersion({ ctx: inside, input: { fn: 'hello', description: 'first' } })
  expect(version).toMatchObject({ version: 1, revision: created.draft.revision })
  await putAlias({ ctx: inside, input: { fn: 'hello', alias: 'live', version: 1 } })
  const { value: trigger } = await putTrigger({
    ctx: inside,
    input: { fn: 'hello', trigger: 'web', type: 'http', qualifier: 'live', enabled: true, config: { auth: 'none' } },
  })
  expect(trigger).toMatchObject({ type: 'http', url: 'http://127.0.0.1:4401/fn/shop/hello' })

  const route = platform.routes.find('shop', 'hello')!
  const target = resolveQualifier(route, 'live', 0.5)!
  expect(target).toMatchObject({ version: 1, revision: { id: version.revision, handler: 'index.handler' } })

  const id = newId()
  const call = { spaceId: route.spaceId, functionId: route.functionId, function: 'hello', version: 1, invocationId: id }
  platform.recorder.log(call, { time: Date.now(), level: 'info', message: 'one\0two', truncatedBytes: 0 })
  await platform.recorder.record({
    id,
    spaceId: route.spaceId,
    functionId: route.functionId,
    status: 'functionError',
    qualifier: 'live',
    version: 1,
    revision: version.revision,
    trigger: 'http',
    triggerName: 'web',
    startedAt: Date.now(),
    memoryMb: 128,
    caller: null,
    parentId: null,
    traceId: '0'.repeat(32),
    hops: 0,
    taskId: null,
    requestId: null,
    http: { method: 'GET', path: '/', status: 502 },
    input: { text: '{}', encoding: 'utf8', bytes: 2, truncated: false },
    output: null,
    report: {
      status: 'functionError',
      code: 'FunctionError',
      error: { name: 'Error', message: 'no luck\ud800' },
      start: 'cold',
      instanceId: '0199b0e0-0000-7000-8000-000000000001',
      durationMs: 12.5,
      phases: { handler: 12.5 },
      peakMemoryMb: 30,
      cpuMs: 4,
      concurrency: 1,
      logLines: 1,
      logsTruncated: false,
      responseBytes: 0,
    },
  })
  await stored(platform)
  const { items } = await listInvocations({ ctx: inside, input: { function: 'hello', limit: 10 } })
  expect(items).toMatchObject([
    { id, status: 'functionError', summary: 'Error: no luck\ufffd', revision: version.revision },
  ])
  expect(await getInvocation({ ctx: inside, input: { id } })).toMatchObject({
    error: { name: 'Error' },
    logs: [{ message: 'one␀two', function: 'hello' }],
  })
  expect(
    (await listLogs({ ctx: inside, input: { fn: 'hello', limit: 10, order: 'desc', q: 'ONE' } })).items,
  ).toHaveLength(1)
  const metrics = await getMetrics({ ctx: inside, input: { fn: 'hello' } })
  expect(metrics.total).toMatchObject({ invocations: 1, errors: 1, coldStarts: 1, peakMemoryMb: 30 })
  expect(metrics.releases).toMatchObject([{ alias: 'live', version: 1, weight: 1 }])
  expect(await getFunction({ ctx: inside, input: { fn: 'hello' } })).toMatchObject({
    health: 'failing',
    lastFailure: { invocationId: id },
    last24h: { invocations: 1, failures: 1 },
  })
  expect((await listFunctions({ ctx: inside, input: { limit: 10 } })).items).toHaveLength(1)
  const overview = await getOverview({ ctx, input: { range: '24h' } })
  expect(overview).toMatchObject({
    health: { failing: 1, idle: 0 },
    functionCount: 1,
    attention: [{ function: 'hello' }],
  })
  expect(overview.functions).toMatchObject([{ name: 'hello' }])
})
