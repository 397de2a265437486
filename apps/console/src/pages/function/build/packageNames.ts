import type { Files } from '@alcove/contract'

/** The npm packages that a `package.json` names; none while it is not JSON yet. */
export function packageNames(manifest: Files[string] | undefined): string[] {
  if (typeof manifest !== 'string') return []
  try {
    const { dependencies } = JSON.parse(manifest) as { dependencies?: unknown }
    return dependencies && typeof dependencies === 'object' ? Object.keys(dependencies) : []
  } catch {
    return []
  }
}
