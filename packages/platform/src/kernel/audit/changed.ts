/** What a change of some fields was before and is after, for the audit. Fields that are left out stay out. */
export function changed(
  before: Readonly<Record<string, unknown>> | null | undefined,
  given: Readonly<Record<string, unknown>>,
): { before: Record<string, unknown> | null; after: Record<string, unknown> } {
  const after = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  if (!before) return { before: null, after }
  return { before: Object.fromEntries(Object.keys(after).map((name) => [name, before[name] ?? null])), after }
}
