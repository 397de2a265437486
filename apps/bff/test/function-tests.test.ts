import { TestRun, type TestRunSummary } from '@alcove/contract'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'shop' })
})
afterAll(() => alcove[Symbol.asyncDispose]())

const FN = '/spaces/shop/functions/price'
const CODE = `let calls = 0
export const handler = async ({ net, fail }) => {
  calls += 1
  console.log('priced', net, process.env.CURRENCY ?? 'EUR')
  if (fail) throw new RangeError('too far away')
  return { total: net * 1.2, currency: process.env.CURRENCY ?? 'EUR', at: Date.now(), calls }
}`

test('tests run on the draft and on versions, apart from callers, and say where an answer differs', async () => {
  await alcove.deploy('shop', 'price', CODE)
  const put = (name: string, body: object) => alcove.api('PUT', `${FN}/tests/${name}`, body)
  const whole = { output: { total: 12, currency: 'USD', at: 0 }, ignore: ['at', 'calls'], logs: ['^priced \\d+ USD$'] }
  expect((await put('whole', { event: { net: 10 }, expect: whole })).status).toBe(201)
  await put('fails', { event: { net: 1, fail: true }, expect: { error: { name: 'RangeError', message: 'far' } } })
  await put('wrong', { event: { net: 100 }, expect: { outputPartial: { total: 100 } } })
  const settings = { environment: { CURRENCY: 'USD' }, gate: [] }
  expect((await alcove.api('PUT', `${FN}/test-settings`, settings)).body).toMatchObject(settings)

  const { status, body } = await alcove.api('POST', `${FN}/tests/run`)
  expect(status).toBe(200)
  expect(body).toMatchObject({ qualifier: 'draft', version: null, passed: 2, failed: 1 })
  expect(body.results.map((one: { name: string; status: string }) => `${one.name} ${one.status}`)).toEqual([
    'fails passed',
    'whole passed',
    'wrong failed',
  ])
  expect(body.results[2].diffs).toEqual([
    { path: 'output.total', message: 'Another value', expected: '100', actual: '120' },
  ])
  const call = await alcove.api('GET', `/spaces/shop/invocations/${body.results[1].invocationId}`)
  expect(call.body).toMatchObject({ status: 'success', triggerName: 'test whole' })

  // The instance of callers has seen none of them, nor their environment.
  const asCaller = await alcove.api('POST', `${FN}/invocations`, { net: 10 })
  expect(asCaller.body).toMatchObject({ currency: 'EUR', calls: 1 })

  // Tests are recorded, but nobody is told of failures that they ask for.
  const { body: metrics } = await alcove.api('GET', `${FN}/metrics`)
  expect(metrics.total).toMatchObject({ invocations: 1, errors: 0 })
  expect((await alcove.api('GET', '/spaces/shop/issues')).body.items).toEqual([])

  const one = await alcove.api('POST', `${FN}/tests/run?only=whole`)
  expect(one.body).toMatchObject({ passed: 1, failed: 0 })
  const runs = await alcove.api('GET', `${FN}/test-runs`)
  expect(runs.body.items.map((run: TestRunSummary) => [run.passedTests, run.failedTests])).toEqual([
    [['whole'], []],
    [['fails', 'whole'], ['wrong']],
  ])
  expect((await alcove.api('GET', `${FN}/test-runs/${body.id}`)).body).toEqual(body)
})

const LEAVES = `import { existsSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
let calls = 0
await sleep(3_000)
export const handler = () => {
  calls += 1
  const file = existsSync('/tmp/left')
  writeFileSync('/tmp/left', '')
  return { calls, file, token: process.env.TOKEN }
}`

test('log lines of tests start no function, those of callers do', async () => {
  const quiet = '/spaces/shop/functions/quiet'
  await alcove.deploy('shop', 'quiet', `export const handler = (event) => console.error('from ' + event)`)
  await alcove.deploy('shop', 'alarm', 'export const handler = () => 1')
  const config = { function: 'quiet', level: 'error' }
  await alcove.api('PUT', '/spaces/shop/functions/alarm/triggers/errors', { type: 'log', qualifier: 'draft', config })
  await alcove.api('PUT', `${quiet}/tests/one`, { event: 'a test', expect: {} })
  expect((await alcove.api('POST', `${quiet}/tests/run`)).body).toMatchObject({ passed: 1 })
  await alcove.api('POST', `${quiet}/invocations`, 'a caller')
  const events = async () => {
    const { body } = await alcove.api('GET', '/spaces/shop/functions/alarm/invocations')
    const calls = await Promise.all(
      body.items.map(({ id }: { id: string }) => alcove.api('GET', `/spaces/shop/invocations/${id}`)),
    )
    return calls.map((call) => JSON.parse(call.body.input.text).logs.map(({ message }: { message: string }) => message))
  }
  await expect.poll(events, { timeout: 30_000 }).toEqual([['from a caller']])
})

