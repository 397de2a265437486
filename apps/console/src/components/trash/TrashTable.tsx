import { RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { isApiError } from '../../api/error.ts'
import { useTranslation } from '../../i18n/index.ts'
import { saidActor } from '../../i18n/said.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Button } from '../../ui/Button.tsx'
import { ConfirmByName } from '../../ui/ConfirmByName.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { type Column, Table } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { TwoLines } from '../../ui/TwoLines.tsx'
import { useChange } from '../useChange.ts'
import { RestoreDialog } from './RestoreDialog.tsx'

interface Trashed {
  id: string
  name: string
  trashedAt: string
  trashedBy: string
  removedAt: string
}

interface Restored {
  name: string
  paused: readonly { function: string; trigger: string; reason: string }[]
}

interface TrashTableProps<Item extends Trashed> {
  label: string
  items: readonly Item[]
  /** What comes back with it. */
  note: (item: Item) => string
  /** What is gone once it is removed for good. */
  losses: readonly string[]
  denied: string | null
  restore: (id: string, name?: string) => Promise<Restored>
  remove: (id: string) => Promise<void>
  invalidates: readonly (readonly unknown[])[]
}

/** What was deleted in the last seven days, with a way back. */
export function TrashTable<Item extends Trashed>(props: TrashTableProps<Item>) {
  const { label, items, note, losses, denied, invalidates } = props
  const { t } = useTranslation()
  const format = useFormat()
  const [renaming, setRenaming] = useState<Item | null>(null)
  const [removing, setRemoving] = useState<Item | null>(null)
  const restore = useChange({
    run: ({ item, name }: { item: Item; name?: string | undefined }) => props.restore(item.id, name),
    invalidates,
    done: ({ name, paused }) =>
      paused.length === 0
        ? t('trash.restored', { name })
        : t('trash.restoredPaused', { name, triggers: paused.map(({ trigger }) => trigger).join(', ') }),
    onDone: () => setRenaming(null),
    // Another one has the name by now.
    handles: (error) => isApiError(error, 'AlreadyExists'),
  })
  const remove = useChange({
    run: (item: Item) => props.remove(item.id),
    invalidates,
    done: (_, item) => t('trash.removed', { name: item.name }),
    onDone: () => setRemoving(null),
  })
  const columns: Column<Item>[] = [
    {
      id: 'name',
      header: t('common.name'),
      narrow: 'lead',
      className: 'max-w-96',
      cell: (item) => <TwoLines note={note(item)}>{item.name}</TwoLines>,
    },
    {
      id: 'by',
      header: t('trash.by'),
      optional: true,
      className: 'text-fg-2',
      cell: (item) => saidActor(item.trashedBy),
    },
    {
      id: 'at',
      header: t('trash.at'),
      narrow: 'sub',
      className: 'text-fg-2',
      cell: (item) => <Time at={item.trashedAt} />,
    },
    {
      id: 'until',
      header: t('trash.until'),
      optional: true,
      className: 'text-fg-2',
      cell: (item) => format.dateTime(item.removedAt),
    },
    {
      id: 'actions',
      header: <span className="sr-only">{t('common.actions')}</span>,
      align: 'right',
      narrow: 'trail',
      cell: (item) => (
        <span className="inline-flex gap-1">
          <Button
            size="sm"
            icon={<RotateCcw size={13} />}
            disabledReason={denied}
            pending={restore.isPending && restore.variables.item.id === item.id}
            aria-label={t('trash.restoreThis', { name: item.name })}
            onClick={() =>
              restore.mutate({ item }, { onError: (error) => isApiError(error, 'AlreadyExists') && setRenaming(item) })
            }
          >
            {t('trash.restore')}
          </Button>
          <IconButton
            size="sm"
            label={t('trash.removeThis', { name: item.name })}
            icon={<Trash2 size={13} />}
            disabledReason={denied}
            onClick={() => setRemoving(item)}
          />
        </span>
      ),
    },
  ]
  return (
    <>
      <Table label={label} columns={columns} rows={items} rowKey={({ id }) => id} height={44} />
      {renaming && (
        <RestoreDialog
          name={renaming.name}
          taken={restore.isError && restore.variables?.name !== undefined ? restore.variables.name : renaming.name}
          pending={restore.isPending}
          onRestore={(name) => restore.mutate({ item: renaming, name })}
          onClose={() => setRenaming(null)}
        />
      )}
      <ConfirmByName
        open={removing !== null}
        onClose={() => setRemoving(null)}
        onConfirm={() => removing && remove.mutate(removing)}
        pending={remove.isPending}
        title={t('trash.removeThis', { name: removing?.name ?? '' })}
        name={removing?.name ?? ''}
        losses={losses}
      />
    </>
  )
}
