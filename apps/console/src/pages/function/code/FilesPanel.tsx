import type { Draft } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { AddPackage } from '../build/AddPackage.tsx'
import { Ingredients } from '../build/Ingredients.tsx'
import type { LoggedBuild } from '../build/useBuild.ts'
import { ArchiveMenu } from './ArchiveMenu.tsx'
import { ClashDialog } from './ClashDialog.tsx'
import { FileSearch } from './FileSearch.tsx'
import { FileTree } from './FileTree.tsx'
import type { DraftFiles } from './useDraftFiles.ts'
import { useFileChanges } from './useFileChanges.ts'
import type { ShownFiles } from './useShownFiles.ts'
import { useStore } from './useStore.ts'
import { useUpload } from './useUpload.ts'
import type { Workbench } from './workbench.ts'

interface FilesPanelProps {
  space: string
  fn: string
  bench: Workbench
  configuration: Draft['configuration']
  shown: ShownFiles
  drafted: DraftFiles
  build: LoggedBuild | null
  /** Why this user cannot edit the draft; undefined when they can. */
  readOnlyReason: string | undefined
  searching: boolean
  onSearching(searching: boolean): void
  onGo(path: string, line?: number, column?: number): void
}

const NO_CHANGES = new Map<string, never>()

/** The tree of files and what runs beside them, or a search in all files. */
export function FilesPanel(props: FilesPanelProps) {
  const { space, fn, bench, configuration, shown, drafted, build, readOnlyReason, onGo } = props
  const { t } = useTranslation()
  const format = useFormat()
  const upload = useUpload(space, fn, bench.session)
  const { omitted } = drafted
  const changes = useFileChanges({ ...bench, omitted })
  const { active } = useStore(bench.open)
  if (props.searching)
    return (
      <FileSearch
        files={shown.files}
        readOnlyReason={shown.readOnlyReason}
        onGo={onGo}
        onReplace={changes.change}
        onClose={() => props.onSearching(false)}
      />
    )
  return (
    <FileTree
      paths={shown.paths}
      active={active}
      changes={shown.version === null ? drafted.changes : NO_CHANGES}
      readOnlyReason={shown.readOnlyReason}
      actions={
        <ArchiveMenu
          space={space}
          fn={fn}
          readOnlyReason={readOnlyReason}
          onFiles={(added) =>
            void changes.add(
              added.map((file) => ({ path: file.name, file })),
              '',
            )
          }
          onZip={upload.zip}
          onFolder={upload.folder}
        />
      }
      omitted={omitted}
      footer={t('fn.files.size', { count: shown.paths.length + omitted.size, size: format.bytes(drafted.bytes) })}
      onDropZip={upload.zip}
      onOpen={(path) => onGo(path)}
      onDropFiles={(added, folder) => void changes.add(added, folder)}
      onSearch={() => props.onSearching(true)}
      onCreate={(path) => {
        changes.create(path)
        onGo(path)
      }}
      onMove={changes.move}
      onDuplicate={changes.duplicate}
      onDelete={changes.remove}
    >
      {changes.clash && <ClashDialog clash={changes.clash} onClose={changes.endClash} />}
      <Ingredients
        space={space}
        fn={fn}
        build={build}
        layers={configuration.layers}
        add={
          shown.version === null && (
            <AddPackage
              runtime={configuration.runtime}
              files={shown.files}
              readOnlyReason={readOnlyReason}
              onWrite={(path, text) => {
                bench.session.write(path, text)
                void bench.session.save()
              }}
            />
          )
        }
      />
    </FileTree>
  )
}
