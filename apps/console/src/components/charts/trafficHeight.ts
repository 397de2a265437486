/** Also before the chart is loaded. CSS pixels. */
export const TRAFFIC_HEIGHT = 210
