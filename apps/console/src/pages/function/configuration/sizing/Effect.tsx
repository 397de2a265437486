import type { RightSizing } from '@alcove/contract'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { KeyValue } from '../../../../ui/KeyValue.tsx'
import { Section } from '../../../../ui/Section.tsx'

/** Smaller changes are noise. */
const NOISE = 0.005

/** How the recommendation would change cost and speed of the same calls. */
export function Effect({ advice: { effect } }: { advice: RightSizing }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { gbSeconds, coldStartShare, durationFactor } = effect
  const change = (factor: number, words: { less: 'less' | 'faster'; more: 'more' | 'slower' }) => {
    if (Math.abs(factor - 1) < NOISE) return t('fn.config.sizing.same')
    // A very small amount must not show as zero.
    const percent = format.percentShort(factor < 1 ? Math.min(0.99, 1 - factor) : factor - 1)
    return t(`fn.config.sizing.${factor < 1 ? words.less : words.more}`, { percent })
  }
  const cost = gbSeconds.current === 0 ? 1 : gbSeconds.recommended / gbSeconds.current
  return (
    <Section ruled title={t('fn.config.sizing.effect')} className="pb-3">
      <KeyValue
        items={[
          {
            key: 'cost',
            label: t('fn.config.sizing.cost'),
            value: (
              <>
                <span className={cost < 1 - NOISE ? 'font-name text-success' : ''}>
                  {change(cost, { less: 'less', more: 'more' })}
                </span>
                <span className="block text-sm text-fg-3">
                  {t('fn.config.sizing.costFromTo', {
                    from: format.number(gbSeconds.current),
                    to: format.number(gbSeconds.recommended),
                  })}
                </span>
              </>
            ),
          },
          {
            key: 'speed',
            label: t('fn.config.sizing.speed'),
            value:
              durationFactor === null ? (
                <span className="text-fg-3">{t('fn.config.sizing.unknown')}</span>
              ) : (
                <span className={durationFactor > 1 + NOISE ? 'text-warning' : ''}>
                  {change(durationFactor, { less: 'faster', more: 'slower' })}
                </span>
              ),
          },
          {
            key: 'cold',
            label: t('fn.config.sizing.cold'),
            value:
              Math.abs(coldStartShare.current - coldStartShare.recommended) < NOISE / 10
                ? t('fn.config.sizing.same')
                : t('fn.config.sizing.fromTo', {
                    from: format.percent(coldStartShare.current),
                    to: format.percent(coldStartShare.recommended),
                  }),
          },
        ]}
      />
    </Section>
  )
}
