import type { DeadLetterGroup, Space, TaskQueue } from '@alcove/contract'
import { MoreHorizontal, RotateCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { countDead } from '../../../components/tasks/count-dead.ts'
import { DeadLettersTable, groupKey } from '../../../components/tasks/DeadLettersTable.tsx'
import { EndDialog } from '../../../components/tasks/EndDialog.tsx'
import { RedriveDialog } from '../../../components/tasks/RedriveDialog.tsx'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Menu, MenuItem } from '../../../ui/Menu.tsx'
import { Section } from '../../../ui/Section.tsx'
import { useNarrow } from '../../../ui/useNarrow.ts'
import type { TasksFilter } from '../../../components/tasks/task-filter.ts'

interface DeadLettersSectionProps {
  space: Space
  queues: readonly TaskQueue[]
  /** The most frequent ones. */
  groups: readonly DeadLetterGroup[]
  filter: TasksFilter
  onFilter(change: TasksFilter): void
}

const icon = { size: 14 } as const

/** Dead letters by error. The open group, or all of them, can be run again or deleted. */
export function DeadLettersSection({ space, queues, groups, filter, onFilter }: DeadLettersSectionProps) {
  const { t } = useTranslation()
  const denied = useDenied(space)('functions:write')
  const narrow = useNarrow()
  const [asking, setAsking] = useState<'redrive' | 'purge' | null>(null)
  const chosen = groups.find(({ function: fn, errorKey }) => fn === filter.fn && errorKey === filter.error)
  const all = countDead(queues, groups)
  const count = chosen?.count ?? all
  // Where all are of one function, a version can be chosen for them.
  const functions = new Set([...groups, ...queues.filter(({ dead }) => dead > 0)].map((one) => one.function))
  const fn = chosen?.function ?? (functions.size === 1 ? groups[0]?.function : undefined)
  const dialog = {
    space: space.name,
    count,
    filter: {
      state: ['dead' as const],
      ...(fn !== undefined && { function: fn }),
      ...(chosen && { error: chosen.errorKey }),
    },
    onClose: () => setAsking(null),
  }
  return (
    <Section
      title={t('tasks.shown.dead')}
      note={t('tasks.kept', { count: all })}
      actions={
        <>
          {!narrow && (
            <Button
              variant="ghost"
              size="sm"
              icon={<Trash2 {...icon} />}
              disabledReason={denied}
              onClick={() => setAsking('purge')}
            >
              {t('tasks.bulk.purgeAction')}
            </Button>
          )}
          <Button size="sm" icon={<RotateCw {...icon} />} disabledReason={denied} onClick={() => setAsking('redrive')}>
            {chosen ? t('tasks.bulk.redriveThese', { count }) : t('tasks.bulk.redriveAll', { count })}
          </Button>
          {narrow && (
            <Menu trigger={<IconButton size="sm" label={t('tasks.moreForDead')} icon={<MoreHorizontal size={15} />} />}>
              <MenuItem danger icon={<Trash2 size={15} />} disabledReason={denied} onSelect={() => setAsking('purge')}>
                {t('tasks.bulk.purgeAction')}
              </MenuItem>
            </Menu>
          )}
        </>
      }
    >
      <DeadLettersTable
        groups={groups}
        selected={chosen && groupKey(chosen)}
        onOpen={(group) =>
          onFilter(
            group === chosen
              ? { show: undefined, fn: undefined, error: undefined }
              : { show: 'dead', fn: group.function, error: group.errorKey },
          )
        }
      />
      {asking === 'redrive' && <RedriveDialog {...dialog} />}
      {asking === 'purge' && <EndDialog verb="purge" {...dialog} />}
    </Section>
  )
}
