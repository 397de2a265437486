import { FilePath, LIMITS } from '@alcove/contract'
import { FilePlus, Search } from 'lucide-react'
import { type DragEvent, type KeyboardEvent, useRef, useState } from 'react'
import { toast } from '../../../components/toast.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { ContextMenu, MenuItem } from '../../../ui/Menu.tsx'
import type { FileChange } from '../files/files.ts'
import { CopyPathItem, FileMenuItems } from './FileMenuItems.tsx'
import { FileNameInput } from './FileNameInput.tsx'
import { type DroppedFile, droppedFiles } from '../../../components/dropped-files.ts'
import { isLeftOut } from './folder.ts'
import { FileRow } from './FileRow.tsx'
import { TreeRows } from './TreeRows.tsx'
import { fileTree, type TreeNode } from './fileTree.ts'
import { folderOf, nameOf, takenName } from './moveFiles.ts'

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
  /** Renames or moves a file or a folder. */
  onMove(from: string, to: string): void
  onDuplicate(path: string): void
  onDelete(path: string): void
  onSearch(): void
  /** Called when a zip is dropped here. */
  onDropZip(file: File): void
  /** Files and folders of this computer, dropped onto a folder ("" or ending with "/"). */
  onDropFiles(files: readonly DroppedFile[], folder: string): void
}

type Editing = { kind: 'new'; folder: string } | { kind: 'rename'; path: string } | null

interface VisibleRow {
  node: TreeNode
  level: number
  /** Its place in its folder, from 1. */
  place: number
  /** How many the folder holds. */
  siblings: number
}

