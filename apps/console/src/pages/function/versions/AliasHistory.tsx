import type { Alias } from '@alcove/contract'
import { History, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { said, saidActor } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Popover } from '../../../ui/Popover.tsx'
import { useFunctionParams } from '../params.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { moveNeeds, targetText } from './targets.ts'
import { useDeleteAlias } from './useDeleteAlias.ts'
import { useRollback } from './useRollback.ts'

/** The earlier targets of an alias, each with a way back. */
export function AliasHistory({ alias }: { alias: Alias }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { space, fn } = useFunctionParams()
  const [open, setOpen] = useState(false)
  const reason = usePermission(space)(moveNeeds(alias))
  const rollback = useRollback(space, fn)
  const remove = useDeleteAlias(space, fn)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      title={t('fn.aliases.history', { alias: alias.name })}
      className="w-96 max-w-[calc(100vw-24px)]"
      trigger={
        <IconButton size="sm" label={t('fn.aliases.history', { alias: alias.name })} icon={<History size={14} />} />
      }
    >
      <ol className="max-h-72 overflow-y-auto">
        {alias.history.map((entry, index) => (
          <li key={entry.id} className="flex min-h-9 items-center gap-2 border-t border-line py-1">
            <span className="min-w-0 flex-1">
              <span className="flex items-baseline gap-2">
                <span className="mono num shrink-0">{targetText(entry)}</span>
                <span className="cut flex-1 text-right text-sm text-fg-3">{entry.by && saidActor(entry.by)}</span>
                <span className="shrink-0 text-sm text-fg-3">{format.ago(entry.at)}</span>
              </span>
              {entry.reason && <span className="block text-sm text-fg-2">{said(entry.reason)}</span>}
            </span>
            {index === 0 ? (
              <span className="px-2 text-sm text-fg-3">{t('fn.aliases.now')}</span>
            ) : (
              <Button
                size="sm"
                disabledReason={reason}
                pending={rollback.isPending}
                onClick={() => {
                  rollback.mutate({ alias, to: entry.id })
                  setOpen(false)
                }}
              >
                {t('fn.aliases.rollBack')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      <div className="-mx-3 -mb-3 border-t border-line bg-sunken px-3 py-2">
        <Button
          size="sm"
          variant="danger"
          icon={<Trash2 size={13} />}
          disabledReason={
            reason ??
            (alias.usedBy[0] !== undefined && t('fn.aliases.inUse', { alias: alias.name, trigger: alias.usedBy[0] }))
          }
          onClick={() => {
            remove.mutate(alias)
            setOpen(false)
          }}
        >
          {t('fn.aliases.delete')}
        </Button>
      </div>
    </Popover>
  )
}
