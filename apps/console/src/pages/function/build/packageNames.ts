import type { Files } from '@alcove/contract'

/** The npm packages in a `package.json`; none while it is not valid JSON. */
export function packageNames(manifest: Files[string] | undefined): string[] {
  if (typeof manifest !== 'string') return []
  try {
    const { dependencies } = JSON.parse(manifest) as { dependencies?: unknown }
    return dependencies && typeof dependencies === 'object' ? Object.keys(dependencies) : []
  } catch {
    return []
  }
}
