import type { QueryKey } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { ConfirmByName } from '../ui/ConfirmByName.tsx'
import { Drawer } from '../ui/Drawer.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { useChange } from './useChange.ts'

interface ItemDrawerProps {
  name: string
  /** Shown next to the name. */
  tags?: ReactNode
  /** Placed before the delete button. */
  actions: ReactNode
  deletion: {
    label: string
    /** Why it cannot be deleted; falsy when it can. */
    disabledReason: string | null | undefined | false
    run: () => Promise<unknown>
    invalidates: readonly QueryKey[]
    done: string
    /** The question, and what deleting loses. */
    title: string
    losses: readonly string[]
  }
  steps?: ComponentProps<typeof Drawer>['steps']
  onClose(): void
  children: ReactNode
}

/** A drawer next to a list: describes a named item, offers its actions, and deletes it after its name is typed. */
export function ItemDrawer({ name, tags, actions, deletion, steps, onClose, children }: ItemDrawerProps) {
  const [deleting, setDeleting] = useState(false)
  const remove = useChange({
    run: deletion.run,
    invalidates: deletion.invalidates,
    done: () => deletion.done,
    onDone: onClose,
  })
  return (
    <Drawer
      label={name}
      steps={steps}
      onClose={onClose}
      title={
        <>
          <h2 className="cut text-alias font-heading">{name}</h2>
          {tags}
        </>
      }
      actions={
        <>
          {actions}
          <IconButton
            size="sm"
            label={deletion.label}
            disabledReason={deletion.disabledReason}
            icon={<Trash2 size={15} />}
            onClick={() => setDeleting(true)}
          />
        </>
      }
    >
      {children}
      <ConfirmByName
        open={deleting}
        onClose={() => setDeleting(false)}
        onConfirm={() => remove.mutate(undefined)}
        pending={remove.isPending}
        title={deletion.title}
        name={name}
        losses={deletion.losses}
      />
    </Drawer>
  )
}
