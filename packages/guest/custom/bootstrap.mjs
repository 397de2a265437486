import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, closeSync, constants, openSync, rmSync } from 'node:fs'
import { Socket } from 'node:net'
import { dirname, join } from 'node:path'

export class BootstrapError extends Error {
  name = 'BootstrapError'
}

/**
 * Starts the executable `bootstrap` of the package, or of a layer.
 * @param {any} settings
 * @param {number} port of the Runtime API on loopback
 * @param {string} telemetry where an OpenTelemetry SDK may export to
 */
export async function startBootstrap(settings, port, telemetry) {
  const { taskFolder, layersFolder } = settings
  const candidates = [join(taskFolder, 'bootstrap'), join(layersFolder, 'bootstrap')]
  const file = candidates.find((path) => isThere(path, constants.F_OK))
  if (file === undefined) throw new BootstrapError("There is no file named 'bootstrap' at the top of the package")
  if (!isThere(file, constants.X_OK)) throw new BootstrapError("The file 'bootstrap' is not executable")
  const outputs = ['stdout', 'stderr'].map((name) => openFifo(join(settings.tmpFolder, `.${name}`)))
  const child = spawn(file, [], {
    cwd: taskFolder,
    env: environmentFor(settings, port, telemetry),
    stdio: ['ignore', ...outputs.map((output) => output?.writer ?? 'pipe')],
  })
  for (const output of outputs) if (output !== null) closeSync(output.writer)
  try {
    await once(child, 'spawn')
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error)
    // The file exists and is executable, so its interpreter is not.
    const reason = code === 'ENOENT' || code === 'EACCES' ? 'the interpreter in its first line does not exist' : message
    throw new BootstrapError(`The bootstrap cannot be started: ${reason}`)
  }
  return { child, streams: outputs.map((output, index) => output?.reader ?? child.stdio[index + 1]) }
}

/**
 * Node.js gives child processes sockets, which cannot be opened as /dev/stdout. Null where the machine has no mkfifo.
 * @param {string} path
 */
function openFifo(path) {
  try {
    execFileSync('mkfifo', ['-m', '600', path], { stdio: 'ignore' })
  } catch {
    return null
  }
  const reader = new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), writable: false })
  const writer = openSync(path, constants.O_WRONLY)
  rmSync(path)
  return { reader, writer }
}

/**
 * @param {any} settings
 * @param {number} port
 * @param {string} telemetry
 */
function environmentFor(settings, port, telemetry) {
  const { taskFolder, layersFolder } = settings
  return {
    ...process.env,
    // The last folder contains Node, for programs that need it.
    PATH: ['/usr/local/bin', '/usr/bin', '/bin', join(layersFolder, 'bin'), dirname(process.execPath)].join(':'),
    LD_LIBRARY_PATH: ['', '/lib']
      .map((sub) => taskFolder + sub)
      .concat(join(layersFolder, 'lib'))
      .join(':'),
    OTEL_EXPORTER_OTLP_ENDPOINT: telemetry,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    ...settings.environment,
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
  }
}

/**
 * @param {string} path
 * @param {number} mode
 */
function isThere(path, mode) {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}
