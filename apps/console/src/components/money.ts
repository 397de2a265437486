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

/** An amount where there is little room: from a million on €13.72M, €13.72B. */
export function shortMoney(language: string, amount: number, currency: string): string {
  if (Math.abs(amount) < 1_000_000) return money(language, amount, currency)
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    notation: 'compact',
    maximumSignificantDigits: 4,
  }).format(amount)
}

/** The price of one unit, without its currency. One call costs little: all digits, and no exponent. */
export function unitPrice(language: string, amount: number): string {
  return amount.toLocaleString(language, { maximumSignificantDigits: 9 })
}

/** GB-seconds or MiB, also very few of them. */
export function fine(language: string, amount: number): string {
  const digits = amount < 1 ? 4 : amount < 100 ? 2 : 0
  return amount.toLocaleString(language, { maximumFractionDigits: digits })
}
