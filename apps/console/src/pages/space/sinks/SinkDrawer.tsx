import type { Sink, Space } from '@alcove/contract'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { deleteSink, sinksKey } from '../../../api/sinks.ts'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { ConfirmByName } from '../../../ui/ConfirmByName.tsx'
import { Drawer } from '../../../ui/Drawer.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Marker } from '../../../ui/StatusMark.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { Delivery } from './Delivery.tsx'
import { SinkForm } from './SinkForm.tsx'
import { LOOK } from './stateLook.ts'

interface SinkDrawerProps {
  space: Space
  /** Null: a new one. */
  sink: Sink | null
  /** The names of all sinks. */
  names: readonly string[]
  onClose(): void
  onSaved(name: string): void
}

/** How far a sink is, and its settings. */
export function SinkDrawer({ space, sink, names, onClose, onSaved }: SinkDrawerProps) {
  const { t } = useTranslation()
  const [deleting, setDeleting] = useState(false)
  const denied = useDenied(space)('sinks:write')
  const remove = useChange({
    run: () => deleteSink(space.name, sink!.name),
    invalidates: [sinksKey(space.name)],
    done: () => t('sinks.deleted', { name: sink!.name }),
    onDone: onClose,
  })
  return (
    <Drawer
      label={t('sinks.sink')}
      onClose={onClose}
      title={
        <>
          {sink && <Marker {...LOOK[sink.state]} />}
          <h2 className="cut text-alias font-heading">{sink?.name ?? t('sinks.new')}</h2>
          {sink && <Tag>{t(`sinks.types.${sink.type}`)}</Tag>}
          {sink && (
            <span className={`text-sm whitespace-nowrap ${LOOK[sink.state].text}`}>
              {t(`sinks.states.${sink.state}`)}
            </span>
          )}
        </>
      }
      actions={
        sink && (
          <IconButton
            size="sm"
            label={t('sinks.delete')}
            disabledReason={denied}
            icon={<Trash2 size={15} />}
            onClick={() => setDeleting(true)}
          />
        )
      }
    >
      {sink && <Delivery space={space} sink={sink} />}
      <SinkForm space={space} sink={sink} names={names} onSaved={onSaved} onClose={onClose} />
      {sink && (
        <ConfirmByName
          open={deleting}
          onClose={() => setDeleting(false)}
          onConfirm={() => remove.mutate(undefined)}
          pending={remove.isPending}
          title={t('sinks.deleteTitle', { name: sink.name })}
          name={sink.name}
          losses={[t('sinks.deleteLoss')]}
        />
      )}
    </Drawer>
  )
}
