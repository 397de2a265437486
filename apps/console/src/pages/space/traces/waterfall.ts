import type { CallSpan, LogLine, Phases, Trace, TraceCall } from '@alcove/contract'

/** The order in which the phases of a call follow each other. */
export const PHASES = [
  'build',
  'queue',
  'fetch',
  'unpack',
  'sandbox',
  'runtime',
  'init',
  'handler',
  'response',
] as const satisfies readonly (keyof Phases)[]

/** A row of the waterfall. Times are milliseconds since the trace began. */
export type WaterfallRow =
  | { kind: 'call'; key: string; depth: number; from: number; ms: number; call: TraceCall; parent: boolean }
  | { kind: 'phase'; key: string; depth: number; from: number; ms: number; phase: keyof Phases; call: TraceCall }
  | { kind: 'span'; key: string; depth: number; from: number; ms: number; span: CallSpan; call: TraceCall }
  | { kind: 'line'; key: string; depth: number; from: number; line: LogLine }
  | { kind: 'alike'; key: string; depth: number; from: number; ms: number; name: string; count: number }

/** A trace with more than this many calls, spans and lines folds siblings of one name, where there are enough of them. */
const MANY = 300
const ALIKE = 5

/**
 * The calls of a trace as a tree: below each call its phases, then its lines, spans and the calls it made, by time.
 * Calls whose caller is not in the trace are at the top.
 * @param toggled keys of calls that are folded, and of siblings of one name that are not
 */
export function waterfallOf(trace: Trace, toggled: ReadonlySet<string> = new Set()): WaterfallRow[] {
  const begin = Date.parse(trace.startedAt)
  const known = new Set(trace.calls.map(({ id }) => id))
  const children = Map.groupBy(trace.calls, ({ parentId }) =>
    parentId !== null && known.has(parentId) ? parentId : '',
  )
  const lines = Map.groupBy(trace.logs, ({ invocationId }) => invocationId)
  const all = trace.calls.reduce((sum, { spans }) => sum + 1 + spans.length, trace.logs.length)
  const rows: WaterfallRow[] = []

  function add(call: TraceCall, depth: number): void {
    const from = Date.parse(call.startedAt) - begin
    const inside: Inside[] = [
      ...(lines.get(call.id) ?? []).map((line) => ({ at: Date.parse(line.time) - begin, line })),
      ...nested(call.spans).map(({ span, level }) => ({ at: from + span.startMs, span, level })),
      ...(children.get(call.id) ?? []).map((child) => ({ at: Date.parse(child.startedAt) - begin, child })),
    ].sort((a, b) => a.at - b.at)
    const phases = phasesOf(call, from)
    const parent = inside.length + phases.length > 0
    rows.push({ kind: 'call', key: call.id, depth, from, ms: call.durationMs, call, parent })
    if (toggled.has(call.id)) return
    for (const phase of phases) rows.push({ ...phase, depth: depth + 1 })
    const groups = all > MANY ? Map.groupBy(inside, nameOf) : new Map<string | null, Inside[]>()
    const shown = new Set<string>()
    for (const each of inside) {
      const name = nameOf(each)
      const alike = (name !== null && groups.get(name)) || []
      const key = `${call.id} × ${name}`
      const isGroup = alike.length >= ALIKE
      if (isGroup && !shown.has(key)) rows.push(alikeRow(alike, { key, depth: depth + 1, name: name! }))
      shown.add(key)
      if (isGroup && !toggled.has(key)) continue
      addInside(call, each, isGroup ? depth + 2 : depth + 1)
    }
  }

  function addInside(call: TraceCall, each: Inside, depth: number): void {
    if ('child' in each) add(each.child, depth)
    else if ('span' in each) {
      const { span, level, at } = each
      const key = `${call.id} ${span.id}`
      rows.push({ kind: 'span', key, depth: depth + level, from: at, ms: span.durationMs, span, call })
    } else rows.push({ kind: 'line', key: each.line.id, depth, from: each.at, line: each.line })
  }

  for (const call of children.get('') ?? []) add(call, 0)
  return rows
}

type Inside =
  | { at: number; line: LogLine }
  | { at: number; span: CallSpan; level: number }
  | { at: number; child: TraceCall }

/** Null for what is shown by itself: lines, and what failed. */
function nameOf(each: Inside): string | null {
  if ('span' in each) return each.span.error ? null : each.span.name
  return 'child' in each && !each.child.error ? each.child.function : null
}

/** From the start of the first one until the last one has ended. */
function alikeRow(alike: readonly Inside[], row: { key: string; depth: number; name: string }): WaterfallRow {
  const from = alike[0]!.at
  const msOf = (each: Inside) => ('span' in each ? each.span.durationMs : 'child' in each ? each.child.durationMs : 0)
  const end = Math.max(...alike.map((each) => each.at + msOf(each)))
  return { kind: 'alike', ...row, from, ms: end - from, count: alike.length }
}

/** Deeper ones are shown at this depth. */
const MOST_NESTED = 8

/** How deep each span is inside of the others. Ids come from the function: they may repeat, or form a circle. */
function nested(spans: readonly CallSpan[]): { span: CallSpan; level: number }[] {
  const byId = new Map(spans.map((span) => [span.id, span]))
  return spans.map((span) => {
    let level = 0
    for (let at = span; level < MOST_NESTED; level++) {
      const parent = at.parentId === null ? undefined : byId.get(at.parentId)
      if (!parent) break
      at = parent
    }
    return { span, level }
  })
}

/** Where the time of a call went. For a call that only ran its handler, its own bar says it. */
function phasesOf(call: TraceCall, from: number) {
  const present = PHASES.filter((phase) => call.phases[phase] !== undefined)
  if (present.every((phase) => phase === 'handler')) return []
  let at = from
  return present.map((phase) => {
    const ms = call.phases[phase]!
    const row = { kind: 'phase', key: `${call.id} ${phase}`, from: at, ms, phase, call } as const
    at += ms
    return row
  })
}
