import { FilePath } from '@alcove/contract'
import { FilePlus } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import type { FileChange } from '../files/files.ts'
import { FileNameInput } from './FileNameInput.tsx'
import { FileRow } from './FileRow.tsx'
import { fileTree, type TreeNode } from './fileTree.ts'

interface FileTreeProps {
  paths: readonly string[]
  active: string | null
  /** Compared with the published code. */
  changes: ReadonlyMap<string, FileChange['kind']>
  readOnlyReason: string | undefined
  /** Next to "New file". */
  actions: React.ReactNode
  /** Files of the draft that are too large to show, by path. */
  omitted: ReadonlyMap<string, number>
  /** Between the files and the bottom: what else runs. */
  children?: React.ReactNode
  footer: React.ReactNode
  onOpen(path: string): void
  onCreate(path: string): void
  onRename(from: string, to: string): void
  onDelete(path: string): void
  /** Called when a zip is dropped here. */
  onDropZip(file: File): void
}

type Editing = { kind: 'new'; folder: string } | { kind: 'rename'; path: string } | null

interface VisibleRow {
  node: TreeNode
  level: number
}

export function FileTree(props: FileTreeProps) {
  const { paths, active, changes, readOnlyReason } = props
  const { t } = useTranslation()
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [editing, setEditing] = useState<Editing>(null)
  const [focused, setFocused] = useState<string | null>(null)
  const [over, setOver] = useState(false)
  const rows = visibleRows(fileTree([...paths, ...props.omitted.keys()]), closed)
  const stop = rows.some(({ node }) => node.path === focused) ? focused : (active ?? rows[0]?.node.path)

  const toggle = (path: string) =>
    setClosed((before) => {
      const after = new Set(before)
      if (!after.delete(path)) after.add(path)
      return after
    })
  const nameError = (name: string, own?: string) => {
    if (!FilePath.safeParse(name).success) return t('fn.files.badName')
    if (name !== own && (paths.includes(name) || props.omitted.has(name))) return t('fn.files.taken', { name })
    return null
  }
  const canChange = (node: TreeNode) => !readOnlyReason && node.kind === 'file' && !props.omitted.has(node.path)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if ((event.target as HTMLElement).getAttribute('role') !== 'treeitem') return
    const index = rows.findIndex(({ node }) => node.path === stop)
    const row = rows[index]
    if (!row) return
    const { node } = row
    const go = (to: number) => {
      const next = rows[Math.min(rows.length - 1, Math.max(0, to))]
      if (next) setFocused(next.node.path)
    }
    const open = node.kind === 'folder' && !closed.has(node.path)
    switch (event.key) {
      case 'ArrowDown':
        go(index + 1)
        break
      case 'ArrowUp':
        go(index - 1)
        break
      case 'Home':
        go(0)
        break
      case 'End':
        go(rows.length - 1)
        break
      case 'ArrowRight':
        if (open) go(index + 1)
        else if (node.kind === 'folder') toggle(node.path)
        break
      case 'ArrowLeft':
        if (open) toggle(node.path)
        else go(rows.findLastIndex((other, at) => at < index && other.level < row.level))
        break
      case 'Enter':
      case ' ':
        if (node.kind === 'folder') toggle(node.path)
        else props.onOpen(node.path)
        break
      case 'F2':
        if (canChange(node)) setEditing({ kind: 'rename', path: node.path })
        break
      case 'Delete':
        if (canChange(node)) props.onDelete(node.path)
        break
      default:
        return
    }
    event.preventDefault()
  }

  return (
    // Dropping is a shortcut: the menu next to "New file" does the same by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      aria-label={t('fn.files.title')}
      className="relative flex min-h-0 flex-col border-r border-line bg-sunken"
      onDragOver={(event) => {
        if (readOnlyReason || !event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => event.currentTarget.contains(event.relatedTarget as Node | null) || setOver(false)}
      onDrop={(event) => {
        setOver(false)
        const file = event.dataTransfer.files[0]
        if (readOnlyReason || !file) return
        event.preventDefault()
        props.onDropZip(file)
      }}
    >
      {over && (
        <p className="pointer-events-none absolute inset-1.5 z-10 grid place-items-center rounded-field border border-dashed border-accent bg-selected text-center text-fg-2">
          {t('fn.files.dropHere')}
        </p>
      )}
      <div className="flex h-8 shrink-0 items-center gap-0.5 pr-1.5 pl-3 text-sm font-name text-fg-2">
        <h2 className="mr-auto">{t('fn.files.title')}</h2>
        <IconButton
          size="sm"
          label={t('fn.files.new')}
          disabledReason={readOnlyReason}
          icon={<FilePlus size={14} />}
          onClick={() => setEditing({ kind: 'new', folder: active?.includes('/') ? folderOf(active) : '' })}
        />
        {props.actions}
      </div>
      <div
        role="tree"
        tabIndex={-1}
        aria-label={t('fn.files.title')}
        className="min-h-0 flex-1 overflow-y-auto pb-2"
        onKeyDown={onKeyDown}
      >
        {editing?.kind === 'new' && (
          <FileNameInput
            initial={editing.folder}
            errorOf={nameError}
            onDone={(name) => {
              setEditing(null)
              if (name !== null) props.onCreate(name)
            }}
          />
        )}
        {rows.map(({ node, level }) =>
          editing?.kind === 'rename' && editing.path === node.path ? (
            <FileNameInput
              key={node.path}
              initial={node.path}
              errorOf={(name) => nameError(name, node.path)}
              onDone={(name) => {
                setEditing(null)
                if (name !== null) props.onRename(node.path, name)
              }}
            />
          ) : (
            <FileRow
              key={node.path}
              node={node}
              level={level}
              expanded={node.kind === 'folder' ? !closed.has(node.path) : undefined}
              active={node.path === active}
              stop={node.path === stop}
              wantsFocus={node.path === focused}
              change={changes.get(node.path)}
              omittedBytes={props.omitted.get(node.path)}
              readOnlyReason={readOnlyReason}
              onOpen={() => {
                setFocused(node.path)
                if (node.kind === 'folder') toggle(node.path)
                else props.onOpen(node.path)
              }}
              onRename={() => setEditing({ kind: 'rename', path: node.path })}
              onDelete={() => props.onDelete(node.path)}
            />
          ),
        )}
      </div>
      {props.children}
      <div className="num shrink-0 border-t border-line px-3 py-1.5 text-sm text-fg-3">{props.footer}</div>
    </section>
  )
}

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1)

function visibleRows(nodes: readonly TreeNode[], closed: ReadonlySet<string>, level = 1): VisibleRow[] {
  return nodes.flatMap((node) => [
    { node, level },
    ...(node.kind === 'folder' && !closed.has(node.path) ? visibleRows(node.children, closed, level + 1) : []),
  ])
}