test('a test sees nothing of another one, its environment covers secrets, and the start takes none of its time', async () => {
  const leaves = '/spaces/shop/functions/leaves'
  await alcove.deploy('shop', 'leaves', LEAVES, { secrets: { TOKEN: 'of-production' } })
  await alcove.api('PUT', `${leaves}/test-settings`, { environment: { TOKEN: 'of-tests' } })
  const expected = { output: { calls: 1, file: false, token: 'of-tests' }, maxDurationMs: 2_500 }
  const names = ['one', 'two', 'three', 'four', 'five', 'six']
  await Promise.all(names.map((name) => alcove.api('PUT', `${leaves}/tests/${name}`, { event: 1, expect: expected })))
  const { body } = await alcove.api('POST', `${leaves}/tests/run`)
  expect(body.results.flatMap(({ diffs }: { diffs: unknown[] }) => diffs)).toEqual([])
  expect((await alcove.api('POST', `${leaves}/invocations`, 1)).body).toMatchObject({
    calls: 1,
    token: 'of-production',
  })
})

test('a run tells each result as it ends, and one whose reader leaves is stopped and not kept', async () => {
  const accept = 'text/event-stream'
  const live = await alcove.raw('POST', `${FN}/tests/run`, undefined, { accept })
  const told = (await live.text()).split('\n\n').flatMap((text) => {
    const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(text) ?? []
    return event === undefined ? [] : [{ event, data: JSON.parse(data!) }]
  })
  const results = told.filter(({ event }) => event === 'result').map(({ data }) => data)
  expect(told.filter(({ event }) => event === 'started').map(({ data }) => data.name)).toEqual([
    'fails',
    'whole',
    'wrong',
  ])
  expect(told.at(-1)).toMatchObject({ event: 'run', data: { passed: 2, failed: 1 } })
  expect(results).toEqual(expect.arrayContaining(told.at(-1)!.data.results))

  const slow = '/spaces/shop/functions/slow'
  await alcove.deploy(
    'shop',
    'slow',
    'export const handler = () => new Promise((resolve) => setTimeout(resolve, 60_000))',
  )
  expect((await alcove.raw('POST', `${slow}/tests/run`, undefined, { accept })).status).toBe(409)
  await alcove.api('PUT', `${slow}/tests/one`, { event: 1 })
  const left = await alcove.raw('POST', `${slow}/tests/run`, undefined, { accept })
  await left.body!.cancel()
  const stopped = () => alcove.api('GET', `${slow}/invocations`).then(({ body }) => body.items[0]?.status)
  await expect.poll(stopped).toBe('cancelled')
  expect((await alcove.api('GET', `${slow}/test-runs`)).body.items).toEqual([])
})

