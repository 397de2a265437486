import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startProgram, stop, untilDeath } from '../child.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const run = promisify(execFile)
const HERE = import.meta.dirname

export interface Bare extends AsyncDisposable {
  url: string
  pid: number
}

/** A program that answers HTTP with the runtime's own server, and prints its port once it listens. */
export type Program = readonly [file: string, ...args: string[]]

export const BARE_NODE: Program = [process.execPath, join(HERE, 'server.mjs')]

export async function barePython(): Promise<Program> {
  // `python3` may be a shim that starts a shell first.
  const { stdout } = await run('python3', ['-c', 'import sys; print(sys.executable)'])
  return [stdout.trim(), join(HERE, 'server.py')]
}

/** Compiled ahead, as Alcove does on saving. */
export async function bareJava(own: AsyncDisposableStack): Promise<Program> {
  const folder = temporaryFolder(own)
  await run('javac', ['-d', folder, join(HERE, 'Server.java')])
  return ['java', '-cp', folder, 'Server']
}

export async function startBare([file, ...args]: Program = BARE_NODE): Promise<Bare> {
  const child = startProgram(file, args)
  const [port] = (await Promise.race([once(child.stdout!, 'data'), untilDeath(child)])) as [Buffer]
  return {
    url: `http://127.0.0.1:${port.toString().trim()}/`,
    pid: child.pid!,
    [Symbol.asyncDispose]: () => stop(child),
  }
}
