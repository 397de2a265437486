import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { inspect, types } from 'node:util'

const OWN_FOLDER = fileURLToPath(new URL('.', import.meta.url))
const MAX_MESSAGE = 16 * 1024
const MAX_STACK = 32 * 1024
const TASK = '/var/task'
const MAX_REASONS = 10
const MAX_PROPERTIES = 30
const TOLD_ELSEWHERE = new Set(['name', 'message', 'stack', 'cause', 'error', 'suppressed'])
/** Stands for a property whose getter throws. */
const UNREADABLE = Symbol('unreadable')

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
      const name = text(read(error, 'name') ?? 'Error').slice(0, 200)
      const told = text(read(error, 'message') ?? '')
      const message = shown(told, MAX_MESSAGE)
      const given = read(error, 'stack')
      const head = typeof given === 'string' ? headOf(given, name, told) : `${name}: ${message}`
      const stack = withReasons(head, error)
      const tellsMore = typeof given === 'string' || stack !== head
      return { name, message, ...(tellsMore ? { stack: cut(stack, MAX_STACK) } : {}) }
    }
    return { name: 'Error', message: cut(`The function threw ${describe(thrown)}`, MAX_MESSAGE) }
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

/**
 * The stack of an error as it is shown. It starts with the message, so a message that leaves no room for more is taken
 * for it: to read from a stack, JavaScript would copy all of that message, for which there may be no memory.
 * @param {string} stack
 * @param {string} name
 * @param {string} message
 */
function headOf(stack, name, message) {
  const isFull = message.length >= MAX_STACK * 2 && stack.length >= message.length
  return cleanStack(isFull ? `${name}: ${cut(message, MAX_STACK * 2)}` : stack)
}

/** @param {string} stack */
function cleanStack(stack) {
  const lines = cut(stack, MAX_STACK * 2)
    .split('\n')
    .filter((line) => !/^\s+at /.test(line) || !isOurs(line))
  return shown(lines.join('\n'))
}

/**
 * Cut before anything else is done with it: a message may be larger than the memory that is left.
 * @param {string} text
 * @param {number} limit
 */
function cut(text, limit) {
  return text.length <= limit ? text : `${text.slice(0, limit - 40)}… (${text.length - limit + 40} more characters)`
}

/** @param {string} line */
function isOurs(line) {
  return line.includes(OWN_FOLDER) || /\(?node:/.test(line) || line.includes('(<anonymous>)')
}

/**
 * @param {string} text
 * @param {number} [limit]
 */
function shown(text, limit = MAX_STACK * 2) {
  return cut(text, limit)
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
  let out = stack + propertiesOf(error)
  for (const [label, reason] of reasonsOf(error)) {
    if (reasons.left === 0 || reasons.seen.has(reason)) continue
    reasons.left -= 1
    out += `\n${label}: ${textOfReason(reason, reasons)}`
  }
  return out
}

/**
 * @param {any} reason
 * @param {{ left: number, seen: Set<unknown> }} reasons
 */
function textOfReason(reason, reasons) {
  try {
    if (typeof reason !== 'object' || reason === null) return shown(describe(reason))
    reasons.seen.add(reason)
    const told = typeof reason.stack === 'string' ? cleanStack(reason.stack) : shown(describe(reason))
    return withReasons(told, reason, reasons)
  } catch {
    return describe(UNREADABLE)
  }
}

/**
 * What libraries add to their errors, such as `code`, `errno` and `constraint`. Objects are left out: those of HTTP
 * clients hold whole requests, with their credentials.
 * @param {any} error
 */
function propertiesOf(error) {
  const told = namesIn(error)
    .filter((name) => !TOLD_ELSEWHERE.has(name))
    .slice(0, MAX_PROPERTIES)
    .map((name) => [name, read(error, name)])
    .filter(([, value]) => ['string', 'number', 'boolean', 'bigint'].includes(typeof value))
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? JSON.stringify(cut(value, 500)) : value}`)
  return told.length === 0 ? '' : `\n{ ${shown(told.join(', '))} }`
}

/** @param {any} error possibly a proxy, whose traps may throw */
function namesIn(error) {
  try {
    return Object.keys(error)
  } catch {
    return []
  }
}

/**
 * @param {any} error
 * @returns {[label: string, reason: any][]}
 */
function reasonsOf(error) {
  /** @type {[string, any][]} */
  const reasons = []
  if ('cause' in error) {
    const cause = read(error, 'cause')
    if (cause !== undefined) reasons.push(['Caused by', cause])
  }
  const errors = read(error, 'errors')
  if (Array.isArray(errors)) for (const each of errors) reasons.push(['One of the errors', each])
  // SuppressedError: `error` hid `suppressed` when a resource was disposed of.
  if ('suppressed' in error) reasons.push(['Error', read(error, 'error')], ['Suppressed', read(error, 'suppressed')])
  return reasons
}

/**
 * A property whose getter may throw.
 * @param {any} error
 * @param {string} property
 * @returns {any}
 */
function read(error, property) {
  try {
    return error[property]
  } catch {
    return UNREADABLE
  }
}

/** @param {any} value */
function describe(value) {
  if (value === UNREADABLE) return 'a value that cannot be read'
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (typeof value.message === 'string') return `${text(value.name ?? 'Error')}: ${value.message}`
  try {
    const json = JSON.stringify(value, (_, each) => (types.isNativeError(each) ? describe(each) : each))
    // A Map, a Response and other objects keep their contents where JSON does not look.
    if (json !== '{}') return json ?? 'an object'
    if (types.isNativeError(value) || types.isProxy(value)) return json
    if (Object.getPrototypeOf(value) === Object.prototype) return json
    return inspect(value, { depth: 3, breakLength: Infinity, maxStringLength: 4000 })
  } catch {
    // Circular, or with a BigInt.
  }
  return inspect(value, { depth: 3, customInspect: false, breakLength: Infinity, maxStringLength: 4000 })
}

/** @param {unknown} value */
function text(value) {
  if (typeof value === 'string') return value
  try {
    return value === UNREADABLE ? describe(value) : String(value)
  } catch {
    return describe(UNREADABLE)
  }
}