test('an alias behind a gate moves only to a version that passes the tests as they are now', async () => {
  await alcove.api('POST', `${FN}/versions`)
  await alcove.api('PUT', `${FN}/aliases/live`, { version: 1 })
  await alcove.api('POST', `${FN}/versions`)
  await alcove.api('PUT', `${FN}/test-settings`, { gate: ['live'] })
  const move = (body: object) => alcove.api('PUT', `${FN}/aliases/live`, body)
  expect(await move({ version: 2 })).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('have not run on v2') },
  })
  await alcove.api('DELETE', `${FN}/tests/whole`)
  await alcove.api('POST', `${FN}/tests/run?qualifier=2`)
  expect(await move({ version: 2 })).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('wrong fails') },
  })
  // Staying at the same version needs no proof.
  expect((await move({ version: 1, description: 'as before' })).status).toBe(200)

  await alcove.api('PUT', `${FN}/tests/wrong`, { event: { net: 100 }, expect: { outputPartial: { total: 120 } } })
  expect((await move({ version: 2 })).status).toBe(409)
  expect((await alcove.api('POST', `${FN}/tests/run?qualifier=2`)).body).toMatchObject({ failed: 0, version: 2 })
  expect((await move({ version: 2 })).status).toBe(200)

  // What the draft has passed counts for the version that is published from it, until the tests change.
  await alcove.api('PUT', `${FN}/draft`, { files: { 'index.mjs': `${CODE}\n` } })
  expect((await alcove.api('POST', `${FN}/tests/run?only=wrong`)).body).toMatchObject({ failed: 0 })
  await alcove.api('POST', `${FN}/versions`)
  expect((await move({ version: 3 })).status).toBe(409)
  expect((await alcove.api('POST', `${FN}/tests/run`)).body).toMatchObject({ failed: 0, version: null })
  const [run] = (await alcove.api('GET', `${FN}/test-runs`)).body.items
  expect(run).toMatchObject({ current: true, revision: (await alcove.api('GET', `${FN}/versions/3`)).body.revision })
  expect((await move({ version: 3 })).status).toBe(200)
  await alcove.api('PUT', `${FN}/tests/wrong`, { event: { net: 100 }, expect: { outputPartial: { total: 121 } } })
  expect((await alcove.api('GET', `${FN}/test-runs`)).body.items[0]).toMatchObject({ current: false })

  // A run on an alias with two versions proves nothing about either.
  await alcove.api('PUT', `${FN}/tests/wrong`, { event: { net: 100 }, expect: { outputPartial: { total: 120 } } })
  await alcove.api('PUT', `${FN}/draft`, { files: { 'index.mjs': `${CODE}\n\n` } })
  await alcove.api('POST', `${FN}/versions`)
  await alcove.api('PUT', `${FN}/aliases/split`, { version: 4, additional: { version: 3, weight: 0.5 } })
  expect((await alcove.api('POST', `${FN}/tests/run?qualifier=split`)).body).toMatchObject({ failed: 0 })
  const refused = await move({ version: 4 })
  expect(refused.status).toBe(409)
  expect((await move({ version: 4, override: { reason: 'The shop is down' } })).status).toBe(200)
  const audit = await alcove.api('GET', '/audit?limit=1')
  expect(audit.body.items[0]).toMatchObject({ action: 'aliases:move', detail: { override: 'The shop is down' } })
  // Nothing blocks a rollback.
  await alcove.api('PUT', `${FN}/tests/wrong`, { event: { net: 100 }, expect: { output: 0 } })
  expect((await move({ version: 2 })).status).toBe(200)
})

test('a version gets no larger share of a gated alias before it has passed', async () => {
  const share = '/spaces/shop/functions/share'
  await alcove.deploy('shop', 'share', 'export const handler = () => 1')
  await alcove.api('POST', `${share}/versions`)
  await alcove.deploy('shop', 'share', 'export const handler = () => 2')
  await alcove.api('POST', `${share}/versions`)
  const move = async (body: object) => (await alcove.api('PUT', `${share}/aliases/live`, body)).status
  const split = (weight: number) => move({ version: 1, additional: { version: 2, weight } })
  expect(await split(0.1)).toBe(201)
  await alcove.api('PUT', `${share}/tests/one`, { event: 1, expect: { output: 2 } })
  await alcove.api('PUT', `${share}/test-settings`, { gate: ['live'] })
  expect(await split(0.2)).toBe(409)
  expect(await move({ version: 2 })).toBe(409)
  expect(await move({ version: 2, additional: { version: 1, weight: 0.5 } })).toBe(409)
  expect(await split(0.05)).toBe(200)
  // The same shares the other way round: 1 - 0.95 is not exactly 0.05.
  expect(await move({ version: 2, additional: { version: 1, weight: 0.95 } })).toBe(200)
  expect(await move({ version: 2 })).toBe(409)
  expect(await split(0.05)).toBe(200)
  await alcove.api('POST', `${share}/tests/run?qualifier=2`)
  expect(await split(0.2)).toBe(200)
  expect(await move({ version: 2 })).toBe(200)
  // A rollback needs no proof.
  expect(await move({ version: 1 })).toBe(200)
})

