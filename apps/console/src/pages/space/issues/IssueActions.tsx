import type { Issue } from '@alcove/contract'
import { Check, ChevronDown, EyeOff, RotateCcw, UserPlus } from 'lucide-react'
import type { ReactNode } from 'react'
import { membersQuery } from '../../../api/access.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/Menu.tsx'
import { forDay, type IssueChanges } from './useIssueChanges.ts'

const icon = { size: 15 } as const
const MORE_CALLS = 100

interface IssueActionsProps {
  space: string
  /** All of one status. */
  issues: readonly Issue[]
  changes: IssueChanges
  size?: 'sm'
}

/** Buttons for one issue or for several. */
export function IssueActions({ space, issues, changes, size }: IssueActionsProps) {
  const { t } = useTranslation()
  const { resolve, ignore, reopen, denied, pending } = changes
  const shared = { disabledReason: denied, pending, size } as const
  // The versions of several functions have nothing in common. An issue of the draft only is in none.
  const newest = issues.length === 1 ? Math.max(...issues[0]!.versions) : 0
  return (
    <>
      {issues.every(({ status }) => status === 'open') ? (
        <>
          <Choice {...shared} variant="primary" icon={<Check {...icon} />} label={t('issues.resolve')}>
            {issues.length > 1 && (
              <MenuItem onSelect={() => resolve(issues, 'next')}>{t('issues.resolveEach')}</MenuItem>
            )}
            {newest > 0 && (
              <>
                <MenuItem onSelect={() => resolve(issues, newest + 1)}>
                  {t('issues.resolveLater', { version: newest + 1 })}
                </MenuItem>
                <MenuItem onSelect={() => resolve(issues, newest)}>
                  {t('issues.resolveThis', { version: newest })}
                </MenuItem>
              </>
            )}
            <MenuItem onSelect={() => resolve(issues, null)}>{t('issues.resolveNow')}</MenuItem>
          </Choice>
          <Choice {...shared} icon={<EyeOff {...icon} />} label={t('issues.ignore')}>
            <MenuItem onSelect={() => ignore(issues, forDay())}>{t('issues.ignoreDay')}</MenuItem>
            <MenuItem onSelect={() => ignore(issues, { ignoredCalls: MORE_CALLS })}>
              {t('issues.ignoreMore', { count: MORE_CALLS })}
            </MenuItem>
            <MenuItem onSelect={() => ignore(issues, {})}>{t('issues.ignoreAlways')}</MenuItem>
          </Choice>
        </>
      ) : (
        <Button {...shared} icon={<RotateCcw {...icon} />} onClick={() => reopen(issues)}>
          {t('issues.reopen')}
        </Button>
      )}
      <Choice
        {...shared}
        icon={<UserPlus {...icon} />}
        label={(issues.length === 1 && issues[0]!.assignee) || t('issues.assign')}
      >
        <Assignees space={space} issues={issues} changes={changes} />
      </Choice>
    </>
  )
}

/** The members of the space, oneself first. */
function Assignees({ space, issues, changes: { assign, me } }: Omit<IssueActionsProps, 'size'>) {
  const { t } = useTranslation()
  const members = (useWholeList(membersQuery(space)).data ?? []).filter(({ state }) => state === 'active')
  const others = members.map(({ email }) => email).filter((email) => email !== me)
  const choose = (assignee: string | null) => () => assign(issues, assignee)
  return (
    <>
      {me !== undefined && <MenuItem onSelect={choose(me)}>{t('issues.assignMe')}</MenuItem>}
      {others.map((email) => (
        <MenuItem key={email} onSelect={choose(email)}>
          {email}
        </MenuItem>
      ))}
      {issues.some(({ assignee }) => assignee !== null) && (
        <>
          <MenuSeparator />
          <MenuItem onSelect={choose(null)}>{t('issues.unassign')}</MenuItem>
        </>
      )}
    </>
  )
}

interface ChoiceProps {
  label: string
  icon: ReactNode
  variant?: 'primary'
  size?: 'sm' | undefined
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
