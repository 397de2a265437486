import {
  AlcoveError,
  can,
  handlerProblem,
  LIMITS,
  withOrder,
  type FieldError,
  type FunctionConfiguration,
  type ParametersSchema,
} from '@alcove/contract'
import type { Sealer } from '../../kernel/sealer.ts'
import type { SealedSecrets } from '../../database/schema/index.ts'

/** Null parameters remove those that were declared. */
type Settings = Omit<FunctionConfiguration, 'secrets' | 'parameters'> & {
  parameters?: ParametersSchema | null | undefined
}

/** The configuration of a draft, picked from a wider body. Checks what the schema cannot. */
export function configurationOf(sealer: Sealer, settings: Settings, secrets: SealedSecrets): FunctionConfiguration {
  const { runtime, handler, memoryMb, timeoutSeconds, environment, scaling, tmpMb, cpus, layers, parameters } = settings
  const names = Object.keys(secrets).sort()
  const handlerWrong = handlerProblem(runtime, handler)
  const wrong = [
    ...(handlerWrong === null ? [] : [{ path: 'handler', message: handlerWrong }]),
    ...wrongVariables(sealer, environment, secrets),
    ...wrongScaling(runtime, scaling),
    ...(tmpMb < memoryMb ? [] : [tmpTooLarge(tmpMb, memoryMb)]),
  ]
  if (wrong.length > 0) {
    throw new AlcoveError('ValidationFailed', wrong.map(({ message }) => message).join('; '), { errors: wrong })
  }
  return {
    runtime,
    handler,
    memoryMb,
    timeoutSeconds,
    environment,
    secrets: names,
    scaling,
    tmpMb,
    cpus,
    layers,
    ...(parameters && { parameters: withOrder(parameters) }),
  }
}

/** The default size of /tmp: what a small function can spare. */
export function tmpMbFor(memoryMb: number): number {
  return Math.min(LIMITS.tmpMb.default, Math.floor(memoryMb / 2))
}

function tmpTooLarge(tmpMb: number, memoryMb: number): FieldError {
  const message = `/tmp may not be as large as the memory (${tmpMb} of ${memoryMb} MB): what lies in it counts as memory`
  return { path: 'tmpMb', message }
}

function wrongScaling(runtime: Settings['runtime'], scaling: Settings['scaling']): FieldError[] {
  const { minInstances, maxInstances, concurrency } = scaling
  const wrong: FieldError[] = []
  if (minInstances > maxInstances) {
    const message = `More instances would be kept ready (${minInstances}) than there may be (${maxInstances})`
    wrong.push({ path: 'scaling.minInstances', message })
  }
  const verdict = can.workConcurrently(runtime)
  if (concurrency > 1 && !verdict.allowed) wrong.push({ path: 'scaling.concurrency', message: verdict.reason })
  return wrong
}

function wrongVariables(
  sealer: Sealer,
  environment: Readonly<Record<string, string>>,
  secrets: SealedSecrets,
): FieldError[] {
  const variables = Object.entries(environment)
  const sealed = Object.entries(secrets)
  const wrong: FieldError[] = []
  for (const [name] of sealed.filter(([name]) => Object.hasOwn(environment, name))) {
    const message = `"${name}" cannot be a variable and a secret: remove one of the two in the same change`
    wrong.push({ path: `environment.${name}`, message })
  }
  if (variables.length + sealed.length > LIMITS.environmentVariables) {
    const message = `At most ${LIMITS.environmentVariables} variables and secrets together`
    wrong.push({ path: 'environment', message })
  }
  const bytes =
    variables.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0) +
    sealed.reduce((sum, [name, secret]) => sum + Buffer.byteLength(name) + sealer.sizeOf(secret.sealed), 0)
  if (bytes > LIMITS.environmentBytes) {
    const message = `At most ${LIMITS.environmentBytes} bytes of names and values, secrets included`
    wrong.push({ path: 'environment', message })
  }
  for (const [name] of variables.filter(([, value]) => value.includes('\0'))) {
    wrong.push({ path: `environment.${name}`, message: `The variable ${name} holds a NUL character` })
  }
  return wrong
}
