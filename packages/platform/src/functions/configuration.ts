import { AlcoveError, FunctionConfiguration, LIMITS } from '@alcove/contract'

/** Picks the configuration out of a wider body and checks what the schema cannot. */
export function configurationOf(body: FunctionConfiguration): FunctionConfiguration {
  const { runtime, handler, memoryMb, timeoutSeconds, environment } = body
  const entries = Object.entries(environment)
  const bytes = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0)
  if (bytes > LIMITS.environmentBytes) {
    throw new AlcoveError('ValidationFailed', `The environment is larger than ${LIMITS.environmentBytes / 1024} kB`, {
      errors: [{ path: 'environment', message: `At most ${LIMITS.environmentBytes} bytes of names and values` }],
    })
  }
  const broken = entries.find(([, value]) => value.includes('\0'))
  if (broken) {
    throw new AlcoveError('ValidationFailed', `The variable ${broken[0]} holds a NUL character`, {
      errors: [{ path: `environment.${broken[0]}`, message: 'Must not contain NUL' }],
    })
  }
  return { runtime, handler, memoryMb, timeoutSeconds, environment }
}
