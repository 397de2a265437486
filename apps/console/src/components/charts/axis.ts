/** The look of every axis. */
export const axisText = { fill: 'var(--text-3)', fontSize: 11, fontFamily: 'var(--ui)' }

export const quietAxis = { tickLine: false, axisLine: false, tick: axisText } as const
