import { LIMITS, RUNTIMES } from '@alcove/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEngine, type Deployed, type EngineFixture, type Settings } from './engine-fixture.ts'
import { LANGUAGES } from './languages/languages.ts'

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

test('this machine has every runtime', () => {
  const missing = fixture.engine.info().runtimes.filter(({ available }) => !available)
  expect(missing, 'npm test installs them where it may; see the remedies').toEqual([])
})

describe.for(RUNTIMES)('on %s', (runtime) => {
  const language = LANGUAGES[runtime]
  let files: Record<string, string | Uint8Array>
  let fn: Deployed
  const deploy = (settings: Settings = {}) =>
    fixture.deploy(files, { runtime, handler: language.handler, memoryMb: 256, timeoutMs: 10_000, ...settings })
  beforeAll(async () => {
    files = await language.files()
    fn = await deploy({ environment: { PLAIN: 'good day' }, secrets: { SECRET: 'grüß Gott' } })
  })

  test.for([
    [null],
    [true],
    ['日本語 😀 " \\ \n \u0000 \u001f \u2028'],
    ['\ud800 half a pair'],
    [[]],
    [{}],
    [[1, -2.5, 1e300, 12345678901234, 0, -7]],
    [{ nested: [{ a: { b: [[[]]] } }, 'two', null] }],
    [{ '': 0, __proto__x: 1, 'with space': 2 }],
  ])('%j comes back as it went in', async ([value]) => {
    const { value: answer, report } = await fn.run({ do: 'echo', value })
    expect(report).toMatchObject({ status: 'success', error: null })
    expect(answer).toEqual(value)
  })

  test('the context says what the call is', async () => {
    const { value } = await fn.run({ do: 'context' }, { invocationId: '0e1d2c3b-4a59-4687-9a1b-c2d3e4f5a6b7' })
    expect(value).toEqual({
      id: '0e1d2c3b-4a59-4687-9a1b-c2d3e4f5a6b7',
      function: 'under-test',
      version: 'draft',
      space: 'tests',
      qualifier: 'draft',
      arn: 'alcove:tests:under-test:draft',
      memory: 256,
      remaining: expect.any(Number),
      trigger: 'api',
      trace: '0af7651916cd43dd8448eb211c80319c',
    })
    const { remaining } = value as { remaining: number }
    expect(remaining).toBeGreaterThan(0)
    expect(remaining).toBeLessThanOrEqual(10_000)
  })

  test('an error comes with name, message and the place in the code, and the instance goes on', async () => {
    const { report } = await fn.run({ do: 'fail' })
    expect(report).toMatchObject({
      status: 'functionError',
      code: 'FunctionError',
      error: { name: language.errorName, message: 'out of stock: 日本' },
    })
    expect(report.error!.stack).toMatch(language.stack)
    const next = (await fn.run({ do: 'echo', value: 'on' })).report
    expect(next).toMatchObject({ status: 'success', start: 'warm', instanceId: report.instanceId })
  })

  test('what is printed is in the log of its call, line by line, with its level', async () => {
    const lines = (await fn.run({ do: 'log' })).lines.map(({ level, message }) => `${level}: ${message}`)
    expect(lines).toContain('error: to stderr')
    expect(lines.filter((line) => line !== 'error: to stderr')).toEqual([
      'info: to stdout',
      `${language.levels ? 'debug' : 'info'}: at debug`,
      `${language.levels ? 'warn' : 'info'}: at warn`,
      'info: 日本語 😀',
      'info: no newline',
    ])
    expect((await fn.run({ do: 'echo', value: 1 })).lines).toEqual([])
  })

  test('a flood of lines and an endless one are cut, and marked', async () => {
    const flood = await fn.run({ do: 'flood' })
    expect(flood.report).toMatchObject({ status: 'success', logsTruncated: true })
    expect(flood.lines.length).toBeLessThanOrEqual(LIMITS.logLines + 1)
    const long = (await fn.run({ do: 'long' })).lines[0]!
    expect(long.message.length).toBe(LIMITS.logLineBytes)
    expect(long.truncatedBytes).toBe(100_000 - LIMITS.logLineBytes)
  })

  test('variables and secrets are in the environment', async () => {
    expect((await fn.run({ do: 'environment' })).value).toEqual(['good day', 'grüß Gott'])
  })

  test('a response of a megabyte arrives whole, and one over the cap is an error', async () => {
    const big = await fn.run({ do: 'big', bytes: 1_000_000 })
    expect(big.report.status).toBe('success')
    expect(big.text).toBe(`"${'x'.repeat(1_000_000)}"`)
    const { report } = await fn.run({ do: 'big', bytes: LIMITS.responseBytes })
    expect(report).toMatchObject({ status: 'functionError', code: 'ResponseTooLarge' })
    expect((await fn.run({ do: 'echo', value: 'small' })).value).toBe('small')
  })

  test('a value that JSON cannot hold is an error', async () => {
    const { report } = await fn.run({ do: 'unspeakable' })
    expect(report).toMatchObject({ status: 'functionError', code: 'FunctionError' })
    expect(report.error!.message).not.toBe('')
  })

  test('an HTTP call gets status, headers, cookies and body', async () => {
    const { head, text } = await fn.request({
      method: 'POST',
      path: '/some/path',
      query: 'q=1',
      headers: { 'content-type': 'text/plain; charset=utf-8', cookie: 'x=1; y=2' },
      body: 'grüße',
    })
    expect(head!.statusCode).toBe(201)
    expect(head!.headers).toEqual(
      expect.arrayContaining([
        ['content-type', 'text/plain'],
        ['x-path', '/some/path'],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ]),
    )
    expect(text).toBe('POST 1 2 grüße')
  })

  test('an HTTP call that a plain value answers gets it as JSON', async () => {
    const { head, value } = await fn.request({ path: '/value' })
    expect(head).toEqual({ statusCode: 200, headers: [['content-type', 'application/json']] })
    expect(value).toEqual({ plain: true })
  })

  test('bytes go in and come out as they are', async () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, index) => (index * 7) % 256)
    const { head, body } = await fn.request({
      method: 'POST',
      path: '/bytes',
      headers: { 'content-type': 'application/octet-stream' },
      body: bytes,
    })
    expect(head!.headers).toContainEqual(['content-type', 'image/png'])
    expect(Uint8Array.from(body)).toEqual(bytes.toReversed())
  })

  test('a line break in a header is an error, not a header more', async () => {
    const { report, head } = await fn.request({ path: '/split' })
    expect(report.status).toBe('functionError')
    expect(head).toBeNull()
  })

  test('no answer in time is a timeout', async () => {
    const slow = await deploy({ timeoutMs: 1000 })
    expect((await slow.run({ do: 'hang' })).report).toMatchObject({ status: 'timeout', code: 'Timeout' })
    expect((await slow.run({ do: 'echo', value: 1 })).value).toBe(1)
  })

  test.for([0, 3])('a process that ends itself with %i has not answered', async (code) => {
    const { report, lines } = await fn.run({ do: 'exit', code })
    expect(report).toMatchObject({ status: 'functionError', error: { name: language.exit } })
    expect(report.error!.message).toContain(`exit code ${code} before it answered`)
    expect(lines.map(({ message }) => message)).toEqual(['before the end'])
  })

  test('more memory than there is ends in outOfMemory, and the next call gets a new instance', async () => {
    const small = await deploy({ memoryMb: 128 })
    expect((await small.run({ do: 'memory' })).report).toMatchObject({ status: 'outOfMemory', code: 'OutOfMemory' })
    expect((await small.run({ do: 'echo', value: 1 })).value).toBe(1)
  })

  test('nonsense on the control channel is a protocolError, where the function holds it at all', async () => {
    const { report } = await fn.run({ do: 'garbage' })
    expect(report.status).toBe(language.channel ? 'protocolError' : 'functionError')
    expect((await fn.run({ do: 'echo', value: 1 })).value).toBe(1)
  })

  test('a control channel that the function closes is no success', async () => {
    expect((await fn.run({ do: 'closeChannel' })).report.status).not.toBe('success')
    expect((await fn.run({ do: 'echo', value: 1 })).value).toBe(1)
  })
})
