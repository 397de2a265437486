import type { IssueDetail, PatchIssue, Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Check, ChevronDown, EyeOff, RotateCcw, UserPlus } from 'lucide-react'
import type { ReactNode } from 'react'
import { serverNow } from '../../../clock.ts'
import { issuesKey, patchIssue } from '../../../api/issues.ts'
import { meQuery } from '../../../api/session.ts'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { Menu, MenuItem } from '../../../ui/Menu.tsx'

const icon = { size: 15 } as const
const DAY_MS = 24 * 3_600_000
const MORE_CALLS = 100

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
  // An issue of the draft only is in no version.
  const newest = Math.max(...issue.versions)
  const mine = me !== undefined && issue.assignee === me.email
  const resolve = (resolvedIn: number | null) => change.mutate({ status: 'resolved', resolvedIn })
  const ignore = (until: Pick<PatchIssue, 'ignoredUntil' | 'ignoredCalls'>) =>
    change.mutate({ status: 'ignored', ...until })
  const shared = { disabledReason: denied, pending: change.isPending } as const
  return (
    <div className="flex flex-wrap gap-2 border-b border-line px-gutter pb-3">
      {issue.status === 'open' ? (
        <>
          <Choice {...shared} variant="primary" icon={<Check {...icon} />} label={t('issues.resolve')}>
            {newest > 0 && (
              <>
                <MenuItem onSelect={() => resolve(newest + 1)}>
                  {t('issues.resolveLater', { version: newest + 1 })}
                </MenuItem>
                <MenuItem onSelect={() => resolve(newest)}>{t('issues.resolveThis', { version: newest })}</MenuItem>
              </>
            )}
            <MenuItem onSelect={() => resolve(null)}>{t('issues.resolveNow')}</MenuItem>
          </Choice>
          <Choice {...shared} icon={<EyeOff {...icon} />} label={t('issues.ignore')}>
            <MenuItem onSelect={() => ignore({ ignoredUntil: new Date(serverNow() + DAY_MS).toISOString() })}>
              {t('issues.ignoreDay')}
            </MenuItem>
            <MenuItem onSelect={() => ignore({ ignoredCalls: MORE_CALLS })}>
              {t('issues.ignoreMore', { count: MORE_CALLS })}
            </MenuItem>
            <MenuItem onSelect={() => ignore({})}>{t('issues.ignoreAlways')}</MenuItem>
          </Choice>
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

interface ChoiceProps {
  label: string
  icon: ReactNode
  variant?: 'primary'
  disabledReason: string | null | undefined
  pending: boolean
  children: ReactNode
}

/** A button with a menu; without the right to use it, the button alone says so. */
function Choice({ label, children, ...rest }: ChoiceProps) {
  const button = (
    <Button {...rest}>
      {label}
      <ChevronDown size={13} />
    </Button>
  )
  return rest.disabledReason ? (
    button
  ) : (
    <Menu align="start" trigger={button}>
      {children}
    </Menu>
  )
}
