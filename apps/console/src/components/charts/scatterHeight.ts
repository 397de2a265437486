/** Known before the chart has loaded. CSS pixels. */
export const SCATTER_HEIGHT = 204
