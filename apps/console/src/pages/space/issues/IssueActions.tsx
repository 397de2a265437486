import type { IssueDetail, PatchIssue, Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Check, EyeOff, RotateCcw, UserPlus } from 'lucide-react'
import { issuesKey, patchIssue } from '../../../api/issues.ts'
import { meQuery } from '../../../api/session.ts'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'

const icon = { size: 15 } as const

export function IssueActions({ space, issue }: { space: Space; issue: IssueDetail }) {
  const { t } = useTranslation()
  const denied = useDenied(space)('functions:write')
  const me = useQuery(meQuery).data
  const change = useChange({
    run: (body: PatchIssue) => patchIssue(space.name, issue.id, body),
    done: (after: IssueDetail, body: PatchIssue) =>
      body.status === undefined
        ? t('issues.assigned')
        : t('issues.changed', { status: t(`issues.status.${after.status}`) }),
    invalidates: [issuesKey(space.name)],
  })
  // An issue of the draft only is reopened by any later call.
  const newest = Math.max(...issue.versions)
  const next = newest > 0 ? newest + 1 : null
  const mine = me !== undefined && issue.assignee === me.email
  const shared = { disabledReason: denied, pending: change.isPending } as const
  return (
    <div className="flex flex-wrap gap-2 border-b border-line px-gutter pb-3">
      {issue.status === 'open' ? (
        <>
          <Button
            {...shared}
            variant="primary"
            icon={<Check {...icon} />}
            onClick={() => change.mutate({ status: 'resolved', resolvedIn: next })}
          >
            {next === null ? t('issues.resolve') : t('issues.resolveNext', { version: next })}
          </Button>
          <Button {...shared} icon={<EyeOff {...icon} />} onClick={() => change.mutate({ status: 'ignored' })}>
            {t('issues.ignore')}
          </Button>
        </>
      ) : (
        <Button {...shared} icon={<RotateCcw {...icon} />} onClick={() => change.mutate({ status: 'open' })}>
          {t('issues.reopen')}
        </Button>
      )}
      {me && (
        <Button
          {...shared}
          icon={<UserPlus {...icon} />}
          onClick={() => change.mutate({ assignee: mine ? null : me.email })}
        >
          {mine ? t('issues.unassign') : t('issues.assignMe')}
        </Button>
      )}
    </div>
  )
}
