import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEngine, type EngineFixture } from './engine-fixture.ts'

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

describe.for(['nodejs22', 'nodejs24', 'nodejs26'] as const)('on %s', (runtime) => {
  const deploy = (files: Record<string, string>, handler = 'index.handler') =>
    fixture.deploy(files, { runtime, handler })

  test('it really is that version of Node.js', async () => {
    const fn = await deploy({ 'index.mjs': 'export const handler = async () => process.version' })
    expect((await fn.run()).value).toMatch(new RegExp(`^v${runtime.slice(-2)}\\.`))
  })

  test('an ES module answers', async () => {
    const fn = await deploy({ 'index.mjs': 'export const handler = async (event) => ({ got: event.a })' })
    expect((await fn.run({ a: [1, 'two', null] })).value).toEqual({ got: [1, 'two', null] })
  })

  test('ES module syntax in a .js file answers', async () => {
    const fn = await deploy({ 'index.js': 'import { EOL } from "node:os"; export const handler = () => EOL' })
    expect((await fn.run()).value).toBe('\n')
  })

  test('a CommonJS module answers, whichever way it exports', async () => {
    const named = await deploy({ 'index.cjs': 'exports.handler = async (event) => event.n + 1' })
    const whole = await deploy({
      'index.js':
        'const { plus } = require("./lib/plus"); module.exports = { handler: async (event) => plus(event.n) }',
      'lib/plus.js': 'exports.plus = (n) => n + 1',
    })
    const late = await deploy({
      'index.js': 'Object.assign(exports, { ["hand" + "ler"]: async (event) => event.n + 1 })',
    })
    for (const fn of [named, whole, late]) expect((await fn.run({ n: 1 })).value).toBe(2)
  })

  test('a package in node_modules is found', async () => {
    const fn = await deploy({
      'index.mjs': 'import { two } from "two"; export const handler = async () => two',
      'node_modules/two/package.json': '{ "name": "two", "exports": "./index.js", "type": "module" }',
      'node_modules/two/index.js': 'export const two = 2',
    })
    expect((await fn.run()).value).toBe(2)
  })

  test('a handler in a folder, under another name, answers', async () => {
    const fn = await deploy({ 'src/api/users.mjs': 'export const list = async () => ["ada"]' }, 'src/api/users.list')
    expect((await fn.run()).value).toEqual(['ada'])
    const inside = { 'index.mjs': 'export const users = { v1: { list: async () => ["ada"] } }' }
    expect((await (await deploy(inside, 'index.users.v1.list')).run()).value).toEqual(['ada'])
  })

  test('a callback handler answers, and fails through the callback', async () => {
    const fn = await deploy({
      'index.js': `exports.handler = (event, context, callback) => {
        setTimeout(() => event.fail ? callback(new RangeError('refused')) : callback(null, 'called back'), 1)
      }`,
    })
    expect((await fn.run()).value).toBe('called back')
    expect((await fn.run({ fail: true })).report).toMatchObject({
      status: 'functionError',
      error: { name: 'RangeError', message: 'refused' },
    })
  })

  test('TypeScript of several files answers, with enums and types', async () => {
    const fn = await deploy({
      'index.ts': `
        import type { Order } from './types'
        import { total } from './lib/money'
        enum Currency { EUR = 'EUR' }
        export const handler = async (event: Order): Promise<string> => \`\${total(event)} \${Currency.EUR}\`
      `,
      'types.ts': 'export interface Order { items: { price: number; count: number }[] }',
      'lib/money.ts': `
        import type { Order } from '../types.ts'
        export const total = (order: Order) => order.items.reduce((sum, item) => sum + item.price * item.count, 0)
      `,
    })
    expect(
      (
        await fn.run({
          items: [
            { price: 2, count: 3 },
            { price: 1, count: 1 },
          ],
        })
      ).value,
    ).toBe('7 EUR')
  })

  test("an error in TypeScript names the author's file and line", async () => {
    const fn = await deploy({
      'index.ts': "import { fail } from './lib/fail'\nexport const handler = async (): Promise<void> => fail('now')\n",
      'lib/fail.ts':
        'interface Unused {\n  a: string\n}\n\nexport function fail(why: string): never {\n  throw new Error(why)\n}\n',
    })
    const { error } = (await fn.run()).report
    expect(error!.stack).toMatch(/\/var\/task\/lib\/fail\.ts:6:9/)
    expect(error!.stack).toMatch(/\/var\/task\/index\.ts:2:\d+/)
    expect(error!.stack).not.toMatch(/node:|var\/runtime|packages/)
  })

  test('CommonJS TypeScript answers', async () => {
    const fn = await deploy({ 'index.ts': 'exports.handler = async (event: { n: number }) => event.n * 2' })
    expect((await fn.run({ n: 4 })).value).toBe(8)
  })

  test('the context says what the call is', async () => {
    const fn = await deploy({
      'index.mjs': `export const handler = async (event, context) => ({
        ...context, same: context.requestId === context.awsRequestId,
        remaining: context.getRemainingTimeInMillis(), until: context.deadlineMs - Date.now() })`,
    })
    const { value } = await fn.run()
    expect(value).toMatchObject({
      same: true,
      space: 'tests',
      functionName: 'under-test',
      functionVersion: 'draft',
      qualifier: 'draft',
      runtime,
      memoryLimitInMB: '128',
      trigger: { type: 'api', name: null },
      traceId: '0af7651916cd43dd8448eb211c80319c',
    })
    const { remaining, until } = value as { remaining: number; until: number }
    for (const ms of [remaining, until]) {
      expect(ms).toBeGreaterThan(0)
      expect(ms).toBeLessThanOrEqual(5000)
    }
  })

  test('the environment is set before the code loads', async () => {
    const fn = await fixture.deploy(
      { 'index.mjs': 'const greeting = process.env.GREETING; export const handler = async () => greeting' },
      { runtime, environment: { GREETING: 'good day' } },
    )
    expect((await fn.run()).value).toBe('good day')
  })

  test('console and streams are captured with their level, in order', async () => {
    const fn = await deploy({
      'index.mjs': `export const handler = async (event, context) => {
        console.log('log %s', 'formatted'); console.info('info'); console.debug('debug'); console.warn('warn'); console.error('error')
        console.log({ a: 1 }); console.log('two\\nlines')
        process.stdout.write('out '); process.stdout.write('line\\n'); process.stderr.write('err line\\n')
        context.log.warn('by context', { n: 1 })
        await new Promise((resolve) => setTimeout(resolve, 5))
        console.error('after an await')
        process.stdout.write('no newline')
      }`,
    })
    const { lines } = await fn.run()
    expect(lines.map(({ level, message }) => [level, message])).toEqual([
      ['info', 'log formatted'],
      ['info', 'info'],
      ['debug', 'debug'],
      ['warn', 'warn'],
      ['error', 'error'],
      ['info', '{ a: 1 }'],
      ['info', 'two\nlines'],
      ['info', 'out line'],
      ['error', 'err line'],
      ['warn', 'by context { n: 1 }'],
      ['error', 'after an await'],
      ['info', 'no newline'],
    ])
    for (const line of lines) expect(Math.abs(line.time - Date.now())).toBeLessThan(60_000)
  })

  test('what is logged while loading is in the log of the call that caused it', async () => {
    const fn = await deploy({
      'index.mjs': 'console.log("loading"); export const handler = async () => console.log("running")',
    })
    expect((await fn.run()).lines.map((line) => line.message)).toEqual(['loading', 'running'])
    expect((await fn.run()).lines.map((line) => line.message)).toEqual(['running'])
  })

  test('a thrown error comes with name, message, stack and causes', async () => {
    const fn = await deploy({
      'index.mjs': `class OrderError extends Error { name = 'OrderError' }
export const handler = async () => {
  throw new OrderError('no stock', { cause: new Error('warehouse closed') })
}`,
    })
    const { report } = await fn.run()
    expect(report).toMatchObject({
      status: 'functionError',
      code: 'FunctionError',
      error: { name: 'OrderError', message: 'no stock' },
    })
    expect(report.error!.stack).toContain('/var/task/index.mjs:3:9')
    expect(report.error!.stack).toContain('Caused by: Error: warehouse closed')
    expect(report.error!.stack).not.toMatch(/node:internal|var\/runtime/)
  })

  test.for([
    ['"a string"', 'The function threw "a string"'],
    ['null', 'The function threw null'],
    ['{ code: 7 }', 'The function threw {"code":7}'],
    ['Symbol("s")', 'The function threw Symbol(s)'],
    ['new Proxy({}, { has() { throw 1 } })', 'The function threw something that cannot be described'],
    ['new Proxy({}, { getPrototypeOf() { throw 1 } })', 'The function threw {}'],
    ['{ reason: new TypeError("no stock") }', 'The function threw {"reason":"TypeError: no stock"}'],
    ['Object.assign(new Error(), { message: { toString() { throw 1 } } })', 'a value that cannot be read'],
  ] as const)('throwing %s is an error like any other', async ([thrown, message]) => {
    const fn = await deploy({ 'index.mjs': `export const handler = async () => { throw ${thrown} }` })
    expect((await fn.run()).report).toMatchObject({ status: 'functionError', error: { name: 'Error', message } })
  })

  test('a message that fits into the heap only once is cut, and leaves room for the next call', async () => {
    const fn = await fixture.deploy(
      {
        'index.mjs': `
          const error = new Error('x'.repeat(40_000_000))
          export const handler = async (event) => {
            if (event.fail) throw error
            for (let i = 0; i < 100_000; i++) JSON.parse('{"some":"garbage"}')
            return process.pid
          }`,
      },
      { runtime, memoryMb: 128 },
    )
    const { value } = await fn.run({})
    const { error } = (await fn.run({ fail: true })).report
    expect(error!.message).toMatch(/^x+… \(39983656 more characters\)$/)
    expect(error!.message.length).toBeLessThanOrEqual(16 * 1024)
    expect(error!.stack!.length).toBeLessThanOrEqual(32 * 1024)
    expect((await fn.run({})).value).toBe(value)
  })

  test('code that ends or destroys its output silences no later call', async () => {
    const fn = await deploy({
      'index.mjs': `export const handler = async (how) => {
        process.stdout.write('out\\n'); process.stderr.write('err\\n')
        if (how !== null) { process.stdout[how]('last\\n'); process.stderr[how]() }
      }`,
    })
    await fn.run('end')
    await fn.run('destroy')
    expect((await fn.run()).lines.map(({ message }) => message)).toEqual(['out', 'err'])
  })

  test("console.trace shows the author's frames alone", async () => {
    const fn = await deploy({ 'index.mjs': 'export const handler = async () => console.trace("at %d", 1)' })
    const [line] = (await fn.run()).lines
    expect(line).toMatchObject({ level: 'trace' })
    expect(line!.message).toMatch(/^Trace: at 1\n    at handler \(.*index\.mjs:1:44\)/)
  })

  test('nothing returned is null', async () => {
    const fn = await deploy({ 'index.mjs': 'export const handler = async () => {}' })
    expect(await fn.run()).toMatchObject({ text: 'null', report: { status: 'success' } })
  })
})

