import type { RightSizing } from '@alcove/contract'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'

/** The three settings: current and recommended. */
export function SizeTable({ advice: { current, recommended } }: { advice: RightSizing }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rows = [
    {
      key: 'memory',
      now: `${format.number(current.memoryMb)} MB`,
      advised: `${format.number(recommended.memoryMb)} MB`,
    },
    { key: 'cpus', now: format.cores(current.cpus), advised: format.cores(recommended.cpus) },
    {
      key: 'minInstances',
      now: format.number(current.minInstances),
      advised: format.number(recommended.minInstances),
    },
  ] as const
  return (
    <table className="num w-full border-collapse" aria-label={t('fn.config.sizing.title')}>
      <thead>
        <tr className="text-sm text-fg-3">
          <th scope="col" className="pl-gutter text-left font-medium">
            <span className="sr-only">{t('fn.config.sizing.setting')}</span>
          </th>
          <th scope="col" className="px-3 pb-1 text-right font-medium">
            {t('fn.config.sizing.now')}
          </th>
          <th scope="col" className="pr-gutter pb-1 text-right font-medium">
            {t('fn.config.sizing.recommended')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, now, advised }) => (
          <tr key={key} className="border-t border-line">
            <th scope="row" className="h-[30px] pl-gutter text-left font-normal text-fg-2">
              {t(`fn.config.sizing.${key}`)}
            </th>
            <td className={`px-3 text-right ${now === advised ? '' : 'text-fg-3'}`}>{now}</td>
            <td className={`pr-gutter text-right ${now === advised ? 'text-fg-3' : 'font-heading'}`}>{advised}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
