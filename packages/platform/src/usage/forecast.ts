import type { Forecast } from '@alcove/contract'
import { rounded } from '../records/prices/cost.ts'

/** Days that must be over before a month is forecast. */
const DAYS_MIN = 3
/** 80 % of a normal distribution lie within this many standard deviations. */
const DEVIATIONS = 1.2816

/**
 * What a month will cost, if its other days are like those that are over.
 * @param wholeDays the cost of each day that is over, from the first one with any
 * @param today the cost of the present day so far
 * @param ahead days of the month that are not over, the present one included
 */
export function forecastOf(wholeDays: readonly number[], today: number, ahead: number): Forecast | null {
  const n = wholeDays.length
  if (n < DAYS_MIN || ahead < 1) return null
  const sum = wholeDays.reduce((total, cost) => total + cost, 0)
  const mean = sum / n
  const variance = wholeDays.reduce((total, cost) => total + (cost - mean) ** 2, 0) / (n - 1)
  // The mean of few days may be wrong as well.
  const spread = DEVIATIONS * Math.sqrt(variance * (ahead + ahead ** 2 / n))
  const cost = sum + Math.max(today, mean) + mean * (ahead - 1)
  return {
    cost: rounded(cost),
    low: rounded(Math.max(sum + today, cost - spread)),
    high: rounded(cost + spread),
  }
}
