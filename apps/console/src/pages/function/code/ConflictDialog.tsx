import type { Draft, Files } from '@alcove/contract'
import { useState } from 'react'
import { DiffEditor } from '../../../components/CodeEditor/index.ts'
import type { Monaco } from '../../../components/CodeEditor/api.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { useNarrow } from '../../../ui/useNarrow.ts'
import { type FileContent, isText, sameContent } from '../files/files.ts'
import { type Disagreement, disagreements, merged } from './draft/merge.ts'
import { FilePanes } from '../files/FilePanes.tsx'

interface ConflictDialogProps {
  monaco: Monaco | undefined
  base: Files
  mine: Files
  theirs: Draft
  onClose(): void
  onResolve(files: Files): void
}

/**
 * A file that one side changed takes that side's text. Where both did, the author merges, starting from the server's.
 */
const proposal = (file: Disagreement): FileContent | undefined => (file.only === 'theirs' ? file.theirs : file.mine)

/**
 * Two people saved the same draft. Nothing is written until one of three buttons is pressed; closing keeps both sides.
 */
export function ConflictDialog({ monaco, base, mine, theirs, onClose, onResolve }: ConflictDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const narrow = useNarrow()
  const [conflicts] = useState(() => disagreements(base, mine, theirs))
  const [choices, setChoices] = useState(() => new Map(conflicts.map((file) => [file.path, proposal(file)])))
  const [path, setPath] = useState(conflicts[0]!.path)
  const file = conflicts.find((candidate) => candidate.path === path)!
  const choice = choices.get(path)
  const choose = (content: FileContent | undefined) => setChoices((before) => new Map(before).set(path, content))
  const who = theirs.savedBy ?? t('fn.conflict.someone')
  const stateOf = (candidate: Disagreement) => {
    const chosen = choices.get(candidate.path)
    if (sameContent(chosen, candidate.mine)) return t('fn.conflict.yours')
    return sameContent(chosen, candidate.theirs) ? t('fn.conflict.theirs') : t('fn.conflict.edited')
  }

  return (
    <Dialog
      open
      onClose={onClose}
      width={1080}
      title={t('fn.conflict.title', { who })}
      description={t('fn.conflict.description', { ago: format.ago(theirs.savedAt), count: conflicts.length })}
      footer={
        <>
          <span className="mr-auto text-sm text-fg-3 narrow:hidden">{t('fn.conflict.kept')}</span>
          <Button onClick={() => onResolve(theirs.files)}>{t('fn.conflict.takeTheirs')}</Button>
          <Button onClick={() => onResolve(mine)}>{t('fn.conflict.keepMine')}</Button>
          <Button variant="primary" onClick={() => onResolve(merged(mine, conflicts, choices))}>
            {t('fn.conflict.saveMerge')}
          </Button>
        </>
      }
    >
      <FilePanes
        shown={path}
        onShow={setPath}
        files={conflicts.map((candidate) => ({
          path: candidate.path,
          mark: (
            <span className={`text-micro ${candidate.only === null ? 'text-warning' : 'text-fg-3'}`}>
              {stateOf(candidate)}
            </span>
          ),
        }))}
      >
        <div className="grid h-9 shrink-0 grid-cols-2 items-center border-b border-line bg-sunken text-sm">
          <span className="flex items-center justify-between gap-2 px-3">
            <span className="cut text-fg-2">{t('fn.conflict.savedBy', { who })}</span>
            <Button size="sm" variant="ghost" onClick={() => choose(file.theirs)}>
              {t('fn.conflict.useThis')}
            </Button>
          </span>
          <span className="flex items-center justify-between gap-2 border-l border-line px-3">
            <span className="cut text-fg-2">{t('fn.conflict.result')}</span>
            <Button size="sm" variant="ghost" onClick={() => choose(file.mine)}>
              {t('fn.conflict.useMine')}
            </Button>
          </span>
        </div>
        <div className="min-h-0 flex-1">
          {[file.theirs, choice].every((content) => content === undefined || isText(content)) ? (
            monaco && (
              <DiffEditor
                key={path}
                monaco={monaco}
                path={path}
                original={isText(file.theirs) ? file.theirs : ''}
                modified={isText(choice) ? choice : ''}
                label={path}
                sideBySide={!narrow}
                onChange={choose}
              />
            )
          ) : (
            <p className="p-4 text-fg-2">{t('fn.conflict.binary')}</p>
          )}
        </div>
      </FilePanes>
    </Dialog>
  )
}
