import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { quotaQuery } from '../../api/quotas.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { Loaded } from '../Loaded.tsx'
import { usePermission } from '../usePermission.ts'
import { QuotaDialog } from './QuotaDialog.tsx'
import { QuotaTable } from './QuotaTable.tsx'
import { SuspensionNotice } from './SuspensionNotice.tsx'

/** The limits of a function, or of a space if none is named, with what is used of each. */
export function QuotaSection({ space, fn }: { space: string; fn?: string }) {
  const { t } = useTranslation()
  const query = useQuery(quotaQuery(space, fn))
  const reason = usePermission(space)('quotas:write')
  const [editing, setEditing] = useState(false)
  const { data } = query
  return (
    <Section
      ruled
      title={t('usage.quotas')}
      note={t(fn === undefined ? 'usage.ofSpace' : 'usage.ofFunction')}
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
            {quota.suspension && <SuspensionNotice space={space} fn={fn} suspension={quota.suspension} />}
            {Object.keys(quota.used).length === 0 ? (
              <p className="px-gutter pb-4 text-fg-2">
                {t(fn === undefined ? 'usage.noneSpace' : 'usage.noneFunction')}
              </p>
            ) : (
              <QuotaTable quota={quota} />
            )}
            {editing && <QuotaDialog space={space} fn={fn} quota={quota} onClose={() => setEditing(false)} />}
          </>
        )}
      </Loaded>
    </Section>
  )
}
