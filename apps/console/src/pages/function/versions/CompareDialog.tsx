import type { Version } from '@alcove/contract'
import { ArrowLeftRight } from 'lucide-react'
import { useState } from 'react'
import { CodeViewer, DiffEditor, useMonaco } from '../../../components/CodeEditor/index.ts'
import { ErrorView } from '../../../components/ErrorView.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { Dialog } from '../../../ui/Dialog.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Select } from '../../../ui/Select.tsx'
import { CodeSkeleton } from '../files/BenchSkeleton.tsx'
import { changesBetween, type FileContent, isText } from '../files/files.ts'
import { FilePanes } from '../files/FilePanes.tsx'
import { configurationText } from '../changes/configurationChanges.ts'
import { useNarrow } from '../../../ui/useNarrow.ts'
import { ChangeLetter } from '../files/ChangeLetter.tsx'
import { type Snapshot, useSnapshot } from './useSnapshot.ts'

interface CompareDialogProps {
  space: string
  fn: string
  /** A version number as text, or `draft`. */
  version: string
  /** What to compare it with; without it, the version is shown alone. */
  compare: string | undefined
  versions: readonly Version[]
  onShow(version: string, compare?: string): void
  onClose(): void
}

const NOTHING = '-'
/** Listed among the files; paths cannot contain a colon. */
const CONFIGURATION = ':configuration'

/** Shows one version, or compares two, file by file, including the configuration. */
export function CompareDialog({ space, fn, version, compare, versions, onShow, onClose }: CompareDialogProps) {
  const { t } = useTranslation()
  const monaco = useMonaco()
  const narrow = useNarrow()
  const after = useSnapshot(space, fn, version)
  const before = useSnapshot(space, fn, compare)
  const [chosen, setChosen] = useState<string | null>(null)
  const ready = after.data && (compare === undefined || before.data)
  const entries = ready ? entriesOf(before.data, after.data!) : []
  const path = entries.find((entry) => entry.path === chosen)?.path ?? entries[0]?.path
  const name = (value: string) => (value === 'draft' ? t('fn.versions.draft') : `v${value}`)
  const options = ['draft', ...versions.map((item) => String(item.version))].map((value) => ({
    value,
    label: name(value),
  }))
  const error = after.error ?? before.error
  const content = (snapshot: Snapshot | undefined) =>
    path === CONFIGURATION ? snapshot && configurationText(snapshot.configuration) : snapshot?.files[path!]

  return (
    <Dialog
      open
      onClose={onClose}
      width={1240}
      title={compare === undefined ? t('fn.versions.reading', { version: name(version) }) : t('fn.versions.comparing')}
    >
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <Select
          size="md"
          mono
          label={t('fn.versions.before')}
          value={compare ?? NOTHING}
          options={[
            { value: NOTHING, label: t('fn.versions.alone') },
            ...options.filter(({ value }) => value !== version),
          ]}
          onChange={(next) => onShow(version, next === NOTHING ? undefined : next)}
        />
        <IconButton
          label={t('fn.versions.swap')}
          disabledReason={compare === undefined && t('fn.versions.alone')}
          icon={<ArrowLeftRight size={14} />}
          onClick={() => compare !== undefined && onShow(compare, version)}
        />
        <Select
          size="md"
          mono
          label={t('fn.versions.after')}
          value={version}
          options={options.filter(({ value }) => value !== compare)}
          onChange={(next) => onShow(next, compare)}
        />
        {ready && compare !== undefined && (
          <span className="text-fg-2">{t('fn.versions.changed', { count: entries.length })}</span>
        )}
      </div>
      {error ? (
        <ErrorView error={error} onRetry={() => void Promise.all([after.refetch(), before.refetch()])} />
      ) : (
        <FilePanes
          shown={path}
          onShow={setChosen}
          files={entries.map(({ path: file, kind }) => ({
            path: file,
            name: file === CONFIGURATION ? t('shell.configuration') : file,
            mark: kind && <ChangeLetter kind={kind} />,
          }))}
        >
          {!ready || !monaco ? (
            <CodeSkeleton />
          ) : path === undefined ? (
            <p className="p-4 text-fg-2">
              {t('fn.versions.identical', { before: name(compare!), after: name(version) })}
            </p>
          ) : !readable(content(after.data)) || !readable(content(before.data)) ? (
            <p className="p-4 text-fg-2">{t('fn.versions.binary')}</p>
          ) : compare === undefined ? (
            <CodeViewer monaco={monaco} path={languagePath(path)} text={textOf(content(after.data))} label={path} />
          ) : (
            <DiffEditor
              key={path}
              monaco={monaco}
              path={languagePath(path)}
              original={textOf(content(before.data))}
              modified={textOf(content(after.data))}
              label={path}
              sideBySide={!narrow}
            />
          )}
        </FilePanes>
      )}
    </Dialog>
  )
}

type Entry = { path: string; kind?: 'added' | 'changed' | 'removed' }

/** All files of a single version; the differing files of two. The configuration comes last. */
function entriesOf(before: Snapshot | undefined, after: Snapshot): Entry[] {
  if (!before)
    return [
      ...Object.keys(after.files)
        .toSorted()
        .map((path) => ({ path })),
      { path: CONFIGURATION },
    ]
  const same = configurationText(before.configuration) === configurationText(after.configuration)
  return [
    ...changesBetween(before.files, after.files),
    ...(same ? [] : [{ path: CONFIGURATION, kind: 'changed' as const }]),
  ]
}

const readable = (content: FileContent | undefined) => content === undefined || isText(content)
const textOf = (content: FileContent | undefined) => (isText(content) ? content : '')
const languagePath = (path: string) => (path === CONFIGURATION ? 'configuration.json' : path)
