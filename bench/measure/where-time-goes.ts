import type { Alcove, Invocation } from '../alcove.ts'
import type { Answer } from '../http-client.ts'
import type { Load } from '../load-child.ts'
import type { Lab } from '../measurement.ts'

/** Alcove's record of the call with this response. */
export function recordOf(alcove: Alcove, { head }: Answer): Promise<Invocation> {
  const id = /^x-alcove-invocation-id: *(\S+)/im.exec(head)?.[1]
  if (id === undefined) throw new Error(`An answer without an invocation's id: ${head}`)
  return alcove.invocation(id)
}

/** Splits a call's time into the phases of its record and the rest that the client saw. */
export function splitUp({ phases }: Invocation, milliseconds: number): Record<string, number> {
  const recorded = Object.values(phases).reduce((sum, phase) => sum + phase, 0)
  return { ...phases, outside: milliseconds - recorded }
}

/** The same for the slowest calls. */
export async function profileSlowest(lab: Lab, alcove: Alcove, what: string, { slowest }: Load): Promise<void> {
  for (const { answer, milliseconds } of slowest) {
    lab.profile(`${what}, slowest calls`, splitUp(await recordOf(alcove, answer), milliseconds))
  }
}
