import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { nodeBinary } from '../src/runtimes/node/find.ts'

const CACHE = join(import.meta.dirname, '../../../node_modules/.cache/alcove')
const FILES = ['index.mjs', 'package.json', 'rapid-client.node']

/**
 * The files of aws-lambda-ric that a function package needs, built by the package's own install scripts: its Runtime
 * API client is C++ around curl. Needs a C++ compiler, cmake and most of a minute; later runs reuse the build.
 */
export function builtRic(): Record<string, Uint8Array> {
  const source = dirname(createRequire(import.meta.url).resolve('aws-lambda-ric/package.json'))
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string }
  const folder = join(CACHE, `aws-lambda-ric-${version}-${process.arch}`)
  if (!existsSync(folder)) build(source, folder)
  const built = join(folder, 'node_modules/aws-lambda-ric')
  return Object.fromEntries(
    FILES.map((name) => [`node_modules/aws-lambda-ric/${name}`, readFileSync(join(built, name))]),
  )
}

function build(source: string, folder: string): void {
  mkdirSync(CACHE, { recursive: true })
  const draft = mkdtempSync(join(CACHE, '.aws-lambda-ric-'))
  try {
    const modules = join(draft, 'node_modules')
    const target = join(modules, 'aws-lambda-ric')
    cpSync(source, target, { recursive: true, dereference: true, filter: (path) => !path.endsWith('/node_modules') })
    const beside = dirname(realpathSync(source))
    for (const name of ['node-addon-api', 'node-gyp'])
      symlinkSync(realpathSync(join(beside, name)), join(modules, name))
    mkdirSync(join(modules, '.bin'))
    symlinkSync('../node-gyp/bin/node-gyp.js', join(modules, '.bin/node-gyp'))
    const node = nodeBinary(24)!
    const env = {
      ...process.env,
      PATH: `${dirname(node)}:${process.env['PATH']}`,
      // The headers lie beside the executable, so nothing is downloaded.
      npm_config_nodedir: join(dirname(node), '..'),
    }
    for (const script of ['preinstall.sh', 'postinstall.sh']) {
      execFileSync('sh', [join('scripts', script)], { cwd: target, env, stdio: 'pipe', timeout: 900_000 })
    }
    renameSync(draft, folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}
