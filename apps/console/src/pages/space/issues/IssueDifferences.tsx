import type { IssueDetail } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { differencesQuery } from '../../../api/invocations.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { formatQuery } from '../../../ui/query.ts'
import { Section } from '../../../ui/Section.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { DifferenceRows } from '../../function/invocations/DifferenceRows.tsx'

/** How long before the last failure it looks. */
const LOOK_BACK_MS = 24 * 3_600_000
const SHOWN = 5

/** What the calls of an issue have in common that other calls of the function have not. */
export function IssueDifferences({ space, issue }: { space: string; issue: IssueDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  const last = Date.parse(issue.lastSeen)
  const filter = {
    issue: issue.id,
    from: new Date(last - LOOK_BACK_MS).toISOString(),
    to: new Date(last + 60_000).toISOString(),
  }
  const query = useQuery(differencesQuery({ space, fn: issue.function }, filter, { these: 'issue' }))
  return (
    <Section ruled title={t('fn.invocations.differentTitle.issue')}>
      <Loaded query={query} skeleton={<SkeletonRows rows={3} />}>
        {({ items, these, rest, alike }) => (
          <div className="px-gutter pb-3">
            {items.length > 0 && rest.calls > 0 ? (
              <DifferenceRows
                items={items.slice(0, SHOWN)}
                onFilter={(token) => {
                  const q = formatQuery({ tokens: [{ key: 'issue', value: issue.id }, token], text: '' })
                  void navigate(paths.invocations(space, issue.function, { q, range: '24h' }))
                }}
              />
            ) : (
              <p className="text-fg-2">
                {rest.calls === 0 ? t('fn.invocations.noneElse') : t('fn.invocations.allAlike', { count: alike })}
              </p>
            )}
            <p className="num pt-2 text-sm text-fg-3">
              {t('fn.invocations.compared', {
                these: `${format.number(these.calls)}${these.sampled ? '+' : ''}`,
                rest: `${format.number(rest.calls)}${rest.sampled ? '+' : ''}`,
              })}
            </p>
          </div>
        )}
      </Loaded>
    </Section>
  )
}
