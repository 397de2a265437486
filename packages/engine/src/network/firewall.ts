/** One entry of `nft --json list ruleset`, as far as it matters here. */
export interface NftObject {
  chain?: { family: string; table: string; name: string; hook?: string; policy?: string }
  rule?: { family: string; table: string; chain: string; expr: unknown[] }
}

/**
 * Chains of somebody else (Docker's, a firewall's) that drop what passes through the machine, and say nothing of our
 * links. In netfilter every chain has to agree, so ours cannot help it: functions would reach nothing.
 */
export function droppingChains(objects: readonly NftObject[], linkPrefix: string): string[] {
  return objects
    .flatMap(({ chain }) => chain ?? [])
    .filter(({ hook, policy, family }) => hook === 'forward' && policy === 'drop' && ['ip', 'inet'].includes(family))
    .filter(({ family, table }) => {
      const rules = objects.filter(
        ({ rule }) => rule?.family === family && rule.table === table && JSON.stringify(rule.expr).includes(linkPrefix),
      )
      return rules.length === 0
    })
    .map(({ family, table, name }) => `${family} ${table} ${name}`)
}
