// oxlint-disable typescript/no-explicit-any -- the inspector answers whatever was asked for
import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, openDebugger } from './debug-client.ts'
import { startEngine, type Deployed, type EngineFixture } from './engine-fixture.ts'

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const CODE = `
export const handler = async (event, context) => {
  const doubled = event.n * 2
  const token = process.env.TOKEN
  if (doubled > 100) throw new RangeError('too large')
  return { doubled, token, left: context.getRemainingTimeInMillis() }
}`

const debug = (deployed: Deployed) => openDebugger(fixture.engine, deployed)

test.each(['nodejs22', 'nodejs24', 'nodejs26'] as const)(
  '%s pauses at a breakpoint, shows variables, masks secrets, holds the time limit and goes on',
  async (runtime) => {
    const fn = await fixture.deploy(
      { 'index.mjs': CODE },
      { runtime, timeoutMs: 700, secrets: { TOKEN: 'sekrit-value-1' } },
    )
    const { session, send, next } = await debug(fn)
    await send('Debugger.enable')
    await send('Debugger.setBreakpointByUrl', { urlRegex: 'index\\.mjs$', lineNumber: 5 })
    await send('Runtime.runIfWaitingForDebugger')
    const text: string[] = []
    const report = call(session, { n: 21 }, text)
    const paused = await next('Debugger.paused')
    const [frame] = paused.callFrames
    const { result } = await send('Debugger.evaluateOnCallFrame', {
      callFrameId: frame.callFrameId,
      expression: '[doubled, token].join()',
      returnByValue: true,
    })
    expect(result.value).toBe('42,[secret TOKEN]')
    const { ranMs, memoryMb } = session.standing()
    expect(ranMs).toBeLessThan(700)
    expect(memoryMb).toBeGreaterThan(0)
    // Longer than the function's time limit.
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(session.standing().ranMs).toBe(ranMs)
    await send('Debugger.resume')
    expect(await report).toMatchObject({ status: 'success' })
    const answer = JSON.parse(text.at(-1)!)
    expect(answer).toMatchObject({ doubled: 42, token: 'sekrit-value-1' })
    expect(answer.left).toBeGreaterThan(0)
    // A debugged instance is in no pool: a call from outside gets another one.
    const outside = await fn.run({ n: 1 })
    expect(outside.report.instanceId).not.toBe(session.instanceId)
    await session.end('The test is over')
    expect(fixture.engine.instances().map(({ id }) => id)).not.toContain(session.instanceId)
  },
)

test('an expression that awaits at a pause is answered once the code goes on', async () => {
  const { session, send, next } = await debug(await fixture.deploy({ 'index.mjs': CODE }))
  await send('Debugger.enable')
  await send('Debugger.setBreakpointByUrl', { urlRegex: 'index\\.mjs$', lineNumber: 5 })
  await send('Runtime.runIfWaitingForDebugger')
  const report = call(session, { n: 21 })
  const { callFrames, hitBreakpoints } = await next('Debugger.paused')
  expect(hitBreakpoints).toHaveLength(1)
  const { result } = await send('Debugger.evaluateOnCallFrame', {
    callFrameId: callFrames[0].callFrameId,
    expression: '(async () => (await Promise.resolve(doubled)) + 1)()',
  })
  const awaited = send('Runtime.awaitPromise', { promiseObjectId: result.objectId })
  await send('Debugger.resume')
  expect((await awaited).result.value).toBe(43)
  expect(await report).toMatchObject({ status: 'success' })
  await session.end('The test is over')
})

test('holds the time limit of a call that comes while a timer of the code is at a breakpoint', async () => {
  const code = `export const handler = () => 'done'`
  const { session, send, next } = await debug(await fixture.deploy({ 'index.mjs': code }, { timeoutMs: 300 }))
  await send('Debugger.enable')
  await send('Runtime.runIfWaitingForDebugger')
  expect(await call(session, {})).toMatchObject({ status: 'success' })
  await send('Runtime.evaluate', { expression: 'void setTimeout(() => { debugger })' })
  await next('Debugger.paused')
  expect(session.standing()).toMatchObject({ ranMs: null, memoryMb: expect.any(Number) })
  const report = call(session, {})
  await expect.poll(() => session.standing().ranMs).toBeLessThan(300)
  // Longer than the function's time limit.
  await new Promise((resolve) => setTimeout(resolve, 600))
  await send('Debugger.resume')
  expect(await report).toMatchObject({ status: 'success' })
  await session.end('The test is over')
})

