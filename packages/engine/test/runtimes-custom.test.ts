import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtRic } from './aws-lambda-ric.ts'
import { startEngine, type Deployed, type EngineFixture } from './engine-fixture.ts'

const source = (name: string) => readFileSync(join(import.meta.dirname, 'languages', name), 'utf8')

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const deploy = (files: Record<string, string | Uint8Array>, handler = 'index.handler') =>
  fixture.deploy(files, { runtime: 'custom', handler, memoryMb: 256 })

describe('aws-lambda-ric, as npm has it,', () => {
  let ric: Record<string, Uint8Array>
  beforeAll(() => {
    ric = builtRic()
  }, 930_000)
  const withRic = (handler: string) =>
    deploy({
      ...ric,
      bootstrap: '#!/bin/sh\nexec node node_modules/aws-lambda-ric/index.mjs\n',
      'index.mjs': handler,
    })

  test('runs a handler: event, context, log and answer', async () => {
    const fn = await withRic(`
      export const handler = async (event, context) => {
        console.log('called with', event)
        return { got: event, id: context.awsRequestId, arn: context.invokedFunctionArn, left: context.getRemainingTimeInMillis() > 0 }
      }`)
    for (const word of ['one', '二']) {
      const { value, lines, report } = await fn.run({ word }, { invocationId: '0e1d2c3b-4a59-4687-9a1b-c2d3e4f5a6b7' })
      expect(report.status).toBe('success')
      expect(value).toEqual({
        got: { word },
        id: '0e1d2c3b-4a59-4687-9a1b-c2d3e4f5a6b7',
        arn: 'alcove:tests:under-test:draft',
        left: true,
      })
      expect(lines.map(({ message }) => message).join('\n')).toContain(`called with { word: '${word}' }`)
    }
  })

  test('answers HTTP in payload format 2.0', async () => {
    const fn = await withRic(`
      export const handler = async (event) => ({ statusCode: 418, headers: { 'x-path': event.rawPath }, body: 'short and stout' })`)
    const { head, text } = await fn.request({ path: '/teapot' })
    expect(head!.statusCode).toBe(418)
    expect(head!.headers).toContainEqual(['x-path', '/teapot'])
    expect(text).toBe('short and stout')
  })

  test('answers with what a handler streams', async () => {
    const fn = await withRic(`
      export const handler = awslambda.streamifyResponse(async (event, stream) => {
        if (event.rawPath === '/plain') stream.setContentType('text/plain')
        else stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'x-made': 'yes' }, cookies: ['a=1'] })
        stream.write('in ')
        await new Promise((resolve) => setTimeout(resolve, 5))
        stream.end('pieces')
      })`)
    const made = await fn.request()
    expect(made.head!.statusCode).toBe(201)
    expect(made.head!.headers).toEqual(
      expect.arrayContaining([
        ['x-made', 'yes'],
        ['set-cookie', 'a=1'],
      ]),
    )
    expect(made.text).toBe('in pieces')
    const plain = await fn.request({ path: '/plain' })
    expect(plain.head).toEqual({ statusCode: 200, headers: [['content-type', 'text/plain']] })
    expect(plain.text).toBe('in pieces')
  })

  test('reports what a handler throws, with its stack', async () => {
    const fn = await withRic(`
      class OrderError extends Error { name = 'OrderError' }
      export const handler = async () => { throw new OrderError('no stock') }`)
    const { report } = await fn.run()
    expect(report).toMatchObject({ status: 'functionError', error: { name: 'OrderError', message: 'no stock' } })
    expect(report.error!.stack).toContain('/var/task/index.mjs:3')
  })

  test('reports code that does not load', async () => {
    const fn = await withRic('throw new TypeError("not today"); export const handler = 1')
    expect((await fn.run()).report).toMatchObject({
      status: 'initError',
      error: { name: 'TypeError', message: 'not today' },
    })
  })
})

