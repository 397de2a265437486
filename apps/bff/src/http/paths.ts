/** Where the API lives. */
export const BASE = '/api/v1'

export const functionPath = (space: string, fn: string): string => `${BASE}/spaces/${space}/functions/${fn}`
