import type { Action, Space } from '@alcove/contract'
import type { UseQueryResult } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { GoneDrawer } from '../../components/GoneDrawer.tsx'
import { Loaded } from '../../components/Loaded.tsx'
import { useDenied } from '../../components/useDenied.ts'
import { Button } from '../../ui/Button.tsx'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { DrawerSpace } from '../../ui/Drawer.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { SpacePage } from './SpacePage.tsx'

/** No item can have this name: it opens the form for one that is not there yet. */
const NEW = '+'

interface Drawn<Item> {
  space: Space
  /** Null: a new one. */
  item: Item | null
  names: string[]
  onClose(): void
  onSaved(name: string): void
}

interface NamedItemsProps<Item> {
  /** The name of the open one, as in the address. */
  open: string | undefined
  onOpen(name?: string): void
  /** Reads the items of the space. */
  useItems(space: string): Pick<UseQueryResult<readonly Item[]>, 'data' | 'error' | 'refetch'>
  /** What makes a new one, and the right it needs. */
  create: { label: string; needs: Action }
  none: { icon: ReactNode; title: string; hint: string; example: { path: string; body: string } }
  /** @param tight a drawer is open beside it */
  table(items: readonly Item[], tight: boolean): ReactNode
  drawer(drawn: Drawn<Item> & { key: string }): ReactNode
  /** Under the table. */
  more?(space: Space): ReactNode
}

/** A tab of a space with things that have names: their table, and one of them, or a new one, in a drawer beside it. */
export function NamedItems<Item extends { name: string }>({ create, onOpen, ...list }: NamedItemsProps<Item>) {
  return (
    <SpacePage actions={(space) => <NewButton space={space} create={create} onClick={() => onOpen(NEW)} />}>
      {(space) => <List space={space} onOpen={onOpen} {...list} />}
    </SpacePage>
  )
}

interface NewButtonProps {
  space: Space
  create: NamedItemsProps<never>['create']
  onClick(): void
}

function NewButton({ space, create, onClick }: NewButtonProps) {
  return (
    <Button
      variant="primary"
      icon={<Plus size={15} />}
      disabledReason={useDenied(space)(create.needs)}
      onClick={onClick}
    >
      {create.label}
    </Button>
  )
}

function List<Item extends { name: string }>(props: Omit<NamedItemsProps<Item>, 'create'> & { space: Space }) {
  const { space, open, onOpen, useItems, none, table, drawer, more } = props
  const query = useItems(space.name)
  return (
    <Loaded query={query} skeleton={<SkeletonRows tall />}>
      {(items) => {
        const item = items.find(({ name }) => name === open) ?? null
        const exists = item !== null || open === NEW
        const names = items.map(({ name }) => name)
        const drawn = { key: open ?? '', space, item, names, onClose: () => onOpen(), onSaved: onOpen }
        return (
          <DrawerSpace
            drawer={open !== undefined && (exists ? drawer(drawn) : <GoneDrawer name={open} onClose={drawn.onClose} />)}
            width={560}
          >
            {items.length === 0 ? <None space={space.name} {...none} /> : table(items, open !== undefined)}
            {more?.(space)}
          </DrawerSpace>
        )
      }}
    </Loaded>
  )
}

/** Says what they are for, and how to make one by the API. */
function None({ space, icon, title, hint, example }: NamedItemsProps<never>['none'] & { space: string }) {
  const code = [
    `curl -X PUT ${window.location.origin}/api/v1/spaces/${space}/${example.path} \\`,
    '  -H "Authorization: Bearer $ALCOVE_API_KEY" -H "Content-Type: application/json" \\',
    `  -d '${example.body}'`,
  ]
  return (
    <EmptyState icon={icon} title={title} example={<CodeBlock boxed code={code.join('\n')} />}>
      {hint}
    </EmptyState>
  )
}
