import { PutPrices, type PriceList, type Prices } from '@alcove/contract'
import { useState } from 'react'
import { getPrices, pricesQuery, putPrices } from '../../api/prices.ts'
import { ChangedDialog } from '../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../components/changed-meanwhile/useGuardedSave.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Field, Input } from '../../ui/Field.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'

const AMOUNTS = ['perMillionCalls', 'perGbSecond', 'perGbOut', 'perGbMonth', 'freeCalls', 'freeGbSeconds'] as const
type Name = 'currency' | (typeof AMOUNTS)[number]

export function PricesDialog({ prices, onClose }: { prices: Prices; onClose(): void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(() => fieldsOf(prices.current))
  const numbers = AMOUNTS.map((name) => [name, typed[name].trim() === '' ? NaN : Number(typed[name])])
  const parsed = PutPrices.safeParse({ currency: typed.currency, ...Object.fromEntries(numbers) })
  const wrong = new Set(parsed.error?.issues.map(({ path }) => path[0]))
  const errorOf = (name: Name) =>
    wrong.has(name) ? t(name === 'currency' ? 'settings.pricesBadCurrency' : 'settings.pricesBad') : null
  const save = useGuardedSave<PutPrices, Prices>({
    item: prices,
    run: putPrices,
    read: getPrices,
    settings: ({ current }) => current && PutPrices.strip().parse(current),
    typed: (list) => list,
    onTheirs: (theirs) => setTyped(fieldsOf(theirs?.current ?? null)),
    invalidates: [pricesQuery.queryKey],
    done: () => t('settings.pricesSaved'),
    onDone: onClose,
  })
  return (
    <FormDialog
      title={t('settings.prices')}
      description={t('settings.pricesHint')}
      submit={t('common.save')}
      pending={save.isPending}
      disabledReason={wrong.size > 0 ? t('settings.pricesBad') : null}
      onSubmit={() => parsed.success && save.mutate(parsed.data)}
      onClose={onClose}
    >
      <div className="grid grid-cols-2 gap-4 narrow:grid-cols-1">
        {(['currency', ...AMOUNTS] as const).map((name) => (
          <Field key={name} label={t(`settings.price.${name}`)} error={errorOf(name)}>
            <Input
              className="num"
              inputMode={name === 'currency' ? 'text' : 'decimal'}
              value={typed[name]}
              onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
            />
          </Field>
        ))}
      </div>
      {save.conflict && <ChangedDialog name={t('settings.prices')} conflict={save.conflict} pending={save.isPending} />}
    </FormDialog>
  )
}

function fieldsOf(current: PriceList | null): Record<Name, string> {
  const amounts = AMOUNTS.map((name) => [name, String(current?.[name] ?? 0)])
  return { currency: current?.currency ?? 'EUR', ...Object.fromEntries(amounts) } as Record<Name, string>
}
