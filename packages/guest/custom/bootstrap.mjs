import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { dirname, join } from 'node:path'

export class BootstrapError extends Error {
  name = 'BootstrapError'
}

/**
 * Starts the executable `bootstrap` of the package, or of a layer.
 * @param {any} settings
 * @param {number} port of the Runtime API on loopback
 */
export async function startBootstrap(settings, port) {
  const { taskFolder, layersFolder } = settings
  const candidates = [join(taskFolder, 'bootstrap'), join(layersFolder, 'bootstrap')]
  const file = candidates.find((path) => isThere(path, constants.F_OK))
  if (file === undefined) throw new BootstrapError("There is no file named 'bootstrap' at the top of the package")
  if (!isThere(file, constants.X_OK)) throw new BootstrapError("The file 'bootstrap' is not executable")
  const child = spawn(file, [], {
    cwd: taskFolder,
    env: environmentFor(settings, port),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  try {
    await once(child, 'spawn')
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error)
    // The file exists, so its interpreter is missing.
    const reason = code === 'ENOENT' ? 'the interpreter in its first line does not exist' : message
    throw new BootstrapError(`The bootstrap cannot be started: ${reason}`)
  }
  return child
}

/**
 * Variables with AWS's names, as far as they apply here.
 * @param {any} settings
 * @param {number} port
 */
function environmentFor(settings, port) {
  const { taskFolder, layersFolder } = settings
  return {
    ...process.env,
    // The last folder contains Node, for programs that need it.
    PATH: ['/usr/local/bin', '/usr/bin', '/bin', join(layersFolder, 'bin'), dirname(process.execPath)].join(':'),
    LD_LIBRARY_PATH: ['', '/lib']
      .map((sub) => taskFolder + sub)
      .concat(join(layersFolder, 'lib'))
      .join(':'),
    ...settings.environment,
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
    _HANDLER: settings.handler,
    LAMBDA_TASK_ROOT: taskFolder,
    LAMBDA_RUNTIME_DIR: dirname(import.meta.dirname),
    AWS_EXECUTION_ENV: 'Alcove_custom',
    AWS_LAMBDA_FUNCTION_NAME: settings.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `alcove/${settings.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: String(process.pid),
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
