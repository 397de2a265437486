/** Announced when the quota of all of Alcove changed. */
export const QUOTAS_CHANGED = 'quotas'
