/**
 * Runs one task in a bundler sandbox: announces over fd 3 that it is ready, reads a line of JSON with the task, answers
 * with a line of JSON and, for a bundle, a zip, and exits.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { bundle } from './bundle.mjs'
import { locateSyntaxError } from './locate-syntax-error.mjs'
import { packFiles } from '../../builds/inside/pack-files.mjs'

const tmp = process.argv[2]
const channel = new Socket({ fd: 3 })
const write = (bytes) => new Promise((resolve) => channel.write(bytes, resolve))
const answer = (head) => write(`${JSON.stringify({ error: null, place: null, ...head })}\n`)

channel.on('error', () => process.exit(1))
createInterface(channel).once('line', (line) => {
  run(JSON.parse(line))
    .catch(({ name, message, excerpt = null }) => answer({ error: { name, message, excerpt } }))
    .finally(() => channel.end(() => process.exit(0)))
})
await write('ready\n')

async function run({ kind, folder, file, output }) {
  if (kind === 'locate') return answer({ place: locateSyntaxError(folder) })
  const { code, map } = await bundle(folder, file, output)
  const target = join(tmp, 'bundle')
  mkdirSync(dirname(join(target, output)), { recursive: true })
  writeFileSync(join(target, output), code)
  writeFileSync(join(target, `${output}.map`), map)
  await answer({})
  // Stored uncompressed: the source map of a large table can compress beyond the ratio that the engine accepts.
  await packFiles(target, [output, `${output}.map`], write, 0)
}
