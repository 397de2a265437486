/**
 * Runs in a build sandbox: installs the dependencies of the package.json in the task folder. The log goes to stderr. A
 * line of JSON with the result and, on success, node_modules as a zip go to stdout.
 */
import { spawn } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { filesBelow, packFiles } from './pack-files.mjs'

const { task, tmp, registry, heapMb, fields } = JSON.parse(process.argv[2])
const work = join(tmp, 'work')
const MAX_REASONS = 2
/** A zip counts its entries in 16 bits. */
const MAX_FILES = 0xffff

const write = (bytes) =>
  new Promise((resolve) => (process.stdout.write(bytes) ? resolve() : process.stdout.once('drain', resolve)))
const answer = (result) => write(`${JSON.stringify(result)}\n`)

let error = await install()
let paths = []
if (error === null) {
  copyLinked()
  paths = (await filesBelow(work, 'node_modules')).filter((path) => !path.startsWith('node_modules/.'))
  if (paths.length > MAX_FILES) error = `npm installed ${paths.length} files, and a build may have ${MAX_FILES}`
}
await answer({ error, packages: error === null ? installed() : [], diagnostics: [] })
if (error === null) await packFiles(work, paths, write)

/** @returns null on success, otherwise the error */
async function install() {
  let manifest
  try {
    manifest = JSON.parse(readFileSync(join(task, 'package.json'), 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    return `package.json is not valid JSON: ${error.message}`
  }
  if (typeof manifest !== 'object' || manifest === null) return 'package.json is not a JSON object'
  if (manifest.workspaces !== undefined)
    return 'package.json has workspaces: install them yourself and upload node_modules'
  // The build's key covers all visible files, but of this one only the fields that affect the result.
  cpSync(task, work, { recursive: true })
  const deciding = Object.fromEntries(fields.map((field) => [field, manifest[field]]))
  writeFileSync(join(work, 'package.json'), JSON.stringify(deciding))

  const locked = existsSync(join(work, 'package-lock.json')) || existsSync(join(work, 'npm-shrinkwrap.json'))
  // The project's own .npmrc takes precedence, so a project may name another registry if the network allows it.
  writeFileSync(join(tmp, 'npmrc'), `registry=${registry}\n`)
  const args = [
    locked ? 'ci' : 'install',
    '--omit=dev',
    '--ignore-scripts',
    '--install-links',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    '--no-update-notifier',
    '--loglevel=http',
    '--fetch-retries=2',
    '--fetch-retry-mintimeout=1000',
    '--fetch-retry-maxtimeout=5000',
    `--cache=${join(tmp, 'npm-cache')}`,
    `--userconfig=${join(tmp, 'npmrc')}`,
    `--globalconfig=${join(tmp, 'no-such-npmrc')}`,
  ]
  process.stderr.write(`> npm ${args[0]} --omit=dev --ignore-scripts\n`)
  const cli = join(import.meta.dirname, 'npm/bin/npm-cli.js')
  const child = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, cli, ...args], {
    cwd: work,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const reasons = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      // The log file that npm names is gone with the sandbox.
      if (/A complete log of this run|^npm error\s+\/.*debug-0\.log/.test(line)) return
      process.stderr.write(`${line}\n`)
      const [, text] = /^npm error (?!code |errno |syscall )(.+)/.exec(line) ?? []
      // `npm error 404 …`, and separator lines.
      const reason = text?.replace(/^\d{3}\b/, '').trim() ?? ''
      if (reason !== '' && reasons.length < MAX_REASONS) reasons.push(reason)
    })
  }
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code === 0) return null
  return `npm ${args[0]} failed: ${reasons.join('. ') || `it ended with ${code}`}`
}

/**
 * A dependency inside the package is installed as a link to its folder. The output must not contain links, so copy it.
 */
function copyLinked() {
  // Does not exist when every dependency is optional and excludes this platform.
  if (!existsSync(join(work, 'node_modules'))) return
  const links = readdirSync(join(work, 'node_modules'), { recursive: true, withFileTypes: true })
  for (const link of links) {
    const path = join(link.parentPath, link.name)
    if (!link.isSymbolicLink() || path.includes('/.bin/') || !existsSync(path)) continue
    const source = realpathSync(path)
    if (!source.startsWith(`${realpathSync(work)}/`)) continue
    rmSync(path)
    cpSync(source, path, { recursive: true })
  }
}

function installed() {
  try {
    const { packages } = JSON.parse(readFileSync(join(work, 'node_modules/.package-lock.json'), 'utf8'))
    return Object.keys(packages)
      .filter((path) => path.startsWith('node_modules/') && existsSync(join(work, path, 'package.json')))
      .map((path) => {
        const { name, version } = JSON.parse(readFileSync(join(work, path, 'package.json'), 'utf8'))
        return { name: String(name ?? path.replace(/^.*node_modules\//, '')), version: String(version ?? '') }
      })
  } catch {
    return []
  }
}
