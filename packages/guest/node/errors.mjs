import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'

const OWN_FOLDER = fileURLToPath(new URL('.', import.meta.url))
const MAX_MESSAGE = 16 * 1024
const MAX_STACK = 32 * 1024
const TASK = '/var/task'
const MAX_REASONS = 10

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
        ...(stack === undefined ? {} : { stack: withReasons(stack, error).slice(0, MAX_STACK) }),
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
 * The stack of an error with what lies behind it: causes of any kind, members of an aggregate, suppressed errors.
 * @param {string} stack
 * @param {any} error
 * @param {{ left: number, seen: Set<unknown> }} [reasons] how many may still be told
 * @returns {string}
 */
function withReasons(stack, error, reasons = { left: MAX_REASONS, seen: new Set([error]) }) {
  let out = stack
  for (const [label, reason] of reasonsOf(error)) {
    if (reasons.left === 0 || reasons.seen.has(reason)) continue
    reasons.left -= 1
    const known = typeof reason === 'object' && reason !== null
    if (known) reasons.seen.add(reason)
    const told = known && typeof reason.stack === 'string' ? cleanStack(reason.stack) : shown(describe(reason))
    out += `\n${label}: ${known ? withReasons(told, reason, reasons) : told}`
  }
  return out
}

/**
 * @param {any} error
 * @returns {[label: string, reason: any][]}
 */
function reasonsOf(error) {
  /** @type {[string, any][]} */
  const reasons = []
  if ('cause' in error && error.cause !== undefined) reasons.push(['Caused by', error.cause])
  if (Array.isArray(error.errors)) for (const each of error.errors) reasons.push(['One of the errors', each])
  // SuppressedError: `error` hid `suppressed` when a resource was disposed of.
  if ('suppressed' in error) reasons.push(['Error', error.error], ['Suppressed', error.suppressed])
  return reasons
}

/** @param {any} value */
function describe(value) {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (typeof value.message === 'string') return `${text(value.name ?? 'Error')}: ${value.message}`
  try {
    return JSON.stringify(value) ?? 'an object'
  } catch {
    // Circular, or with a BigInt.
  }
  return inspect(value, { depth: 3, customInspect: false, breakLength: Infinity, maxStringLength: 4000 })
}

/** @param {unknown} value */
function text(value) {
  return typeof value === 'string' ? value : String(value)
}