describe('a bootstrap in a shell', () => {
  let fn: Deployed
  beforeAll(async () => {
    fn = await deploy({ bootstrap: source('bootstrap.sh') }, 'greeter.main')
  })
  const goesOn = async () => expect((await fn.run({ still: 'here' })).value).toEqual({ still: 'here' })

  test('answers, and its streams are the log', async () => {
    const { value, lines } = await fn.run({ do: 'greet' })
    expect(value).toEqual({ hello: 'from a shell', handler: 'greeter.main', name: 'under-test' })
    const seen = lines.map(({ level, message }) => `${level}: ${message}`)
    expect(seen).toContain('info: a shell at /var/task')
    expect(seen.filter((line) => line.startsWith('error: '))).toEqual(['error: greeting', 'error: ', 'error: again'])
  })

  test('finds the programs that it needs', async () => {
    expect((await fn.run({ do: 'programs' })).value).toMatch(/sh .*curl .*grep .*node .*python3/)
  })

  test('reports an error, in JSON or in plain words', async () => {
    expect((await fn.run({ do: 'error' })).report).toMatchObject({
      status: 'functionError',
      error: { name: 'ShellError', message: 'it did not work', stack: 'ShellError: it did not work\nin line 3' },
    })
    expect((await fn.run({ do: 'plain error' })).report).toMatchObject({
      status: 'functionError',
      error: { name: 'Runtime.Odd', message: 'what a pity' },
    })
  })

  test('that answers twice is refused the second time', async () => {
    expect((await fn.run({ do: 'twice' })).value).toBe('first')
    // Output of the shell after its first response appears once the instance is thawed.
    await goesOn()
  })

  test('that begins its answer with a byte order mark has answered', async () => {
    expect((await fn.run({ do: 'mark' })).value).toBe('marked')
  })

  test('that answers for an invocation that is not its own has not answered', async () => {
    const { report, lines } = await fn.run({ do: 'stranger' })
    expect(report).toMatchObject({ status: 'functionError', error: { name: 'NoResponse' } })
    expect(lines.map(({ message }) => message)).toContain('400')
    await goesOn()
  })

  test.for([
    ['text', 'InvalidResponse', /not JSON/],
    ['silence', 'NoResponse', /without answering/],
    ['too much', 'ResponseTooLarge', /larger than 20971520 bytes/],
    ['broken off', 'TruncatedResponse', /in the middle of its response/],
  ] as const)('that answers with %s gets the error %s', async ([what, name, message]) => {
    const { report } = await fn.run({ do: what })
    expect(report).toMatchObject({ status: 'functionError', error: { name } })
    expect(report.error!.message).toMatch(message)
    if (what !== 'broken off') await goesOn()
  })

  test('that talks nonsense to the API is told so, and can still answer', async () => {
    const other = await deploy({ bootstrap: source('bootstrap.sh') })
    const { value, lines } = await other.run({ do: 'nonsense' })
    expect(value).toBe('survived')
    const said = lines.map(({ message }) => message.trim()).filter((message) => /^(\d+|HTTP)/.test(message))
    expect(said).toEqual(['404', '400', '404', 'HTTP/1.1 400 Bad Request'])
  })

  test.for([
    ['exit', { status: 'functionError', error: { name: 'ProcessExit' } }, /exit code 5 before it answered/],
    ['kill', { status: 'functionError', error: { name: 'ProcessCrash' } }, /killed by SIGSEGV/],
    ['memory', { status: 'outOfMemory', code: 'OutOfMemory' }, /more memory than its limit/],
  ] as const)('that ends by %s ends the instance, and the next call gets a new one', async ([how, report, message]) => {
    const other = await deploy({ bootstrap: source('bootstrap.sh') })
    const ran = await other.run({ do: how })
    expect(ran.report).toMatchObject(report)
    expect(ran.report.error!.message).toMatch(message)
    const next = await other.run({ a: 1 })
    expect(next.value).toEqual({ a: 1 })
    expect(next.report.start).toBe('cold')
  })
})

describe('a package whose bootstrap cannot run is an initError that says why', () => {
  test.for([
    ['is missing', { 'main.sh': '#!/bin/sh' }, { name: 'BootstrapError' }, /no file named 'bootstrap'/],
    ['names an absent interpreter', { bootstrap: '#!/usr/bin/perl6\n' }, { name: 'BootstrapError' }, /interpreter/],
    [
      'names an interpreter that is no program',
      { bootstrap: '#!/etc/passwd\n' },
      { name: 'BootstrapError' },
      /interpreter/,
    ],
    ['has Windows line ends', { bootstrap: '#!/bin/sh\r\nexit 0\r\n' }, { name: 'BootstrapError' }, /interpreter/],
    ['is no program', { bootstrap: '\u0000\u0001\u0002' }, { name: 'ProcessExit' }, /exit code \d+ while its code was/],
    ['ends at once', { bootstrap: '#!/bin/sh\nexit 4\n' }, { name: 'ProcessExit' }, /exit code 4 while its code was/],
    [
      'reports that it failed',
      {
        bootstrap: `#!/bin/sh
curl -sS -X POST "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/init/error" -d '{"errorType":"NoLuck","errorMessage":"try again"}'
exit 1
`,
      },
      { name: 'NoLuck' },
      /try again/,
    ],
  ] as const)('because it %s', async ([, files, error, message]) => {
    const { report } = await (await deploy(files)).run()
    expect(report).toMatchObject({ status: 'initError', code: 'InitError', error })
    expect(report.error!.message).toMatch(message)
  })
})
