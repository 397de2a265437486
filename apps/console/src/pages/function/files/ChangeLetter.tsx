import { clsx } from 'clsx'
import type { FileChange } from './files.ts'
import { useTranslation } from '../../../i18n/index.ts'

const LOOKS = {
  added: { letter: 'A', color: 'text-success' },
  changed: { letter: 'M', color: 'text-warning' },
  removed: { letter: 'D', color: 'text-danger' },
} as const

/** A, M or D, as in version control. */
export function ChangeLetter({ kind }: { kind: FileChange['kind'] }) {
  const { t } = useTranslation()
  const { letter, color } = LOOKS[kind]
  return (
    <span
      role="img"
      aria-label={t(`fn.files.change.${kind}`)}
      title={t(`fn.files.change.${kind}`)}
      className={clsx('w-3 shrink-0 text-center font-mono text-micro font-medium', color)}
    >
      {letter}
    </span>
  )
}