test.each(['nodejs24', 'python3'] as const)(
  '%s tells of a pause in a deep recursion, and of variables that are too large to be sent',
  async (runtime) => {
    const node = runtime === 'nodejs24'
    const fn = await fixture.deploy(
      node
        ? {
            'index.mjs': `const long = 'x'.repeat(9_000_000)
const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => ['key' + at, 'y'.repeat(2_000)]))
function down(n) { const text = long; const many = wide; if (n === 0) debugger; return n === 0 ? text.length : down(n - 1) }
export const handler = () => down(5_000)`,
          }
        : {
            'main.py': `import sys
sys.setrecursionlimit(50_000)
long = 'x' * 9_000_000
wide = {f'key{at}': 'y' * 2_000 for at in range(5_000)}
def down(n):
    text, many = long, wide
    return 1 / 0 if n == 0 else down(n - 1)
def handler(event, context):
    return down(5_000)
`,
          },
      { runtime, handler: node ? 'index.handler' : 'main.handler', memoryMb: 512 },
    )
    const { session, send, next } = await debug(fn)
    await send('Debugger.enable')
    await send('Debugger.setPauseOnExceptions', { state: 'uncaught' })
    await send('Runtime.runIfWaitingForDebugger')
    void call(session, {})
    const { callFrames } = await next('Debugger.paused')
    expect(callFrames).toHaveLength(200)
    const { objectId } = callFrames[0].scopeChain[0].object
    const { result } = await send('Runtime.getProperties', { objectId, ownProperties: true, generatePreview: true })
    const of = (name: string) => result.find((each: any) => each.name === name).value
    expect(of('text').value.length).toBeLessThanOrEqual(100_000)
    const many = await send('Runtime.getProperties', { objectId: of('many').objectId, ownProperties: true })
    expect(many.result).toHaveLength(1_000)
    await session.end('The test is over')
  },
)

test('Python shows a variable as it was changed, and values whose own description ends the process', async () => {
  const code = `class Evil:
    def __repr__(self):
        raise SystemExit(3)

class Error(Exception):
    def __str__(self):
        raise SystemExit(4)

def handler(event, context):
    total, evil = 1, Evil()
    try:
        raise Error()
    except Error as error:
        return total
`
  const { session, send, next } = await debug(
    await fixture.deploy({ 'main.py': code }, { runtime: 'python3', handler: 'main.handler' }),
  )
  await send('Debugger.enable')
  const { url } = await next('Debugger.scriptParsed')
  await send('Debugger.setBreakpointByUrl', { url, lineNumber: 13 })
  await send('Runtime.runIfWaitingForDebugger')
  const text: string[] = []
  const report = call(session, {}, text)
  const [{ callFrameId, scopeChain }] = (await next('Debugger.paused')).callFrames
  const shown = async (name: string) => {
    const { result } = await send('Runtime.getProperties', { objectId: scopeChain[0].object.objectId })
    return result.find((each: any) => each.name === name).value.description
  }
  expect([await shown('total'), await shown('evil'), await shown('error')]).toEqual(['1', '<Evil>', '<Error>'])
  await send('Debugger.setVariableValue', {
    callFrameId,
    scopeNumber: 0,
    variableName: 'total',
    newValue: { value: 5 },
  })
  expect(await shown('total')).toBe('5')
  const raised = await send('Debugger.evaluateOnCallFrame', { callFrameId, expression: '(_ for _ in ()).throw(error)' })
  expect(raised.exceptionDetails.text).toBe('<Error>')
  await send('Debugger.resume')
  expect(await report).toMatchObject({ status: 'success' })
  expect(text.at(-1)).toBe('5')
  await session.end('The test is over')
})

