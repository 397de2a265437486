import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseSync } from 'rolldown/utils'

const SOURCE = /\.(mjs|js|cjs)$/
const MAX_FILES = 200

/**
 * When an imported module does not parse, Node reports neither file nor line. This finds the first file of the package
 * with a syntax error, which is the one that failed or one that would fail next.
 * @returns `lib/a.mjs:3:32: Unexpected token`, or null when every file parses
 */
export function locateSyntaxError(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name) && !entry.parentPath.includes('node_modules'))
    .slice(0, MAX_FILES)
  for (const entry of files) {
    const path = join(entry.parentPath, entry.name)
    const name = relative(folder, path)
    const [error] = parseSync(name, readFileSync(path, 'utf8')).errors
    if (error === undefined) continue
    const place = /-\[(\S+)\]/.exec(error.codeframe ?? '')?.[1] ?? name
    return `${place}: ${error.message}`
  }
  return null
}
