import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const app = join(root, 'apps/console')
const stamp = join(root, 'node_modules/.cache/alcove/console')

/** Everything the built console depends on. */
const SOURCES = ['apps/console', 'packages/contract/src', 'examples', 'docs', 'pnpm-lock.yaml']
const IGNORED = new Set(['node_modules', 'dist', 'test-results'])

function* filesUnder(path: string): Generator<string> {
  if (!statSync(path).isDirectory()) return yield path
  for (const name of readdirSync(path).toSorted()) {
    if (!IGNORED.has(name)) yield* filesUnder(join(path, name))
  }
}

function hashOfSources(): string {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    for (const file of filesUnder(join(root, source))) {
      hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
    }
  }
  return hash.digest('hex')
}

/**
 * Builds the console unless `dist` was built from the current sources.
 * @throws when the build fails
 */
export function buildConsole(say: (line: string) => void): void {
  const sources = hashOfSources()
  const built = existsSync(join(app, 'dist/index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources
  if (built) return
  say('Building the console …')
  const vite = spawnSync(
    process.execPath,
    [join(app, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: app,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production' },
    },
  )
  if (vite.status !== 0) throw new Error('The console could not be built; the lines above say why.')
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, sources)
}
