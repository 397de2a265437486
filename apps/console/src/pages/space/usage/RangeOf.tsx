import type { Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { usageQuery } from '../../../api/usage.ts'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { RangeControl } from '../../../components/range/RangeControl.tsx'
import { useRangeText } from '../../../components/range/useRangeText.ts'
import { useSpan } from '../../../components/range/useSpan.ts'
import { useLanguage, useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { spanOf } from '../../../navigation/range.ts'
import { USAGE_RANGES, type UsageRange } from '../../../navigation/search/space.ts'
import { Section } from '../../../ui/Section.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { colorsOf } from './colors.ts'
import { CsvLink } from './CsvLink.tsx'
import { DayBars } from './DayBars.tsx'
import { OpenSuspensions } from './Suspensions.tsx'
import { timesIn } from './timesIn.ts'
import { UsageStrip } from './UsageStrip.tsx'
import { UsageTable } from './UsageTable.tsx'

const HOUR_MS = 3_600_000
/** Days would be too few bars for less. */
const BY_DAY_FROM_MS = 72 * HOUR_MS

interface RangeProps {
  space: Space
  range: UsageRange
}

/** Which stretch of time is shown, its CSV, and the way back to months. */
export function RangeActions({ space, range, onRange }: RangeProps & { onRange(range: UsageRange): void }) {
  const { t } = useTranslation()
  const { from, to } = useSpan(range)
  return (
    <>
      <LinkButton {...paths.usage(space.name)}>{t('usage.byMonth')}</LinkButton>
      <RangeControl value={range} presets={USAGE_RANGES} onChange={onRange} />
      <CsvLink space={space} from={from} to={to} />
    </>
  )
}

/** What a space used from one moment to another. Free tiers, forecasts and statements are of months only. */
export function RangeOf({ space, range }: RangeProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const rangeText = useRangeText()(range)
  const { from, to } = useSpan(range)
  const span = spanOf(range, 0)
  const byHour = span.to - span.from < BY_DAY_FROM_MS
  const usage = useQuery(usageQuery(space.name, { from, to }, 'function'))
  const bars = useQuery(usageQuery(space.name, { from, to }, byHour ? 'hour' : 'functionDay'))
  const priced = usage.data?.currency != null
  return (
    <>
      <OpenSuspensions space={space.name} />
      <Loaded query={usage} skeleton={<SkeletonRows rows={2} />}>
        {(used) => (
          <UsageStrip usage={used} before={undefined} statement={undefined} budget={null} wholeMonth={false} />
        )}
      </Loaded>
      <Section
        title={byHour ? t('usage.perHour') : t(priced ? 'usage.costPerDay' : 'usage.perDay')}
        note={byHour ? undefined : t('usage.byFunction')}
      >
        <Loaded query={bars} skeleton={<SkeletonRows rows={3} />}>
          {(used) => {
            const times = timesIn(used, byHour)
            return <DayBars usage={used} times={times} feet={feetOf(language, times)} colors={colorsOf(usage.data)} />
          }}
        </Loaded>
      </Section>
      <Section ruled title={t('shell.functions')} note={t('usage.functionsNote', { month: rangeText })}>
        <Loaded query={usage} skeleton={<SkeletonRows rows={3} />}>
          {(used) => <UsageTable usage={used} before={undefined} statement={undefined} space={space.name} />}
        </Loaded>
      </Section>
    </>
  )
}

/** Labels of the first, the middle and the last time. */
function feetOf(language: string, times: readonly string[]): string[] {
  const day = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const
  const byDay = new Intl.DateTimeFormat(language, day)
  const byHour = new Intl.DateTimeFormat(language, { ...day, hour: '2-digit', minute: '2-digit' })
  const shown = [times[0], times[Math.ceil(times.length / 2) - 1], times.at(-1)]
  return shown.flatMap((time) =>
    time === undefined ? [] : (time.includes('T') ? byHour : byDay).format(new Date(time)),
  )
}
