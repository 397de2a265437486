/**
 * Runs in its own sandbox: loads a function's code as an instance would, but without environment, layers, network or a
 * call. Sends V8's compile cache over fd 3 as a zip.
 */
import { createRequire, enableCompileCache, flushCompileCache } from 'node:module'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { filesBelow, packFiles } from './pack-files.mjs'

const { file, tmp, guest, loadMs } = JSON.parse(process.argv[2])
const folder = join(tmp, 'compile-cache')
const channel = new Socket({ fd: 3 })
const write = (bytes) => new Promise((resolve) => channel.write(bytes, resolve))

const { resolveFrom } = createRequire(import.meta.url)(join(guest, 'resolve.cjs'))
// A folder that does not exist: code from somebody's layers must not get into a cache that others share.
resolveFrom(join(tmp, 'no-layers'), { file, shownFile: file })
enableCompileCache(folder)
// Code that never finishes loading is cached as far as it got. So is code that fails without its environment or a
// layer.
await Promise.race([
  import(pathToFileURL(file).href).catch(() => {}),
  new Promise((resolve) => setTimeout(resolve, loadMs)),
])
flushCompileCache()
await packFiles(folder, await filesBelow(folder, '.'), write)
channel.end(() => process.exit(0))
