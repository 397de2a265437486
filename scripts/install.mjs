// Runs on the machine's own Node (20 or newer) before anything is installed, so it has no dependencies and no
// TypeScript.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const PNPM = 'pnpm@12.21.0'
const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
const stamp = join(root, 'node_modules', '.alcove-lockfile')

function stop(...lines) {
  console.error(`\n${lines.join('\n')}\n`)
  process.exit(1)
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  stop(
    `Alcove needs Node 20 or newer to install itself; this is Node ${process.versions.node}.`,
    'Install a newer Node (https://nodejs.org) and run the command again.',
  )
}
if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
  stop(
    `Alcove runs on Linux, x64 or arm64; this machine is ${process.platform} ${process.arch}.`,
    'Run it in a Linux virtual machine or container.',
  )
}

const lockfile = createHash('sha256')
  .update(readFileSync(join(root, 'pnpm-lock.yaml')))
  .digest('hex')
const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === lockfile
if (!installed) {
  console.log('Installing the packages of pnpm-lock.yaml …')
  const install = spawnSync('npx', ['--yes', PNPM, 'install', '--frozen-lockfile', '--prefer-offline'], {
    cwd: root,
    stdio: 'inherit',
    // Without a terminal pnpm would wait for confirmation before it replaces a folder of another pnpm.
    env: { ...process.env, CI: 'true' },
  })
  if (install.status !== 0) stop('The packages could not be installed; the lines above say why.')
  writeFileSync(stamp, lockfile)
}
