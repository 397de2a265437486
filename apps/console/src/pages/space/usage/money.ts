/** An amount of money with as many digits as it needs to tell it from nothing. */
export function money(language: string, amount: number, currency: string): string {
  const fractionDigits = amount !== 0 && Math.abs(amount) < 1 ? { maximumSignificantDigits: 2 } : {}
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    ...fractionDigits,
  }).format(amount)
}

/** GB-seconds of little use too. */
export function fine(language: string, amount: number): string {
  return amount.toLocaleString(language, { maximumFractionDigits: amount < 100 ? 2 : 0 })
}
