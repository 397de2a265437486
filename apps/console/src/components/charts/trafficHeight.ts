/** Known before the chart has loaded. CSS pixels. */
export const TRAFFIC_HEIGHT = 210
