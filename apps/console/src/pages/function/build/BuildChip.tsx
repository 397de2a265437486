import type { Build } from '@alcove/contract'
import { CircleCheck, CircleX, Hourglass, LoaderCircle } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'

interface BuildChipProps {
  build: Build
  open: boolean
  onToggle(): void
}

const icon = { size: 14 } as const
const ICONS = {
  queued: <Hourglass {...icon} />,
  running: <LoaderCircle {...icon} className="motion-safe:animate-spin" />,
  succeeded: <CircleCheck {...icon} className="text-success!" />,
  failed: <CircleX {...icon} className="text-danger!" />,
}

/** The state of the draft's build. Opens its log. */
export function BuildChip({ build, open, onToggle }: BuildChipProps) {
  const { t } = useTranslation()
  const result =
    build.status === 'failed'
      ? build.diagnostics.length > 0 && t('fn.build.problems', { count: build.diagnostics.length })
      : build.status === 'succeeded' &&
        (build.kind === 'javac' ? t('fn.build.compiled') : t('fn.build.installed', { count: build.packages.length }))
  return (
    <Button
      size="sm"
      variant="ghost"
      aria-expanded={open}
      title={t(open ? 'fn.build.hide' : 'fn.build.show')}
      className={build.status === 'failed' ? 'text-danger!' : ''}
      icon={ICONS[build.status]}
      onClick={onToggle}
    >
      {t(`fn.build.status.${build.status}`)}
      {result && <span className="font-normal text-fg-3 compact:hidden">{result}</span>}
    </Button>
  )
}
