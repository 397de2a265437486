import type { Invocation, Phases } from '@alcove/contract'
import { getTableColumns, sql } from 'drizzle-orm'
import type { SpaceCtx } from '../../kernel/context.ts'
import { iso } from '../../database/connect.ts'
import { functions, invocations, versions } from '../../database/schema/index.ts'

type Hidden = 'spaceId' | 'functionId' | 'instanceId' | 'caller' | 'inputText' | 'outputText' | 'extras' | 'repeated'
type InvocationRow = Omit<typeof invocations.$inferSelect, Hidden> & { fn: string; phases: Phases }

const {
  spaceId: _spaceId,
  functionId: _functionId,
  instanceId: _instanceId,
  caller: _caller,
  inputText: _inputText,
  outputText: _outputText,
  extras: _extras,
  repeated: _repeated,
  ...columns
} = getTableColumns(invocations)

/** Left empty where the output says the same. */
export const SUMMARY = sql<string>`coalesce(nullif(${invocations.summary}, ''), ${invocations.outputText}, '')`

/** Left out where a version has it. */
const REVISION = sql<string | null>`coalesce(${invocations.revision}, (
  select decode(${versions.revision}, 'hex') from ${versions}
  where ${versions.functionId} = ${invocations.functionId} and ${versions.number} = ${invocations.version}
))`.mapWith(invocations.revision)

const PHASES = sql<Phases>`${invocations.extras} -> 'phases'`

/** The columns that lists show: all but the payloads. They are part of the API. */
export const LISTED = { ...columns, revision: REVISION, summary: SUMMARY, fn: functions.name, phases: PHASES }

export function invocationOf(ctx: SpaceCtx, { fn, startedAt, phases, ...row }: InvocationRow): Invocation {
  return { ...row, startMs: startMsOf(phases), space: ctx.space.name, function: fn, startedAt: iso(startedAt) }
}

function startMsOf({ handler, response: _response, ...before }: Phases): number {
  return handler === undefined ? 0 : Object.values(before).reduce((sum, ms) => sum + ms, 0)
}
