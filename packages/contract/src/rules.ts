import { actionsInSpace, type Action, type Role } from './actions.ts'

/** A rule's answer: allowed, or not and why, in a sentence the console shows and the API sends as `detail`. */
export type Verdict = { allowed: true } | { allowed: false; reason: string }

const yes: Verdict = { allowed: true }
const no = (reason: string): Verdict => ({ allowed: false, reason })

/** State rules, asked by button and API alike. Who may act is `actions`; this is about what state allows. */
export const can = {
  deleteVersion(version: {
    version: number
    aliases: readonly { name: string }[]
    triggers?: readonly string[]
  }): Verdict {
    const alias = version.aliases[0]
    if (alias) return no(`Cannot delete v${version.version}: alias ${alias.name} uses it`)
    const trigger = version.triggers?.[0]
    if (trigger) return no(`Cannot delete v${version.version}: trigger ${trigger} uses it`)
    return yes
  },
  deleteAlias(alias: { name: string; usedBy: readonly string[] }): Verdict {
    const trigger = alias.usedBy[0]
    return trigger ? no(`Cannot delete alias ${alias.name}: trigger ${trigger} uses it`) : yes
  },
  act(access: { role: Role | null; visibility: 'private' | 'public' }, action: Action): Verdict {
    if (actionsInSpace(access).has(action)) return yes
    return no(`Needs ${action}; your role here is ${access.role ?? 'none'}`)
  },
}