describe('code that cannot be loaded is an initError that says where', () => {
  const cases: [
    name: string,
    files: Record<string, string>,
    handler: string,
    error: { name: string; message: RegExp },
  ][] = [
    [
      'a missing file',
      { 'main.mjs': '' },
      'index.handler',
      { name: 'HandlerNotFound', message: /names the file 'index'.*holds main\.mjs/ },
    ],
    [
      'a missing export',
      { 'index.mjs': 'export const other = 1' },
      'index.handler',
      { name: 'LoadError', message: /^index\.mjs has no export 'handler': it exports 'other'$/ },
    ],
    [
      'an export that is no function',
      { 'index.mjs': 'export const handler = 1' },
      'index.handler',
      { name: 'LoadError', message: /must be a function .*: it is number$/ },
    ],
    [
      'a syntax error',
      { 'index.mjs': 'export const a = 1\n\nexport const handler = async ( => 1\n' },
      'index.handler',
      { name: 'SyntaxError', message: /^index\.mjs:3:32: Unexpected token/ },
    ],
    [
      'a syntax error in an imported file',
      { 'index.mjs': 'import "./lib/a.mjs"', 'lib/a.mjs': '\nexport const = 1' },
      'index.handler',
      { name: 'SyntaxError', message: /^lib\/a\.mjs:2:14: / },
    ],
    [
      'a syntax error in CommonJS',
      { 'index.cjs': 'const a = 1\nexports.handler = ) => 1' },
      'index.handler',
      { name: 'SyntaxError', message: /Unexpected token/ },
    ],
    [
      'a syntax error in TypeScript',
      { 'index.ts': 'const a: number = 1\n\nexport const handler = async ( => 1\n' },
      'index.handler',
      { name: 'SyntaxError', message: /^index\.ts:3:32: Unexpected token$/ },
    ],
    [
      'a missing import',
      { 'index.mjs': 'import "./lost.mjs"' },
      'index.handler',
      { name: 'Error', message: /Cannot find module '\/var\/task\/lost\.mjs' imported from \/var\/task\/index\.mjs/ },
    ],
    [
      'a missing package in TypeScript',
      { 'index.ts': "import pad from 'left-pad'\nexport const handler = pad" },
      'index.handler',
      // A layer could contain it, so it is missing only when the code loads.
      { name: 'Error', message: /^Cannot find package 'left-pad' imported from \/var\/task\/index\.ts$/ },
    ],
    [
      "an import of the host's files",
      { 'index.ts': "\nimport text from '/etc/passwd'\nexport const handler = text" },
      'index.handler',
      { name: 'BundleError', message: /^index\.ts:2:18: '\/etc\/passwd' is outside of the package$/ },
    ],
    [
      'an import that climbs out',
      { 'index.ts': "import text from '../../../../../../etc/hostname'\nexport const handler = text" },
      'index.handler',
      { name: 'BundleError', message: /is outside of the package$/ },
    ],
    [
      'an exception at the top',
      { 'index.mjs': '\nthrow new RangeError("too early")' },
      'index.handler',
      { name: 'RangeError', message: /^too early$/ },
    ],
    [
      'an exception at the top of TypeScript',
      { 'index.ts': 'throw new RangeError("too early")\nexport const handler = async (): Promise<number> => 1' },
      'index.handler',
      { name: 'RangeError', message: /^too early$/ },
    ],
    [
      'an exit at the top',
      { 'index.mjs': 'process.exit(3)' },
      'index.handler',
      { name: 'ProcessExit', message: /exit code 3 while its code was loading$/ },
    ],
    [
      'a default export that is nothing',
      { 'index.mjs': 'export const a = 1' },
      'index.default',
      { name: 'LoadError', message: /has no export 'default'/ },
    ],
  ]
  test.for(cases)('%s', async ([, files, handler, { name, message }]) => {
    const { report } = await (await fixture.deploy(files, { handler })).run()
    expect(report).toMatchObject({ status: 'initError', code: 'InitError', error: { name } })
    expect(report.error!.message).toMatch(message)
  })

  test('a CommonJS syntax error has its line in the stack', async () => {
    const fn = await fixture.deploy({ 'index.cjs': 'const a = 1\nexports.handler = ) => 1' })
    expect((await fn.run()).report.error!.stack).toContain('/var/task/index.cjs:2')
  })

  test('loading that never ends is a timeout that says so', async () => {
    await using patient = await startEngine({ loadTimeoutMs: 500 })
    const fn = await patient.deploy({ 'index.mjs': 'console.log("stuck"); for (;;);' })
    const { report, lines } = await fn.run()
    expect(report).toMatchObject({ status: 'timeout', error: { message: 'Loading the code took longer than 500 ms' } })
    expect(lines.map((line) => line.message)).toEqual(['stuck'])
  })

  test('memory that does not suffice to load is outOfMemory', async () => {
    const fn = await fixture.deploy({ 'index.mjs': 'const all = []; for (;;) all.push(Buffer.alloc(8 << 20, 1))' })
    expect((await fn.run()).report).toMatchObject({ status: 'outOfMemory' })
  })
})
