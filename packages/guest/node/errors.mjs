import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const OWN_FOLDER = fileURLToPath(new URL('.', import.meta.url))
const MAX_MESSAGE = 16 * 1024
const MAX_STACK = 32 * 1024
const TASK = '/var/task'

/** @typedef {{ name: string, message: string, stack?: string, code?: string }} PlainError */

/** Stacks and messages contain the folder's host path. Authors know it as /var/task. */
let taskFolder = TASK
/** The same without symbolic links, as module loaders report it. */
let realFolder = TASK
/** @param {string} folder */
export function setTaskFolder(folder) {
  taskFolder = folder
  realFolder = realpathSync(folder)
}

/**
 * Describes a thrown value as text. Never throws, not even for a throwing getter, a proxy or a symbol.
 * @param {unknown} thrown
 * @returns {PlainError}
 */
export function plainError(thrown) {
  try {
    if (thrown !== null && typeof thrown === 'object' && ('message' in thrown || 'stack' in thrown)) {
      const error = /** @type {Error} */ (thrown)
      const stack = typeof error.stack === 'string' ? cleanStack(error.stack) : undefined
      return {
        name: text(error.name ?? 'Error').slice(0, 200),
        message: shown(text(error.message ?? '')).slice(0, MAX_MESSAGE),
        ...(stack === undefined ? {} : { stack: withCauses(stack, error).slice(0, MAX_STACK) }),
      }
    }
    return { name: 'Error', message: `The function threw ${describe(thrown)}`.slice(0, MAX_MESSAGE) }
  } catch {
    return { name: 'Error', message: 'The function threw something that cannot be described' }
  }
}

/**
 * An error of the runtime about what the function did.
 * @param {string} name
 * @param {string} message
 * @param {string} [code]
 * @returns {PlainError}
 */
export function ownError(name, message, code) {
  return { name, message: shown(message), ...(code === undefined ? {} : { code }) }
}

/** @param {string} stack */
function cleanStack(stack) {
  const lines = stack.split('\n').filter((line) => !/^\s+at /.test(line) || !isOurs(line))
  return shown(lines.join('\n'))
}

/** @param {string} line */
function isOurs(line) {
  return line.includes(OWN_FOLDER) || /\(?node:/.test(line) || line.includes('(<anonymous>)')
}

/** @param {string} text */
function shown(text) {
  return text
    .replaceAll(`file://${realFolder}`, TASK)
    .replaceAll(realFolder, TASK)
    .replaceAll(`file://${taskFolder}`, TASK)
    .replaceAll(taskFolder, TASK)
}

/**
 * @param {string} stack
 * @param {Error} error
 */
function withCauses(stack, error) {
  let out = stack
  let cause = error.cause
  for (let depth = 0; depth < 5 && cause instanceof Error; depth++) {
    out += `\nCaused by: ${cleanStack(text(cause.stack ?? cause.message))}`
    cause = cause.cause
  }
  return out
}

/** @param {unknown} value */
function describe(value) {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'object' && value !== null) return JSON.stringify(value) ?? 'an object'
  return String(value)
}

/** @param {unknown} value */
function text(value) {
  return typeof value === 'string' ? value : String(value)
}
