import type { Prices } from '@alcove/contract'
import { useState } from 'react'
import { unitPrice } from '../../components/money.ts'
import { useLanguage, useTranslation } from '../../i18n/index.ts'
import { saidActor } from '../../i18n/said.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Button } from '../../ui/Button.tsx'
import { PricesDialog } from './PricesDialog.tsx'

/** What use costs, in a sentence, and since when. */
export function PriceSetting({ prices }: { prices: Prices }) {
  const { current } = prices
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const [editing, setEditing] = useState(false)
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p className="num min-w-0 flex-1 text-fg-2">
        {current
          ? t('settings.pricesAre', {
              currency: current.currency,
              calls: unitPrice(language, current.perMillionCalls),
              gbSeconds: unitPrice(language, current.perGbSecond),
              since: format.dateTime(current.validFrom),
              name: saidActor(current.setBy),
            })
          : t('settings.pricesNone')}
      </p>
      <Button onClick={() => setEditing(true)}>{t('settings.pricesEdit')}</Button>
      {editing && <PricesDialog prices={prices} onClose={() => setEditing(false)} />}
    </div>
  )
}
