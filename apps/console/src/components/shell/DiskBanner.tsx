import type { EngineStatus } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { HardDrive } from 'lucide-react'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { paths } from '../../navigation/paths.ts'
import { Notice } from '../../ui/Notice.tsx'

/** On every page of an administrator while a disk of this server has little room. */
export default function DiskBanner({ disk }: { disk: NonNullable<EngineStatus['disk']> }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Notice
      tone={disk.room === 'low' ? 'warning' : 'danger'}
      icon={<HardDrive size={15} className="shrink-0" />}
      title={t(`platform.banner.${disk.room}`)}
      actions={
        <Link {...paths.health()} className="link">
          {t('platform.what')}
        </Link>
      }
    >
      {t('platform.since', { time: format.dateTime(disk.since) })}
    </Notice>
  )
}