const PYTHON = `import os
from price import price_of

LIMIT = 100


def handler(event, context):
    total = 0
    for item in event["items"]:
        total += price_of(item["cents"], item["count"])
    return {"total": total, "token": os.environ["TOKEN"], "left": context.get_remaining_time_in_millis()}
`
const PRICE = `def price_of(cents, count):

    price = cents * count
    if count < 0:
        raise ValueError("negative count")
    return price
`

test('Python pauses at a condition, shows and changes variables, steps, masks secrets and holds the time limit', async () => {
  const fn = await fixture.deploy(
    { 'main.py': PYTHON, 'price.py': PRICE },
    { runtime: 'python3', handler: 'main.handler', timeoutMs: 700, secrets: { TOKEN: 'sekrit-value-1' } },
  )
  const { session, send, next } = await debug(fn)
  await send('Debugger.enable')
  const urls = [(await next('Debugger.scriptParsed')).url, (await next('Debugger.scriptParsed')).url]
  const url = urls.find((each: string) => each.endsWith('/price.py'))
  // The line is empty: it stops at the next one.
  await send('Debugger.setBreakpointByUrl', { url, lineNumber: 1, condition: '(count > 2\n)' })
  await expect(send('Debugger.setBreakpointByUrl', { url, lineNumber: 2, condition: '1 +' })).rejects.toThrow('Python')
  // A step over it writes its line too.
  await send('Debugger.setBreakpointByUrl', { url, lineNumber: 3, condition: '[print("logged", count)] == []' })
  await send('Runtime.runIfWaitingForDebugger')
  const text: string[] = []
  const items = [
    { cents: 100, count: 1 },
    { cents: 250, count: 4 },
  ]
  const report = call(session, { items }, text)
  const paused = await next('Debugger.paused')
  expect(paused.callFrames.map((each: any) => [each.functionName, each.location.lineNumber])).toEqual([
    ['price_of', 2],
    ['handler', 9],
  ])
  expect(paused.hitBreakpoints).toHaveLength(1)
  const [frame, caller] = paused.callFrames
  const properties = async (objectId: string) =>
    (await send('Runtime.getProperties', { objectId })).result.map(({ name, value }: any) => [name, value.value])
  expect(await properties(frame.scopeChain[0].object.objectId)).toEqual([
    ['cents', 250],
    ['count', 4],
  ])
  const evaluate = async (expression: string, more: object = { callFrameId: caller.callFrameId }) =>
    send('Debugger.evaluateOnCallFrame', { expression, ...more })
  expect(
    (await evaluate('[each["cents"] for each in event["items"] if each["cents"] > LIMIT]')).result.description,
  ).toBe('[250]')
  expect((await evaluate('os.environ["TOKEN"]')).result.value).toBe('[secret TOKEN]')
  expect((await evaluate('nothing')).exceptionDetails.text).toContain('NameError')
  expect(
    (await evaluate('context.cancelled', { callFrameId: caller.callFrameId, throwOnSideEffect: true })).exceptionDetails
      .text,
  ).toContain('Not evaluated')
  await send('Debugger.setVariableValue', {
    callFrameId: frame.callFrameId,
    scopeNumber: 0,
    variableName: 'count',
    newValue: { value: 5 },
  })
  // Longer than the function's time limit.
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const places = []
  for (const step of ['stepOver', 'stepOut', 'stepInto']) {
    // oxlint-disable-next-line no-await-in-loop -- one step after the other
    await send(`Debugger.${step}`)
    // oxlint-disable-next-line no-await-in-loop
    const { functionName, location } = (await next('Debugger.paused')).callFrames[0]
    places.push(`${functionName}:${location.lineNumber + 1}`)
  }
  expect(places).toEqual(['price_of:4', 'handler:9', 'handler:11'])
  await send('Debugger.resume')
  expect(await report).toMatchObject({ status: 'success' })
  const answer = JSON.parse(text.at(-1)!)
  expect(answer).toMatchObject({ total: 1350, token: 'sekrit-value-1' })
  expect(text.slice(0, -1)).toEqual(['logged 1', 'logged 5'])
  expect(answer.left).toBeGreaterThan(0)
  await session.end('The test is over')
})

