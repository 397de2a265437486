import { parseRange, type Range } from '../range.ts'
import { RANGES } from './shared.ts'
import { type Search, oneOf, text, positive, moment } from './values.ts'

/** Where a new function comes from. */
export const FUNCTION_STARTS = ['template', 'scratch', 'archive'] as const
export type FunctionStart = (typeof FUNCTION_STARTS)[number]

export const newFunctionSearch = (search: Search): { start?: FunctionStart; template?: string } => ({
  start: oneOf(FUNCTION_STARTS, search.start),
  template: text(search.template),
})

/**
 * `event`: id of the invocation whose input is run again; `debug`: in the debugger, with the code that it ran; `version`:
 * show its code, read only.
 */
export interface CodeSearch {
  file?: string
  line?: number
  column?: number
  version?: number
  event?: string
  debug?: boolean
}

export const codeSearch = (search: Search): CodeSearch => ({
  line: positive(search.line),
  column: positive(search.column),
  version: positive(search.version),
  debug: search.debug === true || search.debug === 'true' ? true : undefined,
  file: text(search.file),
  event: text(search.event),
})

/** `memory`: a size to begin with, in MB, that is not saved yet. */
export const configurationSearch = (search: Search): { memory?: number } => ({ memory: positive(search.memory) })

/** `save` is shown, next to `compare` or the draft as it is now; `by` and `file` narrow the list. */
export const historySearch = (search: Search): { save?: string; compare?: string; by?: string; file?: string } => ({
  save: text(search.save),
  compare: text(search.compare),
  by: text(search.by),
  file: text(search.file),
})

/** `invoke`: the dialog that invokes is open, on any page that has its button. */
export const functionSearch = (search: Search): { invoke?: boolean } => ({
  invoke: search.invoke === true || undefined,
})

/** `version` is shown, next to `compare`; `form`: `publish`, `new` for an alias, or `move.` and the alias to be moved, `to` this version. */
export const versionsSearch = (search: Search): { version?: string; compare?: string; form?: string; to?: number } => ({
  version: text(search.version),
  compare: text(search.compare),
  form: text(search.form),
  to: positive(search.to),
})

/** `on`: where cases run; `edit`: the case in the form, or `new`; `from`: the invocation that a new case is made of. */
export const testsSearch = (search: Search): { test?: string; on?: string; edit?: string; from?: string } => ({
  test: text(search.test),
  on: text(search.on),
  edit: text(search.edit),
  from: text(search.from),
})

/** `id`: the open replay; `show`: calls of this verdict; `path`: calls that differ there; `call`: the open pair. */
export interface ReplaysSearch {
  id?: string
  show?: string
  path?: string
  call?: string
}

export const replaysSearch = (search: Search): ReplaysSearch => ({
  id: text(search.id),
  show: text(search.show),
  path: text(search.path),
  call: text(search.call),
})

/**
 * `form`: the trigger that is edited; or `new.` and the type of one to be made, with what it starts from: a name has no
 * dot.
 */
export const triggersSearch = (search: Search): { q?: string; trigger?: string; form?: string } => ({
  q: text(search.q),
  trigger: text(search.trigger),
  form: text(search.form),
})

export const INSTANCES_RANGES = ['15m', '1h', '6h', '24h', '7d'] as const

interface InstancesSearch {
  state?: 'live' | 'ended'
  range?: Range
  from?: string
  to?: string
  id?: string
}

/** `from` and `to`: a window to zoom into; `id`: the open instance. */
export const instancesSearch = (search: Search): InstancesSearch => ({
  state: oneOf(['live', 'ended'], search.state),
  range: parseRange(INSTANCES_RANGES, search.range),
  from: moment(search.from),
  to: moment(search.to),
  id: text(search.id),
})

export const logsSearch = (search: Search): { q?: string; range?: Range; follow?: boolean } => ({
  q: text(search.q),
  range: parseRange(RANGES, search.range),
  follow: search.follow === true || undefined,
})

/** What the metrics of a function are split by. */
export const FUNCTION_SPLITS = ['version', 'qualifier', 'trigger'] as const

export interface MonitoringSearch {
  range?: Range
  step?: number
  version?: string
  qualifier?: string
  trigger?: string
  split?: (typeof FUNCTION_SPLITS)[number]
  compare?: string
}

/** `compare`: `period`, `day` or `week` for the same length of time before; or another version. */
export const monitoringSearch = (search: Search): MonitoringSearch => ({
  compare: text(search.compare),
  range: parseRange(RANGES, search.range),
  step: typeof search.step === 'number' && search.step >= 60 ? search.step : undefined,
  version: text(search.version),
  qualifier: text(search.qualifier),
  trigger: text(search.trigger),
  split: oneOf(FUNCTION_SPLITS, search.split),
})
