import type { Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight, Download } from 'lucide-react'
import { statementCsvUrl, statementQuery, usageQuery } from '../../../api/usage.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { QuotaSection } from '../../../components/quota/QuotaSection.tsx'
import { useLanguage, useTranslation } from '../../../i18n/index.ts'
import { buttonClass } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Section } from '../../../ui/Section.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { SpacePage } from '../SpacePage.tsx'
import { DayBars } from './DayBars.tsx'
import { OpenSuspensions, Suspensions } from './Suspensions.tsx'
import { UsageStrip } from './UsageStrip.tsx'
import { UsageTable } from './UsageTable.tsx'

const page = getRouteApi('/shell/s/$space/usage')

export default function UsageTab() {
  return (
    <SpacePage actions={(space) => <MonthActions space={space} />}>{(space) => <MonthOf space={space} />}</SpacePage>
  )
}

const thisMonth = () => new Date().toISOString().slice(0, 7)

function shifted(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number - 1 + by)).toISOString().slice(0, 7)
}

function MonthActions({ space }: { space: Space }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const navigate = page.useNavigate()
  const { month = thisMonth() } = page.useSearch()
  const go = (by: number) => void navigate({ search: { month: shifted(month, by) } })
  const name = new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long', timeZone: 'UTC' })
  return (
    <>
      <span className="flex items-center">
        <IconButton icon={<ChevronLeft size={15} />} label={t('usage.monthBefore')} onClick={() => go(-1)} />
        <span className="min-w-28 text-center font-name">{name.format(new Date(`${month}-01T00:00:00Z`))}</span>
        <IconButton
          icon={<ChevronRight size={15} />}
          label={t('usage.monthAfter')}
          disabledReason={month >= thisMonth() && t('usage.thisMonth')}
          onClick={() => go(1)}
        />
      </span>
      <a className={buttonClass()} href={statementCsvUrl(space.name, month)} download>
        <Download size={15} />
        {t('usage.statement')}
      </a>
    </>
  )
}

function MonthOf({ space }: { space: Space }) {
  const { t } = useTranslation()
  const { month = thisMonth() } = page.useSearch()
  const usage = useQuery(usageQuery(space.name, month, 'function'))
  const days = useQuery(usageQuery(space.name, month, 'day'))
  const statement = useQuery(statementQuery(space.name, month))
  return (
    <>
      <OpenSuspensions space={space.name} />
      <Loaded query={usage} skeleton={<SkeletonRows rows={2} />}>
        {(used) => <UsageStrip usage={used} statement={statement.data} />}
      </Loaded>
      <QuotaSection space={space.name} />
      <Suspensions space={space.name} />
      <Section ruled title={t('usage.perDay')} note={t('usage.utc')}>
        <Loaded query={days} skeleton={<SkeletonRows rows={3} />}>
          {(used) => <DayBars usage={used} month={month} />}
        </Loaded>
      </Section>
      <Section ruled title={t('shell.functions')} note={t('usage.functionsNote')}>
        <Loaded query={usage} skeleton={<SkeletonRows rows={3} />}>
          {(used) => <UsageTable usage={used} space={space.name} />}
        </Loaded>
      </Section>
    </>
  )
}
