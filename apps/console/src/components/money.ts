/** An amount of money with enough digits to tell it from zero. */
export function money(language: string, amount: number, currency: string): string {
  const small = amount !== 0 && Math.abs(amount) < 1
  const fractionDigits = small ? { minimumSignificantDigits: 2, maximumSignificantDigits: 2 } : {}
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    ...fractionDigits,
  }).format(amount)
}

/** GB-seconds or MiB, also very few of them. */
export function fine(language: string, amount: number): string {
  const digits = amount < 1 ? 3 : amount < 100 ? 2 : 0
  return amount.toLocaleString(language, { maximumFractionDigits: digits })
}
