import { INVOCATION_STATUSES } from '@alcove/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { every } from '../../../api/every.ts'
import { invocationsQuery } from '../../../api/invocations.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { saidFailure } from '../../../i18n/said.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Section } from '../../../ui/Section.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { StatusMark } from '../../../ui/StatusMark.tsx'
import { Table } from '../../../ui/Table.tsx'
import { Time } from '../../../ui/Time.tsx'

const FAILURES = INVOCATION_STATUSES.filter((status) => status !== 'success')
const SHOWN = 8

export function LastFailures({ space, fn }: { space: string; fn: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const query = useInfiniteQuery({
    ...invocationsQuery(space, fn, { status: FAILURES }),
    refetchInterval: every(15_000),
  })
  return (
    <Section
      title={t('fn.overview.lastFailures')}
      actions={
        <Link {...paths.invocations(space, fn, { q: `status:${FAILURES.join(',')}` })} className="link text-sm">
          {t('fn.overview.viewAll')}
        </Link>
      }
    >
      <Loaded query={query} skeleton={<SkeletonRows rows={3} />}>
        {(failures) => {
          const calls = failures.slice(0, SHOWN)
          if (calls.length === 0)
            return <p className="border-t border-line px-gutter py-3 text-fg-2">{t('fn.overview.noFailures')}</p>
          return (
            <div className="border-t border-line">
              <Table
                label={t('fn.overview.lastFailures')}
                rows={calls}
                rowKey={(call) => call.id}
                onOpen={(call) => void navigate(paths.invocations(space, fn, { id: call.id }))}
                columns={[
                  {
                    id: 'status',
                    header: t('fn.invocations.status'),
                    narrow: 'lead',
                    cell: ({ status }) => <StatusMark status={status}>{t(`status.${status}`)}</StatusMark>,
                  },
                  {
                    id: 'version',
                    header: t('fn.invocations.version'),
                    cell: ({ version }) => (
                      <span className="mono">{version === null ? t('fn.versions.draft') : `v${version}`}</span>
                    ),
                  },
                  {
                    id: 'result',
                    header: t('fn.invocations.result'),
                    width: '99%',
                    className: 'wide:max-w-0',
                    narrow: 'sub',
                    cell: ({ summary }) => <div className="cut">{saidFailure(summary)}</div>,
                  },
                  {
                    id: 'at',
                    header: <span className="block text-right">{t('fn.overview.when')}</span>,
                    narrow: 'trail',
                    cell: ({ startedAt }) => <Time at={startedAt} className="block text-right text-sm text-fg-2" />,
                  },
                ]}
              />
            </div>
          )
        }}
      </Loaded>
    </Section>
  )
}
