import type { Statement, StatementBy, StatementLine } from '@alcove/contract'
import { csvLine } from '../kernel/csv-line.ts'

/** Columns and values by FinOps FOCUS 1.2 (https://focus.finops.org): all that are mandatory, and others that fit. */
const COLUMNS = [
  'BillingAccountId',
  'BillingAccountName',
  'BillingPeriodStart',
  'BillingPeriodEnd',
  'ChargePeriodStart',
  'ChargePeriodEnd',
  'ChargeCategory',
  'ChargeClass',
  'ChargeFrequency',
  'ChargeDescription',
  'BilledCost',
  'EffectiveCost',
  'ContractedCost',
  'ListCost',
  'BillingCurrency',
  'ConsumedQuantity',
  'ConsumedUnit',
  'PricingQuantity',
  'PricingUnit',
  'ListUnitPrice',
  'ContractedUnitPrice',
  'ResourceId',
  'ResourceName',
  'ResourceType',
  'ServiceCategory',
  'ServiceName',
  'SubAccountId',
  'SubAccountName',
  'ProviderName',
  'PublisherName',
  'InvoiceIssuerName',
] as const

const RESOURCES: Readonly<Record<StatementBy, string>> = {
  function: 'Function',
  version: 'Version',
  alias: 'Alias',
  trigger: 'Trigger',
  caller: 'Account',
  space: 'Space',
}

const WORDS: Readonly<Record<StatementLine['kind'], string>> = {
  calls: 'Calls',
  compute: 'Memory and time of calls',
  egress: 'Bytes answered',
  storage: 'Code, objects and logs',
  freeCalls: 'Free calls',
  freeCompute: 'Free memory and time',
}

const UNITS: Readonly<Record<StatementLine['unit'], string>> = {
  calls: 'Requests',
  'GB-seconds': 'GB-Seconds',
  GB: 'GB',
  'GB-months': 'GB-Months',
}

/** Without fractions of a second. */
const dateTime = (iso: string) => `${iso.slice(0, 19)}Z`

/** FOCUS takes 2E-7, not the 2e-7 of JavaScript. */
const numeric = (value: number | null) =>
  value !== null && String(value).includes('e') ? String(value).replace('e', 'E').replace('+', '') : value

export function statementCsv({ space, month, by, from, to, currency, lines }: Statement): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const end = dateTime(new Date(Date.UTC(year, number)).toISOString())
  const rowOf = (line: StatementLine): Record<(typeof COLUMNS)[number], unknown> => {
    const { cost } = line
    const name = [line.function, line.key].filter((part) => part !== null).join(':') || space
    const isCredit = cost < 0
    // Nothing is consumed by a credit.
    const quantity = isCredit ? null : numeric(line.quantity)
    const unit = isCredit ? null : UNITS[line.unit]
    const unitPrice = numeric(line.unitPrice)
    return {
      BillingAccountId: space,
      BillingAccountName: space,
      BillingPeriodStart: dateTime(from),
      BillingPeriodEnd: end,
      ChargePeriodStart: dateTime(from),
      ChargePeriodEnd: dateTime(to),
      ChargeCategory: isCredit ? 'Credit' : 'Usage',
      // Empty: no correction of an earlier month.
      ChargeClass: null,
      ChargeFrequency: 'Usage-Based',
      ChargeDescription: WORDS[line.kind],
      BilledCost: cost,
      EffectiveCost: cost,
      ContractedCost: cost,
      ListCost: cost,
      BillingCurrency: currency,
      ConsumedQuantity: quantity,
      ConsumedUnit: unit,
      PricingQuantity: quantity,
      PricingUnit: unit,
      ListUnitPrice: unitPrice,
      ContractedUnitPrice: unitPrice,
      ResourceId: name === space ? space : `${space}/${name}`,
      ResourceName: name,
      ResourceType: line.key === null ? 'Space' : RESOURCES[by],
      ServiceCategory: line.kind === 'storage' ? 'Storage' : 'Compute',
      ServiceName: line.kind === 'storage' ? 'Storage' : 'Functions',
      SubAccountId: space,
      SubAccountName: space,
      ProviderName: 'Alcove',
      PublisherName: 'Alcove',
      InvoiceIssuerName: 'Alcove',
    }
  }
  const rows = lines.map(rowOf)
  return csvLine(COLUMNS) + rows.map((row) => csvLine(COLUMNS.map((name) => row[name]))).join('')
}
