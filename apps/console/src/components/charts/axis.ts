/** What every axis of time or of values looks like. */
export const axisText = { fill: 'var(--text-3)', fontSize: 11, fontFamily: 'var(--ui)' }

export const quietAxis = { tickLine: false, axisLine: false, tick: axisText } as const
