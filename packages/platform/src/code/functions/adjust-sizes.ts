import { coresOf, type FunctionDetail, type RightSizing, type RightSizingPolicy } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { authorize } from '../../identity/access/authorize.ts'
import { rowsOf } from '../../database/connect.ts'
import { readFunction } from './get-function.ts'
import { updateFunction } from './update-function.ts'
import type { Platform } from '../../kernel/platform.ts'
import { getRightSizing } from '../../records/right-sizing/get-right-sizing.ts'

type Bounds = Extract<RightSizingPolicy, { mode: 'adjust' }>

/** Applies the advice to drafts whose owners allow it, within their bounds. Returns the functions that changed. */
export async function adjustSizes(platform: Platform): Promise<string[]> {
  const owners = await rowsOf<{ space: string; fn: string }>(
    platform.db,
    sql`
      select s.name as space, f.name as fn from functions f join spaces s on s.id = f.space_id
      where f.right_sizing->>'mode' = 'adjust'`,
  )
  const changed: string[] = []
  for (const { space, fn } of owners) {
    try {
      if (await adjust(platform, space, fn)) changed.push(`${space}/${fn}`)
    } catch (error) {
      // Deleted meanwhile, or outside of what the configuration allows: continue with the next one.
      platform.log({ level: 'warn', message: `The size of ${space}/${fn} could not be adjusted`, error })
    }
  }
  return changed
}

async function adjust(platform: Platform, space: string, fn: string): Promise<boolean> {
  const anyone = {
    platform,
    db: platform.db,
    actor: { kind: 'platform', name: 'right-sizing' } as const,
    requestId: 'right-sizing',
  }
  const ctx = await authorize({ ctx: anyone, action: 'functions:write', space, fn })
  const current = await readFunction(ctx, fn)
  if (current.rightSizing.mode !== 'adjust') return false
  const change = adjustment(current, await getRightSizing({ ctx, input: { fn } }), current.rightSizing)
  if (change !== null) await updateFunction({ ctx, input: { fn, ...change } })
  return change !== null
}

/** Turns the advice into a change of the draft, within the bounds; null when nothing changes. */
export function adjustment(
  current: Pick<FunctionDetail, 'memoryMb' | 'cpus' | 'scaling'>,
  advice: RightSizing,
  bounds: Pick<Bounds, 'memoryMb' | 'minInstances'>,
) {
  if (!advice.enough) return null
  const memoryMb = within(advice.recommended.memoryMb, bounds.memoryMb)
  const minInstances = Math.min(
    current.scaling.maxInstances,
    within(advice.recommended.minInstances, bounds.minInstances),
  )
  const cpus = cpusWithin(current.cpus, advice, bounds.memoryMb)
  const same = memoryMb === current.memoryMb && minInstances === current.scaling.minInstances && cpus === current.cpus
  return same ? null : { memoryMb, cpus, scaling: { minInstances } }
}

interface Range {
  min: number
  max: number
}

/** The bounds of memory also bound the processor share, by what that much memory comes with. */
function cpusWithin(current: number | null, { recommended }: RightSizing, memoryMb: Range): number | null {
  const { cpus } = recommended
  if (cpus === current) return current
  // A share that the memory brings along need not be set.
  if (cpus === coresOf({ memoryMb: recommended.memoryMb, cpus: null })) return null
  const coresFor = (mb: number) => coresOf({ memoryMb: mb, cpus: null })
  return within(cpus, { min: coresFor(memoryMb.min), max: coresFor(memoryMb.max) })
}

function within(value: number, { min, max }: Range): number {
  return Math.min(max, Math.max(min, value))
}
