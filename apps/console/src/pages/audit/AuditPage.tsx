import { useInfiniteQuery } from '@tanstack/react-query'
import { ScrollText } from 'lucide-react'
import { auditQuery } from '../../api/audit.ts'
import { Loaded } from '../../components/Loaded.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { AuditTable } from './AuditTable.tsx'

export default function AuditPage() {
  const { t } = useTranslation()
  const query = useInfiniteQuery(auditQuery)
  return (
    <>
      <PageHeader title={t('shell.audit')}>
        <span className="pt-1 text-sm text-fg-3 narrow:hidden">{t('audit.lead')}</span>
      </PageHeader>
      <div className="border-t border-line">
        <Loaded query={query}>
          {(entries) =>
            entries.length === 0 ? (
              <EmptyState icon={<ScrollText size={16} />} title={t('audit.none')}>
                {t('audit.noneDetail')}
              </EmptyState>
            ) : (
              <AuditTable entries={entries} pages={query} />
            )
          }
        </Loaded>
      </div>
    </>
  )
}
