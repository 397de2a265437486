/** An entry of `nft --json list ruleset`, reduced to what is used here. */
export interface NftObject {
  chain?: { family: string; table: string; name: string; hook?: string; policy?: string }
  rule?: { family: string; table: string; chain: string; expr: unknown[] }
}

/**
 * Chains of other software, such as Docker or a firewall, that drop forwarded traffic and have no exception for our
 * links. In netfilter every chain must accept a packet, so our rules cannot override them: functions would reach
 * nothing.
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
