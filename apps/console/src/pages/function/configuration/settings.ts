import { coresOf, type FunctionDetail, type LayerUse, LIMITS, type Scaling, UpdateFunction } from '@alcove/contract'
import { z } from 'zod'
import { environmentOf, type Variable, variablesOf } from './environment.ts'
import { secretChanges, secretNames, type SecretRow, secretRows } from './secrets.ts'

/** The draft's configuration as form values. Empty numbers are 0. */
export interface Settings {
  description: string
  runtime: FunctionDetail['runtime']
  handler: string
  memoryMb: number
  timeoutSeconds: number
  tmpMb: number
  /** Null: in proportion to memory. */
  cpus: number | null
  scaling: Scaling
  layers: LayerUse[]
  variables: Variable[]
  secrets: SecretRow[]
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
  variables: variablesOf(details.environment),
  secrets: secretRows(details.secrets),
})

/** What saving sends. */
export const bodyOf = ({ variables, secrets, ...settings }: Settings) => ({
  ...settings,
  environment: environmentOf(variables),
  secrets: secretChanges(secrets),
})

/** A name used for both a variable and a secret. */
export const takenTwice = ({ variables, secrets }: Settings): string | undefined => {
  const environment = environmentOf(variables)
  return secretNames(secrets).find((name) => name in environment)
}

/** The API's rules, and rules between two settings, which the form checks before saving. */
export const ConfigurationFields = z
  .custom<Settings>()
  .refine(
    (settings) =>
      settings.tmpMb < settings.memoryMb &&
      settings.scaling.minInstances <= settings.scaling.maxInstances &&
      takenTwice(settings) === undefined,
  )
  .transform((settings): UpdateFunction => bodyOf(settings))
  .pipe(UpdateFunction)

/** Cores that come with this much memory. */
export const coresByMemory = (memoryMb: number) => coresOf({ memoryMb, cpus: null })

export const isWithin = (value: number, { min, max }: { min: number; max: number }) =>
  Number.isInteger(value) && value >= min && value <= max

/** The widest allowed range, for fields without a typical value. */
export const SCALING_LIMITS = {
  minInstances: { min: 0, max: LIMITS.instances },
  maxInstances: { min: 1, max: LIMITS.instances },
  concurrency: { min: 1, max: LIMITS.concurrency },
  idleTimeoutSeconds: { min: 1, max: 86_400 },
} as const
