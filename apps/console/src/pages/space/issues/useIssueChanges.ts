import type { Issue, PatchIssue, Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { issuesKey, patchIssues } from '../../../api/issues.ts'
import { meQuery } from '../../../api/session.ts'
import { serverNow } from '../../../clock.ts'
import { toast } from '../../../components/toast.ts'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'

const DAY_MS = 24 * 3_600_000

interface Change {
  issues: readonly Issue[]
  patch: PatchIssue
}

/** What can be done to issues: by the buttons of one or of several, and by keys. */
export function useIssueChanges(space: Space, onDone?: () => void) {
  const { t } = useTranslation()
  const denied = useDenied(space)('functions:write')
  const me = useQuery(meQuery).data?.email ?? undefined
  const send = ({ issues, patch }: Change) => patchIssues(space.name, { ...patch, issues: issues.map(({ id }) => id) })
  const options = {
    run: send,
    done: (_: unknown, { issues, patch: { status } }: Change) =>
      status === undefined
        ? t('issues.assigned')
        : t('issues.changed', { count: issues.length, status: t(`issues.status.${status}`) }),
    invalidates: [issuesKey(space.name)],
    onDone,
  }
  const settle = useChange({
    ...options,
    undo: (_: unknown, { issues }: Change) => send({ issues, patch: { status: 'open' } }),
  })
  const change = useChange(options)
  const isMine = (issues: readonly Issue[]) => issues.every(({ assignee }) => assignee === me)
  const actions = {
    resolve: (issues: readonly Issue[], resolvedIn: PatchIssue['resolvedIn']) =>
      settle.mutate({ issues, patch: { status: 'resolved', resolvedIn } }),
    ignore: (issues: readonly Issue[], until: Pick<PatchIssue, 'ignoredUntil' | 'ignoredCalls'>) =>
      settle.mutate({ issues, patch: { status: 'ignored', ...until } }),
    reopen: (issues: readonly Issue[]) => change.mutate({ issues, patch: { status: 'open' } }),
    assign: (issues: readonly Issue[], assignee: string | null) => change.mutate({ issues, patch: { assignee } }),
  }
  /** False for other keys than those of issues. */
  const onKey = (key: string, issues: readonly Issue[]): boolean => {
    const open = issues.every(({ status }) => status === 'open')
    const run = {
      r: open && (() => actions.resolve(issues, 'next')),
      i: open && (() => actions.ignore(issues, forDay())),
      // To oneself; what is one's own already, to nobody.
      a: me !== undefined && (() => actions.assign(issues, isMine(issues) ? null : me)),
    }[key]
    if (!run) return false
    if (denied === null) run()
    else toast.message(denied)
    return true
  }
  return { ...actions, onKey, me, denied, pending: settle.isPending || change.isPending }
}

export type IssueChanges = ReturnType<typeof useIssueChanges>

export const forDay = () => ({ ignoredUntil: new Date(serverNow() + DAY_MS).toISOString() })
