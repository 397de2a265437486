// oxlint-disable typescript/no-explicit-any -- the inspector answers whatever was asked for
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, openDebugger } from './debug-client.ts'
import { startEngine, type EngineFixture } from './engine-fixture.ts'

/* Which errors and breakpoints of Python pause, each once, and where. */

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

async function pauses(
  code: string,
  state: 'none' | 'uncaught' | 'all',
  breakpoint?: [line: number, condition: string],
) {
  const deployed = await fixture.deploy({ 'main.py': code }, { runtime: 'python3', handler: 'main.handler' })
  const { session, send, next } = await openDebugger(fixture.engine, deployed)
  await send('Debugger.enable')
  await send('Debugger.setPauseOnExceptions', { state })
  const [line, condition] = breakpoint ?? []
  const url = 'file:///var/task/main.py'
  const set = line && (await send('Debugger.setBreakpointByUrl', { url, lineNumber: line - 1, condition }))
  await send('Runtime.runIfWaitingForDebugger')
  const text: string[] = []
  let over = false
  const report = call(session, {}, text).finally(() => (over = true))
  const seen: unknown[] = []
  const follow = async (): Promise<void> => {
    const { callFrames, data } = await next('Debugger.paused')
    seen.push([callFrames[0].location.lineNumber + 1, data?.description ?? null])
    await send('Debugger.resume')
    if (!over) await follow()
  }
  void follow()
  const { status, error } = await report
  await session.end('The test is over')
  return { seen, status, error: error?.name ?? null, text, set }
}

test.each([
  ['raised and caught', 'def handler(e, c):\n  try:\n    raise KeyError(1)\n  except KeyError:\n    return 1', [], [3]],
  ['raised in a coroutine', 'async def handler(e, c):\n  raise ValueError(1)', [2], [2]],
  ['raised while loading', 'a = 1\nraise ValueError(1)', [2], [2]],
  ['of the syntax', 'def handler(e, c)\n  return 1', [], []],
  ['that ends a thread', THREAD(), [3], [3]],
  ['that ends the process', 'import sys\ndef handler(e, c):\n  sys.exit(2)', [], [3]],
  ['with a description that raises', HOSTILE(), [5], [5, 3, 3]],
] as const)('an error %s pauses where it was raised, once', async (_, code, uncaught, all) => {
  const linesOf = async (state: 'uncaught' | 'all') =>
    (await pauses(code, state)).seen.map((each) => (each as [number])[0])
  expect(await linesOf('uncaught')).toEqual(uncaught)
  expect(await linesOf('all')).toEqual(all)
})

function THREAD() {
  return `import threading
def work():
  raise RuntimeError(1)
def handler(e, c):
  thread = threading.Thread(target=work)
  thread.start()
  thread.join()`
}

function HOSTILE() {
  return `class Hostile(BaseException):
  def __str__(self):
    raise Exception("no")
def handler(e, c):
  raise Hostile()`
}

test('breakpoint() pauses at the next line', async () => {
  const { seen, status } = await pauses('def handler(e, c):\n  breakpoint()\n  return 1', 'none')
  expect([seen, status]).toEqual([[[3, null]], 'success'])
})

test('a breakpoint tells where it lies, and the log tells of a condition that raises', async () => {
  const code = 'def handler(e, c):\n  n = 1\n\n  # More.\n  return n'
  const { seen, set, text } = await pauses(code, 'none', [3, 'missing > 1'])
  expect(set.locations).toEqual([{ scriptId: '/var/task/main.py', lineNumber: 4 }])
  expect(seen).toEqual([])
  expect(text.join()).toContain("Breakpoint main.py:5: NameError: name 'missing' is not defined")
})

test('a breakpoint in what describes an error stops no debugger that shows the error', async () => {
  const { seen, status } = await pauses(HOSTILE(), 'uncaught', [3, ''])
  expect(seen[0]).toEqual([5, '<Hostile>'])
  expect(status).toBe('functionError')
})

test('an expression and a description that never end are ended, also where they catch that, and the session goes on', async () => {
  const code = `class Endless:
  def __repr__(self):
    while True: pass
def stubborn():
  for _ in range(3):
    try:
      while True: pass
    except BaseException: pass
  while True: pass
def handler(e, c):
  endless = Endless()
  return 1`
  const deployed = await fixture.deploy({ 'main.py': code }, { runtime: 'python3', handler: 'main.handler' })
  const { session, send, next } = await openDebugger(fixture.engine, deployed)
  await send('Debugger.enable')
  await send('Debugger.setBreakpointByUrl', { url: 'file:///var/task/main.py', lineNumber: 11 })
  await send('Runtime.runIfWaitingForDebugger')
  // Outside of a pause, too.
  await expect(send('Runtime.evaluate', { expression: 'while True: pass' })).rejects.toThrow('Execution was terminated')
  const report = call(session, {})
  const [{ callFrameId, scopeChain }] = (await next('Debugger.paused')).callFrames
  await expect(send('Debugger.evaluateOnCallFrame', { callFrameId, expression: 'stubborn()' })).rejects.toThrow(
    'Execution was terminated',
  )
  const { result } = await send('Runtime.getProperties', { objectId: scopeChain[0].object.objectId })
  expect(result.find((each: any) => each.name === 'endless').value.description).toBe('<Endless>')
  await send('Debugger.resume')
  expect(await report).toMatchObject({ status: 'success' })
  await session.end('The test is over')
})