export function FileTree(props: FileTreeProps) {
  const { paths, active, changes, readOnlyReason } = props
  const { t } = useTranslation()
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [editing, setEditing] = useState<Editing>(null)
  /** The row whose menu is open at the pointer. */
  const [asked, setAsked] = useState<TreeNode | null>(null)
  const [focused, setFocused] = useState<string | null>(null)
  /** The folder that something is dragged over: "" is the top. */
  const [over, setOver] = useState<string | null>(null)
  const fixed = [...props.omitted.keys()]
  const rows = visibleRows(fileTree([...paths, ...fixed]), closed)
  const stop = rows.some(({ node }) => node.path === focused) ? focused : (active ?? rows[0]?.node.path)
  const tree = useRef<HTMLDivElement>(null)
  const focusRow = (path: string | undefined) => {
    // The row may not be there yet, and the one that has the focus may go.
    if (tree.current?.contains(document.activeElement)) tree.current.focus({ preventScroll: true })
    setFocused(path ?? null)
  }

  const toggle = (path: string) =>
    setClosed((before) => {
      const after = new Set(before)
      if (!after.delete(path)) after.add(path)
      return after
    })
  const nameError = (name: string, own?: string) => {
    if (!FilePath.safeParse(name).success) return t('fn.files.badName')
    const taken = name === own ? null : takenName([...paths, ...fixed], name, own)
    return taken === null ? null : t('fn.files.taken', { name: taken })
  }
  const canChange = ({ path }: TreeNode) =>
    !readOnlyReason && !fixed.some((each) => each === path || each.startsWith(`${path}/`))
  const moveTo = (from: string, folder: string) => {
    const to = folder + nameOf(from)
    if (to !== from && !folder.startsWith(`${from}/`)) props.onMove(from, to)
  }
  /** Takes what can be dropped on a folder: rows of this tree, and files of this computer. */
  const dropOn = (folder: string) => ({
    onDragOver(event: DragEvent<HTMLElement>) {
      const { types } = event.dataTransfer
      if (readOnlyReason || !(types.includes('Files') || types.includes(ROW))) return
      event.preventDefault()
      event.stopPropagation()
      setOver(folder)
    },
    onDrop(event: DragEvent<HTMLElement>) {
      setOver(null)
      if (readOnlyReason) return
      event.preventDefault()
      event.stopPropagation()
      const from = event.dataTransfer.getData(ROW)
      const [file, ...more] = event.dataTransfer.files
      if (from !== '') moveTo(from, folder)
      else if (file && more.length === 0 && /\.zip$/i.test(file.name)) props.onDropZip(file)
      else
        void droppedFiles(event.dataTransfer.items, { isLeftOut, most: LIMITS.shownFiles }).then(
          (files) => props.onDropFiles(files, folder),
          () => toast.error(t('errors.unreadableDrop')),
        )
    },
  })
  const startNew = (folder: string) => {
    setClosed((before) => new Set([...before].filter((path) => !folder.startsWith(`${path}/`))))
    setEditing({ kind: 'new', folder })
  }
  const menuOf = (node: TreeNode) => (
    <FileMenuItems
      node={node}
      onNew={startNew}
      onRename={(path) => setEditing({ kind: 'rename', path })}
      onDuplicate={props.onDuplicate}
      onDelete={props.onDelete}
    />
  )
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // The row that has the focus, which need not be the one in the Tab order: assistive technology can focus any.
    const { path } = (event.target as HTMLElement).dataset
    const index = rows.findIndex(({ node }) => node.path === path)
    const row = rows[index]
    if (!row) return
    const { node } = row
    const go = (to: number) => {
      focusRow(rows[Math.min(rows.length - 1, Math.max(0, to))]?.node.path)
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
        if (!canChange(node)) break
        focusRow(
          (rows.slice(index).find((next) => next.level <= row.level && next !== row) ?? rows[index - 1])?.node.path,
        )
        props.onDelete(node.path)
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
      {...dropOn('')}
      onDragLeave={(event) => event.currentTarget.contains(event.relatedTarget as Node | null) || setOver(null)}
    >
      {over !== null && (
        <p className="pointer-events-none absolute inset-x-1.5 bottom-1.5 z-10 rounded-field border border-dashed border-accent bg-selected p-2 text-center text-fg-2">
          {over === '' ? t('fn.files.dropHere') : t('fn.files.dropIn', { folder: over })}
        </p>
      )}
      <div className="flex h-8 shrink-0 items-center gap-0.5 pr-1.5 pl-3 text-sm font-name text-fg-2">
        <h2 className="mr-auto">{t('fn.files.title')}</h2>
        <IconButton
          size="sm"
          label={t('fn.files.new')}
          disabledReason={readOnlyReason}
          icon={<FilePlus size={14} />}
          onClick={() => startNew(active?.includes('/') ? folderOf(active) : '')}
        />
        <IconButton
          size="sm"
          label={`${t('fn.search.title')} (Ctrl Shift F)`}
          icon={<Search size={14} />}
          onClick={props.onSearch}
        />
        {props.actions}
      </div>
      <ContextMenu
        area={
          <div
            ref={tree}
            role="tree"
            tabIndex={-1}
            aria-label={t('fn.files.title')}
            className="min-h-0 flex-1 overflow-y-auto pb-2 outline-none"
            onKeyDown={onKeyDown}
            onContextMenu={(event) => {
              const path = (event.target as HTMLElement).closest<HTMLElement>('[data-path]')?.dataset['path']
              setAsked(rows.find(({ node }) => node.path === path)?.node ?? null)
            }}
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
            <TreeRows
              tree={tree}
              paths={rows.map(({ node }) => node.path)}
              stop={stop}
              active={active}
              focused={focused}
              row={(index) => {
                const { node, level, place, siblings } = rows[index]!
                return editing?.kind === 'rename' && editing.path === node.path ? (
                  <div className="relative z-10 bg-sunken">
                    <FileNameInput
                      initial={node.path}
                      errorOf={(name) => nameError(name, node.path)}
                      onDone={(name) => {
                        setEditing(null)
                        focusRow(name ?? node.path)
                        if (name !== null) props.onMove(node.path, name)
                      }}
                    />
                  </div>
                ) : (
                  <FileRow
                    node={node}
                    level={level}
                    place={place}
                    siblings={siblings}
                    expanded={node.kind === 'folder' ? !closed.has(node.path) : undefined}
                    active={node.path === active}
                    stop={node.path === stop}
                    wantsFocus={node.path === focused}
                    change={changes.get(node.path)}
                    omittedBytes={props.omitted.get(node.path)}
                    canChange={canChange(node)}
                    menu={menuOf(node)}
                    drop={dropOn(node.kind === 'folder' ? `${node.path}/` : folderOf(node.path))}
                    onDrag={(event) => event.dataTransfer.setData(ROW, node.path)}
                    onOpen={() => {
                      setFocused(node.path)
                      if (node.kind === 'folder') toggle(node.path)
                      else props.onOpen(node.path)
                    }}
                  />
                )
              }}
            />
          </div>
        }
      >
        {asked === null ? (
          <MenuItem icon={<FilePlus size={14} />} disabledReason={readOnlyReason} onSelect={() => startNew('')}>
            {t('fn.files.new')}
          </MenuItem>
        ) : canChange(asked) ? (
          menuOf(asked)
        ) : (
          <CopyPathItem path={asked.path} />
        )}
      </ContextMenu>
      {props.children}
      <div className="num shrink-0 border-t border-line px-3 py-1.5 text-sm text-fg-3">{props.footer}</div>
    </section>
  )
}

/** The type under which a dragged row carries its path. */
const ROW = 'application/x-alcove-path'

function visibleRows(nodes: readonly TreeNode[], closed: ReadonlySet<string>, level = 1): VisibleRow[] {
  return nodes.flatMap((node, index) => [
    { node, level, place: index + 1, siblings: nodes.length },
    ...(node.kind === 'folder' && !closed.has(node.path) ? visibleRows(node.children, closed, level + 1) : []),
  ])
}
