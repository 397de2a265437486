import type { Invocation } from '@alcove/contract'
import { getTableColumns } from 'drizzle-orm'
import type { SpaceCtx } from '../../kernel/context.ts'
import { iso } from '../../database/connect.ts'
import { functions, invocations } from '../../database/schema/index.ts'

type Hidden = 'spaceId' | 'functionId' | 'instanceId' | 'caller' | 'inputText' | 'outputText' | 'extras' | 'repeated'
type InvocationRow = Omit<typeof invocations.$inferSelect, Hidden> & { fn: string }

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

/** The columns that lists show: all but the payloads. They are part of the API. */
export const LISTED = { ...columns, fn: functions.name }

export function invocationOf(ctx: SpaceCtx, { fn, startedAt, ...row }: InvocationRow): Invocation {
  return { ...row, space: ctx.space.name, function: fn, startedAt: iso(startedAt) }
}
