import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { javaGuestSources } from '@alcove/guest'
import { makeOnce } from '../make-once.ts'
import type { Jdk } from './locate-jdk.ts'

/** String concatenations and lambdas linked at run time make a start 20 ms slower. */
const FLAGS = ['-proc:none', '-XDstringConcat=inline', '-encoding', 'UTF-8', '--release', '17']

/** Folder of the guest's classes, compiled from these sources with this JDK. Null when the JDK cannot compile them. */
export async function compileGuest(jdk: Jdk): Promise<string | null> {
  const sources = sourcesBelow(javaGuestSources)
  const inputs = [JSON.stringify([jdk, FLAGS]), ...sources.map((path) => readFileSync(path))]
  const compile = (folder: string) =>
    promisify(execFile)(join(jdk.home, 'bin/javac'), [...FLAGS, '-d', folder, ...sources], { timeout: 120_000 })
  return makeOnce('java-guest', inputs, compile).catch(() => null)
}

function sourcesBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => name.endsWith('.java'))
    .toSorted()
    .map((name) => join(folder, name))
}
