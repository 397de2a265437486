import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { changesBetween } from './changes.ts'
import type { Conflict } from './useGuardedSave.ts'

interface ChangedDialogProps {
  /** The name of the edited item. */
  name: string
  conflict: Conflict
  pending: boolean
}

/** Asks what to do when somebody else, or another tab, saved what this form edits. */
export function ChangedDialog({ name, conflict, pending }: ChangedDialogProps) {
  const { t } = useTranslation()
  const { before, theirs, mine, close } = conflict
  const isGone = theirs === null
  const changes = isGone ? [] : changesBetween(before, theirs)
  // Where mine is what they saved too, it is not in this list.
  const differing = new Map(changesBetween(mine, theirs).map((change) => [change.path, change.before]))
  return (
    <Dialog
      open
      width={720}
      title={t(isGone ? 'changed.gone' : 'changed.title', { name })}
      description={t(isGone ? 'changed.goneHint' : 'changed.hint')}
      onClose={close}
      footer={
        <>
          <Button className="mr-auto" onClick={close}>
            {t('changed.keepEditing')}
          </Button>
          <Button onClick={() => void conflict.takeTheirs()}>
            {t(isGone ? 'changed.discard' : 'changed.takeTheirs')}
          </Button>
          <Button variant={isGone ? 'primary' : 'danger'} pending={pending} onClick={conflict.saveMine}>
            {t(isGone ? 'changed.createAgain' : 'changed.saveMine')}
          </Button>
        </>
      }
    >
      {changes.length > 0 && (
        <div className="overflow-x-auto">
          <table className="w-full text-left">
            <caption className="sr-only">{t('changed.differences')}</caption>
            <thead className="text-sm text-fg-3">
              <tr>
                <th className="py-1 pr-4 font-normal">{t('changed.field')}</th>
                <th className="px-2 py-1 font-normal">{t('changed.before')}</th>
                <th className="px-2 py-1 font-normal">{t('changed.theirs')}</th>
                <th className="px-2 py-1 font-normal">{t('changed.mine')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ path, before: from, after: to }) => {
                const own = differing.has(path) ? differing.get(path)! : to
                return (
                  <tr key={path} className="border-t border-line align-top">
                    <td className="min-w-24 py-1.5 pr-4 font-mono text-sm wrap-anywhere">{path}</td>
                    <Value text={from} />
                    <Value text={to} className="bg-warning-tint" />
                    <Value text={own} className={own === from ? 'text-fg-3' : ''} />
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
      {!isGone && changes.length === 0 && <p className="text-fg-2">{t('changed.nothingShown')}</p>}
    </Dialog>
  )
}

function Value({ text, className = '' }: { text: string | null; className?: string }) {
  return <td className={`min-w-20 px-2 py-1.5 font-mono text-sm wrap-anywhere ${className}`}>{text ?? '–'}</td>
}
