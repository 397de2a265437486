import type { ExecutionError } from '@alcove/contract'

/** What a person can do about an error whose own text does not say it. */
export type ErrorAdvice = { kind: 'package'; name: string } | { kind: 'network' }

/** Paths and the modules of a package that is there do not match. */
const PACKAGES = [
  /\bCannot find package '([^'./][^']*)'/,
  /\bCannot find module '([^'./][^']*)'/,
  /^No module named '([^'.]+)'/,
]
/** What a function sees of a refused host: docs/network.md. */
const NETWORK =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|UnknownHostException|Connection refused|Name or service not known|name resolution)\b/

export function errorAdvice({ message, stack = '' }: ExecutionError): ErrorAdvice | null {
  for (const pattern of PACKAGES) {
    const name = pattern.exec(message)?.[1]
    if (name !== undefined) return { kind: 'package', name }
  }
  return NETWORK.test(message) || NETWORK.test(stack) ? { kind: 'network' } : null
}
