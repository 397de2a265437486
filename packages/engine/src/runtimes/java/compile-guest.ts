import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { javaGuestSources } from '@alcove/guest'
import { madeOnce } from '../made-once.ts'
import type { Jdk } from './locate-jdk.ts'

/** A string concatenation or a lambda that is linked at run time makes a start 20 ms longer. */
const FLAGS = ['-proc:none', '-XDstringConcat=inline', '-encoding', 'UTF-8', '--release', '17']

/** Folder of the guest's classes, of these very sources and this JDK; null when they do not compile with it. */
export async function compileGuest(jdk: Jdk): Promise<string | null> {
  const sources = sourcesBelow(javaGuestSources)
  const inputs = [JSON.stringify([jdk, FLAGS]), ...sources.map((path) => readFileSync(path))]
  const compile = (folder: string) =>
    promisify(execFile)(join(jdk.home, 'bin/javac'), [...FLAGS, '-d', folder, ...sources], { timeout: 120_000 })
  return madeOnce('java-guest', inputs, compile).catch(() => null)
}

function sourcesBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => name.endsWith('.java'))
    .toSorted()
    .map((name) => join(folder, name))
}
