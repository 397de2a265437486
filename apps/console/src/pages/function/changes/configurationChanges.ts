import type { FunctionConfiguration, LayerUse } from '@alcove/contract'

const SETTINGS = ['runtime', 'handler', 'memoryMb', 'timeoutSeconds', 'tmpMb', 'cpus'] as const
const SCALING = ['minInstances', 'maxInstances', 'concurrency', 'idleTimeoutSeconds'] as const

type Setting = (typeof SETTINGS)[number] | (typeof SCALING)[number]

export interface ConfigurationChange {
  key: Setting | 'environment' | 'secrets' | 'layers'
  /** The variable or the secret. For a secret, `before` and `after` are `set` or `replaced`. */
  name?: string
  before: string | null
  after: string | null
}

/** The API never returns a secret's value, so all we know is that it is set, or that it changed. */
const SET = 'set'
const REPLACED = 'replaced'

/** The differences, one entry per setting and per variable. `null`: did not exist before, or does not any more. */
export function configurationChanges(
  before: FunctionConfiguration,
  after: FunctionConfiguration,
  /** Secrets whose value changes while their name stays. */
  replaced: readonly string[] = [],
): ConfigurationChange[] {
  const settings = [
    ...SETTINGS.map((key) => ({ key, before: shown(before[key]), after: shown(after[key]) })),
    ...SCALING.map((key) => ({ key, before: shown(before.scaling[key]), after: shown(after.scaling[key]) })),
    { key: 'layers' as const, before: layersText(before.layers), after: layersText(after.layers) },
  ].filter((change) => change.before !== change.after)
  const variables = namesOf(Object.keys(before.environment), Object.keys(after.environment))
    .filter((name) => before.environment[name] !== after.environment[name])
    .map((name) => ({
      key: 'environment' as const,
      name,
      before: before.environment[name] ?? null,
      after: after.environment[name] ?? null,
    }))
  const secrets = namesOf(before.secrets, after.secrets)
    .map((name) => ({
      key: 'secrets' as const,
      name,
      before: before.secrets.includes(name) ? SET : null,
      after: !after.secrets.includes(name) ? null : replaced.includes(name) ? REPLACED : SET,
    }))
    .filter((change) => change.before !== change.after)
  return [...settings, ...variables, ...secrets]
}

const namesOf = (before: readonly string[], after: readonly string[]) => [...new Set([...before, ...after])].toSorted()

const shown = (value: string | number | null) => (value === null ? null : String(value))

const layersText = (layers: readonly LayerUse[]) =>
  layers.length === 0 ? null : layers.map(({ layer, version }) => `${layer} v${version}`).join(', ')

/** As text, to compare it like a file. Keys are sorted, so that only values differ. */
export function configurationText(configuration: FunctionConfiguration): string {
  const { runtime, handler, memoryMb, timeoutSeconds, tmpMb, cpus, scaling, layers, secrets } = configuration
  const environment = Object.fromEntries(
    Object.entries(configuration.environment).toSorted(([a], [b]) => a.localeCompare(b)),
  )
  return JSON.stringify(
    {
      runtime,
      handler,
      memoryMb,
      timeoutSeconds,
      tmpMb,
      cpus,
      scaling: Object.fromEntries(SCALING.map((key) => [key, scaling[key]])),
      layers: layers.map(({ layer, version }) => `${layer} v${version}`),
      environment,
      secrets: secrets.toSorted(),
    },
    null,
    2,
  )
}
