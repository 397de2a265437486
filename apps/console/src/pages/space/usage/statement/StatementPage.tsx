import { STATEMENT_BY, type Space, type StatementBy } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ArrowLeft, Download, Printer } from 'lucide-react'
import { monthName, thisMonth } from '../../../../api/month.ts'
import { statementCsvUrl, statementQuery } from '../../../../api/usage.ts'
import { Loaded } from '../../../../components/Loaded.tsx'
import { LinkButton } from '../../../../components/LinkButton.tsx'
import { useLanguage, useTranslation } from '../../../../i18n/index.ts'
import { paths } from '../../../../navigation/paths.ts'
import { Button, buttonClass } from '../../../../ui/Button.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { SkeletonRows } from '../../../../ui/Skeleton.tsx'
import { SpacePage } from '../../SpacePage.tsx'
import { MonthPicker } from '../MonthActions.tsx'
import { StatementLines } from './StatementLines.tsx'
import { StatementSums } from './StatementSums.tsx'
import './print.css'

const page = getRouteApi('/shell/s/$space/statement')

/** What a space has to pay for a month: to read, to print, to take along. */
export default function StatementPage() {
  const { t } = useTranslation()
  const navigate = page.useNavigate()
  const { month = thisMonth(), by = 'function' } = page.useSearch()
  return (
    <SpacePage
      actions={() => (
        <>
          <MonthPicker month={month} onChange={(next) => void navigate({ search: { month: next, by } })} />
          <Button variant="primary" icon={<Printer size={15} />} onClick={() => window.print()}>
            {t('usage.bill.print')}
          </Button>
        </>
      )}
    >
      {(space) => (
        <Paper space={space} month={month} by={by} onGroup={(next) => void navigate({ search: { month, by: next } })} />
      )}
    </SpacePage>
  )
}

interface PaperProps {
  space: Space
  month: string
  by: StatementBy
  onGroup(by: StatementBy): void
}

function Paper({ space, month, by, onGroup }: PaperProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const query = useQuery(statementQuery(space.name, month, by))
  return (
    <article aria-labelledby="statement" className="printed max-w-[880px] px-gutter pb-8">
      <header className="flex flex-wrap items-start gap-x-4 gap-y-3 py-4">
        <div className="min-w-0 flex-1 narrow:basis-full">
          <h2 id="statement" className="text-title font-heading">
            {t('usage.bill.title', { space: space.name, month: monthName(language, month) })}
          </h2>
          <p className="text-fg-2">{query.data && t(query.data.final ? 'usage.bill.final' : 'usage.bill.soFar')}</p>
        </div>
        <div className="unprinted flex flex-wrap items-center gap-2">
          <LinkButton {...paths.usage(space.name, { month })} icon={<ArrowLeft size={15} />}>
            {t('shell.usage')}
          </LinkButton>
          <a className={buttonClass()} href={statementCsvUrl(space.name, month, by)} download>
            <Download size={15} />
            {t('usage.bill.csv')}
          </a>
          <Select
            size="md"
            label={t('usage.bill.groupBy')}
            value={by}
            options={STATEMENT_BY.map((value) => ({ value, label: t(`usage.bill.by.${value}`) }))}
            onChange={onGroup}
          />
        </div>
      </header>
      <Loaded query={query} skeleton={<SkeletonRows rows={6} />}>
        {(statement) => (
          <>
            <StatementSums statement={statement} />
            <StatementLines statement={statement} />
          </>
        )}
      </Loaded>
    </article>
  )
}
