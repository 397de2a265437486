import type { Draft, DraftSave } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { useMemo, useState } from 'react'
import { saveQuery } from '../../../../api/drafts.ts'
import { DiffEditor, useMonaco } from '../../../../components/CodeEditor/index.ts'
import { ErrorView } from '../../../../components/ErrorView.tsx'
import { usePermission } from '../../../../components/usePermission.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { saidActor } from '../../../../i18n/said.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { Button } from '../../../../ui/Button.tsx'
import { CopyButton } from '../../../../ui/CopyButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { useNarrow } from '../../../../ui/useNarrow.ts'
import { CodeSkeleton } from '../../files/BenchSkeleton.tsx'
import { ChangeLetter } from '../../files/ChangeLetter.tsx'
import { FilePanes } from '../../files/FilePanes.tsx'
import { changesBetween, type FileContent, isText } from '../../files/files.ts'
import { InvokeForm } from '../../invoke/InvokeForm.tsx'
import { changedLines } from '../changedLines.ts'
import { useRestoreSave } from './useRestoreSave.ts'

interface SavedStateProps {
  space: string
  fn: string
  save: DraftSave
  /** States to compare it with. */
  saves: readonly DraftSave[]
  /** The state it is compared with; without one, the draft as it is now. */
  compare: string | undefined
  draft: Draft | undefined
  onCompare(id: string | undefined): void
}

const NOW = ' '

/** One state of the history, compared with the draft or another state, with a button that restores it. */
export function SavedState({ space, fn, save, saves, compare, draft, onCompare }: SavedStateProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const monaco = useMonaco()
  const narrow = useNarrow()
  const why = usePermission(space)
  const readOnly = why('functions:write')
  const before = useQuery(saveQuery(space, fn, save.id!))
  const other = useQuery({ ...saveQuery(space, fn, compare ?? ''), enabled: compare !== undefined })
  const after = compare === undefined ? draft : other.data
  const restore = useRestoreSave(space, fn)
  const [running, setRunning] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const [old, latest] = [before.data?.files, after?.files]
  const changes = useMemo(() => {
    if (!old || !latest) return []
    return changesBetween(old, latest).map((each) => ({
      ...each,
      lines: linesBetween(old[each.path], latest[each.path]),
    }))
  }, [old, latest])
  const path = changes.find((each) => each.path === chosen)?.path ?? changes[0]?.path
  const error = before.error ?? (compare === undefined ? null : other.error)
  const [then, now] = [before.data, after].map((state) => (path === undefined ? undefined : state?.files[path]))

  return (
    <section aria-label={t('fn.history.state')} className="flex min-h-0 min-w-0 flex-col">
      <header className="flex min-h-10 shrink-0 flex-wrap items-center gap-2 border-b border-line px-gutter py-1.5">
        <h2 className="font-heading">
          {format.dateTime(save.savedAt)}, {saidActor(save.savedBy ?? t('fn.history.unknown'))}
        </h2>
        <span className="mono text-sm text-fg-2">{t('fn.draft.code', { hash: save.codeHash.slice(0, 7) })}</span>
        <span className="text-sm text-fg-2">{t('fn.history.comparedWith')}</span>
        <Select
          size="sm"
          label={t('fn.history.comparedWith')}
          value={compare ?? NOW}
          options={[
            { value: NOW, label: t('fn.history.draftNow') },
            ...saves
              .filter(({ id }) => id !== save.id)
              .slice(0, 100)
              .map(({ id, savedAt, savedBy }) => ({
                value: id!,
                label: [format.dateTime(savedAt), savedBy && saidActor(savedBy)].filter(Boolean).join(', '),
              })),
          ]}
          onChange={(value) => onCompare(value === NOW ? undefined : value)}
        />
        <span className="ml-auto flex items-center gap-2">
          {isText(then) && <CopyButton text={then} label={t('fn.history.copyFile', { name: path })} />}
          <Button icon={<Play size={14} />} disabledReason={why('functions:invoke')} onClick={() => setRunning(true)}>
            {t('fn.history.run')}
          </Button>
          <Button
            variant="primary"
            pending={restore.isPending}
            disabledReason={readOnly ?? (draft?.codeHash === save.codeHash ? t('fn.history.equalsDraft') : undefined)}
            onClick={() => draft && restore.mutate({ save, over: draft })}
          >
            {t('fn.history.restore')}
          </Button>
        </span>
      </header>
      {running && (
        <Dialog
          open
          title={t('fn.history.runOf', { time: format.dateTime(save.savedAt) })}
          description={t('fn.history.runHint')}
          width={640}
          onClose={() => setRunning(false)}
        >
          <div className="[--gutter:0px]">
            <InvokeForm space={space} fn={fn} qualifiers={['draft']} save={save.id!} />
          </div>
        </Dialog>
      )}
      {error ? (
        <ErrorView
          error={error}
          notFound={t('fn.history.gone')}
          onRetry={() => void Promise.all([before.refetch(), other.refetch()])}
        />
      ) : !before.data || !after || !monaco ? (
        <CodeSkeleton />
      ) : path === undefined ? (
        <p className="px-gutter py-4 text-fg-2">{t('fn.history.same')}</p>
      ) : (
        <FilePanes
          fill
          shown={path}
          onShow={setChosen}
          files={changes.map(({ path: file, kind, lines }) => ({
            path: file,
            mark: (
              <>
                {lines && (
                  <span className="num text-micro whitespace-nowrap text-fg-2">{`+${lines.added} −${lines.removed}`}</span>
                )}
                <ChangeLetter kind={kind} />
              </>
            ),
          }))}
        >
          {readable(then) && readable(now) ? (
            <DiffEditor
              key={path}
              monaco={monaco}
              path={path}
              original={isText(then) ? then : ''}
              modified={isText(now) ? now : ''}
              label={path}
              sideBySide={!narrow}
            />
          ) : (
            <p className="p-4 text-fg-2">{t('fn.versions.binary')}</p>
          )}
        </FilePanes>
      )}
    </section>
  )
}

const readable = (content: FileContent | undefined) => content === undefined || isText(content)

/** How many lines of text came and went; null where a side is not text. */
function linesBetween(before: FileContent | undefined, after: FileContent | undefined) {
  if (!readable(before) || !readable(after)) return null
  const [old, latest] = [before, after].map((text) => (isText(text) ? text : undefined))
  if (old === undefined || latest === undefined) {
    const count = (text: string | undefined) =>
      text === undefined ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
    return { added: count(latest), removed: count(old) }
  }
  return { added: changedLines(old, latest).length, removed: changedLines(latest, old).length }
}
