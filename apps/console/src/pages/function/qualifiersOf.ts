/** Where calls can run: the draft, the aliases, and the newest version. */
export function qualifiersOf(
  details: { aliases: readonly { name: string }[]; latestVersion: number | null } | undefined,
  draft: string,
): { value: string; label: string }[] {
  const versions = details?.latestVersion ? [String(details.latestVersion)] : []
  return ['draft', ...(details?.aliases.map(({ name }) => name) ?? []), ...versions].map((value) => ({
    value,
    label: value === 'draft' ? draft : /^\d/.test(value) ? `v${value}` : value,
  }))
}
