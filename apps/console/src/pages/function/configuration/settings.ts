import { coresOf, type FunctionDetail, type LayerUse, LIMITS, type Scaling } from '@alcove/contract'

/** What the form holds of a draft's configuration, apart from variables and secrets. Empty numbers are 0. */
export interface Settings {
  description: string
  runtime: FunctionDetail['runtime']
  handler: string
  memoryMb: number
  timeoutSeconds: number
  tmpMb: number
  /** null: in proportion to memory. */
  cpus: number | null
  scaling: Scaling
  layers: readonly LayerUse[]
}

export const settingsOf = (details: FunctionDetail): Settings => ({
  description: details.description,
  runtime: details.runtime,
  handler: details.handler,
  memoryMb: details.memoryMb,
  timeoutSeconds: details.timeoutSeconds,
  tmpMb: details.tmpMb,
  cpus: details.cpus,
  scaling: details.scaling,
  layers: details.layers,
})

/** Cores that come with so much memory. */
export const coresByMemory = (memoryMb: number) => coresOf({ memoryMb, cpus: null })

export const isWithin = (value: number, { min, max }: { min: number; max: number }) =>
  Number.isInteger(value) && value >= min && value <= max

/** The widest the limits allow, for fields without a usual value. */
export const SCALING_LIMITS = {
  minInstances: { min: 0, max: LIMITS.instances },
  maxInstances: { min: 1, max: LIMITS.instances },
  concurrency: { min: 1, max: LIMITS.concurrency },
  idleTimeoutSeconds: { min: 1, max: 86_400 },
} as const
