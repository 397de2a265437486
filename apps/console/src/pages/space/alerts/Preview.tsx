import type { PutAlert } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { alertPreviewQuery } from '../../../api/alerts.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Section } from '../../../ui/Section.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { PreviewChart } from './PreviewChart.tsx'
import { useRuleWords } from './useRuleWords.ts'

/** Milliseconds after the last change of the form. */
const SETTLE_MS = 300
const SHOWN = 5

/** What the rule in the form would have done in the last day. */
export function Preview({ space, rule }: { space: string; rule: PutAlert | null }) {
  const { t } = useTranslation()
  const settled = useSettled(rule)
  return (
    <Section ruled title={t('alerts.preview')} note={t('alerts.lastDay')}>
      {settled === null ? (
        <p className="px-gutter pb-3 text-fg-2">{t('alerts.previewNeeds')}</p>
      ) : (
        <Shown space={space} rule={settled} />
      )}
    </Section>
  )
}

function Shown({ space, rule }: { space: string; rule: PutAlert }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useRuleWords()
  const query = useQuery(alertPreviewQuery(space, rule))
  return (
    <Loaded query={query} skeleton={<SkeletonRows />}>
      {(preview) => {
        const { firings, values, complete, value } = preview
        const ms = firings.reduce(
          (sum, { from, to }) =>
            sum +
            (to === null ? Date.parse(preview.to) + preview.stepSeconds * 1000 : Date.parse(to)) -
            Date.parse(from),
          0,
        )
        return (
          <div aria-busy={query.isPlaceholderData} className={query.isPlaceholderData ? 'opacity-60' : ''}>
            <p className="px-gutter pb-2 text-fg-2">
              {t('alerts.nowIs', { value: words.value(rule.condition, value) })}{' '}
              {values.length === 0
                ? t('alerts.noPast')
                : firings.length === 0
                  ? t('alerts.wouldNot')
                  : t('alerts.wouldHave', { count: firings.length, duration: format.duration(ms) })}{' '}
              {values.length > 0 && !complete && t('alerts.counted')}
            </p>
            {values.length > 0 && <PreviewChart preview={preview} rule={rule} />}
            {firings.length > 0 && (
              <ul aria-label={t('alerts.preview')} className="px-gutter pb-3">
                {firings
                  .slice(-SHOWN)
                  .toReversed()
                  .map(({ from, to, peak }) => (
                    <li key={from} className="num flex min-h-7 items-center gap-4 border-t border-line text-sm">
                      <span className="flex-1">{format.dateTime(from)}</span>
                      <span className="text-fg-2">
                        {to === null ? t('alerts.still') : format.duration(Date.parse(to) - Date.parse(from))}
                      </span>
                      <span className="w-20 text-right font-name">{words.value(rule.condition, peak)}</span>
                    </li>
                  ))}
              </ul>
            )}
          </div>
        )
      }}
    </Loaded>
  )
}

/** The rule as it was a moment ago: typing a number asks the server once. */
function useSettled(rule: PutAlert | null): PutAlert | null {
  const [settled, setSettled] = useState(rule)
  const key = JSON.stringify(rule)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(key) as PutAlert | null), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [key])
  return settled
}