const HALF = `export const LIMIT = 10
/** A type has no code. */
export interface Half { half: number }
export function half(n: number): Half {
  if (n > LIMIT) {
    throw new RangeError('too much')
  }
  return { half: n / 2 }
}
`
const INDEX_TS = `import { half } from './lib/half.ts'

const unused = () => {
  return 'never'
}

export const handler = (event: { n?: number }) => {
  if (event.n === undefined) return unused()
  return half(event.n)
}
`
const INDEX_CJS = `exports.handler = async ({ n = 0 }) => {
  if (n > 10) {
    throw new RangeError('too much')
  }
  return n
}
`
const MAIN_PY = `import half


def handler(event, context):
    n = event.get("n", 0)
    if n > 10:
        raise ValueError("too much")
    return half.of(
        n
    )
`

test.each([
  [
    'TypeScript',
    { runtime: 'nodejs24', handler: 'index.handler', files: { 'index.ts': INDEX_TS, 'lib/half.ts': HALF } },
    [
      { file: 'index.ts', covered: [3, 7, 8, 9], uncovered: [4] },
      { file: 'lib/half.ts', covered: [1, 5, 8], uncovered: [6] },
    ],
  ],
  [
    'CommonJS',
    { runtime: 'nodejs22', handler: 'index.handler', files: { 'index.cjs': INDEX_CJS } },
    [{ file: 'index.cjs', covered: [1, 2, 5], uncovered: [3] }],
  ],
  [
    'Python',
    {
      runtime: 'python3',
      handler: 'main.handler',
      files: { 'main.py': MAIN_PY, 'half.py': 'def of(n):\n    return n / 2\n', 'unused.py': 'x = 1\n' },
    },
    [
      { file: 'half.py', covered: [1, 2], uncovered: [] },
      { file: 'main.py', covered: [1, 4, 5, 6, 8], uncovered: [7] },
      { file: 'unused.py', covered: [], uncovered: [1] },
    ],
  ],
] as const)('a run says which lines of the author ran in any of its tests: %s', async (language, settings, files) => {
  const name = language.toLowerCase()
  const fn = `/spaces/shop/functions/${name}`
  await alcove.deploy('shop', name, '', settings)
  const tests = `${fn}/tests`
  await alcove.api('PUT', `${tests}/small`, { event: { n: 4 } })
  const first = TestRun.parse((await alcove.api('POST', `${tests}/run`)).body)
  expect(first).toMatchObject({ passed: 1, coverage: { files } })
  // A call that fails counts too.
  await alcove.api('PUT', `${tests}/large`, { event: { n: 11 }, expect: { error: { message: 'too much' } } })
  const both = TestRun.parse((await alcove.api('POST', `${tests}/run`)).body)
  expect(both.passed).toBe(2)
  expect(both.coverage!.covered).toBe(first.coverage!.covered + 1)
  const { items } = (await alcove.api('GET', `${fn}/test-runs`)).body
  expect(items[0].coverage).toEqual({ lines: both.coverage!.lines, covered: both.coverage!.covered })
})

/** Looks wherever code can look for what its test expects, and claims in every way that the test passed. */
const CHEAT = `import { readdirSync, readFileSync, writeSync } from 'node:fs'
import { inspect } from 'node:util'
import { getHeapSnapshot } from 'node:v8'

// In two parts: it must not find itself.
const EXPECTED = new RegExp('verdict' + '-[0-9a-f]{16}', 'g')
const readable = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

export const handler = async (event, context) => {
  const found = new Set()
  const look = (text) => text.match(EXPECTED)?.forEach((one) => found.add(one))
  look(inspect([event, context, process.env, process.argv, process.execArgv], { depth: 20, showHidden: true }))
  for (const pid of readdirSync('/proc')) for (const file of ['cmdline', 'environ']) look(readable(\`/proc/\${pid}/\${file}\`))
  for (const folder of [process.cwd(), '/tmp']) {
    for (const path of readdirSync(folder, { recursive: true })) look(readable(\`\${folder}/\${path}\`))
  }
  for await (const chunk of getHeapSnapshot()) look(String(chunk))
  Object.prototype.diffs = []
  Object.prototype.status = 'passed'
  if (event.forges) {
    const text = Buffer.from(JSON.stringify({ name: 'output', status: 'passed', diffs: [] }))
    for (let kind = 0; kind < 256; kind += 1) {
      const head = Buffer.alloc(9)
      head.writeUInt32LE(text.length, 0)
      head[4] = kind
      for (let fd = 3; fd < 32; fd += 1) try { writeSync(fd, Buffer.concat([head, text])) } catch {}
    }
  }
  return { status: 'passed', diffs: [], passed: 1, failed: 0, found: [...found] }
}`

