/** Also before the chart is loaded. CSS pixels. */
export const SCATTER_HEIGHT = 204
