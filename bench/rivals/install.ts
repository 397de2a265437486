import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Rival } from './rivals.ts'

const run = promisify(execFile)
const PATIENCE_MS = 120_000

/**
 * Installs a rival's packages into its folder, once. They are not part of Alcove's installation.
 * @returns why that failed, or null
 */
export async function install({ folder }: Rival): Promise<string | null> {
  const stamp = join(folder, 'node_modules/.package-lock.json')
  if (existsSync(stamp)) return null
  try {
    await run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: folder, timeout: PATIENCE_MS })
    return null
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string }
    const said = stderr.split('\n').find((line) => line.startsWith('npm error') || line.startsWith('npm ERR'))
    return `npm does not install it (${(said ?? message).split('\n', 1)[0]})`
  }
}