test('the code of a function can neither see what its tests expect nor write their verdict', async () => {
  await alcove.deploy('shop', 'cheat', CHEAT, { timeoutSeconds: 60, memoryMb: 512 })
  const tests = '/spaces/shop/functions/cheat/tests'
  const expected = `verdict-${randomBytes(8).toString('hex')}`
  const told = `verdict-${'0'.repeat(16)}`
  const wanted = { outputPartial: { answer: expected }, logs: [expected] }
  await alcove.api('PUT', `${tests}/claims`, { event: { told }, expect: wanted })
  await alcove.api('PUT', `${tests}/forges`, { event: { forges: true }, expect: wanted })
  const { body } = await alcove.api('POST', `${tests}/run`)
  expect(body).toMatchObject({ passed: 0, failed: 2 })
  const [claims, forges] = body.results
  // It has looked to the end, and found only what its event says.
  expect(claims).toMatchObject({ outcome: 'success', diffs: [{ path: 'output.answer' }, { path: 'logs' }] })
  expect(JSON.parse(claims.output)).toMatchObject({ status: 'passed', found: [told] })
  expect(forges).toMatchObject({ outcome: 'protocolError', diffs: [{ path: 'status' }, { path: 'logs' }] })
})

test('what cannot be a test is refused with the reason', async () => {
  const put = (body: object) => alcove.api('PUT', `${FN}/tests/odd`, body)
  const problem = async (body: object) => (await put(body)).body.errors?.[0]
  expect(await problem({ event: 1, expect: { logs: ['('] } })).toMatchObject({ path: 'expect.logs.0' })
  expect(await problem({ event: 1, expect: { outputPartial: { a: [{ $pattern: '(?=x)' }] } } })).toMatchObject({
    path: 'expect.outputPartial.a.0',
  })
  expect(await problem({ event: 'x'.repeat(300_000) })).toMatchObject({ path: 'event' })
  expect((await alcove.api('POST', `${FN}/tests/run?only=absent`)).status).toBe(404)
  expect((await alcove.api('POST', `${FN}/tests/run?qualifier=99`)).body).toMatchObject({ passed: 0 })
  await alcove.deploy('shop', 'untested', CODE)
  expect((await alcove.api('POST', '/spaces/shop/functions/untested/tests/run')).status).toBe(409)
})

test('a saved event keeps its numbers as they were written', async () => {
  const event = '{"id":12345678901234567890,"price":1.10}'
  const body = `{"event":${event},"expect":{"maxDurationMs":1e3}}`
  expect((await alcove.raw('PUT', `${FN}/tests/exact`, body, { 'content-type': 'application/json' })).status).toBe(201)
  const { body: saved } = await alcove.api('GET', `${FN}/tests/exact`)
  expect(saved).toMatchObject({ eventText: event, expect: { maxDurationMs: 1000 } })
})

test('an output that differs in its last digit fails', async () => {
  const code = `export const handler = () => ({ id: JSON.rawJSON('12345678901234567890') })`
  await alcove.deploy('shop', 'longs', code)
  const at = '/spaces/shop/functions/longs/tests'
  const put = (name: string, expected: string) =>
    alcove.raw('PUT', `${at}/${name}`, `{"event":1,"expect":${expected}}`, { 'content-type': 'application/json' })
  const wanted = {
    right: '{"output":{"id":12345678901234567890}}',
    part: '{"outputPartial":{"id":12345678901234567891}}',
    wrong: '{"output":{"id":12345678901234567891}}',
  }
  await Promise.all(Object.entries(wanted).map(([name, expected]) => put(name, expected)))
  const { items } = (await alcove.api('GET', at)).body
  expect(Object.fromEntries(items.map((one: Record<string, string>) => [one['name'], one['expectText']]))).toEqual(
    wanted,
  )
  const { results } = (await alcove.api('POST', `${at}/run`)).body
  const diff = { path: 'output.id', expected: '12345678901234567891', actual: '12345678901234567890' }
  const byName = Object.fromEntries(results.map((one: { name: string; diffs: unknown[] }) => [one.name, one.diffs]))
  expect(byName).toMatchObject({ right: [], part: [diff], wrong: [diff] })
})