test('Python stops where an uncaught error was raised, with the variables of then', async () => {
  const fn = await fixture.deploy(
    { 'main.py': PYTHON, 'price.py': PRICE },
    { runtime: 'python3', handler: 'main.handler' },
  )
  const { session, send, next } = await debug(fn)
  await send('Debugger.enable')
  await send('Debugger.setPauseOnExceptions', { state: 'uncaught' })
  await send('Runtime.runIfWaitingForDebugger')
  const report = call(session, { items: [{ cents: 1, count: -1 }] })
  const { reason, data, callFrames } = await next('Debugger.paused')
  expect([reason, data.description]).toEqual(['exception', 'ValueError: negative count'])
  expect(callFrames[0]).toMatchObject({ functionName: 'price_of', location: { lineNumber: 4 } })
  const { result } = await send('Debugger.evaluateOnCallFrame', {
    callFrameId: callFrames[0].callFrameId,
    expression: 'price',
  })
  expect(result.value).toBe(-1)
  await send('Debugger.resume')
  expect(await report).toMatchObject({ status: 'functionError', error: { name: 'ValueError' } })
  await session.end('The test is over')
})

test('stops where TypeScript throws, with the source map of its bundle', async () => {
  const fn = await fixture.deploy(
    {
      'index.ts': `import { half } from './half.ts'\nexport const handler = (event: { n: number }) => half(event.n)\n`,
      'half.ts': `export function half(n: number): number {\n  if (n < 0) throw new RangeError('negative')\n  return n / 2\n}\n`,
    },
    { handler: 'index.handler' },
  )
  const { session, send, next } = await debug(fn)
  await send('Debugger.enable')
  await send('Debugger.setPauseOnExceptions', { state: 'uncaught' })
  await send('Runtime.runIfWaitingForDebugger')
  const report = call(session, { n: -1 })
  const paused = await next('Debugger.paused')
  expect(paused.reason).toMatch(/exception|promiseRejection/)
  let script = await next('Debugger.scriptParsed')
  while (script.scriptId !== paused.callFrames[0].location.scriptId) script = await next('Debugger.scriptParsed')
  const map = JSON.parse(Buffer.from(script.sourceMapURL.split(',')[1], 'base64').toString())
  expect(map.sources.map((source: string) => source.replace(/^.*\//, ''))).toContain('half.ts')
  await send('Debugger.resume')
  expect(await report).toMatchObject({ status: 'functionError', error: { name: 'RangeError' } })
  await session.end('The test is over')
})

test('finds the lines of a TypeScript function of 150,000 lines', async () => {
  const lines = Array.from({ length: 150_000 }, (_, at) => `  n += ${at} // and a remark that no map needs`).join('\n')
  const code = `export const handler = (event: { n: number }) => {\n  let n = 0\n${lines}\n  debugger\n  return n\n}\n`
  const { session, send, next } = await debug(
    await fixture.deploy({ 'index.ts': code }, { handler: 'index.handler', memoryMb: 512 }),
  )
  await send('Debugger.enable')
  await send('Runtime.runIfWaitingForDebugger')
  void call(session, { n: 1 })
  const { callFrames } = await next('Debugger.paused')
  let script = await next('Debugger.scriptParsed')
  while (script.scriptId !== callFrames[0].location.scriptId) script = await next('Debugger.scriptParsed')
  expect(script.sourceMapURL).toMatch(/^data:/)
  await session.end('The test is over')
})

test('shows every variable of a TypeScript function, also one that is used once or never', async () => {
  const code = `const LIMIT = 5
export const handler = async (event: { n: number }) => {
  const never = event.n * 3
  let zero = 0
  const answer = { over: event.n > LIMIT, zero }
  debugger
  return answer
}
`
  const fn = await fixture.deploy({ 'index.ts': code }, { handler: 'index.handler' })
  const { session, send, next } = await debug(fn)
  await send('Debugger.enable')
  await send('Runtime.runIfWaitingForDebugger')
  const report = call(session, { n: 7 })
  const { callFrames } = await next('Debugger.paused')
  const { objectId } = callFrames[0].scopeChain[0].object
  const { result } = await send('Runtime.getProperties', { objectId, ownProperties: true })
  expect(result.map(({ name }: { name: string }) => name).sort()).toEqual(['answer', 'event', 'never', 'zero'])
  await send('Debugger.resume')
  expect(await report).toMatchObject({ status: 'success' })
  await session.end('The test is over')
})

test.each(['nodejs24', 'python3'] as const)(
  '%s hides a long secret also where its value is shown cut',
  async (runtime) => {
    const long = `sk_live_${'abcdefghijklmnopqrstuvwxyz0123456789'.repeat(8)}`
    const node = runtime === 'nodejs24'
    const fn = await fixture.deploy(
      node
        ? { 'index.mjs': `export const handler = () => process.env.LONG` }
        : { 'main.py': `import os\ndef handler(event, context):\n    return os.environ["LONG"]\n` },
      { runtime, handler: node ? 'index.handler' : 'main.handler', secrets: { LONG: long } },
    )
    const { session, send } = await debug(fn)
    await send('Debugger.enable')
    const value = node ? 'process.env.LONG' : '__import__("os").environ["LONG"]'
    const expression = node
      ? `({ long: ${value}, list: { a: 'Bearer ' + ${value} } }).list`
      : `{"long": ${value}, "list": ["Bearer " + ${value}]}`
    const answer = await send('Runtime.evaluate', { expression, generatePreview: true })
    expect(JSON.stringify(answer)).toContain('Bearer [secret LONG]')
    expect(JSON.stringify(answer)).not.toMatch(/sk_live|0123456789/)
    await session.end('The test is over')
  },
)

test('code that exits, loops or lies under a debugger ends its session and leaves nothing', async () => {
  const exits = await debug(await fixture.deploy({ 'index.mjs': 'export const handler = () => process.exit(3)' }))
  await exits.send('Runtime.runIfWaitingForDebugger')
  expect(await call(exits.session, {})).toMatchObject({ error: { name: 'ProcessExit' } })
  await exits.session.ended
  const loops = await debug(
    await fixture.deploy({ 'index.mjs': 'export const handler = () => { for (;;); }' }, { timeoutMs: 300 }),
  )
  await loops.send('Runtime.runIfWaitingForDebugger')
  expect(await call(loops.session, {})).toMatchObject({ status: 'timeout' })
  await loops.session.ended
  const lie = `
    import { writeSync } from 'node:fs'
    const text = Buffer.from('{"id":"not a number"}')
    const frame = Buffer.alloc(10 + text.length)
    frame.writeUInt32LE(1 + text.length, 0); frame[4] = 29; frame.writeUInt32LE(1, 5); frame[9] = 1
    frame.set(text, 10)
    export const handler = () => { writeSync(3, frame); return new Promise(() => {}) }`
  const lies = await debug(await fixture.deploy({ 'index.mjs': lie }))
  await lies.send('Runtime.runIfWaitingForDebugger')
  expect(await call(lies.session, {})).toMatchObject({ status: 'protocolError' })
  await lies.session.ended
  // An instance without a debugger must not send such frames, either.
  const { report } = await (await fixture.deploy({ 'index.mjs': lie })).run()
  expect(report.status).toBe('protocolError')
})

test('20 abandoned sessions leave no process, and no more than allowed run at a time', async () => {
  const fn = await fixture.deploy({ 'index.mjs': CODE }, { memoryMb: 64 })
  const left = new Set<string>()
  for (let round = 0; round < 5; round++) {
    // oxlint-disable-next-line no-await-in-loop -- round after round
    const sessions = await Promise.all(Array.from({ length: 4 }, () => debug(fn)))
    // oxlint-disable-next-line no-await-in-loop
    await Promise.all(sessions.map(({ session }) => session.end('Its page was closed')))
    for (const { session } of sessions) left.add(session.instanceId)
  }
  expect(fixture.ended.filter(({ id }) => left.has(id))).toHaveLength(20)
  const held = await Promise.all(Array.from({ length: 8 }, () => debug(fn)))
  await expect(debug(fn)).rejects.toThrow('8 of 8 debug instances')
  const ids = held.map(({ session }) => session.instanceId)
  await Promise.all(held.map(({ session }) => session.end('The test is over')))
  const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
  for (const id of ids) expect(processes).not.toContain(id)
})
