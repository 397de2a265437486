import type { Statement, StatementBy, StatementLine } from '@alcove/contract'
import { csvLine } from '../kernel/csv-line.ts'

/** Columns and values by FinOps FOCUS 1.0 (https://focus.finops.org). */
const COLUMNS = [
  'BillingPeriodStart',
  'BillingPeriodEnd',
  'ChargePeriodStart',
  'ChargePeriodEnd',
  'ChargeCategory',
  'ChargeDescription',
  'BilledCost',
  'EffectiveCost',
  'ListCost',
  'BillingCurrency',
  'ConsumedQuantity',
  'ConsumedUnit',
  'PricingQuantity',
  'PricingUnit',
  'ListUnitPrice',
  'ResourceName',
  'ResourceType',
  'ServiceCategory',
  'ServiceName',
  'SubAccountName',
  'ProviderName',
  'PublisherName',
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

export function statementCsv({ space, month, by, from, to, currency, lines }: Statement): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const end = new Date(Date.UTC(year, number)).toISOString()
  const rowOf = (line: StatementLine): Record<(typeof COLUMNS)[number], unknown> => ({
    BillingPeriodStart: from,
    BillingPeriodEnd: end,
    ChargePeriodStart: from,
    ChargePeriodEnd: to,
    ChargeCategory: line.cost < 0 ? 'Credit' : 'Usage',
    ChargeDescription: WORDS[line.kind],
    BilledCost: line.cost,
    EffectiveCost: line.cost,
    ListCost: line.cost,
    BillingCurrency: currency,
    ConsumedQuantity: line.quantity,
    ConsumedUnit: line.unit,
    PricingQuantity: line.quantity,
    PricingUnit: line.unit,
    ListUnitPrice: line.unitPrice,
    ResourceName: [line.function, line.key].filter((part) => part !== null).join(':') || space,
    ResourceType: line.key === null ? 'Space' : RESOURCES[by],
    ServiceCategory: line.kind === 'storage' ? 'Storage' : 'Compute',
    ServiceName: line.kind === 'storage' ? 'Storage' : 'Functions',
    SubAccountName: space,
    ProviderName: 'Alcove',
    PublisherName: 'Alcove',
  })
  const rows = lines.map(rowOf)
  return csvLine(COLUMNS) + rows.map((row) => csvLine(COLUMNS.map((name) => row[name]))).join('')
}
