import type { AuditVerification } from '@alcove/contract'
import type { UseQueryResult } from '@tanstack/react-query'
import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { ErrorView } from '../../components/ErrorView.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { said } from '../../i18n/said.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Notice } from '../../ui/Notice.tsx'

/** What checking the chain found; nothing until someone asks. */
export function Verification({ query }: { query: UseQueryResult<AuditVerification> }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (query.error) return <ErrorView error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return null
  const { intact, checked, faults, head } = query.data
  if (intact) {
    const end = head === null ? '' : `${head.seq}:${head.hash}`
    return (
      <Notice
        tone="info"
        icon={<ShieldCheck size={15} />}
        title={t('audit.intact', { count: checked, number: format.number(checked) })}
        actions={head && <CopyButton text={end} />}
      >
        {head && (
          <>
            {t('audit.head')} <span className="mono wrap-anywhere">{end}</span>
          </>
        )}
      </Notice>
    )
  }
  return (
    <Notice tone="danger" icon={<ShieldAlert size={15} />} title={t('audit.broken', { count: faults.length })}>
      {faults.map(({ seq, message }) => (
        <span key={seq} className="num block">
          #{seq}: {said(message)}
        </span>
      ))}
    </Notice>
  )
}
