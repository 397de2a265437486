import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { javaGuestSources } from '@alcove/guest'
import type { Jdk } from './locate-jdk.ts'

/** A string concatenation or a lambda that is linked at run time makes a start 20 ms longer. */
const FLAGS = ['-proc:none', '-XDstringConcat=inline', '-encoding', 'UTF-8', '--release', '17']

/**
 * Folder of the guest's classes, of these very sources and this JDK; null when they do not compile with it. Made once on
 * a machine, not once by each engine, in the user's own folder for such things (XDG base directory specification).
 */
export async function compileGuest(jdk: Jdk): Promise<string | null> {
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'alcove')
  const sources = sourcesBelow(javaGuestSources)
  const hash = createHash('sha256').update(JSON.stringify([jdk, FLAGS]))
  for (const path of sources) hash.update(readFileSync(path)).update('\0')
  const folder = join(cache, `java-guest-${hash.digest('hex').slice(0, 16)}`)
  if (existsSync(folder)) return folder

  await mkdir(cache, { recursive: true, mode: 0o700 })
  const draft = await mkdtemp(join(cache, '.java-guest-'))
  try {
    await promisify(execFile)(join(jdk.home, 'bin/javac'), [...FLAGS, '-d', draft, ...sources], { timeout: 120_000 })
    // The function is another user, whatever our umask.
    await promisify(execFile)('chmod', ['-R', 'u=rwX,go=rX', draft])
    await rename(draft, folder)
  } catch {
    await rm(draft, { recursive: true, force: true })
    // Another engine may have been done first, at the same moment.
    if (!existsSync(folder)) return null
  }
  return folder
}

function sourcesBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => name.endsWith('.java'))
    .toSorted()
    .map((name) => join(folder, name))
}
