import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const MODULE = join(import.meta.dirname, 'uncaught.ts')

/** Runs the source in a process of its own that survives uncaught errors, and resolves with its output. */
function survive(source: string): Promise<{ code: number | null; output: string }> {
  const program = `
    const { surviveUncaught } = await import(${JSON.stringify(MODULE)})
    const said = []
    const log = { error: ({ err, origin }, message) => said.push(message + ': ' + origin + ': ' + String(err?.stack ?? err)) }
    const counts = {}
    surviveUncaught(log, (origin) => { counts[origin] = (counts[origin] ?? 0) + 1 })
    ${source}
    setTimeout(() => { console.log(JSON.stringify({ counts, said })) }, 50)`
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['--input-type=module', '-e', program], (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, output: stdout + stderr }),
    )
  })
}

test('an exception and a rejection that nothing catches are told apart, counted, and survived', async () => {
  const { code, output } = await survive(`
    setImmediate(() => { throw new RangeError('in a handler') })
    setImmediate(() => { throw null })
    void Promise.reject(new TypeError('in a promise'))`)
  expect([code, output]).toEqual([0, output])
  const { counts, said } = JSON.parse(output) as { counts: object; said: string[] }
  expect(counts).toEqual({ uncaughtException: 2, unhandledRejection: 1 })
  expect(said).toContainEqual(expect.stringMatching(/goes on: uncaughtException: RangeError: in a handler\n +at /))
  expect(said).toContainEqual(expect.stringMatching(/goes on: unhandledRejection: TypeError: in a promise\n +at /))
})

test('a failing log does not end the process either', async () => {
  const { code, output } = await survive(`
    log.error = () => { throw new Error('the disk is full') }
    setImmediate(() => { throw new Error('first') })`)
  expect([code, output]).toEqual([0, output])
})
