import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { functionQuotasQuery, quotaQuery, type QuotaPlace } from '../../api/quotas.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { Loaded } from '../Loaded.tsx'
import { useQuotaPermission } from './useQuotaPermission.ts'
import { QuotaDialog } from './QuotaDialog.tsx'
import { QuotaTable } from './QuotaTable.tsx'
import { SuspensionNotice } from './SuspensionNotice.tsx'

/** The limits of a space, a function, or what calls come by, with what is used of each. */
export function QuotaSection({ place }: { place: QuotaPlace }) {
  const { t } = useTranslation()
  const query = useQuery(quotaQuery(place))
  const reason = useQuotaPermission(place)
  const [editing, setEditing] = useState(false)
  const { data } = query
  const space = place.of === 'space' ? place.space : null
  const pages = useInfiniteQuery({ ...functionQuotasQuery(space ?? ''), enabled: space !== null })
  const functions = space !== null && pages.data ? { space, items: pages.data, pages } : undefined
  return (
    <Section
      ruled
      title={t('usage.quotas')}
      note={t(`usage.quotaOf.${place.of}`)}
      actions={
        data && (
          <Button size="sm" disabledReason={reason} onClick={() => setEditing(true)}>
            {t('usage.edit')}
          </Button>
        )
      }
    >
      <Loaded query={query} skeleton={<SkeletonRows rows={2} />}>
        {(quota) => (
          <>
            {/* Pages of a space lead with theirs. */}
            {space === null && quota.suspension && <SuspensionNotice place={place} suspension={quota.suspension} />}
            {Object.keys(quota.used).length === 0 && !functions?.items.length ? (
              <p className="px-gutter pb-4 text-fg-2">{t(`usage.noQuota.${place.of}`)}</p>
            ) : (
              <QuotaTable place={place} quota={quota} functions={functions} />
            )}
            {editing && <QuotaDialog place={place} quota={quota} onClose={() => setEditing(false)} />}
          </>
        )}
      </Loaded>
    </Section>
  )
}
