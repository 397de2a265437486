import type { ImportedItem } from '@alcove/contract'
import { useState } from 'react'
import { DiffEditor, useMonaco } from '../../../components/CodeEditor/index.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Dialog } from '../../../ui/Dialog.tsx'
import { useNarrow } from '../../../ui/useNarrow.ts'
import { CodeSkeleton } from '../../function/files/BenchSkeleton.tsx'
import { ChangeLetter } from '../../function/files/ChangeLetter.tsx'
import { FilePanes } from '../../function/files/FilePanes.tsx'

type ImportedFile = ImportedItem['files'][number]

/** The files of one thing that differ, side by side. */
export function DifferenceDialog({ item, onClose }: { item: ImportedItem; onClose(): void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const monaco = useMonaco()
  const narrow = useNarrow()
  const [chosen, setChosen] = useState(item.files[0]!.path)
  const file = item.files.find(({ path }) => path === chosen) ?? item.files[0]!
  const sizes = [file.beforeBytes, file.afterBytes].map((bytes) => (bytes === null ? '–' : format.bytes(bytes)))
  return (
    <Dialog open onClose={onClose} width={1240} title={`${t(`exchange.kinds.${item.kind}`)} ${item.name}`}>
      <FilePanes
        shown={file.path}
        onShow={setChosen}
        files={item.files.map((each) => ({
          path: each.path,
          name: each.path.slice(each.path.lastIndexOf('/') + 1),
          mark: <ChangeLetter kind={kindOf(each)} />,
        }))}
      >
        {!isShown(file) ? (
          <p className="p-4 text-fg-2">{t('exchange.notShown', { before: sizes[0], after: sizes[1] })}</p>
        ) : !monaco ? (
          <CodeSkeleton />
        ) : (
          <DiffEditor
            key={file.path}
            monaco={monaco}
            path={file.path}
            original={file.before ?? ''}
            modified={file.after ?? ''}
            label={file.path}
            sideBySide={!narrow}
          />
        )}
      </FilePanes>
    </Dialog>
  )
}

const kindOf = ({ beforeBytes, afterBytes }: ImportedFile) =>
  beforeBytes === null ? 'added' : afterBytes === null ? 'removed' : 'changed'

/** Bytes that are no text, or too long, come without it. */
const isShown = ({ before, after, beforeBytes, afterBytes }: ImportedFile) =>
  (before !== null || beforeBytes === null) && (after !== null || afterBytes === null)
