import type { FunctionConfiguration } from '@alcove/contract'

export interface ConfigurationChange {
  key: 'runtime' | 'handler' | 'memoryMb' | 'timeoutSeconds' | 'environment'
  /** The variable, for the environment. */
  name?: string
  before: string | null
  after: string | null
}

/** What differs, one entry per setting and per variable. `null`: it was not there, or is gone. */
export function configurationChanges(
  before: FunctionConfiguration,
  after: FunctionConfiguration,
): ConfigurationChange[] {
  const settings = (['runtime', 'handler', 'memoryMb', 'timeoutSeconds'] as const)
    .filter((key) => before[key] !== after[key])
    .map((key) => ({ key, before: String(before[key]), after: String(after[key]) }))
  const names = [...new Set([...Object.keys(before.environment), ...Object.keys(after.environment)])].toSorted()
  const variables = names
    .filter((name) => before.environment[name] !== after.environment[name])
    .map((name) => ({
      key: 'environment' as const,
      name,
      before: before.environment[name] ?? null,
      after: after.environment[name] ?? null,
    }))
  return [...settings, ...variables]
}

/** As text, for a comparison beside the files. Keys in one order, so that only values differ. */
export function configurationText(configuration: FunctionConfiguration): string {
  const { runtime, handler, memoryMb, timeoutSeconds } = configuration
  const environment = Object.fromEntries(
    Object.entries(configuration.environment).toSorted(([a], [b]) => a.localeCompare(b)),
  )
  return JSON.stringify({ runtime, handler, memoryMb, timeoutSeconds, environment }, null, 2)
}
