import {
  parametersSummary,
  withoutOrder,
  type FunctionConfiguration,
  type LayerUse,
  type ParametersSchema,
} from '@alcove/contract'

const SETTINGS = ['runtime', 'handler', 'memoryMb', 'timeoutSeconds', 'tmpMb', 'cpus'] as const
const SCALING = ['minInstances', 'maxInstances', 'concurrency', 'idleTimeoutSeconds'] as const

type Setting = (typeof SETTINGS)[number] | (typeof SCALING)[number]

export interface ConfigurationChange {
  key: Setting | 'environment' | 'secrets' | 'layers' | 'parameters'
  /** The variable, the secret or the parameter. For a secret, `before` and `after` are `set` or `replaced`. */
  name?: string
  before: string | null
  after: string | null
}

/** The API never returns a secret's value, so all we know is that it is set, or that it changed. */
const SET = 'set'
const REPLACED = 'replaced'

/** A function's own answer says null for no parameters. */
type Configured = Omit<FunctionConfiguration, 'parameters'> & { parameters?: ParametersSchema | null | undefined }

/** The differences, one entry per setting and per variable. `null`: did not exist before, or does not any more. */
export function configurationChanges(
  before: Configured,
  after: Configured,
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
  return [...settings, ...variables, ...secrets, ...parameterChanges(before.parameters, after.parameters)]
}

/** One entry per parameter whose type, default or marks differ; one for all when only the rest of the schema does. */
export function parameterChanges(
  before: ParametersSchema | null | undefined,
  after: ParametersSchema | null | undefined,
): ConfigurationChange[] {
  const [from, to] = [parametersSummary(before) ?? {}, parametersSummary(after) ?? {}]
  const key = 'parameters' as const
  const changes = namesOf(Object.keys(from), Object.keys(to))
    .filter((name) => from[name] !== to[name])
    .map((name) => ({ key, name, before: from[name] ?? null, after: to[name] ?? null }))
  const texts = [before, after].map((schema) => (schema ? JSON.stringify(withoutOrder(schema)) : null))
  if (changes.length > 0 || texts[0] === texts[1]) return changes
  return [{ key, before: texts[0]!, after: texts[1]! }]
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
      ...(configuration.parameters && { parameters: withoutOrder(configuration.parameters) }),
    },
    null,
    2,
  )
}
