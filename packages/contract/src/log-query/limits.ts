export const LOG_QUERY_LIMITS = { characters: 1_000, terms: 50, depth: 20 } as const
